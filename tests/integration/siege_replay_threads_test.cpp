// The recorded siege in threads: also under ThreadSanitizer, which sees one process.
#include <gtest/gtest.h>

#include "tests/integration/recorded_siege.h"

namespace outrider {
namespace {

TEST(SiegeReplayInThreads, BeginsTheSame) {
    EXPECT_EQ(testing::play_beginning({paths::Mode::kThreads, 2}), testing::kBeginning);
}

}  // namespace
}  // namespace outrider
