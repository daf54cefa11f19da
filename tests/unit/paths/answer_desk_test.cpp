#include "game/paths/answer_desk.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "game/paths/shared_memory.h"
#include "pathfinder/loop/job_claimer.h"
#include "tests/support/board_fixture.h"

namespace outrider::paths {
namespace {

/// A request on the board, claimed by a worker, and what that worker could write about it.
class Desk : public ::testing::Test {
protected:
    Desk() {
        request_.start = {10, 10};
        request_.goal = {20, 10};
        request_.version = MapVersion{1};
        index_ = ledger_.open(request_, {});
        Job job;
        job.issue = IssueNumber{5};
        ledger_[index_].issue = job.issue;
        ledger_[index_].sequence = *board_.try_issue(Lane::kNormal, job, index_);
        ledger_.leave_queue(index_);
        ledger_[index_].state = EntryState::kOnBoard;
        EXPECT_TRUE(claimer_.claim(note_));
    }

    ResultRecord honest() const {
        ResultRecord record;
        record.status = AnswerStatus::kFound;
        record.generation = sender_.generation;
        record.issue = IssueNumber{5};
        record.version = MapVersion{1};
        record.cost = {10, 0};
        return record;
    }
    AnswerDesk::Outcome take(const ResultRecord& record, const std::vector<PackedCell>& points) {
        return desk_.take(record, points, sender_, sink_);
    }

    AnswerParts parts_;
    const Sender sender_{Generation{3}, Seat{1}, &parts_};
    const std::vector<PackedCell> path_{pack({10, 10}), pack({20, 10})};
    GridLayout layout_{100, 60};
    SharedMemory memory_{layout_};
    Ledger ledger_;
    JobBoard board_{memory_.world(), memory_.board()};
    MapVersions versions_{memory_.world(), layout_, testing::split_field(layout_, 50), false};
    AnswerDesk desk_{ledger_, board_, versions_, false};
    ClaimNote note_{};
    loop::JobClaimer claimer_{memory_.world(), memory_.board(), LifeId{1}};
    testing::KeepingSink sink_;
    PathRequest request_;
    EntryIndex index_ = kNoEntry;
};

TEST_F(Desk, HandsOverAGoodPathOnceAndFreesTheSlot) {
    EXPECT_EQ(take(honest(), path_), AnswerDesk::Outcome::kTaken);
    ASSERT_EQ(sink_.kept.size(), 1U);
    EXPECT_EQ(sink_.kept[0].points, path_);
    EXPECT_EQ(sink_.kept[0].answer.seat, 1);
    EXPECT_EQ(board_.open_count(Lane::kNormal), 0U);
    EXPECT_EQ(take(honest(), path_), AnswerDesk::Outcome::kUnasked) << "said twice";
    EXPECT_EQ(sink_.kept.size(), 1U);
    EXPECT_TRUE(ledger_.is_conserved());
}

TEST_F(Desk, RejectsWhatNoHonestWorkerWrites) {
    struct Lie {
        std::string what;
        std::function<void(ResultRecord&, std::vector<PackedCell>&)> tell;
    };
    const std::vector<Lie> lies = {
        {"another worker's name", [](auto& r, auto&) { r.generation = Generation{4}; }},
        {"a version never offered", [](auto& r, auto&) { r.version = MapVersion{99}; }},
        {"no version", [](auto& r, auto&) { r.version = MapVersion{0}; }},
        {"a cost that is not the path's", [](auto& r, auto&) { r.cost.straight = 9; }},
        {"a path that starts elsewhere",
         [](auto&, auto& p) {
             p[0] = pack({11, 10});
         }},
        {"a path that ends elsewhere",
         [](auto& r, auto& p) {
             p[1] = pack({19, 10}), r.cost.straight = 9;
         }},
        {"a path out of the map", [](auto&, auto& p) { p[1] = PackedCell{0xFFFF'FFFF}; }},
        {"no path at all", [](auto& r, auto& p) { p.clear(), r.cost = {}; }},
        {"cancelled, though nobody asked for that",
         [](auto& r, auto& p) { r.status = AnswerStatus::kCancelled, p.clear(); }},
        {"expired", [](auto& r, auto& p) { r.status = AnswerStatus::kExpired, p.clear(); }},
        {"half a path, though nobody set a limit", [](auto& r, auto&) { r.status = AnswerStatus::kPartial; }},
        {"stamps out of order", [](auto& r, auto&) { r.claimed_ns = r.began_ns = 2, r.searched_ns = 1; }},
        {"a search that began before its claim", [](auto& r, auto&) { r.claimed_ns = r.searched_ns = 2; }},
        {"stamps from the future", [](auto& r, auto&) { r.published_ns = ~std::uint64_t{0} / 4; }},
        {"unreachable, with a path", [](auto& r, auto&) { r.status = AnswerStatus::kUnreachable; }},
        {"the second part without the first", [](auto& r, auto&) { r.part = 1; }},
    };
    for (const Lie& lie : lies) {
        ResultRecord record = honest();
        std::vector<PackedCell> points = path_;
        lie.tell(record, points);
        EXPECT_EQ(take(record, points), AnswerDesk::Outcome::kRejected) << lie.what;
        EXPECT_TRUE(sink_.kept.empty()) << lie.what;
        ledger_[index_].rejections = 0;
    }
    EXPECT_EQ(take(honest(), path_), AnswerDesk::Outcome::kTaken) << "the request is still open";
}

TEST_F(Desk, RejectsAPathThroughTheWall) {
    ledger_[index_].request.goal = {60, 10};
    ResultRecord record = honest();
    record.cost = {50, 0};
    EXPECT_EQ(take(record, {pack({10, 10}), pack({60, 10})}), AnswerDesk::Outcome::kRejected);
}

TEST_F(Desk, DropsWhatComesForAnOlderTry) {
    ResultRecord record = honest();
    record.issue = IssueNumber{4};
    EXPECT_EQ(take(record, path_), AnswerDesk::Outcome::kUnasked);
    record = honest();
    record.sequence = 12'345;
    EXPECT_EQ(take(record, path_), AnswerDesk::Outcome::kUnasked);
    EXPECT_TRUE(sink_.kept.empty());
}

TEST_F(Desk, GivesUpARequestThatEightWorkersAnsweredWrongly) {
    ResultRecord wrong = honest();
    wrong.cost.straight = 9;
    for (int life = 1; life < AnswerDesk::kMostRejections; ++life) {
        EXPECT_EQ(take(wrong, path_), AnswerDesk::Outcome::kRejected);
        EXPECT_TRUE(sink_.kept.empty()) << "a wrong answer charges the worker";
    }
    EXPECT_EQ(take(wrong, path_), AnswerDesk::Outcome::kRejected);
    ASSERT_EQ(sink_.kept.size(), 1U);
    EXPECT_EQ(sink_.kept[0].answer.status, AnswerStatus::kFailed);
    EXPECT_EQ(sink_.kept[0].answer.fail_reason, FailReason::kRejected);
    EXPECT_EQ(board_.open_count(Lane::kNormal), 1U) << "until the last of them is dead and drained";
    EXPECT_TRUE(ledger_.is_conserved());
}

TEST_F(Desk, SaysWhyARequestFailed) {
    ResultRecord failed = honest();
    failed.status = AnswerStatus::kFailed;
    failed.cost = {};
    EXPECT_EQ(take(failed, {}), AnswerDesk::Outcome::kTaken);
    ASSERT_EQ(sink_.kept.size(), 1U);
    EXPECT_EQ(sink_.kept[0].answer.fail_reason, FailReason::kNoMemory);
}

TEST_F(Desk, FreesTheSlotOfACancelledRequestWhenItsWorkerIsDone) {
    board_.close(Lane::kNormal, ledger_[index_].sequence);
    desk_.end_withdrawn(index_);
    EXPECT_EQ(board_.open_count(Lane::kNormal), 1U);
    ResultRecord record = honest();
    record.status = AnswerStatus::kCancelled;
    EXPECT_EQ(take(record, {}), AnswerDesk::Outcome::kLate);
    EXPECT_EQ(board_.open_count(Lane::kNormal), 0U);
    EXPECT_TRUE(ledger_.is_conserved());
}

TEST_F(Desk, PutsAnAnswerTogetherFromItsParts) {
    // A staircase: each step turns, so each point is a turning point.
    std::vector<PackedCell> points;
    StepCount cost;
    for (std::int32_t i = 0; i <= 20; ++i) points.push_back(pack({10 + (i + 1) / 2, 10 + i / 2}));
    cost.straight = 20;
    ledger_[index_].request.goal = unpack(points.back());
    ResultRecord record = honest();
    record.cost = cost;
    record.last_part = false;
    EXPECT_EQ(take(record, {points.begin(), points.begin() + 8}), AnswerDesk::Outcome::kTaken);
    EXPECT_TRUE(sink_.kept.empty()) << "only the last part answers";
    record.part = 1;
    EXPECT_EQ(take(record, {points.begin() + 8, points.begin() + 16}), AnswerDesk::Outcome::kTaken);
    record.part = 2;
    record.last_part = true;
    EXPECT_EQ(take(record, {points.begin() + 16, points.end()}), AnswerDesk::Outcome::kTaken);
    ASSERT_EQ(sink_.kept.size(), 1U);
    EXPECT_EQ(sink_.kept[0].points, points);
}

TEST_F(Desk, RejectsPartsOutOfOrderAndPartsWithoutEnd) {
    ResultRecord record = honest();
    record.last_part = false;
    EXPECT_EQ(take(record, path_), AnswerDesk::Outcome::kTaken);
    record.part = 2;
    EXPECT_EQ(take(record, path_), AnswerDesk::Outcome::kRejected);
    record.part = 0;
    EXPECT_EQ(take(record, path_), AnswerDesk::Outcome::kTaken) << "begun anew";
    record.part = 1;
    const std::vector<PackedCell> too_many(static_cast<std::size_t>(layout_.width_cells * layout_.height_cells));
    EXPECT_EQ(take(record, too_many), AnswerDesk::Outcome::kRejected);
}

TEST_F(Desk, BelievesAWorkerWhoseMemoryDidNotSuffice) {
    ResultRecord record = honest();
    record.status = AnswerStatus::kFailed;
    record.cost = {};
    EXPECT_EQ(take(record, {}), AnswerDesk::Outcome::kTaken);
    ASSERT_EQ(sink_.kept.size(), 1U);
    EXPECT_EQ(sink_.kept[0].answer.status, AnswerStatus::kFailed);
}

TEST_F(Desk, LetsNobodyDisturbThePartsOfAnother) {
    ResultRecord record = honest();
    record.last_part = false;
    EXPECT_EQ(take(record, path_), AnswerDesk::Outcome::kTaken);
    AnswerParts intruders;
    record.generation = Generation{9};
    EXPECT_EQ(desk_.take(record, path_, {Generation{9}, Seat{2}, &intruders}, sink_), AnswerDesk::Outcome::kTaken);
    record = honest();
    record.part = 1;
    EXPECT_EQ(parts_.next_part, 1U);
    EXPECT_EQ(parts_.points, path_);
}

TEST_F(Desk, IsNotKeptBusyByAPathToAndFro) {
    std::vector<PackedCell> to_and_fro;
    for (int i = 0; i < 10'000; ++i) to_and_fro.push_back(pack(i % 2 == 0 ? Cell{10, 10} : Cell{49, 49}));
    EXPECT_EQ(take(honest(), to_and_fro), AnswerDesk::Outcome::kRejected);
    ResultRecord huge = honest();
    huge.cost = {0xFFFF'FFFF, 0xFFFF'FFFF};
    EXPECT_EQ(take(huge, to_and_fro), AnswerDesk::Outcome::kRejected);
}

TEST_F(Desk, AnswersUnreachableOnlyOnceItHasProvenIt) {
    ledger_[index_].request.goal = {60, 10};
    ResultRecord record = honest();
    record.status = AnswerStatus::kUnreachable;
    record.cost = {};
    EXPECT_EQ(take(record, {}), AnswerDesk::Outcome::kTaken);
    EXPECT_TRUE(sink_.kept.empty());
    while (sink_.kept.empty()) {
        desk_.take_verdicts(sink_, MonotonicTime::max(), [](Generation) { FAIL() << "it said the truth"; });
        std::this_thread::yield();
    }
    EXPECT_EQ(sink_.kept[0].answer.status, AnswerStatus::kUnreachable);
}

TEST_F(Desk, DistrustsWhoSaysUnreachableOfAGoalThatIsNot) {
    ResultRecord record = honest();
    record.status = AnswerStatus::kUnreachable;
    record.cost = {};
    EXPECT_EQ(take(record, {}), AnswerDesk::Outcome::kTaken);
    Generation liar;
    while (liar == Generation{}) {
        desk_.take_verdicts(sink_, MonotonicTime::max(), [&](Generation who) { liar = who; });
        std::this_thread::yield();
    }
    EXPECT_EQ(liar, sender_.generation);
    EXPECT_TRUE(sink_.kept.empty());
    EXPECT_EQ(ledger_.waiting_count(Lane::kNormal), 1U) << "it is searched again";
    EXPECT_EQ(ledger_.counters().rejected, 1U);
}

}  // namespace
}  // namespace outrider::paths
