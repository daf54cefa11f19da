// Over random mazes, with walls that rise and fall at random and real searches answered some ticks later: nobody who
// has a way open stands idle for more than a second, and nobody is ever in a wall.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "game/sim/random.h"
#include "tests/unit/sim/siege/mind_bench.h"

namespace outrider::sim::siege {
namespace {

constexpr std::int32_t kWidth = 64;
constexpr std::int32_t kHeight = 40;
constexpr std::uint32_t kIdle_ticks = 60;
/// Who comes less far in the time in which it must not be idle does not get on.
constexpr std::int64_t kHeadway = kFixedOne / 4;

struct Wanted {
    const char* what;
    std::uint32_t rock_percent;
    std::uint32_t walls_at_first;
    std::uint32_t edit_ticks;  ///< about so long between two edits
    std::uint32_t raiders;
    std::uint32_t least_polls;
    std::uint32_t more_polls;
};

/// Rock at random, free ground around hall, door and gates.
SiegeSettings rocky_ground(std::uint32_t rock_percent, std::uint32_t raiders, std::uint64_t seed) {
    SiegeSettings settings;
    settings.width_cells = kWidth;
    settings.height_cells = kHeight;
    settings.seed = seed;
    settings.parade = raiders;
    settings.ground.keep = {50, 16, 56, 22};
    settings.ground.door = {52, 22};
    settings.ground.gates = {{0, 4, 2, 12}, {0, 28, 2, 36}};
    Random random(seed, 4711);
    for (Cell cell; cell.y < kHeight; ++cell.y) {
        for (cell.x = 0; cell.x < kWidth; ++cell.x) {
            const bool may_be_rock = cell.x > 5 && cell.x < 46;
            const bool rock = may_be_rock && random.below(100) < rock_percent;
            const bool hall = cell.x >= 50 && cell.x < 56 && cell.y >= 16 && cell.y < 22;
            settings.terrain += rock || hall ? '@' : '.';
        }
    }
    return settings;
}

class Restless : public testing::TestWithParam<Wanted> {
protected:
    /// Some random grounds have no way for those who are two cells wide: another one, then.
    std::unique_ptr<MindBench> make_bench(std::uint64_t& seed) const {
        for (;; ++seed) {
            try {
                return std::make_unique<MindBench>(rocky_ground(GetParam().rock_percent, GetParam().raiders, seed));
            } catch (const std::runtime_error&) {
            }
        }
    }
};

class Watch {
public:
    Watch(MindBench& bench, Random random) : bench_(bench), siege_(bench.siege), random_(random) {}

    void edit() {
        const Cell from = random_cell();
        const bool straight_down = random_.below(2) == 0;
        const auto length = static_cast<std::int32_t>(3 + random_.below(straight_down ? 34 : 20));
        const Cell to{straight_down ? from.x : std::min(from.x + length, kWidth - 1),
                      straight_down ? std::min(from.y + length, kHeight - 1) : from.y};
        if (random_.below(100) < 60) {
            build_wall(siege_, {from, to});
        } else {
            sell(siege_, {from, {std::min(from.x + length, kWidth - 1), std::min(from.y + length, kHeight - 1)}});
        }
        siege_.standing.gold = 1'000'000;
    }
    /// Riders for the wolves to hunt.
    void ride() {
        if (siege_.riders.list.size() < 4) hire_rider(siege_);
        order_riders(siege_, {random_cell()});
    }
    /// All of Siege::tick(), and submit().
    void tick() {
        bench_.answer_due();
        run_waves(siege_);
        think(siege_);
        siege_.crowd.remember_positions();
        siege_.crowd.move_all(siege_.land);
        run_towers(siege_);
        run_fights(siege_);
        siege_.danger.fade();
        ++siege_.standing.ticks;
        hand_over(siege_, bench_.service);
        places_.resize(siege_.crowd.places());
        for (UnitIndex unit = 0; unit < siege_.crowd.places(); ++unit) {
            if (!is_there(siege_, unit)) continue;
            look_where_it_is(unit);
            if (is_raider_there(siege_, unit)) look_whether_it_idles(unit);
        }
    }

    std::uint32_t may_idle_ticks = kIdle_ticks;
    std::uint32_t in_wall = 0;
    std::uint32_t idle = 0;
    std::uint32_t dug_ticks = 0;
    std::uint32_t longest_still_ticks = 0;

private:
    struct Place {
        std::uint32_t number = 0;
        FixedPoint at;  ///< where it was when it last got on
        std::uint32_t idle_ticks = 0;
        std::uint32_t still_ticks = 0;
    };

    Cell random_cell() {
        return {static_cast<std::int32_t>(random_.below(kWidth)), static_cast<std::int32_t>(random_.below(kHeight))};
    }
    void look_where_it_is(UnitIndex unit) {
        const std::int32_t side = siege_.crowd.clearance(unit) == Clearance::kTwoCells ? 2 : 1;
        const Cell cell = siege_.crowd.cell(unit);
        for (std::int32_t i = 0; i < side * side; ++i) {
            in_wall += !siege_.land.is_free({cell.x + i % side, cell.y + i / side});
        }
    }
    void look_whether_it_idles(UnitIndex unit) {
        Place& place = places_[unit];
        const FixedPoint here = siege_.crowd.positions()[unit];
        const bool digs = siege_.folk.doing[unit] == UnitDoing::kDigging;
        dug_ticks += digs;
        const bool is_new = place.number != siege_.folk.number[unit];
        if (is_new || !is_within(here, place.at, static_cast<std::int32_t>(kHeadway))) {
            place = {siege_.folk.number[unit], here, 0, 0};
            return;
        }
        const bool fights = siege_.folk.doing[unit] == UnitDoing::kFighting;
        if (digs || fights) {
            place.idle_ticks = place.still_ticks = 0;
            return;
        }
        if (!has_way(unit)) {
            place.idle_ticks = place.still_ticks = 0;
            return;
        }
        longest_still_ticks = std::max(longest_still_ticks, ++place.still_ticks);
        if (has_somebody_in_front(unit)) {
            place.idle_ticks = 0;
            return;
        }
        if (++place.idle_ticks <= may_idle_ticks) return;
        place.idle_ticks = 0;
        ++idle;
        const Cell cell = siege_.crowd.cell(unit);
        ADD_FAILURE() << "tick " << siege_.standing.ticks << ": unit " << unit << " of kind "
                      << static_cast<int>(siege_.folk.kind[unit]) << " idles at " << cell.x << ' ' << cell.y
                      << ", gait " << static_cast<int>(siege_.crowd.gaits()[unit]) << ", "
                      << siege_.crowd.path_ahead(unit).size()
                      << " points ahead, request open: " << siege_.mind.has_open_request(unit) << ", flags "
                      << siege_.mind.flags[unit];
    }
    /// A jam counts as being under way.
    [[nodiscard]] bool has_somebody_in_front(UnitIndex unit) const {
        const FixedPoint here = siege_.crowd.positions()[unit];
        const auto ahead = siege_.crowd.path_ahead(unit);
        if (ahead.empty()) return false;
        const FixedPoint aim = middle_of_anchor(unpack(ahead.front()), siege_.crowd.clearance(unit));
        const std::int64_t aim_x = std::int64_t{aim.x} - here.x;
        const std::int64_t aim_y = std::int64_t{aim.y} - here.y;
        bool found = false;
        siege_.crowd.for_each_near(here, kFixedOne * 9 / 4, [&](UnitIndex other) {
            if (other == unit) return;
            const FixedPoint there = siege_.crowd.positions()[other];
            const bool wide = siege_.crowd.clearance(unit) == Clearance::kTwoCells ||
                              siege_.crowd.clearance(other) == Clearance::kTwoCells;
            if (!is_within(here, there, wide ? kFixedOne * 9 / 4 : kFixedOne * 5 / 4)) return;
            found |= aim_x * (there.x - here.x) + aim_y * (there.y - here.y) >= 0;
        });
        return found;
    }
    [[nodiscard]] bool has_way(UnitIndex unit) {
        paths::PathRequest question =
            raider_question(siege_, siege_.folk.kind[unit], siege_.crowd.cell(unit), 255, false);
        question.wall_factor = 0;
        return bench_.service.can_reach(question);
    }

    MindBench& bench_;
    SiegeState& siege_;
    Random random_;
    std::vector<Place> places_;
};

TEST_P(Restless, NobodyIdlesWithAWayOpen) {
    const Wanted& wanted = GetParam();
    for (std::uint64_t seed : {11ULL, 2024ULL, 777'000ULL}) {
        const auto bench = make_bench(seed);
        SCOPED_TRACE(testing::Message() << wanted.what << ", seed " << seed);
        bench->service.least_polls = wanted.least_polls;
        bench->service.more_polls = wanted.more_polls;
        Random random(seed, 5);
        Watch watch(*bench, Random(seed, 6));
        // It takes two answers to know that one must dig.
        const std::uint32_t answer_ticks = wanted.least_polls + wanted.more_polls;
        if (answer_ticks > kPatience_ticks) watch.may_idle_ticks += 2 * answer_ticks;
        bench->siege.standing.gold = 1'000'000;
        for (std::uint32_t i = 0; i < wanted.walls_at_first; ++i) watch.edit();
        for (int tick = 0; tick < 2400; ++tick) {
            if (random.below(wanted.edit_ticks) == 0) watch.edit();
            if (random.below(40) == 0) {
                const Cell at{static_cast<std::int32_t>(random.below(kWidth)),
                              static_cast<std::int32_t>(random.below(kHeight))};
                bench->siege.danger.add(at, 60);
            }
            if (random.below(120) == 0) watch.ride();
            watch.tick();
            if (HasFailure()) return;
        }
        EXPECT_EQ(watch.in_wall, 0U);
        EXPECT_EQ(watch.idle, 0U);
        EXPECT_GT(bench->siege.units_made, wanted.raiders) << "some got to the keep, and others came";
        EXPECT_GT(bench->siege.mind.thinking.reactions, 0U);
        RecordProperty("dug_ticks", static_cast<int>(watch.dug_ticks));
        std::cout << wanted.what << ", seed " << seed << ": " << bench->siege.units_made << " raiders, "
                  << bench->siege.mind.thinking.questions << " questions, " << bench->siege.mind.thinking.reactions
                  << " reactions (worst " << bench->siege.mind.thinking.worst_reaction_ticks << " ticks), "
                  << watch.dug_ticks << " ticks of digging, longest still " << watch.longest_still_ticks << "\n";
    }
}

INSTANTIATE_TEST_SUITE_P(Grounds, Restless,
                         testing::Values(Wanted{"open ground", 0, 0, 30, 60, 2, 0},
                                         Wanted{"a maze", 12, 12, 60, 80, 2, 6},
                                         Wanted{"many edits", 5, 10, 10, 60, 2, 10},
                                         Wanted{"slow searches", 8, 12, 60, 60, 20, 40}),
                         [](const auto& of) {
                             std::string name = of.param.what;
                             std::ranges::replace(name, ' ', '_');
                             return name;
                         });

}  // namespace
}  // namespace outrider::sim::siege
