#include "game/app/solve_audit.h"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <vector>

namespace outrider::app {
namespace {

/// Open ground of 8 x 8 with three queries: a straight one, a trivial one, and one listed as unreachable whose goal
/// is walled in.
class SolveAuditTest : public testing::Test {
protected:
    SolveAuditTest() {
        search::TerrainMap map{.width_cells = 8, .height_cells = 8, .terrain = std::string(64, '.')};
        map.terrain[63] = '@';
        search::Scenario scenario;
        scenario.commands = {search::ScenarioQuery{{0, 0}, {5, 0}, 5.0}, search::ScenarioQuery{{2, 2}, {2, 2}, 0.0},
                             search::ScenarioQuery{{0, 0}, {7, 7}, 0.0}};
        script_ = make_script(scenario, &map, "open.map");
        ask_in({});
    }

    void ask_in(const PathQuery& manner) {
        queries_ = audited_queries(script_, manner);
        audit_.emplace(queries_);
    }

    using Answer = std::function<void(std::uint64_t tag)>;

    /// One pass in which query i is answered by answers[i].
    void pass(const std::array<Answer, 3>& answers) {
        history_.emplace(script_.layout, script_.bits);
        audit_->begin_pass(*history_);
        std::array<std::uint64_t, 3> tags{};
        for (std::uint32_t i = 0; i < 3; ++i) tags[i] = audit_->ask(i);
        for (std::uint32_t i = 0; i < 3; ++i) answers[i](tags[i]);
        audit_->end_pass();
    }

    void answer(std::uint64_t tag, AnswerStatus status, std::vector<Cell> points, StepCount cost,
                MapVersion version = MapVersion{1}) {
        std::vector<PackedCell> packed;
        for (const Cell point : points) packed.push_back(pack(point));
        paths::PathAnswer answer;
        answer.tag = tag;
        answer.status = status;
        answer.cost = cost;
        answer.version = version;
        answer.turning_points = packed;
        answer.times.submitted = paths::MonotonicTime{} + std::chrono::seconds(1);
        answer.times.applied = paths::MonotonicTime{} + std::chrono::seconds(3);
        audit_->on_answer(answer);
    }

    const Answer straight_ = [this](auto tag) { answer(tag, AnswerStatus::kFound, {{0, 0}, {5, 0}}, {5, 0}); };
    const Answer trivial_ = [this](auto tag) { answer(tag, AnswerStatus::kFound, {{2, 2}}, {0, 0}); };
    const Answer no_way_ = [this](auto tag) { answer(tag, AnswerStatus::kUnreachable, {}, {}); };
    const Answer silence_ = [](auto) {};

    SolveScript script_;
    std::vector<AuditedQuery> queries_;
    std::optional<SolveAudit> audit_;
    std::optional<MapHistory> history_;
};

TEST_F(SolveAuditTest, CountsRightAnswersOncePerQueryNotPerPass) {
    for (int i = 0; i < 3; ++i) pass({straight_, trivial_, no_way_});
    const SolveCounts expected{.queries = 3, .answered = 3, .optimal = 2, .unreachable = 1};
    EXPECT_EQ(audit_->counts(), expected);
    EXPECT_TRUE(audit_->counts().all_right());
    EXPECT_TRUE(audit_->passes_agree());
    EXPECT_EQ(audit_->open(), 0U);
    EXPECT_EQ(audit_->round_trips().count(), 3U);
    EXPECT_EQ(audit_->round_trips().max(), std::chrono::seconds(2));
}

TEST_F(SolveAuditTest, CallsALongerPathWrongInWhicheverPass) {
    const Answer detour = [this](auto tag) {
        answer(tag, AnswerStatus::kFound, {{0, 0}, {1, 1}, {4, 1}, {5, 0}}, {3, 2});
    };
    pass({detour, trivial_, no_way_});
    pass({straight_, trivial_, no_way_});
    EXPECT_EQ(audit_->counts().wrong, 1U);
    EXPECT_EQ(audit_->counts().optimal, 1U);
    EXPECT_FALSE(audit_->counts().all_right());
    EXPECT_FALSE(audit_->passes_agree());
}

TEST_F(SolveAuditTest, CallsAFalseUnreachableWrong) {
    pass({no_way_, trivial_, no_way_});
    EXPECT_EQ(audit_->counts().wrong, 1U);
    EXPECT_EQ(audit_->counts().unreachable, 1U);
}

TEST_F(SolveAuditTest, CallsHalfAPathWrongThatNobodyAskedFor) {
    const Answer half = [this](auto tag) { answer(tag, AnswerStatus::kPartial, {{0, 0}, {3, 0}}, {3, 0}); };
    const Answer nearly = [this](auto tag) { answer(tag, AnswerStatus::kPartial, {{0, 0}, {6, 6}, {7, 6}}, {1, 6}); };
    pass({half, trivial_, nearly});
    EXPECT_EQ(audit_->counts().wrong, 2U);
    EXPECT_EQ(audit_->counts().partial, 0U);
    EXPECT_FALSE(audit_->counts().all_right());
}

TEST_F(SolveAuditTest, TakesTheShortestWayToTheNearestCellWhereThatWasAskedFor) {
    PathQuery manner;
    manner.or_nearest = true;
    const auto counts_with = [&](std::vector<Cell> points, StepCount cost) {
        ask_in(manner);
        pass({straight_, trivial_, [&](auto tag) { answer(tag, AnswerStatus::kPartial, points, cost); }});
        return audit_->counts();
    };
    const SolveCounts right = counts_with({{0, 0}, {6, 6}, {7, 6}}, {1, 6});
    EXPECT_EQ(right.partial, 1U);
    EXPECT_TRUE(right.all_right());
    EXPECT_EQ(counts_with({{0, 0}, {6, 6}, {6, 7}}, {1, 6}).wrong, 1U) << "as near, but lower down";
    EXPECT_EQ(counts_with({{0, 0}, {0, 1}, {6, 1}, {7, 2}, {7, 6}}, {11, 1}).wrong, 1U) << "a detour";
    EXPECT_EQ(counts_with({{0, 0}, {6, 6}}, {0, 6}).wrong, 1U) << "not near enough";
    EXPECT_EQ(counts_with({{0, 0}, {7, 7}}, {0, 7}).invalid, 1U) << "into the wall";

    ask_in(manner);
    pass({straight_, trivial_, no_way_});
    EXPECT_EQ(audit_->counts().wrong, 1U) << "the nearest cell can be reached";
}

TEST_F(SolveAuditTest, WantsEveryLegOfASmoothPathToSeeItsEnd) {
    search::TerrainMap map{.width_cells = 8, .height_cells = 8, .terrain = std::string(64, '.')};
    search::Scenario scenario;
    scenario.commands = {search::ScenarioQuery{{0, 0}, {7, 3}, StepCount{4, 3}.length_cells()}};
    PathQuery manner;
    manner.smooth = true;
    const auto verdict_on = [&](const std::vector<Cell>& waypoints, StepCount cost) {
        const SolveScript script = make_script(scenario, &map, "open.map");
        const std::vector<AuditedQuery> asked = audited_queries(script, manner);
        std::vector<PackedCell> points;
        for (const Cell cell : waypoints) points.push_back(pack(cell));
        paths::PathAnswer answer;
        answer.status = AnswerStatus::kFound;
        answer.cost = cost;
        answer.version = MapVersion{1};
        answer.turning_points = points;
        return judge(asked[0], answer, MapView(script.layout, script.bits.data(), MapVersion{1}));
    };
    EXPECT_EQ(verdict_on({{0, 0}, {7, 3}}, {4, 3}), Verdict::kOptimal);
    EXPECT_EQ(verdict_on({{0, 0}, {7, 3}}, {6, 2}), Verdict::kWrong) << "not the listed length";
    EXPECT_EQ(verdict_on({{0, 0}, {7, 2}}, {4, 3}), Verdict::kInvalid) << "not the goal";
    EXPECT_EQ(verdict_on({{0, 0}, {0, 7}, {7, 3}}, {4, 3}), Verdict::kInvalid) << "longer than it says";
    map.terrain[8 + 3] = '@';
    EXPECT_EQ(verdict_on({{0, 0}, {7, 3}}, {4, 3}), Verdict::kInvalid) << "through a wall";
}

TEST_F(SolveAuditTest, CallsAPathInvalidThatIsTooNarrowForTheUnit) {
    PathQuery manner;
    manner.clearance = Clearance::kTwoCells;
    ask_in(manner);
    pass({straight_, trivial_, no_way_});
    EXPECT_TRUE(audit_->counts().all_right());
    const Answer over_the_edge = [this](auto tag) {
        answer(tag, AnswerStatus::kFound, {{0, 0}, {6, 6}, {7, 6}}, {1, 6});
    };
    pass({straight_, trivial_, over_the_edge});
    EXPECT_EQ(audit_->counts().invalid, 1U);
}

TEST_F(SolveAuditTest, CallsAPathThroughAWallOrWithAWrongCostInvalid) {
    const Answer through = [this](auto tag) { answer(tag, AnswerStatus::kFound, {{0, 0}, {7, 7}}, {0, 7}); };
    const Answer cheaper = [this](auto tag) { answer(tag, AnswerStatus::kFound, {{0, 0}, {5, 0}}, {4, 0}); };
    pass({cheaper, trivial_, through});
    EXPECT_EQ(audit_->counts().invalid, 2U);
    EXPECT_EQ(audit_->counts().answered, 3U);
}

TEST_F(SolveAuditTest, CallsAnAnswerForAnotherMapVersionInvalid) {
    const Answer newer = [this](auto tag) {
        answer(tag, AnswerStatus::kFound, {{0, 0}, {5, 0}}, {5, 0}, MapVersion{2});
    };
    pass({newer, trivial_, no_way_});
    EXPECT_EQ(audit_->counts().invalid, 1U);
}

TEST_F(SolveAuditTest, CountsAQueryWithoutAnAnswerAsLost) {
    pass({silence_, trivial_, no_way_});
    pass({straight_, trivial_, no_way_});
    EXPECT_EQ(audit_->counts().lost, 1U);
    EXPECT_EQ(audit_->counts().answered, 2U);
    EXPECT_EQ(audit_->counts().optimal, 1U);
}

TEST_F(SolveAuditTest, CountsASecondAnswerAsDuplicatedAndTakesItForNothingElse) {
    const Answer twice = [this](auto tag) {
        straight_(tag);
        straight_(tag);
    };
    pass({twice, trivial_, no_way_});
    EXPECT_EQ(audit_->counts().duplicated, 1U);
    EXPECT_EQ(audit_->counts().optimal, 2U);
    EXPECT_EQ(audit_->open(), 0U);
}

TEST_F(SolveAuditTest, CountsAnAnswerThatComesAPassLateAsDuplicated) {
    std::uint64_t old_tag = 0;
    const Answer remember = [&](auto tag) {
        old_tag = tag;
        straight_(tag);
    };
    const Answer late = [&](auto tag) {
        straight_(old_tag);
        straight_(tag);
    };
    pass({remember, trivial_, no_way_});
    pass({late, trivial_, no_way_});
    EXPECT_EQ(audit_->counts().duplicated, 1U);
}

TEST_F(SolveAuditTest, DoesNotPassACancelledQueryForARightOne) {
    const Answer cancelled = [this](auto tag) { answer(tag, AnswerStatus::kCancelled, {}, {}); };
    pass({cancelled, trivial_, no_way_});
    EXPECT_EQ(audit_->counts().answered, 3U);
    EXPECT_FALSE(audit_->counts().all_right());
}

TEST_F(SolveAuditTest, HashesTheSameAnswersTheSameInAnyOrder) {
    pass({straight_, trivial_, no_way_});
    const std::uint64_t forwards = audit_->path_hash();
    ask_in({});
    history_.emplace(script_.layout, script_.bits);
    audit_->begin_pass(*history_);
    const std::uint64_t first = audit_->ask(0);
    const std::uint64_t second = audit_->ask(1);
    const std::uint64_t third = audit_->ask(2);
    no_way_(third);
    trivial_(second);
    straight_(first);
    audit_->end_pass();
    EXPECT_EQ(audit_->path_hash(), forwards);
}

}  // namespace
}  // namespace outrider::app
