#include "game/paths/ledger.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <vector>

namespace outrider::paths {
namespace {

PathRequest request_on(Lane lane, std::uint64_t tag = 0) {
    PathRequest request;
    request.lane = lane;
    request.tag = tag;
    return request;
}

std::vector<std::uint64_t> tags_waiting(Ledger& ledger, Lane lane) {
    std::vector<std::uint64_t> tags;
    for (EntryIndex i = ledger.first_waiting(lane); i != kNoEntry; i = ledger[i].queue_next) {
        tags.push_back(ledger[i].request.tag);
    }
    return tags;
}

TEST(Ledger, KeepsRequestsInTheOrderTheyCame) {
    Ledger ledger;
    for (std::uint64_t tag = 1; tag <= 4; ++tag) ledger.open(request_on(Lane::kNormal, tag), {});
    EXPECT_EQ(tags_waiting(ledger, Lane::kNormal), (std::vector<std::uint64_t>{1, 2, 3, 4}));
    EXPECT_EQ(ledger.waiting_count(Lane::kNormal), 4U);
    EXPECT_EQ(ledger.waiting_count(Lane::kUrgent), 0U);
}

TEST(Ledger, LetsAnyEntryLeaveItsQueueAndComeBackInFront) {
    Ledger ledger;
    std::vector<EntryIndex> entries;
    for (std::uint64_t tag = 1; tag <= 4; ++tag) entries.push_back(ledger.open(request_on(Lane::kNormal, tag), {}));
    ledger.leave_queue(entries[2]);
    ledger.leave_queue(entries[0]);
    EXPECT_EQ(tags_waiting(ledger, Lane::kNormal), (std::vector<std::uint64_t>{2, 4}));
    ledger[entries[2]].state = EntryState::kOnBoard;
    ledger.wait_in_front(entries[2]);
    EXPECT_EQ(tags_waiting(ledger, Lane::kNormal), (std::vector<std::uint64_t>{3, 2, 4}));
    ledger.leave_queue(entries[3]);
    EXPECT_EQ(tags_waiting(ledger, Lane::kNormal), (std::vector<std::uint64_t>{3, 2}));
}

TEST(Ledger, DoesNotMistakeANewRequestForTheOldOneInItsPlace) {
    Ledger ledger;
    const EntryIndex first = ledger.open(request_on(Lane::kNormal), {});
    const RequestId old_id = ledger.id_of(first);
    ledger.leave_queue(first);
    ledger.end(first, AnswerStatus::kFound);
    EXPECT_FALSE(ledger.find(old_id));
    const EntryIndex second = ledger.open(request_on(Lane::kNormal), {});
    EXPECT_EQ(second, first) << "the place is used again";
    EXPECT_FALSE(ledger.find(old_id));
    EXPECT_TRUE(ledger.find(ledger.id_of(second)));
}

TEST(Ledger, KnowsNothingOfRequestsThatNeverWere) {
    const Ledger ledger;
    EXPECT_FALSE(ledger.find(RequestId{}));
    EXPECT_FALSE(ledger.find(RequestId{0xFFFF'FFFF'FFFF'FFFF}));
}

TEST(Ledger, IsConservedThroughAnyMixtureOfCalls) {
    constexpr unsigned kSeed = 99;
    SCOPED_TRACE(kSeed);
    std::mt19937 random(kSeed);
    Ledger ledger;
    std::vector<EntryIndex> open;
    for (int step = 0; step < 20'000; ++step) {
        if (open.empty() || random() % 2 == 0) {
            open.push_back(ledger.open(request_on(static_cast<Lane>(random() % kLaneCount)), {}));
        } else {
            std::swap(open[random() % open.size()], open.back());
            ledger.leave_queue(open.back());
            ledger.end(open.back(), static_cast<AnswerStatus>(1 + random() % 6));
            open.pop_back();
        }
        ASSERT_TRUE(ledger.is_conserved()) << step;
        ASSERT_EQ(ledger.counters().in_flight, open.size());
    }
}

TEST(Ledger, NotesWhenTheBooksDoNotBalance) {
    Ledger ledger;
    ledger.open(request_on(Lane::kNormal), {});
    ++ledger.counters().answers[1];
    EXPECT_FALSE(ledger.is_conserved());
}

TEST(Ledger, KnowsTheOldestOpenRequestOfEachLane) {
    Ledger ledger;
    const EntryIndex first = ledger.open(request_on(Lane::kNormal), {});
    const EntryIndex urgent = ledger.open(request_on(Lane::kUrgent), {});
    const EntryIndex second = ledger.open(request_on(Lane::kNormal), {});
    EXPECT_EQ(ledger.oldest(Lane::kNormal), first);
    EXPECT_EQ(ledger.oldest(Lane::kUrgent), urgent);
    EXPECT_EQ(ledger.oldest(Lane::kBackground), kNoEntry);
    EXPECT_EQ(ledger.younger_than(first), second) << "the next of its lane";
    ledger.leave_queue(first);
    ledger.end(first, AnswerStatus::kFound);
    EXPECT_EQ(ledger.oldest(Lane::kNormal), second);
    ledger.leave_queue(second);
    EXPECT_EQ(ledger.oldest(Lane::kNormal), second) << "open as long as it is not ended, wherever it is";
    ledger.end(second, AnswerStatus::kFound);
    EXPECT_EQ(ledger.oldest(Lane::kNormal), kNoEntry);
}

TEST(Ledger, CountsThePollsOfARequest) {
    Ledger ledger;
    ledger.begin_poll();
    const EntryIndex first = ledger.open(request_on(Lane::kNormal), {});
    EXPECT_EQ(ledger.polls_since_wanted(first), 0U);
    ledger.begin_poll();
    const EntryIndex second = ledger.open(request_on(Lane::kNormal), {});
    ledger.begin_poll();
    EXPECT_EQ(ledger.polls_since_wanted(first), 2U);
    EXPECT_EQ(ledger.polls_since_wanted(second), 1U);
}

}  // namespace
}  // namespace outrider::paths
