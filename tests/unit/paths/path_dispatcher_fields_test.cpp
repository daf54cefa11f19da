// Flow fields through the whole service.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "game/paths/path_dispatcher.h"
#include "pathfinder/search/flow_field.h"
#include "shared/result_segment.h"
#include "tests/support/board_fixture.h"

namespace outrider::paths {
namespace {

constexpr Mode kWorkingModes[] = {Mode::kInline, Mode::kThreads};

DispatcherSettings settings_for(Mode mode, GridLayout layout = {120, 90}, std::uint32_t workers = 2) {
    DispatcherSettings settings;
    settings.layout = layout;
    settings.bits = testing::split_field(layout, layout.width_cells - 20);
    settings.mode = mode;
    settings.workers = workers;
    settings.policy = SchedulingPolicy::kNormal;
    return settings;
}

PathRequest field_request(Cell goal, std::uint64_t tag = 0, MapVersion version = MapVersion{1}) {
    PathRequest request;
    request.kind = JobKind::kFlowField;
    request.start = request.goal = goal;
    request.tag = tag;
    request.version = version;
    return request;
}

/// What the builder itself makes of it, as it travels.
std::vector<PackedCell> field_of(const GridLayout& layout, const std::vector<std::uint64_t>& bits, Cell goal,
                                 Clearance clearance = Clearance::kOneCell) {
    search::FlowFieldBuilder builder;
    builder.prepare(layout);
    FlowField field;
    field.prepare(layout);
    EXPECT_TRUE(builder.build({layout, bits.data(), MapVersion{1}}, goal, clearance, field));
    std::vector<PackedCell> points;
    field.copy_to(points);
    return points;
}

TEST(FieldRequests, AreAnsweredOnceEachWithTheRightField) {
    for (const Mode mode : kWorkingModes) {
        DispatcherSettings settings = settings_for(mode);
        const auto layout = settings.layout;
        const auto bits = settings.bits;
        PathDispatcher dispatcher(std::move(settings));
        testing::KeepingSink sink;
        constexpr std::uint64_t kFields = 20;
        const auto goal_of = [](std::uint64_t i) { return Cell{static_cast<std::int32_t>(5 + 4 * i), 30}; };
        const auto clearance_of = [](std::uint64_t i) {
            return i % 2 == 0 ? Clearance::kOneCell : Clearance::kTwoCells;
        };
        for (std::uint64_t i = 0; i < kFields; ++i) {
            PathRequest request = field_request(goal_of(i), i);
            request.clearance = clearance_of(i);
            (void)dispatcher.submit(request);
        }
        ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return dispatcher.requests().in_flight == 0; }));
        ASSERT_EQ(sink.kept.size(), kFields);
        std::map<std::uint64_t, int> times;
        for (const auto& kept : sink.kept) {
            const std::uint64_t i = kept.answer.tag;
            EXPECT_EQ(++times[i], 1);
            EXPECT_EQ(kept.answer.status, AnswerStatus::kFound);
            EXPECT_EQ(kept.points, field_of(layout, bits, goal_of(i), clearance_of(i))) << i;
        }
        EXPECT_EQ(dispatcher.requests().rejected, 0U);
        EXPECT_TRUE(dispatcher.is_conserved());
    }
}

// More than the ring holds: the worker waits for room, part by part.
TEST(FieldRequests, OfALargeMapComeInParts) {
    const GridLayout layout(1200, 900);
    ASSERT_GT(FlowFieldLayout(layout).total_words(), kRingWords);
    DispatcherSettings settings = settings_for(Mode::kThreads, layout, 1);
    const auto bits = settings.bits;
    PathDispatcher dispatcher(std::move(settings));
    testing::KeepingSink sink;
    (void)dispatcher.submit(field_request({600, 450}));
    ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return !sink.kept.empty(); }));
    EXPECT_EQ(sink.kept[0].answer.status, AnswerStatus::kFound);
    EXPECT_EQ(sink.kept[0].points, field_of(layout, bits, {600, 450}));
    EXPECT_EQ(dispatcher.requests().rejected, 0U);
}

TEST(FieldRequests, ForAGoalWhereNobodyFitsAreUnreachable) {
    for (const Mode mode : kWorkingModes) {
        PathDispatcher dispatcher(settings_for(mode));
        testing::KeepingSink sink;
        PathRequest request = field_request({100, 10}, 1);
        request.wall_factor = 4;  // means nothing to a field
        request.algorithm = Algorithm::kWeighted;
        (void)dispatcher.submit(request);
        request = field_request({119, 10}, 2);
        request.clearance = Clearance::kTwoCells;
        request.start = {5, 5};
        (void)dispatcher.submit(request);
        ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return sink.kept.size() == 2; }));
        for (const auto& kept : sink.kept) {
            EXPECT_EQ(kept.answer.status, AnswerStatus::kUnreachable) << kept.answer.tag;
            EXPECT_EQ(kept.answer.flow_field, nullptr);
        }
        EXPECT_EQ(dispatcher.requests().rejected, 0U);
    }
}

/// Keeps every field by exchanging it for one of its own.
class SwappingSink : public AnswerSink {
public:
    explicit SwappingSink(const GridLayout& layout) : layout_(layout) {}
    void on_answer(const PathAnswer& answer) noexcept override {
        ASSERT_NE(answer.flow_field, nullptr);
        FlowField& mine = fields[answer.tag];
        if (answer.tag % 2 == 0) mine.prepare(layout_);  // else: one that is prepared for no map
        std::swap(mine, *answer.flow_field);
    }
    std::map<std::uint64_t, FlowField> fields;

private:
    GridLayout layout_;
};

TEST(FieldRequests, MayHaveTheirFieldsKept) {
    for (const Mode mode : kWorkingModes) {
        DispatcherSettings settings = settings_for(mode);
        const auto layout = settings.layout;
        const auto bits = settings.bits;
        PathDispatcher dispatcher(std::move(settings));
        SwappingSink sink(layout);
        constexpr std::uint64_t kFields = 12;
        for (std::uint64_t i = 0; i < kFields; ++i) {
            (void)dispatcher.submit(field_request({static_cast<std::int32_t>(i), 7}, i));
            ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return sink.fields.size() == i + 1; }));
        }
        for (const auto& [tag, field] : sink.fields) {
            std::vector<PackedCell> points;
            field.copy_to(points);
            EXPECT_EQ(points, field_of(layout, bits, {static_cast<std::int32_t>(tag), 7})) << tag;
        }
    }
}

// Fields of a map on which a proof takes longer than a frame: what ends a request finds some of them in it.
TEST(FieldRequests, EndWhileTheyAreProven) {
    PathDispatcher dispatcher(settings_for(Mode::kThreads, {300, 300}));
    testing::KeepingSink sink;
    std::uint64_t cancelled = 0;
    std::uint64_t asked = 0;
    for (int round = 0; round < 10; ++round) {
        std::vector<RequestId> open;
        for (std::int32_t i = 0; i < 12; ++i, ++asked) {
            PathRequest request = field_request({3 * i, 5 + round}, asked);
            if (i % 4 == 3) request.patience = std::chrono::milliseconds(5 + 2 * round);
            open.push_back(dispatcher.submit(request));
        }
        for (int frame = 0; frame < 4 + 2 * round; ++frame) {
            dispatcher.flush();
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
            dispatcher.poll(sink);
            ASSERT_TRUE(dispatcher.is_conserved());
        }
        if (round % 3 == 1) dispatcher.set_mode(Mode::kInline);
        if (round % 3 == 2) dispatcher.set_mode(Mode::kNone);
        for (std::size_t i = 0; i < open.size(); i += 2) cancelled += dispatcher.cancel(open[i]) ? 1 : 0;
        if (round % 3 == 2) dispatcher.poll(sink);
        dispatcher.set_mode(Mode::kThreads);
    }
    ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return dispatcher.requests().in_flight == 0; }));
    EXPECT_EQ(sink.kept.size() + cancelled, asked);
    std::map<std::uint64_t, int> times;
    for (const auto& kept : sink.kept) {
        EXPECT_EQ(++times[kept.answer.tag], 1);
        EXPECT_NE(kept.answer.status, AnswerStatus::kFailed);
        EXPECT_EQ(kept.answer.status == AnswerStatus::kFound, !kept.points.empty());
    }
    EXPECT_EQ(dispatcher.requests().rejected, 0U);
    EXPECT_TRUE(dispatcher.is_conserved());
}

TEST(FieldRequests, MayBeProvenWhileTheServiceEnds) {
    for (int round = 0; round < 6; ++round) {
        PathDispatcher dispatcher(settings_for(Mode::kThreads, {300, 300}));
        testing::KeepingSink sink;
        for (std::int32_t i = 0; i < 6; ++i) (void)dispatcher.submit(field_request({3 * i, 5}));
        for (int frame = 0; frame < 3 * round; ++frame) {
            dispatcher.flush();
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
            dispatcher.poll(sink);
        }
    }
}

// Proofs and fields under way hold their versions, but must not hold up the edits.
TEST(FieldRequests, DoNotKeepEditsFromGoingOut) {
    PathDispatcher dispatcher(settings_for(Mode::kThreads, {300, 300}, 1));
    testing::KeepingSink sink;
    MapVersion version{1};
    std::uint64_t asked = 0;
    int frames_without = 0;
    int worst = 0;
    while (asked < 20) {
        const CellEdit edit{pack({150, 150}), version.value % 2 == 0};
        ++version.value;
        dispatcher.apply_edits(version, {&edit, 1});
        (void)dispatcher.submit(field_request({static_cast<std::int32_t>(asked), 9}, asked, version));
        ++asked;
        dispatcher.flush();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        dispatcher.poll(sink);
        dispatcher.refresh_statistics();
        frames_without = dispatcher.statistics().free_buffers > 0 ? 0 : frames_without + 1;
        worst = std::max(worst, frames_without);
    }
    RecordProperty("most_frames_without_a_free_buffer", worst);
    ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return sink.kept.size() == asked; }));
    for (const auto& kept : sink.kept) EXPECT_GE(kept.answer.version.value, kept.answer.tag + 2);
    // One worker pins one version; what waits to be proven holds none.
    EXPECT_LT(worst, 20);
}

}  // namespace
}  // namespace outrider::paths
