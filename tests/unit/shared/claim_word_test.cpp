#include "shared/claim_word.h"

#include <gtest/gtest.h>

namespace outrider {
namespace {

TEST(ClaimWord, KeepsSequenceStateAndLife) {
    const ClaimWord word = ClaimWord::claimed(0x1234'5678'9ABC, LifeId{0x2FFF});
    EXPECT_EQ(word.sequence(), 0x1234'5678'9ABCU);
    EXPECT_EQ(word.state(), ClaimState::kClaimed);
    EXPECT_EQ(word.life(), LifeId{0x2FFF});
}

TEST(ClaimWord, TellsReadyFromFreeAndOneLapFromTheNext) {
    EXPECT_NE(ClaimWord::ready(7), ClaimWord::free(7));
    EXPECT_NE(ClaimWord::ready(7), ClaimWord::ready(7 + 16'384));
}

TEST(ClaimWord, OfNobodyIsNotAClaim) { EXPECT_EQ(ClaimWord::ready(9).life(), LifeId{0}); }

TEST(ClaimWord, SurvivesTheWrapOfItsSequence) {
    const std::uint64_t last = kSequenceMask;
    EXPECT_EQ(ClaimWord::ready(last).sequence(), last);
    EXPECT_EQ(ClaimWord::ready(last + 1).sequence(), 0U);
    EXPECT_EQ(ClaimWord::ready(last + 1).state(), ClaimState::kReady);
    EXPECT_EQ(ClaimWord::ready(last + 1).life(), LifeId{0});
}

TEST(ClaimWord, OfFreshMemoryIsFreeSlotZero) { EXPECT_EQ(ClaimWord(0), ClaimWord::free(0)); }

}  // namespace
}  // namespace outrider
