#include "game/sim/siege/waves.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

#include "game/sim/direction.h"
#include "game/sim/fold.h"
#include "game/sim/siege/siege_state.h"

namespace outrider::sim::siege {
namespace {

constexpr std::uint32_t kAllGates = 0xFF;

/// The composed waves: runners, brutes, sappers, wolves; gates; how long they are open; whether they march; health.
constexpr std::array<WaveSpec, kComposedWaves> kWaves = {{
    {{{12, 0, 0, 0}}, 0x1, 12 * kSecond_ticks},
    {{{25, 0, 0, 0}}, 0x2, 14 * kSecond_ticks},
    {{{42, 5, 0, 0}}, 0x3, 16 * kSecond_ticks},                       // the first brutes
    {{{65, 4, 14, 0}}, 0x5, 16 * kSecond_ticks},                      // sappers
    {{{85, 8, 7, 35}}, 0xB, 16 * kSecond_ticks},                      // wolves
    {{{60, 0, 10, 140}}, kAllGates, 16 * kSecond_ticks, false, 105},  // the pack
    {{{250, 25, 50, 0}}, kAllGates, 18 * kSecond_ticks, false, 110},
    {{{380, 80, 30, 20}}, kAllGates, 20 * kSecond_ticks, false, 120},   // the heavy ones
    {{{430, 30, 240, 20}}, kAllGates, 20 * kSecond_ticks, false, 135},  // the miners
    {{{720, 60, 100, 180}}, kAllGates, 22 * kSecond_ticks, false, 150},
    {{{1150, 100, 150, 200}}, kAllGates, 24 * kSecond_ticks, false, 170},
    {{{2560, 160, 320, 480}}, kAllGates, 44 * kSecond_ticks, true, 200},  // everybody, and all on the field at once
}};

constexpr std::uint32_t kFirstBuilding_ticks = 25 * kSecond_ticks;
constexpr std::uint32_t kBuilding_ticks = 14 * kSecond_ticks;
/// Who calls a wave gets this for each second of the time to build that is left.
constexpr std::int32_t kGoldPerSecond = 2;
/// Endless waves grow by a tenth of the last composed one each, up to twice its size; from then on by health alone.
constexpr std::uint32_t kEndlessGrowthLimit = 10;
constexpr std::uint32_t kEndlessHealth_percent = 12;
constexpr std::uint32_t kMostEntries = 4;  ///< at a gate in a tick
constexpr std::uint32_t kTries = 6;        ///< places looked at for one who wants to enter

constexpr std::uint32_t kNever = ~std::uint32_t{0};

// --- how the land lies ---

bool fits(const Land& land, Cell anchor, Clearance clearance) noexcept {
    if (clearance == Clearance::kOneCell) return land.is_free(anchor);
    return land.is_free(anchor) && land.is_free({anchor.x + 1, anchor.y}) && land.is_free({anchor.x, anchor.y + 1}) &&
           land.is_free({anchor.x + 1, anchor.y + 1});
}

/// Steps from each cell to the door, by unit; kNever: no way.
std::vector<std::uint32_t> steps_to_door(const Land& land, Cell door, Clearance clearance) {
    const auto index = [&](Cell cell) {
        return static_cast<std::size_t>(cell.y) * static_cast<std::size_t>(land.width_cells()) +
               static_cast<std::size_t>(cell.x);
    };
    std::vector<std::uint32_t> steps(land.terrain().size(), kNever);
    if (!fits(land, door, clearance)) return steps;
    std::vector<Cell> queue{door};
    steps[index(door)] = 0;
    for (std::size_t next = 0; next < queue.size(); ++next) {
        const Cell from = queue[next];
        for (Direction direction = 0; direction < 8; ++direction) {
            const Cell to = next_cell(from, direction);
            const bool can = fits(land, to, clearance) &&
                             (!is_diagonal(direction) ||
                              (fits(land, {to.x, from.y}, clearance) && fits(land, {from.x, to.y}, clearance)));
            if (!can || steps[index(to)] != kNever) continue;
            steps[index(to)] = steps[index(from)] + 1;
            queue.push_back(to);
        }
    }
    return steps;
}

void shuffle(std::vector<Cell>& cells, Random& random) {
    for (std::size_t i = cells.size(); i > 1; --i) {
        std::swap(cells[i - 1], cells[random.below(static_cast<std::uint32_t>(i))]);
    }
}

/// Where a unit that large can enter with a way to the door; an anchor's other cells lie in the gate, too.
std::vector<Cell> entries(const Land& land, const CellRect& gate, Clearance clearance,
                          const std::vector<std::uint32_t>& steps) {
    std::vector<Cell> cells;
    const std::int32_t extra = clearance == Clearance::kTwoCells ? 1 : 0;
    for (Cell cell{0, gate.y0}; cell.y < gate.y1 - extra; ++cell.y) {
        for (cell.x = gate.x0; cell.x < gate.x1 - extra; ++cell.x) {
            const auto index = static_cast<std::size_t>(cell.y) * static_cast<std::size_t>(land.width_cells()) +
                               static_cast<std::size_t>(cell.x);
            if (steps[index] != kNever) cells.push_back(cell);
        }
    }
    return cells;
}

[[noreturn]] void refuse(const std::string& why) {
    throw std::runtime_error("the siege's ground does not fit the map: " + why);
}

bool lies_within(const CellRect& rect, const Land& land) noexcept {
    return !rect.empty() && rect.x0 >= 0 && rect.y0 >= 0 && rect.x1 <= land.width_cells() &&
           rect.y1 <= land.height_cells();
}

void check_keep(const Land& land, const SiegeGround& ground) {
    const CellRect& keep = ground.keep;
    if (!lies_within(keep, land)) refuse("the keep does not lie in it");
    for (Cell cell{0, keep.y0}; cell.y < keep.y1; ++cell.y) {
        for (cell.x = keep.x0; cell.x < keep.x1; ++cell.x) {
            if (!land.is_free(cell)) continue;
            refuse("cell " + std::to_string(cell.x) + "," + std::to_string(cell.y) + " of the keep is free");
        }
    }
    const Cell door = ground.door;
    if (!land.is_free(door)) refuse("the door is not free");
    const bool beside = door.x >= keep.x0 - 1 && door.x <= keep.x1 && door.y >= keep.y0 - 1 && door.y <= keep.y1;
    if (!beside) refuse("the door is not beside the keep");
    if (ground.gates.empty()) refuse("there is no gate");
}

// --- entering ---

bool has_room(const SiegeState& siege, FixedPoint middle, Clearance clearance) noexcept {
    // A little close: they make room for each other.
    const std::int32_t room = clearance == Clearance::kTwoCells ? tenths_of_cells(7) : tenths_of_cells(3);
    bool room_there = true;
    siege.crowd.for_each_near(middle, room, [&](UnitIndex) { room_there = false; });
    return room_there;
}

/// Someone enters where there is room; false: it waits outside.
bool enter(SiegeState& siege, Gate& gate, UnitKind kind) noexcept {
    const Clearance clearance = traits_of(kind).clearance;
    const std::vector<Cell>& places = clearance == Clearance::kTwoCells ? gate.anchors : gate.cells;
    if (places.empty()) return false;
    for (std::uint32_t attempt = 0; attempt < kTries; ++attempt) {
        const FixedPoint middle = middle_of_anchor(places[gate.turn++ % places.size()], clearance);
        if (has_room(siege, middle, clearance)) return bring(siege, kind, middle) != kNobody;
    }
    return false;
}

std::uint32_t due_by_now(const Waves& waves, const Gate& gate, std::size_t kind, std::uint32_t now) noexcept {
    const std::uint64_t window = std::max(1U, waves.closes_tick - gate.opens_tick);
    const std::uint64_t open_for = std::min<std::uint64_t>(now + 1 - gate.opens_tick, window);
    return static_cast<std::uint32_t>(gate.expected[kind] * open_for / window);
}

void let_in(SiegeState& siege, Gate& gate) noexcept {
    if (siege.now() < gate.opens_tick) return;
    std::uint32_t left = kMostEntries;
    // Who needs the most room goes first, else the others leave none.
    for (const UnitKind kind : {UnitKind::kBrute, UnitKind::kRunner, UnitKind::kSapper, UnitKind::kWolf}) {
        const auto index = static_cast<std::size_t>(kind);
        const std::uint32_t due = due_by_now(siege.waves, gate, index, siege.now());
        for (; left > 0 && gate.entered[index] < due; --left) {
            if (!enter(siege, gate, kind)) break;
            ++gate.entered[index];
            --siege.standing.coming[index];
        }
    }
}

bool lets_in(const Gate& gate, std::size_t kind) noexcept {
    return traits_of(static_cast<UnitKind>(kind)).clearance == Clearance::kOneCell || !gate.anchors.empty();
}

/// The open gates let in alike much in a second, the farthest for the longest: whoever goes the shortest way sets out
/// last, and all of a wave are on the field when the gates close.
void open_gates(SiegeState& siege, const WaveSpec& wave) noexcept {
    Waves& waves = siege.waves;
    const auto is_open = [&](std::size_t gate) {
        for (std::size_t bit = gate; bit < 32; bit += waves.gates.size()) {
            if ((wave.gates >> bit & 1U) != 0) return true;
        }
        return false;
    };
    std::uint64_t farthest = 1;
    for (std::size_t i = 0; i < waves.gates.size(); ++i) {
        if (is_open(i)) farthest = std::max<std::uint64_t>(farthest, waves.gates[i].steps_to_door);
    }
    waves.closes_tick = siege.now() + wave.entry_ticks;
    for (std::size_t i = 0; i < waves.gates.size(); ++i) {
        Gate& gate = waves.gates[i];
        const std::uint64_t window = is_open(i) ? wave.entry_ticks * std::uint64_t{gate.steps_to_door} / farthest : 0;
        const std::uint64_t shortest = is_open(i) ? kSecond_ticks : 1;
        gate.opens_tick = waves.closes_tick - static_cast<std::uint32_t>(std::max(window, shortest));
        gate.expected = gate.entered = {};
        gate.turn = 0;
    }
    const auto weight = [&](std::size_t gate, std::size_t kind) -> std::uint64_t {
        if (!is_open(gate) || !lets_in(waves.gates[gate], kind)) return 0;
        return waves.closes_tick - waves.gates[gate].opens_tick;
    };
    for (std::size_t kind = 0; kind < kRaiderKinds; ++kind) {
        std::uint64_t all = 0;
        for (std::size_t i = 0; i < waves.gates.size(); ++i) all += weight(i, kind);
        if (all == 0) {  // none of the open gates is wide enough: the first that is
            const auto wide = std::find_if(waves.gates.begin(), waves.gates.end(),
                                           [kind](const Gate& gate) { return lets_in(gate, kind); });
            wide->expected[kind] = wave.raiders[kind];
            continue;
        }
        std::uint64_t so_far = 0;
        std::uint64_t given = 0;
        for (std::size_t i = 0; i < waves.gates.size(); ++i) {
            so_far += weight(i, kind);
            const std::uint64_t upto = wave.raiders[kind] * so_far / all;
            waves.gates[i].expected[kind] = static_cast<std::uint32_t>(upto - given);
            given = upto;
        }
    }
}

/// Whoever is still outside then has missed the march.
void charge_when_all_are_there(SiegeState& siege) noexcept {
    if (!siege.waves.marching || siege.now() < siege.waves.closes_tick) return;
    siege.waves.marching = false;
    for (UnitIndex unit = 0; unit < siege.crowd.places(); ++unit) {
        if (is_raider_there(siege, unit)) mind_pace(siege, unit);
    }
}

UnitKind parade_kind(std::uint32_t number) noexcept {
    const std::uint32_t draw = number % 16;
    if (draw == 0) return UnitKind::kBrute;
    return draw < 3 ? UnitKind::kSapper : UnitKind::kRunner;
}

void run_parade(SiegeState& siege) noexcept {
    constexpr std::uint32_t kMostAtOnce = 64;
    for (std::uint32_t left = kMostAtOnce; left > 0 && size_of(siege.standing.field) < siege.parade; --left) {
        if (!enter(siege, siege.waves.parade_ground, parade_kind(siege.units_made))) break;
    }
}

void beat_wave(SiegeState& siege) noexcept {
    Standing& standing = siege.standing;
    const DifficultyTraits& difficulty = traits_of(standing.difficulty);
    const std::int32_t gold = bonus_gold(standing.wave) * difficulty.bonus_percent / 100;
    earn(siege, gold);
    standing.score += static_cast<std::uint64_t>(gold) * difficulty.score_percent / 100 +
                      static_cast<std::uint64_t>(standing.keep_health);
    const FixedPoint door = centre_of(siege.ground.door);
    siege.events.add({Event::Kind::kWaveBeaten, UnitKind::kRunner, door, door, 0, standing.ticks});
    if (standing.wave == kComposedWaves && !siege.waves.endless) {
        standing.stage = Stage::kWon;
    } else {
        begin_building(siege, standing.wave + 1);
    }
}

}  // namespace

WaveSpec wave_spec(std::uint32_t wave) noexcept {
    if (wave <= kComposedWaves) return kWaves[std::max(wave, 1U) - 1];
    WaveSpec spec = kWaves.back();
    const std::uint32_t beyond = wave - kComposedWaves;
    const std::uint32_t tenths = 10 + std::min(beyond, kEndlessGrowthLimit);
    for (std::uint32_t& count : spec.raiders) count = count * tenths / 10;
    spec.entry_ticks = spec.entry_ticks * tenths / 10;
    spec.health_percent += kEndlessHealth_percent * std::min(beyond, 1000U);
    return spec;
}

std::uint32_t size_of(const KindCounts& raiders) noexcept {
    return std::accumulate(raiders.begin(), raiders.end(), 0U);
}

std::uint32_t building_ticks_before(std::uint32_t wave) noexcept {
    return wave <= 1 ? kFirstBuilding_ticks : kBuilding_ticks;
}

std::int32_t bonus_gold(std::uint32_t wave) noexcept {
    return 110 + 35 * static_cast<std::int32_t>(std::min(wave, kComposedWaves));
}

std::vector<Gate> survey_gates(const Land& land, const SiegeGround& ground, std::uint64_t seed) {
    check_keep(land, ground);
    const auto steps = steps_to_door(land, ground.door, Clearance::kOneCell);
    const auto wide_steps = steps_to_door(land, ground.door, Clearance::kTwoCells);
    Random random(seed, 0);  // units have streams from 1 on
    std::vector<Gate> gates;
    bool any_wide = false;
    for (const CellRect& rect : ground.gates) {
        const std::string name = "gate " + std::to_string(gates.size() + 1);
        if (!lies_within(rect, land)) refuse(name + " does not lie in it");
        Gate gate;
        gate.cells = entries(land, rect, Clearance::kOneCell, steps);
        gate.anchors = entries(land, rect, Clearance::kTwoCells, wide_steps);
        if (gate.cells.empty()) refuse(name + " has no free cell with a way to the door");
        const Cell first = gate.cells.front();
        gate.steps_to_door = steps[static_cast<std::size_t>(first.y) * static_cast<std::size_t>(land.width_cells()) +
                                   static_cast<std::size_t>(first.x)];
        shuffle(gate.cells, random);
        shuffle(gate.anchors, random);
        any_wide = any_wide || !gate.anchors.empty();
        gates.push_back(std::move(gate));
    }
    if (!any_wide) refuse("no gate has a way to the door that is two cells wide");
    return gates;
}

Gate survey_parade_ground(const Land& land, const SiegeGround& ground, std::uint64_t seed) {
    constexpr std::uint32_t kNearest_steps = 30;
    const auto far_from_door = [&](Clearance clearance) {
        auto steps = steps_to_door(land, ground.door, clearance);
        std::ranges::replace_if(
            steps, [](std::uint32_t count) { return count < kNearest_steps; }, kNever);
        return entries(land, land.bounds(), clearance, steps);
    };
    Random random(seed, 0);
    Gate everywhere;
    everywhere.cells = far_from_door(Clearance::kOneCell);
    everywhere.anchors = far_from_door(Clearance::kTwoCells);
    shuffle(everywhere.cells, random);
    shuffle(everywhere.anchors, random);
    return everywhere;
}

std::uint64_t Waves::hash() const noexcept {
    Fold fold;
    fold.add(parade_ground.turn);
    fold.add(closes_tick, health_percent, marching, endless);
    for (const Gate& gate : gates) {
        fold.add(gate.opens_tick, gate.turn);
        for (std::size_t kind = 0; kind < kRaiderKinds; ++kind) fold.add(gate.expected[kind], gate.entered[kind]);
    }
    return fold.value();
}

void begin_building(SiegeState& siege, std::uint32_t wave) noexcept {
    siege.standing.stage = Stage::kBuilding;
    siege.standing.wave = wave;
    siege.standing.ticks_to_wave = building_ticks_before(wave);
    siege.standing.next = wave_spec(wave).raiders;
}

void begin_wave(SiegeState& siege) noexcept {
    Standing& standing = siege.standing;
    const WaveSpec wave = wave_spec(standing.wave);
    standing.stage = Stage::kWave;
    standing.ticks_to_wave = 0;
    standing.coming = wave.raiders;
    standing.next = wave_spec(standing.wave + 1).raiders;
    siege.waves.health_percent = wave.health_percent;
    siege.waves.marching = wave.marches;
    open_gates(siege, wave);
    const FixedPoint door = centre_of(siege.ground.door);
    siege.events.add({Event::Kind::kWaveBegins, UnitKind::kRunner, door, door, 0, standing.ticks});
}

Plan call_plan(const SiegeState& siege) noexcept {
    Plan plan;
    plan.verdict = siege.standing.stage == Stage::kBuilding ? Verdict::kDone : Verdict::kNotNow;
    if (plan.verdict != Verdict::kDone) return plan;
    plan.cost_gold = -static_cast<std::int32_t>(siege.standing.ticks_to_wave / kSecond_ticks) * kGoldPerSecond;
    return plan;
}

Verdict call_wave(SiegeState& siege) noexcept {
    const Plan plan = call_plan(siege);
    if (plan.verdict != Verdict::kDone) return plan.verdict;
    earn(siege, -plan.cost_gold);
    begin_wave(siege);
    return Verdict::kDone;
}

Verdict go_on_endlessly(SiegeState& siege) noexcept {
    if (siege.standing.stage != Stage::kWon) return Verdict::kNotNow;
    siege.waves.endless = true;
    begin_building(siege, siege.standing.wave + 1);
    return Verdict::kDone;
}

void run_waves(SiegeState& siege) noexcept {
    if (siege.parade != 0) {
        run_parade(siege);
        return;
    }
    Standing& standing = siege.standing;
    if (standing.stage == Stage::kBuilding && (standing.ticks_to_wave == 0 || --standing.ticks_to_wave == 0)) {
        begin_wave(siege);
    }
    if (standing.stage != Stage::kWave) return;
    for (Gate& gate : siege.waves.gates) let_in(siege, gate);
    charge_when_all_are_there(siege);
    if (size_of(standing.coming) + size_of(standing.field) == 0) beat_wave(siege);
}

}  // namespace outrider::sim::siege
