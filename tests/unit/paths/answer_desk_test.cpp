#include "game/paths/answer_desk.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "game/paths/shared_memory.h"
#include "pathfinder/loop/job_claimer.h"
#include "pathfinder/search/flow_field.h"
#include "tests/support/board_fixture.h"

namespace outrider::paths {
namespace {

/// A request on the board, claimed by a worker, and what that worker could write about it.
class Desk : public ::testing::Test {
protected:
    Desk() : Desk(GridLayout(100, 60)) {}
    explicit Desk(const GridLayout& layout) : layout_(layout) {
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
    ResultRecord no_way() const {
        ResultRecord record = honest();
        record.status = AnswerStatus::kUnreachable;
        record.cost = {};
        return record;
    }
    AnswerDesk::Outcome take(const ResultRecord& record, const std::vector<PackedCell>& points) {
        return desk_.take(record, points, sender_, sink_);
    }

    AnswerParts parts_;
    const Sender sender_{Generation{3}, Seat{1}, &parts_};
    const std::vector<PackedCell> path_{pack({10, 10}), pack({20, 10})};
    /// The liar, if what was taken was refuted; nobody, if it was answered.
    Generation wait_for_verdict() {
        Generation liar;
        while (sink_.kept.empty() && liar == Generation{}) {
            desk_.take_verdicts(sink_, MonotonicTime::max(), [&](Generation who) { liar = who; });
            std::this_thread::yield();
        }
        return liar;
    }

    const GridLayout layout_;
    SharedMemory memory_{layout_};
    Ledger ledger_;
    JobBoard board_{memory_.world(), memory_.board()};
    MapVersions versions_{memory_.world(), layout_, testing::split_field(layout_, layout_.width_cells / 2), false};
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

// Its node budget is not a limit of a search: half a path is no answer to it.
TEST_F(Desk, TakesOfABurnNothingButTheCellItStandsOn) {
    PathRequest& request = ledger_[index_].request;
    request.kind = JobKind::kBurn;
    request.goal = request.start;
    request.node_budget = 100;
    ResultRecord record = honest();
    record.status = AnswerStatus::kPartial;
    EXPECT_EQ(take(record, {pack({10, 10}), pack({20, 10})}), AnswerDesk::Outcome::kRejected);
    record.cost = {};
    EXPECT_EQ(take(record, {pack({10, 10})}), AnswerDesk::Outcome::kRejected);
    record.status = AnswerStatus::kFound;
    EXPECT_EQ(take(record, {pack({11, 10})}), AnswerDesk::Outcome::kRejected);
    EXPECT_EQ(take(record, {pack({10, 10})}), AnswerDesk::Outcome::kTaken);
}

TEST_F(Desk, SaysWhyABurnWasNotRun) {
    PathRequest& request = ledger_[index_].request;
    request.kind = JobKind::kBurn;
    request.goal = request.start;
    request.node_budget = kMostBurn_us + 1;
    ResultRecord failed = honest();
    failed.status = AnswerStatus::kFailed;
    failed.cost = {};
    EXPECT_EQ(take(failed, {}), AnswerDesk::Outcome::kTaken);
    ASSERT_EQ(sink_.kept.size(), 1U);
    EXPECT_EQ(sink_.kept[0].answer.fail_reason, FailReason::kNotRun);
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
    const ResultRecord record = no_way();
    EXPECT_EQ(take(record, {}), AnswerDesk::Outcome::kTaken);
    EXPECT_TRUE(sink_.kept.empty());
    while (sink_.kept.empty()) {
        desk_.take_verdicts(sink_, MonotonicTime::max(), [](Generation) { FAIL() << "it said the truth"; });
        std::this_thread::yield();
    }
    EXPECT_EQ(sink_.kept[0].answer.status, AnswerStatus::kUnreachable);
}

TEST_F(Desk, DistrustsWhoSaysUnreachableOfAGoalThatIsNot) {
    const ResultRecord record = no_way();
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

// --- half paths, smooth ones, larger units ---------------------------------------------------------------------------

TEST_F(Desk, TakesHalfAPathOnlyWhereItIsAnAnswer) {
    PathRequest& request = ledger_[index_].request;
    request.goal = {55, 10};  // behind the wall
    request.or_nearest = true;
    ResultRecord record = honest();
    record.status = AnswerStatus::kPartial;
    record.cost = {};
    EXPECT_EQ(take(record, {}), AnswerDesk::Outcome::kRejected) << "not even a start";
    record.cost = {35, 0};
    EXPECT_EQ(take(record, {pack({10, 10}), pack({45, 10})}), AnswerDesk::Outcome::kTaken) << "as far as we can see";
    ASSERT_EQ(sink_.kept.size(), 1U);
    EXPECT_EQ(sink_.kept[0].answer.status, AnswerStatus::kPartial);
}

TEST_F(Desk, RejectsHalfAPathThatIsAWholeOne) {
    ResultRecord record = honest();
    record.status = AnswerStatus::kPartial;
    ledger_[index_].request.or_nearest = true;
    EXPECT_EQ(take(record, path_), AnswerDesk::Outcome::kRejected);
    ledger_[index_].request.node_budget = 5;
    EXPECT_EQ(take(record, path_), AnswerDesk::Outcome::kRejected);
}

TEST_F(Desk, RejectsANearestCellThatIsNotTheNearestOfItsOwnPath) {
    ledger_[index_].request.goal = {55, 10};
    ledger_[index_].request.or_nearest = true;
    ResultRecord record = honest();
    record.status = AnswerStatus::kPartial;
    record.cost = {32, 0};
    EXPECT_EQ(take(record, {pack({10, 10}), pack({41, 10}), pack({40, 10})}), AnswerDesk::Outcome::kRejected);
    // Equally near: the uppermost.
    record.cost = {36, 2};
    EXPECT_EQ(take(record, {pack({10, 10}), pack({47, 10}), pack({48, 9}), pack({49, 10})}),
              AnswerDesk::Outcome::kRejected);
    // With a limit on the search, any place will do.
    ledger_[index_].request.node_budget = 5;
    record.cost = {29, 1};
    EXPECT_EQ(take(record, {pack({10, 10}), pack({39, 10}), pack({38, 9})}), AnswerDesk::Outcome::kTaken);
}

TEST_F(Desk, RejectsSmoothPathsThatNoUnitCanWalk) {
    PathRequest& request = ledger_[index_].request;
    request.smooth = true;
    request.goal = {20, 15};
    struct Lie {
        const char* what;
        std::vector<PackedCell> points;
        StepCount cost;
    };
    const Lie lies[] = {
        {"through the wall and back", {pack({10, 10}), pack({60, 12}), pack({20, 15})}, {200, 5}},
        {"out of the map", {pack({10, 10}), pack({101, 12}), pack({20, 15})}, {200, 5}},
        {"far out of the map", {pack({10, 10}), PackedCell{0xFFFF'FFFF}, pack({20, 15})}, {200, 5}},
        {"longer than it says", {pack({10, 10}), pack({30, 12}), pack({20, 15})}, {5, 5}},
        {"the same cell twice", {pack({10, 10}), pack({10, 10}), pack({20, 15})}, {5, 5}},
        {"to somewhere else", {pack({10, 10}), pack({20, 14})}, {6, 4}},
        {"of a length that no path on this map has", {pack({10, 10}), pack({20, 15})}, {~0U, 5}},
    };
    for (const Lie& lie : lies) {
        ResultRecord record = honest();
        record.cost = lie.cost;
        EXPECT_EQ(take(record, lie.points), AnswerDesk::Outcome::kRejected) << lie.what;
        ledger_[index_].rejections = 0;
    }
    ResultRecord record = honest();
    record.cost = {5, 5};
    EXPECT_EQ(take(record, {pack({10, 10}), pack({20, 15})}), AnswerDesk::Outcome::kTaken);
}

TEST_F(Desk, RejectsPathsOnWhichALargeUnitWouldStickOutOfTheMap) {
    PathRequest& request = ledger_[index_].request;
    request.clearance = Clearance::kTwoCells;
    request.start = {60, 10};
    ResultRecord record = honest();
    for (const bool smooth : {false, true}) {
        request.smooth = smooth;
        record.cost = {49, 0};
        request.goal = {60, 59};
        EXPECT_EQ(take(record, {pack({60, 10}), pack(request.goal)}), AnswerDesk::Outcome::kRejected);
        record.cost = {39, 0};
        request.goal = {99, 10};
        EXPECT_EQ(take(record, {pack({60, 10}), pack(request.goal)}), AnswerDesk::Outcome::kRejected);
        record.cost = {0, 39};
        request.start = {60, 20};
        request.goal = {99, 59};
        EXPECT_EQ(take(record, {pack({60, 20}), pack(request.goal)}), AnswerDesk::Outcome::kRejected);
        request.start = {60, 10};
        ledger_[index_].rejections = 0;
    }
    request.goal = {98, 10};
    record.cost = {38, 0};
    EXPECT_EQ(take(record, {pack({60, 10}), pack(request.goal)}), AnswerDesk::Outcome::kTaken);
}

TEST_F(Desk, LetsOnlyWeightedPathsGoThroughWalls) {
    PathRequest& request = ledger_[index_].request;
    request.goal = {60, 10};
    request.wall_factor = 3;
    ResultRecord record = honest();
    record.cost = {50, 0};
    const std::vector<PackedCell> through{pack({10, 10}), pack({60, 10})};
    EXPECT_EQ(take(record, through), AnswerDesk::Outcome::kRejected);
    request.algorithm = Algorithm::kWeighted;
    EXPECT_EQ(take(record, through), AnswerDesk::Outcome::kTaken);
}

/// The wall in the middle is of rock.
class DeskInTheMountains : public Desk {
protected:
    DeskInTheMountains() {
        std::vector<std::uint8_t> classes(terrain_bytes(layout_));
        for (std::int32_t y = 0; y < layout_.height_cells; ++y) {
            set_terrain_class(layout_, classes.data(), {layout_.width_cells / 2, y}, 3);
        }
        set_terrain(memory_.world(), layout_, classes, {1, 1, 1, kUnbreakable});
        PathRequest& request = ledger_[index_].request;
        request.algorithm = Algorithm::kWeighted;
        request.goal = {60, 10};
        request.wall_factor = 3;
    }
};

TEST_F(DeskInTheMountains, RejectsPathsThroughRock) {
    ResultRecord record = honest();
    record.cost = {50, 0};
    EXPECT_EQ(take(record, {pack({10, 10}), pack({60, 10})}), AnswerDesk::Outcome::kRejected);
    ledger_[index_].request.start = {50, 10};
    record.cost = {10, 0};
    EXPECT_EQ(take(record, {pack({50, 10}), pack({60, 10})}), AnswerDesk::Outcome::kRejected) << "from within";
    EXPECT_TRUE(sink_.kept.empty());
}

TEST_F(DeskInTheMountains, BelievesThatRockCannotBeBroken) {
    const ResultRecord record = no_way();
    EXPECT_EQ(take(record, {}), AnswerDesk::Outcome::kTaken);
    EXPECT_EQ(wait_for_verdict(), Generation{});
    EXPECT_EQ(sink_.kept[0].answer.status, AnswerStatus::kUnreachable);
}

TEST_F(DeskInTheMountains, DistrustsWhoTakesAWallForRock) {
    ledger_[index_].request.goal = {40, 10};
    versions_.edit(MapVersion{2}, std::vector<CellEdit>{{pack({40, 10}), false}});
    ASSERT_TRUE(versions_.try_publish());
    ResultRecord record = honest();
    record.status = AnswerStatus::kUnreachable;
    record.version = MapVersion{2};
    record.cost = {};
    EXPECT_EQ(take(record, {}), AnswerDesk::Outcome::kTaken);
    EXPECT_EQ(wait_for_verdict(), sender_.generation);
}

TEST_F(Desk, RejectsPathsThroughWallsThatAreThoughtOf) {
    PathRequest& request = ledger_[index_].request;
    request.what_if = {WhatIf::Kind::kLine, pack({15, 0}), pack({15, 20})};
    EXPECT_EQ(take(honest(), path_), AnswerDesk::Outcome::kRejected);
    request.what_if = {WhatIf::Kind::kRect, pack({20, 10}), pack({21, 11})};
    EXPECT_EQ(take(honest(), path_), AnswerDesk::Outcome::kRejected) << "on the goal itself";
    request.what_if = {WhatIf::Kind::kRect, pack({15, 11}), pack({16, 12})};
    request.clearance = Clearance::kTwoCells;
    EXPECT_EQ(take(honest(), path_), AnswerDesk::Outcome::kRejected) << "half of the unit";
    request.clearance = Clearance::kOneCell;
    EXPECT_EQ(take(honest(), path_), AnswerDesk::Outcome::kTaken);
}

TEST_F(Desk, LetsThoseThroughWallsThatAreThoughtOfWhoBreakThem) {
    PathRequest& request = ledger_[index_].request;
    request.what_if = {WhatIf::Kind::kLine, pack({15, 0}), pack({15, 20})};
    request.algorithm = Algorithm::kWeighted;
    request.wall_factor = 1;
    request.goal = {20, 15};
    ResultRecord record = honest();
    record.cost = {5, 5};
    EXPECT_EQ(take(record, {pack({10, 10}), pack({15, 10}), pack({20, 15})}), AnswerDesk::Outcome::kRejected)
        << "not past its corners";
    record.cost = {7, 4};
    EXPECT_EQ(take(record, {pack({10, 10}), pack({16, 10}), pack({20, 14}), pack({20, 15})}),
              AnswerDesk::Outcome::kTaken);
}

TEST_F(Desk, ProvesForItselfWhatWallsThatAreThoughtOfCutOff) {
    ledger_[index_].request.what_if = {WhatIf::Kind::kLine, pack({15, 0}), pack({15, 59})};
    const ResultRecord record = no_way();
    EXPECT_EQ(take(record, {}), AnswerDesk::Outcome::kTaken);
    EXPECT_EQ(wait_for_verdict(), Generation{});
    EXPECT_EQ(sink_.kept[0].answer.status, AnswerStatus::kUnreachable);
}

TEST_F(Desk, DistrustsWhoSeesWallsThatNobodyThoughtOf) {
    ledger_[index_].request.what_if = {WhatIf::Kind::kLine, pack({15, 0}), pack({15, 58})};
    const ResultRecord record = no_way();
    EXPECT_EQ(take(record, {}), AnswerDesk::Outcome::kTaken);
    EXPECT_EQ(wait_for_verdict(), sender_.generation);
}

TEST_F(Desk, DistrustsWhoSaysUnreachableToOneWhomTheNearestCellWouldDo) {
    ledger_[index_].request.goal = {60, 10};
    ledger_[index_].request.or_nearest = true;
    const ResultRecord record = no_way();
    EXPECT_EQ(take(record, {}), AnswerDesk::Outcome::kTaken);
    Generation liar;
    while (liar == Generation{}) {
        desk_.take_verdicts(sink_, MonotonicTime::max(), [&](Generation who) { liar = who; });
        std::this_thread::yield();
    }
    EXPECT_TRUE(sink_.kept.empty());
}

// --- flow fields -----------------------------------------------------------------------------------------------------

class FieldDesk : public Desk {
protected:
    FieldDesk() { ledger_[index_].request.kind = JobKind::kFlowField; }

    std::vector<PackedCell> field_of(Cell goal, Clearance clearance = Clearance::kOneCell) const {
        search::FlowFieldBuilder builder;
        builder.prepare(layout_);
        FlowField field;
        field.prepare(layout_);
        EXPECT_TRUE(builder.build(versions_.newest(), goal, clearance, field));
        std::vector<PackedCell> points;
        field.copy_to(points);
        return points;
    }
    ResultRecord honest_field() const {
        ResultRecord record = honest();
        record.cost = {};
        return record;
    }
    /// What flush() does: the request goes to the same worker once more.
    void issue_again() {
        ledger_.leave_queue(index_);
        Job job;
        job.issue = ledger_[index_].issue;
        ledger_[index_].sequence = *board_.try_issue(Lane::kNormal, job, index_);
        ledger_[index_].state = EntryState::kOnBoard;
        const auto claimed = claimer_.claim(note_);
        ASSERT_TRUE(claimed);
        ledger_[index_].rejections = 0;
    }
    ResultRecord at_its_place(ResultRecord record) const {
        record.sequence = ledger_[index_].sequence;
        return record;
    }

    const std::vector<PackedCell> field_ = field_of({20, 10});
};

TEST_F(FieldDesk, HandsOverAProvenFieldOnce) {
    EXPECT_EQ(take(honest_field(), field_), AnswerDesk::Outcome::kTaken);
    EXPECT_TRUE(sink_.kept.empty()) << "not before it is proven";
    EXPECT_EQ(board_.open_count(Lane::kNormal), 0U);
    EXPECT_EQ(wait_for_verdict(), Generation{});
    ASSERT_EQ(sink_.kept.size(), 1U);
    EXPECT_EQ(sink_.kept[0].answer.status, AnswerStatus::kFound);
    EXPECT_EQ(sink_.kept[0].answer.version, MapVersion{1});
    EXPECT_EQ(sink_.kept[0].points, field_);
    EXPECT_TRUE(sink_.kept[0].answer.turning_points.empty());
    EXPECT_EQ(take(honest_field(), field_), AnswerDesk::Outcome::kUnasked) << "said twice";
    EXPECT_TRUE(ledger_.is_conserved());
}

TEST_F(FieldDesk, PutsAFieldTogetherFromItsParts) {
    ResultRecord record = honest_field();
    constexpr std::ptrdiff_t kPart = 100;
    for (std::ptrdiff_t at = 0; at < std::ssize(field_); at += kPart, ++record.part) {
        const auto end = std::min<std::ptrdiff_t>(at + kPart, std::ssize(field_));
        record.last_part = end == std::ssize(field_);
        ASSERT_EQ(take(record, {field_.begin() + at, field_.begin() + end}), AnswerDesk::Outcome::kTaken);
    }
    EXPECT_EQ(wait_for_verdict(), Generation{});
    EXPECT_EQ(sink_.kept[0].points, field_);
}

TEST_F(FieldDesk, RejectsAtOnceWhatIsNoField) {
    struct Lie {
        const char* what;
        std::function<void(ResultRecord&, std::vector<PackedCell>&)> tell;
    };
    const Lie lies[] = {
        {"nothing", [](auto&, auto& p) { p.clear(); }},
        {"a path",
         [&](auto& r, auto& p) {
             p = path_, r.cost = {10, 0};
         }},
        {"too short", [](auto&, auto& p) { p.pop_back(); }},
        {"too long", [](auto&, auto& p) { p.push_back({}); }},
        {"half a field", [](auto& r, auto&) { r.status = AnswerStatus::kPartial; }},
        {"half a field, where half a path would do",
         [&](auto& r, auto&) {
             r.status = AnswerStatus::kPartial;
             ledger_[index_].request.or_nearest = true;
             ledger_[index_].request.node_budget = 7;
         }},
        {"a path as half an answer",
         [&](auto& r, auto& p) {
             r.status = AnswerStatus::kPartial, p = {pack({10, 10}), pack({15, 10})};
         }},
        {"unreachable, with a field", [](auto& r, auto&) { r.status = AnswerStatus::kUnreachable; }},
        {"cancelled", [](auto& r, auto& p) { r.status = AnswerStatus::kCancelled, p.clear(); }},
        {"a version never offered", [](auto& r, auto&) { r.version = MapVersion{9}; }},
    };
    for (const Lie& lie : lies) {
        ResultRecord record = honest_field();
        std::vector<PackedCell> points = field_;
        lie.tell(record, points);
        EXPECT_EQ(take(record, points), AnswerDesk::Outcome::kRejected) << lie.what;
        EXPECT_TRUE(sink_.kept.empty()) << lie.what;
        ledger_[index_].rejections = 0;
    }
    ResultRecord record = honest_field();
    record.last_part = false;
    EXPECT_EQ(take(record, field_), AnswerDesk::Outcome::kTaken);
    record.part = 1;
    EXPECT_EQ(take(record, {PackedCell{}}), AnswerDesk::Outcome::kRejected) << "parts beyond a field's end";
}

TEST_F(FieldDesk, DistrustsWhoeverWroteAWrongField) {
    struct Lie {
        const char* what;
        std::function<void(std::vector<PackedCell>&)> tell;
    };
    const Lie lies[] = {
        {"all bits set", [](auto& p) { p.assign(p.size(), PackedCell{0xFFFF'FFFF}); }},
        {"no bit set", [](auto& p) { p.assign(p.size(), PackedCell{0}); }},
        {"another step from one cell", [](auto& p) { p[2 * 7 * 30].bits ^= 1U; }},
        {"a value that is no step", [](auto& p) { p[2 * 7 * 30].bits |= 0xFU; }},
        {"something in the padding", [](auto& p) { p[2 * 7 - 1].bits = 1; }},
        {"another goal's",
         [&](auto& p) {
             p = field_of({20, 11});
         }},
        {"a larger unit's",
         [&](auto& p) {
             p = field_of({20, 10}, Clearance::kTwoCells);
         }},
    };
    for (const Lie& lie : lies) {
        std::vector<PackedCell> points = field_;
        lie.tell(points);
        EXPECT_EQ(take(at_its_place(honest_field()), points), AnswerDesk::Outcome::kTaken);
        EXPECT_EQ(wait_for_verdict(), sender_.generation) << lie.what;
        EXPECT_TRUE(sink_.kept.empty()) << lie.what;
        EXPECT_EQ(ledger_.waiting_count(Lane::kNormal), 1U) << "it is worked on again";
        issue_again();
    }
    EXPECT_EQ(take(at_its_place(honest_field()), field_), AnswerDesk::Outcome::kTaken) << "no room was lost";
    EXPECT_EQ(wait_for_verdict(), Generation{});
}

TEST_F(FieldDesk, GivesUpAFieldThatEightWorkersGotWrong) {
    std::vector<PackedCell> wrong(field_.size());
    for (int life = 0; life < AnswerDesk::kMostRejections; ++life) {
        const std::uint8_t rejections = ledger_[index_].rejections;
        EXPECT_TRUE(sink_.kept.empty());
        EXPECT_EQ(take(at_its_place(honest_field()), wrong), AnswerDesk::Outcome::kTaken);
        const Generation liar = wait_for_verdict();
        if (!sink_.kept.empty()) break;
        EXPECT_EQ(liar, sender_.generation);
        issue_again();
        ledger_[index_].rejections = static_cast<std::uint8_t>(rejections + 1);
    }
    ASSERT_EQ(sink_.kept.size(), 1U);
    EXPECT_EQ(sink_.kept[0].answer.fail_reason, FailReason::kRejected);
    EXPECT_TRUE(ledger_.is_conserved());
}

TEST_F(FieldDesk, CannotBeHadOfAGoalInAWallOnly) {
    ResultRecord record = honest_field();
    record.status = AnswerStatus::kUnreachable;
    // The goal is free; where the asker says that he stands does not matter.
    ledger_[index_].request.goal = {60, 10};
    EXPECT_EQ(take(record, {}), AnswerDesk::Outcome::kTaken);
    EXPECT_EQ(wait_for_verdict(), sender_.generation) << "there is a field of it";
    issue_again();
    ledger_[index_].request.goal = {50, 10};
    ledger_[index_].request.wall_factor = 9;
    ledger_[index_].request.algorithm = Algorithm::kWeighted;
    ledger_[index_].request.what_if = {WhatIf::Kind::kRect, pack({60, 10}), pack({60, 10})};
    EXPECT_EQ(take(at_its_place(record), {}), AnswerDesk::Outcome::kTaken);
    EXPECT_EQ(wait_for_verdict(), Generation{}) << "an honest worker said it";
    ASSERT_EQ(sink_.kept.size(), 1U);
    EXPECT_EQ(sink_.kept[0].answer.status, AnswerStatus::kUnreachable);
}

// Whatever ends a request while its field is proven: the room is free again, and the map.
TEST_F(FieldDesk, WaitsWhenAllRoomsAreTakenAndLosesNone) {
    const auto nobody = [](Generation) { FAIL() << "it said the truth"; };
    for (int round = 0; round < 3; ++round) {
        // No verdict is taken, so no room comes back.
        for (std::uint32_t i = 0; i < proof_rooms(layout_); ++i) {
            ASSERT_EQ(take(at_its_place(honest_field()), field_), AnswerDesk::Outcome::kTaken);
            ASSERT_EQ(ledger_[index_].state, EntryState::kProving) << i;
            desk_.end_withdrawn(index_);
            index_ = ledger_.open(request_, {});
            ledger_[index_].request.kind = JobKind::kFlowField;
            ledger_[index_].issue = IssueNumber{5};
            issue_again();
        }
        EXPECT_EQ(take(at_its_place(honest_field()), field_), AnswerDesk::Outcome::kTaken) << "it is nobody's fault";
        EXPECT_EQ(ledger_[index_].state, EntryState::kWaiting);
        EXPECT_EQ(ledger_[index_].rejections, 0);
        while (ledger_[index_].state != EntryState::kProving) {
            desk_.take_verdicts(sink_, MonotonicTime::max(), nobody);
            issue_again();
            EXPECT_EQ(take(at_its_place(honest_field()), field_), AnswerDesk::Outcome::kTaken);
        }
        EXPECT_EQ(wait_for_verdict(), Generation{});
        EXPECT_EQ(sink_.kept.size(), 1U) << "the others have ended";
        sink_.kept.clear();
        index_ = ledger_.open(request_, {});
        ledger_[index_].request.kind = JobKind::kFlowField;
        ledger_[index_].issue = IssueNumber{5};
        issue_again();
    }
    // Once all proofs are over, nothing keeps the version.
    const CellEdit edit{pack({0, 0}), false};
    versions_.edit(MapVersion{2}, {&edit, 1});
    ASSERT_TRUE(versions_.try_publish());
    desk_.take_verdicts(sink_, MonotonicTime::max(), nobody);
    versions_.reclaim({});
    EXPECT_FALSE(versions_.find(MapVersion{1}));
    EXPECT_TRUE(ledger_.is_conserved());
}

// --- long paths ------------------------------------------------------------------------------------------------------

/// A path that takes long to check is checked beside the frame, and then answered as any other.
class LargeDesk : public Desk {
protected:
    LargeDesk() : Desk(GridLayout(2'000, 1'500)) {}

    /// To and fro, 890 diagonal steps at a time, and on to the goal.
    static std::vector<PackedCell> to_and_fro(std::uint32_t legs) {
        std::vector<PackedCell> points;
        for (std::uint32_t i = 0; i <= legs; ++i) points.push_back(pack(i % 2 == 0 ? Cell{10, 10} : Cell{900, 900}));
        points.push_back(pack({20, 10}));
        return points;
    }
    ResultRecord record_of(std::uint32_t legs) const {
        ResultRecord record = honest();
        record.cost = {10, 890 * legs};
        record.expanded_nodes = 77;
        return record;
    }
};

TEST_F(LargeDesk, ChecksShortPathsAtOnceAndLongOnesBesideTheFrame) {
    constexpr std::uint32_t kLegs = 40;
    EXPECT_EQ(take(record_of(kLegs), to_and_fro(kLegs)), AnswerDesk::Outcome::kTaken);
    EXPECT_TRUE(sink_.kept.empty());
    EXPECT_EQ(wait_for_verdict(), Generation{});
    ASSERT_EQ(sink_.kept.size(), 1U);
    EXPECT_EQ(sink_.kept[0].answer.status, AnswerStatus::kFound);
    EXPECT_EQ(sink_.kept[0].answer.cost, (StepCount{10, 890 * kLegs}));
    EXPECT_EQ(sink_.kept[0].answer.expanded_nodes, 77U);
    EXPECT_EQ(sink_.kept[0].answer.seat, 1);
    EXPECT_EQ(sink_.kept[0].points, to_and_fro(kLegs));
    EXPECT_EQ(sink_.kept[0].answer.flow_field, nullptr);
}

TEST_F(LargeDesk, SendsNoShortPathThere) {
    EXPECT_EQ(take(record_of(2), to_and_fro(2)), AnswerDesk::Outcome::kTaken);
    EXPECT_EQ(sink_.kept.size(), 1U);
}

TEST_F(LargeDesk, IsNotKeptBusyByTheLongestFalsePath) {
    ResultRecord record = record_of(0);
    record.cost = {0, 2'000 * 1'500 - 1};
    EXPECT_EQ(take(record, to_and_fro(10'000)), AnswerDesk::Outcome::kTaken) << "a few of millions of steps";
    EXPECT_EQ(wait_for_verdict(), sender_.generation);
    EXPECT_TRUE(sink_.kept.empty());
    EXPECT_EQ(ledger_.waiting_count(Lane::kNormal), 1U) << "it is searched again";
}

}  // namespace
}  // namespace outrider::paths
