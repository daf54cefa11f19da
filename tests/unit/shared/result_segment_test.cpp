#include "shared/result_segment.h"

#include <gtest/gtest.h>

#include <random>

namespace outrider {
namespace {

ResultRecord sample_record() {
    ResultRecord record;
    record.part = 3;
    record.last_part = false;
    record.status = AnswerStatus::kFound;
    record.lane = Lane::kUrgent;
    record.sequence = 0x0000'FEDC'BA98'7654;
    record.generation = Generation{0x1122'3344'5566'7788};
    record.issue = IssueNumber{0xABCD};
    record.version = MapVersion{77};
    record.cost = {0xFFFF'FFFF, 0x8000'0001};
    record.points = 5;
    record.expanded_nodes = 4'000'000'000;
    record.claimed_ns = 1;
    record.searched_ns = 2;
    record.published_ns = 3;
    record.length_words = ResultRecord::words_for(record.points);
    return record;
}

TEST(ResultRecord, ComesBackAsItWasWritten) {
    const ResultRecord record = sample_record();
    const auto back = ResultRecord::from_words(record.to_words());
    ASSERT_TRUE(back);
    EXPECT_EQ(back->to_words(), record.to_words());
    EXPECT_EQ(back->sequence, record.sequence);
    EXPECT_EQ(back->last_part, false);
    EXPECT_EQ(back->cost, record.cost);
}

TEST(ResultRecord, IsRefusedWhenAFieldIsNonsense) {
    const auto good = sample_record().to_words();
    const auto refused = [&](std::size_t word, std::uint64_t value) {
        auto words = good;
        words[word] = value;
        return !ResultRecord::from_words(words).has_value();
    };
    EXPECT_TRUE(refused(0, good[0] + 1)) << "length does not fit the points";
    EXPECT_TRUE(refused(0, 0xFFFF'FFFF)) << "length without end";
    EXPECT_TRUE(refused(0, good[0] | std::uint64_t{2} << 48U)) << "unknown flag";
    EXPECT_TRUE(refused(1, good[1] & ~std::uint64_t{0xFF})) << "status 0";
    EXPECT_TRUE(refused(1, good[1] | 0xFF)) << "status 255";
    EXPECT_TRUE(refused(1, good[1] | 0xFF00)) << "lane 255";
    EXPECT_TRUE(refused(6, ResultRecord::kMaxPoints + 1)) << "too many points";
    EXPECT_TRUE(refused(ResultRecord::kHeaderWords - 1, 0)) << "no mark at the header's end";
}

TEST(ResultRecord, NeverClaimsToBeLongerThanAQuarterOfTheRing) {
    constexpr unsigned kSeed = 4'711;
    SCOPED_TRACE(kSeed);
    std::mt19937_64 random(kSeed);
    for (int i = 0; i < 100'000; ++i) {
        auto words = sample_record().to_words();
        words[random() % words.size()] = random() >> random() % 64;
        if (const auto record = ResultRecord::from_words(words)) {
            ASSERT_LE(record->length_words, kMaxRecordWords);
            ASSERT_LE(record->points, ResultRecord::kMaxPoints);
        }
    }
}

}  // namespace
}  // namespace outrider
