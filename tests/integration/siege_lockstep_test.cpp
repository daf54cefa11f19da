// The siege in lockstep: the same commands in the same ticks give the same battle and the same paths, whoever searches
// for them, however many they are, and whoever is killed.
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "game/sim/siege/siege.h"
#include "tests/support/lockstep_game.h"
#include "tests/support/siege_players.h"
#include "tests/support/siege_scene.h"

namespace outrider {
namespace {

using paths::Mode;
using namespace sim::siege;

constexpr std::uint64_t kTicks = 6'000;
constexpr std::uint64_t kParade_ticks = 500;

class SiegeInLockstep : public ::testing::Test {
protected:
    /// Plays it from the beginning.
    testing::GameEnd end_of(const testing::PoolForm& form, std::uint32_t parade = 0) {
        game_.emplace(scene_.map, form);
        SiegeSettings settings = scene_.settings(3, Difficulty::kHard);
        settings.parade = parade;
        siege_.emplace(settings);
        return game_->play(*siege_, parade == 0 ? kTicks : kParade_ticks, [this](std::uint64_t tick) {
            for (const Command& command : commands_at(tick)) siege_->apply(command);
        });
    }

    /// Waves are called as soon as they can be; walls come, and go again, where raiders walk; riders ride out.
    std::vector<Command> commands_at(std::uint64_t tick) {
        const CellRect& keep = siege_->ground().keep;
        std::vector<Command> commands;
        if (tick % 30 == 0) commands = testing::play_naively(*siege_);
        if (tick % 40 == 5) commands.emplace_back(CallWave{});
        const std::int32_t x = keep.x0 - 12 - static_cast<std::int32_t>(tick / 100);
        if (tick % 100 == 50) commands.emplace_back(BuildWall{{x, keep.y0 - 4}, {x, keep.y1 + 4}});
        if (tick % 300 == 290) commands.emplace_back(Sell{{x, keep.y0}, {x, keep.y1}});
        if (tick == 60 || tick == 70) commands.emplace_back(HireRider{});
        if (tick % 200 == 80) commands.emplace_back(SelectRiders{{}, sim::centre_of({191, 107})});
        if (tick % 90 == 81) commands.emplace_back(OrderRiders{{keep.x0 - 10, keep.y1 + 3}});
        if (tick == 700) commands.emplace_back(ThinkAgain{});
        return commands;
    }

    const testing::SiegeScene scene_{"valley"};
    std::optional<testing::LockstepGame> game_;  ///< the last one
    std::optional<Siege> siege_;
};

TEST_F(SiegeInLockstep, EndsTheSameInEveryForm) {
    const testing::GameEnd expected = end_of({Mode::kInline});
    // That it would show: there was something to think about.
    EXPECT_GT(game_->answers(AnswerStatus::kFound), 100U);
    EXPECT_GT(siege_->version().value, 10U);
    EXPECT_GT(siege_->standing().kills, 0U);

    EXPECT_EQ(end_of({Mode::kInline}), expected) << "again";
    EXPECT_EQ(end_of({Mode::kThreads, 2}), expected) << "threads 2";
    EXPECT_EQ(end_of({Mode::kProcesses, 1}), expected) << "processes 1";
    EXPECT_EQ(end_of({Mode::kProcesses, 2}), expected) << "processes 2";
}

TEST_F(SiegeInLockstep, EndsTheSameWhileWorkersAreKilled) {
    const testing::GameEnd expected = end_of({Mode::kInline});
    EXPECT_EQ(end_of({Mode::kProcesses, 2, 21}), expected);
    EXPECT_GE(game_->deaths(), 5U);
}

// More questions than can be answered in D ticks: ticks wait, for answers and for room for the next version.
TEST_F(SiegeInLockstep, EndsTheSameWhileTicksWait) {
    constexpr std::uint32_t kParade = 800;
    const testing::GameEnd expected = end_of({Mode::kInline}, kParade);
    EXPECT_GT(game_->answers(AnswerStatus::kFound), 2U * kParade);
    EXPECT_EQ(end_of({Mode::kProcesses, 1, 22}, kParade), expected);
    EXPECT_GT(game_->waits(), 0U);
    EXPECT_EQ(end_of({Mode::kThreads, 2}, kParade), expected);
}

TEST_F(SiegeInLockstep, EndsTheSameWhileModeAndWorkersChange) {
    const testing::GameEnd expected = end_of({Mode::kInline});
    EXPECT_EQ(end_of({.mode = Mode::kProcesses, .workers = 2, .changes = true}), expected);
}

}  // namespace
}  // namespace outrider
