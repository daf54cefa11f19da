// The sandbox in lockstep: the same commands in the same ticks give the same world and the same paths, whoever searches
// for them, however many they are, and whoever is killed.
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "game/sim/world.h"
#include "game/sim/world_command.h"
#include "tests/support/lockstep_game.h"
#include "tests/support/own_maps.h"
#include "tests/support/own_worlds.h"

namespace outrider {
namespace {

using paths::Mode;

constexpr std::uint64_t kTicks = 300;
constexpr std::uint32_t kUnits = 400;

/// Everything that a player can do, some of it in ticks that follow each other.
std::vector<sim::WorldCommand> commands_at(std::uint64_t tick, std::int32_t width, std::int32_t height) {
    using namespace sim;
    const auto step = static_cast<std::int32_t>(tick);
    const Cell middle{width / 2, height / 2};
    std::vector<WorldCommand> commands;
    // Drawing, a stroke a tick: a version of the map in every one of them.
    if (tick >= 20 && tick < 60) commands.push_back(Paint{{step, 10}, {step + 1, 10 + step % 7}, 1, true});
    if (tick >= 140 && tick < 170) commands.push_back(Paint{{step - 120, 8}, {step - 119, 18}, 2, false});
    switch (tick) {
        case 30: commands.push_back(Order{middle}); break;  // by a flow field
        case 45: commands.push_back(SelectBox{{0, 0}, centre_of(middle)}); break;
        case 46: commands.push_back(Order{{5, height - 5}}); break;
        case 50: commands.push_back(SelectNearest{centre_of(middle), 40}); break;
        case 52: commands.push_back(Order{{middle.x, 3}}); break;  // by a path: it is one
        case 70: commands.push_back(ClearSelection{}); break;
        case 80: commands.push_back(SetUnits{kUnits / 2}); break;
        case 90: commands.push_back(SetUnits{kUnits}); break;
        case 100: commands.push_back(SetChase{true}); break;
        case 120: commands.push_back(SetAskPolicy{{.again_at_once = true}}); break;
        case 135: commands.push_back(SetAskPolicy{{.per_unit_per_second = 3.0}}); break;
        case 150: commands.push_back(SetAlgorithm{Algorithm::kWeighted}); break;
        case 180: commands.push_back(SetChase{false}); break;
        case 190: commands.push_back(SetAlgorithm{Algorithm::kJps}); break;
        case 200: commands.push_back(SetOrders{OrderBy::kPaths}); break;
        case 205: commands.push_back(Order{{width - 4, height / 3}}); break;
        case 230: commands.push_back(SetOrders{OrderBy::kFlowField}); break;
        case 235: commands.push_back(Order{{width / 3, 4}}); break;
        // Across the goal of the order, while its field is on the way.
        case 237: commands.push_back(Paint{{width / 3 - 6, 4}, {width / 3 + 6, 4}, 2, true}); break;
        case 260: commands.push_back(AskAllAgain{}); break;
        default: break;
    }
    return commands;
}

class SandboxInLockstep : public ::testing::Test {
protected:
    /// Plays it from the beginning.
    testing::GameEnd end_of(const testing::PoolForm& form) {
        game_.emplace(map_, form);
        world_.emplace(testing::world_settings(map_, kUnits, 5));
        world_->set_ask_policy({.per_unit_per_second = 4.0});
        return game_->play(*world_, kTicks, [this](std::uint64_t tick) {
            for (const auto& command : commands_at(tick, map_.width_cells, map_.height_cells)) apply(*world_, command);
        });
    }

    const search::TerrainMap map_ = testing::own_map("valley");
    std::optional<testing::LockstepGame> game_;  ///< the last one
    std::optional<sim::World> world_;
};

TEST_F(SandboxInLockstep, EndsTheSameInEveryForm) {
    const testing::GameEnd expected = end_of({Mode::kInline});
    // That it would show: there was something of everything.
    EXPECT_GT(world_->counters().edits, 50U);
    EXPECT_GE(world_->counters().fields_asked, 10U);
    EXPECT_GT(world_->counters().field_steps, 1'000U);
    EXPECT_GT(world_->counters().re_aimed, 0U);
    EXPECT_GT(world_->counters().paths_blocked, 0U);
    EXPECT_GT(game_->answers(AnswerStatus::kFound), 5'000U);

    EXPECT_EQ(end_of({Mode::kInline}), expected) << "again";
    EXPECT_EQ(end_of({Mode::kThreads, 2}), expected) << "threads 2";
    EXPECT_EQ(end_of({Mode::kProcesses, 1}), expected) << "processes 1";
    EXPECT_EQ(end_of({Mode::kProcesses, 2}), expected) << "processes 2";
}

TEST_F(SandboxInLockstep, EndsTheSameWhileWorkersAreKilled) {
    const testing::GameEnd expected = end_of({Mode::kInline});
    for (const unsigned seed : {11U, 12U}) {
        SCOPED_TRACE(seed);
        EXPECT_EQ(end_of({Mode::kProcesses, 2, seed}), expected);
        EXPECT_GE(game_->deaths(), 5U);
    }
}

TEST_F(SandboxInLockstep, EndsTheSameWithAnyDelayAndEachDelayIsAGameOfItsOwn) {
    std::set<std::uint64_t> ends;
    for (const std::uint32_t delay : {1U, 3U, 40U}) {
        SCOPED_TRACE(delay);
        const testing::GameEnd expected = end_of({.delay_ticks = delay});
        EXPECT_EQ(end_of({.mode = Mode::kThreads, .workers = 2, .delay_ticks = delay}), expected);
        ends.insert(expected.state_hash);
    }
    EXPECT_EQ(ends.size(), 3U);
}

TEST_F(SandboxInLockstep, EndsTheSameWhileModeAndWorkersChange) {
    const testing::GameEnd expected = end_of({Mode::kInline});
    EXPECT_EQ(end_of({.mode = Mode::kProcesses, .workers = 2, .changes = true}), expected);
}

}  // namespace
}  // namespace outrider
