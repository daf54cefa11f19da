// The recorded siege begins the same in every build, form and number of workers, and while workers are killed.
// (The whole of it, with the real program: ./test.sh --ci and --full.)
#include <gtest/gtest.h>

#include "tests/integration/recorded_siege.h"

namespace outrider {
namespace {

using paths::Mode;
using testing::kBeginning;
using testing::play_beginning;

TEST(SiegeReplay, BeginsTheSameInline) { EXPECT_EQ(play_beginning({Mode::kInline, 0}), kBeginning); }

TEST(SiegeReplay, BeginsTheSameInProcesses) {
    EXPECT_EQ(play_beginning({Mode::kProcesses, 1}), kBeginning);
    EXPECT_EQ(play_beginning({Mode::kProcesses, 4}), kBeginning);
}

TEST(SiegeReplay, BeginsTheSameWhileWorkersAreKilled) {
    EXPECT_EQ(play_beginning({Mode::kProcesses, 2, 7}), kBeginning);
}

}  // namespace
}  // namespace outrider
