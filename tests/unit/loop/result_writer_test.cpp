#include "pathfinder/loop/result_writer.h"

#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

#include "game/paths/result_reader.h"

namespace outrider {
namespace {

using loop::ResultWriter;
using paths::ResultReader;

std::vector<PackedCell> points_from(std::uint32_t first, std::size_t count) {
    std::vector<PackedCell> points(count);
    for (std::size_t i = 0; i < count; ++i) points[i] = PackedCell{first + static_cast<std::uint32_t>(i)};
    return points;
}

ResultRecord record_for(std::uint64_t issue) {
    ResultRecord record;
    record.status = AnswerStatus::kFound;
    record.issue = IssueNumber{issue};
    return record;
}

class Ring : public ::testing::Test {
protected:
    explicit Ring(std::uint64_t first_word = 0) : segment_(std::make_unique<ResultSegment>()) {
        segment_->tail.store(first_word);
        segment_->read_cursor.store(first_word);
        points_.reserve(ResultRecord::kMaxPoints);
    }
    std::unique_ptr<ResultSegment> segment_;
    std::vector<PackedCell> points_;
    ResultRecord record_;
};

/// Writes a record and publishes it at once.
bool deliver(ResultWriter& writer, const ResultRecord& record, std::span<const PackedCell> points) {
    if (!writer.try_write(record, points)) return false;
    writer.publish(1);
    return true;
}

class RingAtItsWrap : public Ring {
protected:
    // The words run over the end of 64 bits: the cursors are only ever subtracted.
    RingAtItsWrap() : Ring(~std::uint64_t{0} - 20) {}
};

TEST_F(Ring, IsEmptyAtFirst) {
    ResultReader reader(*segment_);
    EXPECT_EQ(reader.next(record_, points_), ResultReader::Outcome::kEmpty);
}

TEST_F(Ring, HandsOverRecordsInOrder) {
    ResultWriter writer(*segment_);
    ResultReader reader(*segment_);
    for (std::uint32_t i = 0; i < 20; ++i) ASSERT_TRUE(deliver(writer, record_for(i), points_from(i, i)));
    for (std::uint32_t i = 0; i < 20; ++i) {
        ASSERT_EQ(reader.next(record_, points_), ResultReader::Outcome::kRecord);
        EXPECT_EQ(record_.issue, IssueNumber{i});
        EXPECT_EQ(points_, points_from(i, i));
    }
    EXPECT_EQ(reader.next(record_, points_), ResultReader::Outcome::kEmpty);
}

TEST_F(Ring, ShowsAChunkOnlyWhenItIsPublishedAndStampsItThen) {
    ResultWriter writer(*segment_);
    ResultReader reader(*segment_);
    for (std::uint32_t i = 0; i < 3; ++i) ASSERT_TRUE(writer.try_write(record_for(i), points_from(i, i)));
    EXPECT_TRUE(writer.has_unpublished());
    EXPECT_EQ(reader.next(record_, points_), ResultReader::Outcome::kEmpty);
    writer.publish(77);
    EXPECT_FALSE(writer.has_unpublished());
    for (std::uint32_t i = 0; i < 3; ++i) {
        ASSERT_EQ(reader.next(record_, points_), ResultReader::Outcome::kRecord);
        EXPECT_EQ(record_.issue, IssueNumber{i});
        EXPECT_EQ(record_.published_ns, 77U);
    }
}

TEST_F(Ring, HoldsNoMoreThanAChunkUnpublished) {
    ResultWriter writer(*segment_);
    for (std::uint32_t i = 0; i < kMaxChunk_jobs; ++i) ASSERT_TRUE(writer.try_write(record_for(i), {}));
    EXPECT_FALSE(writer.try_write(record_for(99), {}));
    writer.publish(1);
    EXPECT_TRUE(writer.try_write(record_for(99), {}));
}

TEST_F(Ring, RefusesARecordWhenFullAndTakesItWhenThereIsRoomAgain) {
    ResultWriter writer(*segment_);
    ResultReader reader(*segment_);
    const auto longest = points_from(0, ResultRecord::kMaxPoints);
    int written = 0;
    while (deliver(writer, record_for(1), longest)) ++written;
    EXPECT_EQ(written, 4) << "a record takes at most a quarter of the ring";
    ASSERT_EQ(reader.next(record_, points_), ResultReader::Outcome::kRecord);
    EXPECT_EQ(points_, longest);
    EXPECT_FALSE(deliver(writer, record_for(2), longest)) << "not told yet that there is room";
    reader.give_room();
    EXPECT_TRUE(deliver(writer, record_for(2), longest));
}

TEST_F(RingAtItsWrap, GoesOnAsIfNothingHadHappened) {
    ResultWriter writer(*segment_);
    ResultReader reader(*segment_);
    for (std::uint32_t i = 0; i < 10'000; ++i) {
        ASSERT_TRUE(deliver(writer, record_for(i), points_from(i, i % 50)));
        ASSERT_EQ(reader.next(record_, points_), ResultReader::Outcome::kRecord);
        ASSERT_EQ(points_, points_from(i, i % 50));
        reader.give_room();
    }
}

TEST_F(Ring, IsNonsenseWhenTheTailLies) {
    ResultWriter writer(*segment_);
    ASSERT_TRUE(deliver(writer, record_for(1), points_from(0, 3)));
    for (const std::uint64_t tail :
         {std::uint64_t{1}, std::uint64_t{ResultRecord::kHeaderWords - 1}, kRingWords + 1, ~std::uint64_t{0}}) {
        ResultReader reader(*segment_);
        EXPECT_EQ(reader.next(record_, points_), ResultReader::Outcome::kEmpty);
        segment_->tail.store(segment_->tail.load() + tail);
        EXPECT_EQ(reader.next(record_, points_), ResultReader::Outcome::kNonsense) << tail;
        segment_->tail.store(segment_->tail.load() - tail);
    }
}

TEST_F(Ring, IsNonsenseWhenARecordIsLongerThanWhatWasPublished) {
    ResultReader reader(*segment_);
    ResultWriter writer(*segment_);
    ASSERT_TRUE(deliver(writer, record_for(1), points_from(0, 9)));
    segment_->tail.store(segment_->tail.load() - 1);
    EXPECT_EQ(reader.next(record_, points_), ResultReader::Outcome::kNonsense);
}

TEST_F(Ring, CarriesRecordsBetweenThreads) {
    constexpr std::uint32_t kRecords = 20'000;
    ResultReader reader(*segment_);
    std::thread worker([&] {
        ResultWriter writer(*segment_);
        for (std::uint32_t i = 0; i < kRecords;) {
            if (deliver(writer, record_for(i), points_from(i, i % 97))) {
                ++i;
            } else {
                std::this_thread::yield();
            }
        }
    });
    for (std::uint32_t i = 0; i < kRecords;) {
        if (reader.next(record_, points_) == ResultReader::Outcome::kRecord) {
            ASSERT_EQ(record_.issue, IssueNumber{i});
            ASSERT_EQ(points_, points_from(i, i % 97));
            ++i;
        } else {
            std::this_thread::yield();
        }
        reader.give_room();
    }
    worker.join();
}

}  // namespace
}  // namespace outrider
