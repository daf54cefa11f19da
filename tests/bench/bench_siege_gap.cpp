// The experiment "closing the main gap": a horde on its way to the keep, most of it by one gap; then the gap is walled
// up, and everybody must think again.
//
// In the valley. The horde enters in the west and marches to the castle's west gate, the main gap; the castle's north
// and south gates stay open. It is walled up while all are on the field and nobody has reached it: that is when most
// are concerned. The raiders enter where the land behind the two western gates is free, so that all of them are there
// before the first ones have come far.
#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "game/app/siege_ground_file.h"
#include "tests/bench/bench_program.h"
#include "tests/bench/bench_siege.h"
#include "tests/bench/bench_siege_stage.h"

namespace outrider::bench {
namespace {

using Clock = std::chrono::steady_clock;
using measure::FrameTimes;
using measure::Nanoseconds;
using measure::to_ms;
using sim::siege::Siege;
using sim::siege::Thinking;

constexpr const char* kMapName = "valley";
/// Of its gates, those in the west.
constexpr std::size_t kGatesUsed = 2;
/// The castle's west gate.
constexpr CellRect kGap{126, 51, 130, 56};
constexpr std::uint32_t kMostFramesToClose = 60;
constexpr double kMostReaction_s = 10.0;
/// More raiders than enter in this time are not waited for: they would not be on their way any more.
constexpr std::uint32_t kMostFill_ticks = 12 * sim::kTicksPerSecond;
constexpr std::int32_t kDeepGates_cells = 24;
/// Upper left cells of arrow towers, on both sides of the road behind the river.
constexpr std::array<Cell, 10> kTowers = {
    {{72, 47}, {72, 56}, {76, 47}, {76, 56}, {80, 47}, {80, 56}, {70, 44}, {70, 59}, {74, 44}, {74, 59}}};

[[nodiscard]] sim::siege::SiegeSettings siege_settings(const Surroundings& surroundings, const search::TerrainMap& map,
                                                       std::uint32_t raiders) {
    sim::siege::SiegeSettings settings;
    settings.width_cells = map.width_cells;
    settings.height_cells = map.height_cells;
    settings.terrain = map.terrain;
    settings.ground = app::read_siege_ground(app::siege_ground_file(surroundings.assets, kMapName));
    settings.ground.gates.resize(kGatesUsed);
    for (CellRect& gate : settings.ground.gates) {
        gate = {0, std::max(0, gate.y0 - kDeepGates_cells), kDeepGates_cells,
                std::min(map.height_cells, gate.y1 + kDeepGates_cells)};
    }
    settings.difficulty = sim::siege::Difficulty::kEasy;  // the most gold
    settings.parade = raiders;
    return settings;
}

// --- the gap ---------------------------------------------------------------------------------------------------------

/// Is there no way from its west side to its east side? Four-connected: who goes diagonally needs both cells beside.
[[nodiscard]] bool is_closed(const Siege& siege) {
    std::vector<Cell> queue;
    std::array<std::array<bool, kGap.x1 - kGap.x0>, kGap.y1 - kGap.y0> seen{};
    const auto visit = [&](Cell cell) {
        if (cell.x < kGap.x0 || cell.x >= kGap.x1 || cell.y < kGap.y0 || cell.y >= kGap.y1) return;
        bool& is_seen = seen[static_cast<std::size_t>(cell.y - kGap.y0)][static_cast<std::size_t>(cell.x - kGap.x0)];
        if (is_seen || !siege.is_free(cell)) return;
        is_seen = true;
        queue.push_back(cell);
    };
    for (std::int32_t y = kGap.y0; y < kGap.y1; ++y) visit({kGap.x0, y});
    for (std::size_t next = 0; next < queue.size(); ++next) {
        const Cell cell = queue[next];
        if (cell.x == kGap.x1 - 1) return false;
        for (const Cell step : {Cell{1, 0}, Cell{-1, 0}, Cell{0, 1}, Cell{0, -1}}) {
            visit({cell.x + step.x, cell.y + step.y});
        }
    }
    return true;
}

/// The command for each column of the gap.
template <class Command>
void command_columns(Siege& siege) {
    for (std::int32_t x = kGap.x0; x < kGap.x1; ++x) (void)siege.apply(Command{{x, kGap.y0}, {x, kGap.y1 - 1}});
}

// --- what a closing does ---------------------------------------------------------------------------------------------

/// Looks at the siege's own meter after each frame, and keeps the reaction that concerned most.
class ReactionWatch {
public:
    explicit ReactionWatch(const Siege& siege) : siege_(siege), seen_(siege.thinking().reactions) {}

    void look() {
        const Thinking& thinking = siege_.thinking();
        if (std::exchange(seen_, thinking.reactions) == thinking.reactions) return;
        if (largest_ && largest_->minds >= thinking.last_reaction_minds) return;
        largest_ = Reaction{to_ms(Clock::now() - began_), thinking.last_reaction_ticks, thinking.last_reaction_minds};
    }
    [[nodiscard]] bool is_over() const { return siege_.thinking().pending_ticks == 0; }
    [[nodiscard]] const std::optional<Reaction>& largest() const { return largest_; }

private:
    const Siege& siege_;
    std::uint64_t seen_;
    const Clock::time_point began_ = Clock::now();
    std::optional<Reaction> largest_;
};

[[nodiscard]] std::uint32_t missed_intervals(Nanoseconds work) noexcept {
    return static_cast<std::uint32_t>(work / measure::kBudget60);
}

void add_frames(Closing& closing, const std::vector<FrameTimes>& frames, std::size_t first, std::size_t last) {
    std::uint32_t missed_in_a_row = 0;
    for (std::size_t i = first; i < last; ++i) {
        const Nanoseconds work = frames[i].work;
        ++closing.frames;
        closing.work.push_back(work);
        if (work <= measure::kBudget60) {
            missed_in_a_row = 0;
            continue;
        }
        ++closing.frames_late;
        missed_in_a_row += missed_intervals(work);
        closing.longest_missed = std::max(closing.longest_missed, missed_in_a_row);
    }
}

[[nodiscard]] Closing close_gap(Siege& siege, paths::PathDispatcher& paths, FrameLoop& loop,
                                const GapSettings& settings) {
    Closing closing;
    closing.minds = siege.thinking().minds;
    const double search_cpu_s = paths.statistics().search_cpu_s;
    const std::uint64_t searches = paths.statistics().searches;
    const std::size_t first_frame = loop.frames().frames();
    const Clock::time_point began = Clock::now();
    ReactionWatch watch(siege);
    for (bool closed = false; !closed && closing.frames_to_close < kMostFramesToClose; ++closing.frames_to_close) {
        loop.run_frame([&] {
            command_columns<sim::siege::BuildWall>(siege);
            closed = is_closed(siege);
        });
        watch.look();
    }
    const double so_far_s = to_ms(Clock::now() - began) / 1000;
    loop.run_for(settings.closed_s - so_far_s, [&] { watch.look(); });
    add_frames(closing, loop.frames().all(), first_frame, loop.frames().frames());
    closing.searches = static_cast<std::uint32_t>(paths.statistics().searches - searches);
    if (closing.searches != 0) {
        closing.search_us = (paths.statistics().search_cpu_s - search_cpu_s) * 1e6 / closing.searches;
    }
    while (!watch.is_over() && to_ms(Clock::now() - began) < 1000 * kMostReaction_s) {
        loop.run_frame();
        watch.look();
    }
    closing.reaction = watch.largest();
    return closing;
}

void build_towers(Siege& siege, std::uint32_t towers) {
    for (std::size_t i = 0; i < std::min<std::size_t>(towers, kTowers.size()); ++i) {
        (void)siege.apply(sim::siege::BuildTower{sim::siege::TowerKind::kArrow, kTowers[i]});
    }
}

/// Until as many as wanted are on the field.
void fill(SiegeStage& stage, paths::PathDispatcher& paths, const GapSettings& settings) {
    build_towers(stage.siege(), settings.towers);
    for (std::uint32_t tick = 0; tick < kMostFill_ticks && stage.units() < settings.raiders; ++tick) {
        run_unseen(stage, paths, 1);
    }
}

[[nodiscard]] GapRun run_once(const Surroundings& surroundings, const GapSettings& settings, const PathForm& form) {
    const search::TerrainMap map = read_own_map(surroundings, kMapName);
    app::Window window(headless_window());
    paths::PathDispatcher paths(dispatcher_settings(surroundings, map, form));
    SiegeStage stage(window, siege_settings(surroundings, map, settings.raiders));
    fill(stage, paths, settings);

    GapRun run;
    run.form = form;
    run.load = load_average();
    run.first_hash = stage.state_hash();
    paths.set_mode(form.mode);
    FrameLoop loop(stage, paths, window, surroundings.frames_per_s, FrameLoop::Ticks::kByClock);
    const OthersWatch others(paths);
    loop.run_for(settings.settle_s);
    Closing settled;
    add_frames(settled, loop.frames().all(), 0, loop.frames().frames());
    run.settled_late = settled.frames_late;
    run.settled_work = measure::percentiles_of(settled.work);
    for (std::uint32_t i = 0; i < settings.closings; ++i) {
        run.closings.push_back(close_gap(stage.siege(), paths, loop, settings));
        command_columns<sim::siege::Sell>(stage.siege());
        if (i + 1 < settings.closings) loop.run_for(settings.open_s);
    }
    run.books = loop.books();
    run.others_cores = others.cores();
    return run;
}

}  // namespace

GapRun run_gap(const Surroundings& surroundings, const GapSettings& settings, const PathForm& form) {
    return run_in_quiet(surroundings, [&] { return run_once(surroundings, settings, form); });
}

}  // namespace outrider::bench
