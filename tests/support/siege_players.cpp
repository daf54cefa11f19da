#include "tests/support/siege_players.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "game/sim/random.h"

namespace outrider::testing {

using namespace sim::siege;

namespace {

std::size_t standing_towers(const Siege& siege) {
    std::size_t count = 0;
    for (const Tower& tower : siege.towers()) count += tower.stands ? 1 : 0;
    return count;
}

// --- the plan of the good player -------------------------------------------------------------------------------------

// The castle's court is x 130..154, y 44..62, its hall x 143..150, y 49..57, its gates are 5 or 6 cells wide: west at
// x 126, north at y 42, south at y 64.
constexpr std::array<BuildWall, 4> kWalls = {{
    {{133, 43}, {133, 58}},  // from the west gate round its southern end,
    {{139, 48}, {139, 64}},  // then round the northern end of this one
    {{139, 41}, {144, 41}},  // no way by the north gate
    {{139, 65}, {144, 65}},  // nor by the south gate
}};
/// A second row, once there is gold for it.
constexpr std::array<BuildWall, 2> kThickerWalls = {{
    {{139, 40}, {144, 40}},
    {{139, 66}, {144, 66}},
}};

constexpr TowerKind kA = TowerKind::kArrow;
constexpr TowerKind kM = TowerKind::kMortar;
constexpr TowerKind kF = TowerKind::kFrost;

/// In the order in which they are built.
constexpr std::array<BuildTower, 54> kTowers = {{
    {kA, {137, 52}}, {kA, {137, 56}}, {kA, {137, 48}}, {kA, {137, 58}}, {kF, {137, 54}}, {kM, {145, 45}},
    {kA, {137, 50}}, {kA, {142, 61}}, {kM, {124, 47}}, {kA, {145, 47}}, {kF, {124, 49}}, {kM, {124, 57}},
    {kA, {124, 59}}, {kA, {122, 49}}, {kM, {147, 45}}, {kA, {122, 57}}, {kM, {122, 47}}, {kA, {147, 47}},
    {kM, {122, 59}}, {kF, {124, 61}}, {kA, {124, 45}}, {kM, {149, 45}}, {kA, {120, 49}}, {kA, {120, 57}},
    {kM, {120, 47}}, {kM, {120, 59}}, {kF, {120, 61}}, {kA, {137, 60}}, {kM, {151, 45}}, {kA, {118, 49}},
    {kA, {118, 57}}, {kM, {118, 47}}, {kM, {118, 59}}, {kA, {149, 47}}, {kA, {144, 61}}, {kM, {153, 45}},
    {kM, {149, 61}}, {kA, {122, 45}}, {kA, {122, 61}}, {kM, {151, 61}}, {kM, {153, 61}}, {kA, {146, 61}},
    {kM, {120, 45}}, {kM, {118, 45}}, {kA, {118, 61}}, {kM, {152, 48}}, {kM, {152, 50}}, {kM, {152, 52}},
    {kM, {152, 54}}, {kM, {152, 56}}, {kM, {152, 58}}, {kA, {151, 47}}, {kA, {153, 47}}, {kA, {149, 59}},
}};

/// Ground for further towers: beside the roads to the three gates, never on them.
constexpr std::array<CellRect, 8> kFields = {{
    {110, 44, 126, 51},
    {104, 56, 126, 62},
    {145, 28, 155, 39},
    {110, 44, 126, 51},
    {104, 56, 126, 62},
    {145, 67, 155, 76},
    {128, 28, 138, 39},
    {128, 67, 137, 76},
}};
constexpr std::array<TowerKind, 5> kFurther = {kM, kA, kM, kA, kF};

/// The next tower in one of the fields, the nearest to its east first; none, if they are full.
std::optional<BuildTower> further_tower(Siege& siege, std::size_t number) {
    for (std::size_t turn = 0; turn < kFields.size(); ++turn) {
        const CellRect& field = kFields[(number + turn) % kFields.size()];
        for (std::int32_t x = field.x1 - 2; x >= field.x0; x -= 2) {
            for (std::int32_t y = field.y0; y + 2 <= field.y1; y += 2) {
                const BuildTower wish{kFurther[number % kFurther.size()], {x, y}};
                const Verdict verdict = siege.plan(wish).verdict;
                if (verdict == Verdict::kDone || verdict == Verdict::kNoGold) return wish;
            }
        }
    }
    return std::nullopt;
}

bool is_built(const Siege& siege, const BuildTower& wish) {
    for (const Tower& tower : siege.towers()) {
        if (tower.stands && tower.at == wish.at) return true;
    }
    return false;
}

/// Spends what there is on the list, in its order; what cannot be had now (somebody stands there) is left for later.
class Shopping {
public:
    Shopping(Siege& siege, Commands& commands) : siege_(siege), commands_(commands), gold_(siege.standing().gold) {}

    /// False: there is not gold enough.
    bool get(const Command& wish) {
        const Plan plan = siege_.plan(wish);
        if (plan.verdict == Verdict::kNoGold || plan.cost_gold > gold_) return false;
        if (plan.verdict != Verdict::kDone && plan.verdict != Verdict::kPartly) return true;
        gold_ -= plan.cost_gold;
        commands_.push_back(wish);
        return true;
    }

private:
    Siege& siege_;
    Commands& commands_;
    std::int32_t gold_;
};

void repair_all(Shopping& shopping) {
    for (const BuildWall& wall : kWalls) shopping.get(Repair{wall.from, wall.to});
    for (const BuildWall& wall : kThickerWalls) shopping.get(Repair{wall.from, wall.to});
}

/// The early waves are called when there is nothing left to buy.
bool is_ready_for_more(const Siege& siege) {
    const Standing& standing = siege.standing();
    return standing.stage == Stage::kBuilding && standing.wave > 1 && standing.wave <= 7 &&
           standing.keep_health == standing.keep_full_health;
}

Commands buy_well(Siege& siege) {
    Commands commands;
    Shopping shopping(siege, commands);
    for (const BuildWall& wall : kWalls) {
        if (!shopping.get(wall)) return commands;
    }
    repair_all(shopping);
    std::size_t built = 0;
    for (const BuildTower& tower : kTowers) {
        if (built == 8) {
            for (const BuildWall& wall : kThickerWalls) shopping.get(wall);
        }
        ++built;
        if (!is_built(siege, tower) && !shopping.get(tower)) return commands;
    }
    if (const auto tower = further_tower(siege, standing_towers(siege))) shopping.get(*tower);
    return commands;
}

}  // namespace

Commands play_well(Siege& siege) {
    Commands commands = buy_well(siege);
    if (commands.empty() && is_ready_for_more(siege)) commands.emplace_back(CallWave{});
    return commands;
}

Commands play_naively(Siege& siege) {
    constexpr std::int32_t kFar_cells = 14;
    Commands commands;
    const CellRect& keep = siege.ground().keep;
    sim::Random random(77, standing_towers(siege));
    for (int attempt = 0; attempt < 20; ++attempt) {
        const auto offset = [&](std::int32_t low, std::int32_t high) {
            return low - kFar_cells +
                   static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(high - low + 2 * kFar_cells)));
        };
        const std::int32_t x = offset(keep.x0, keep.x1);
        const std::int32_t y = offset(keep.y0, keep.y1);
        const BuildTower wish{TowerKind::kArrow, {x, y}};
        if (siege.plan(wish).verdict != Verdict::kDone) continue;
        commands.emplace_back(wish);
        break;
    }
    return commands;
}

}  // namespace outrider::testing
