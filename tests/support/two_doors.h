// A world in which every version of the map can be told from its neighbours by any answer: "no search ever sees half an
// edit", put to the test.
//
// A wall with two doors of which exactly one is open, and a block behind it with a lane on either side of which exactly
// one is dangerous. Even versions swap the doors, odd ones the danger. A mixture of two versions has both doors open or
// none, or danger in both lanes or none, or in the wrong one.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "game/paths/path_dispatcher.h"
#include "pathfinder/search/search.h"
#include "tests/support/board_fixture.h"

namespace outrider::testing {

class TwoDoors {
public:
    TwoDoors() : danger_(danger_bytes(kLayout)) {
        searcher_.prepare(kLayout);
        for (std::uint32_t i = 0; i < kStates; ++i) prepare_answers(i);
    }

    /// A pool of this kind in this world.
    [[nodiscard]] static paths::DispatcherSettings settings(paths::Mode mode, std::uint32_t workers, bool exact) {
        paths::DispatcherSettings settings;
        settings.layout = kLayout;
        settings.bits = bits_of(MapVersion{1});
        settings.mode = mode;
        settings.workers = workers;
        settings.policy = SchedulingPolicy::kNormal;
        settings.exact_versions = exact;
        return settings;
    }

    /// Makes the next version.
    void change(paths::PathService& service) {
        ++version_.value;
        if (version_.value % 2 == 1) {
            danger_ = danger_of(version_);
            service.apply_danger(version_, danger_);
            return;
        }
        std::vector<CellEdit> edits;
        for (const std::uint32_t door : {0U, 1U}) {
            for (std::int32_t i = 0; i < kDoor_cells; ++i) {
                edits.push_back({pack({kWall_x, kDoors_y[door] + i}), door == open_door(version_)});
            }
        }
        service.apply_edits(version_, edits);
    }

    /// Asks one of everything.
    void ask(paths::PathService& service) {
        for (std::uint32_t kind = 0; kind < kKinds; ++kind) {
            paths::PathRequest request;
            static_cast<PathQuery&>(request) = query_of(kind);
            request.kind = kind == kField ? JobKind::kFlowField : JobKind::kSearch;
            request.version = version_;
            request.tag = version_.value * kKinds + kind;
            (void)service.submit(request);
            ++asked_;
        }
    }
    [[nodiscard]] std::uint64_t asked() const noexcept { return asked_; }
    [[nodiscard]] MapVersion version() const noexcept { return version_; }

    /// Is it right for exactly the version that it names, and is that one it may name?
    void expect_right(const KeepingSink::Kept& kept, bool exact) const {
        const MapVersion asked_on{kept.answer.tag / kKinds};
        const auto kind = static_cast<std::uint32_t>(kept.answer.tag % kKinds);
        const MapVersion version = kept.answer.version;
        SCOPED_TRACE(::testing::Message()
                     << "kind " << kind << " version " << version.value << " asked on " << asked_on.value);
        ASSERT_GE(version, asked_on);
        ASSERT_LE(version, version_);
        if (exact) {
            ASSERT_EQ(version, asked_on);
        }
        const Answer& right = answers_[state_of(version)][kind];
        EXPECT_EQ(kept.answer.status, right.status);
        EXPECT_EQ(kept.answer.cost, right.cost);
        EXPECT_EQ(kept.points, right.points);
    }
    /// Do the answers to everything differ from version to version? Else they would prove nothing.
    void expect_telling() const {
        for (std::uint32_t kind = 0; kind < kKinds; ++kind) {
            const auto differ = [&](std::uint32_t a, std::uint32_t b) {
                return answers_[a][kind].status != answers_[b][kind].status ||
                       answers_[a][kind].points != answers_[b][kind].points;
            };
            EXPECT_TRUE(differ(0, 1) && differ(2, 3)) << "doors, kind " << kind;
            EXPECT_EQ(differ(0, 2) && differ(1, 3), kind == kWeighted) << "danger, kind " << kind;
        }
    }

private:
    inline static const GridLayout kLayout{72, 60};
    static constexpr std::int32_t kWall_x = 20;
    static constexpr std::array<std::int32_t, 2> kDoors_y = {12, 44};
    static constexpr std::int32_t kDoor_cells = 3;
    static constexpr std::uint32_t kStates = 4;
    static constexpr std::uint32_t kWeighted = 4;
    static constexpr std::uint32_t kField = 5;
    static constexpr std::uint32_t kKinds = 8;

    struct Answer {
        AnswerStatus status = AnswerStatus::kFailed;
        StepCount cost;
        std::vector<PackedCell> points;
    };

    [[nodiscard]] static std::uint32_t open_door(MapVersion version) noexcept { return version.value / 2 % 2; }
    [[nodiscard]] static std::uint32_t dangerous_lane(MapVersion version) noexcept {
        return (version.value + 1) / 2 % 2;
    }
    [[nodiscard]] static std::uint32_t state_of(MapVersion version) noexcept {
        return open_door(version) | dangerous_lane(version) << 1U;
    }

    [[nodiscard]] static std::vector<std::uint64_t> bits_of(MapVersion version) {
        std::vector<std::uint64_t> bits = split_field(kLayout, kWall_x);
        for (std::int32_t i = 0; i < kDoor_cells; ++i) {
            set_cell(kLayout, bits.data(), {kWall_x, kDoors_y[open_door(version)] + i}, true);
        }
        // The block between the lanes.
        for (std::int32_t y = 22; y < 38; ++y) {
            for (std::int32_t x = 36; x < 48; ++x) set_cell(kLayout, bits.data(), {x, y}, false);
        }
        // Beyond: a wall that leaves the second half to those who come by the lower door.
        for (std::int32_t x = kWall_x; x < 36; ++x) set_cell(kLayout, bits.data(), {x, 30}, false);
        for (std::int32_t x = 48; x < 72; ++x) set_cell(kLayout, bits.data(), {x, 30}, false);
        return bits;
    }
    [[nodiscard]] static std::vector<std::uint8_t> danger_of(MapVersion version) {
        std::vector<std::uint8_t> danger(danger_bytes(kLayout));
        const std::int32_t across = (kLayout.width_cells + 3) / 4;
        for (std::int32_t y = 0; y < 15; ++y) {
            for (std::int32_t x = 0; x < across; ++x) {
                // Of each half, the upper part or the lower one.
                const bool is_upper = y % 8 < 4;
                danger[static_cast<std::size_t>(y * across + x)] =
                    x >= 6 && is_upper == (dangerous_lane(version) == 0) ? 200 : 1;
            }
        }
        return danger;
    }

    [[nodiscard]] static PathQuery query_of(std::uint32_t kind) noexcept {
        PathQuery query{{4, 29}, {70, 20}};
        switch (kind) {
            case 0: break;  // reachable by the first door only
            case 1: query.algorithm = Algorithm::kAStar, query.goal = {70, 40}; break;  // by the second only
            case 2: query.or_nearest = true; break;
            case 3: query.smooth = true, query.or_nearest = true; break;
            case kWeighted:
                query.algorithm = Algorithm::kWeighted, query.danger_weight = 255, query.or_nearest = true;
                break;
            case kField: query.start = query.goal; break;
            case 6: query.clearance = Clearance::kTwoCells; break;
            default: query.clearance = Clearance::kTwoCells, query.smooth = true, query.goal = {69, 50}; break;
        }
        return query;
    }

    /// By a searcher of our own, on a version that comes before all others in this state.
    void prepare_answers(std::uint32_t state) {
        MapVersion version{1};
        while (state_of(version) != state) ++version.value;
        const std::vector<std::uint64_t> bits = bits_of(version);
        const std::vector<std::uint8_t> danger = danger_of(version);
        CostField costs;
        // The first version has none: nothing was applied yet.
        costs.danger = danger.data();
        const MapView map(kLayout, bits.data(), MapVersion{version.value});
        for (std::uint32_t kind = 0; kind < kKinds; ++kind) {
            const PathQuery query = query_of(kind);
            const auto result =
                kind == kField ? searcher_.flow_field(map, query) : searcher_.search(map, query, {}, costs);
            answers_[state][kind] = {
                result.status, result.cost, {result.turning_points.begin(), result.turning_points.end()}};
        }
    }

    search::Searcher searcher_;
    std::array<std::array<Answer, kKinds>, kStates> answers_;
    MapVersion version_{1};
    std::vector<std::uint8_t> danger_;
    std::uint64_t asked_ = 0;
};

/// Changes the world `changes` times while a pool searches, asks on every version, and looks at every answer.
inline void expect_no_half_edits(paths::DispatcherSettings settings, std::uint64_t changes) {
    const bool exact = settings.exact_versions;
    TwoDoors world;
    world.expect_telling();
    paths::PathDispatcher dispatcher(std::move(settings));
    KeepingSink sink;
    // The first version has no danger yet: nobody asks on it.
    for (std::uint64_t i = 0; i < changes; ++i) {
        ASSERT_TRUE(pump_until(dispatcher, sink, [&] { return !exact || dispatcher.can_publish(); }))
            << "no buffer becomes free";
        world.change(dispatcher);
        if (world.version().value < 3) continue;
        world.ask(dispatcher);
        dispatcher.flush();
        dispatcher.poll(sink);
    }
    ASSERT_TRUE(pump_until(dispatcher, sink, [&] { return sink.kept.size() == world.asked(); }))
        << sink.kept.size() << " of " << world.asked();
    for (const auto& kept : sink.kept) world.expect_right(kept, exact);
    EXPECT_EQ(dispatcher.requests().rejected, 0U);
    EXPECT_TRUE(dispatcher.is_conserved());
}

}  // namespace outrider::testing
