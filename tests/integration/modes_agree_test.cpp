// One trace of requests, every form of the service: the same answers, cell by cell.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "game/paths/path_dispatcher.h"
#include "shared/path_hash.h"
#include "tests/support/board_fixture.h"
#include "tests/support/own_maps.h"

namespace outrider::paths {
namespace {

using Form = std::tuple<Mode, std::uint32_t>;
constexpr Form kFormsWithWorkers[] = {
    {Mode::kThreads, 1}, {Mode::kThreads, 3}, {Mode::kProcesses, 1}, {Mode::kProcesses, 3}};

Cell random_cell(std::mt19937& random, const GridLayout& layout) {
    const auto x = static_cast<std::int32_t>(random() % static_cast<unsigned>(layout.width_cells));
    return {x, static_cast<std::int32_t>(random() % static_cast<unsigned>(layout.height_cells))};
}

/// Hash of all answers to `kRequests` random requests on a map of ours; walls among starts and goals included.
std::uint64_t hash_of_answers(const search::TerrainMap& map, Mode mode, std::uint32_t workers, Algorithm algorithm) {
    constexpr std::uint64_t kRequests = 1'500;
    PathDispatcher dispatcher(testing::dispatcher_settings(map, mode, workers));
    std::mt19937 random(1'848);
    testing::KeepingSink sink;
    const GridLayout layout(map.width_cells, map.height_cells);
    for (std::uint64_t i = 0; i < kRequests; ++i) {
        PathRequest request;
        request.start = random_cell(random, layout);
        request.goal = random_cell(random, layout);
        request.tag = i;
        request.version = MapVersion{1};
        request.algorithm = algorithm;
        (void)dispatcher.submit(request);
    }
    EXPECT_TRUE(testing::pump_until(dispatcher, sink, [&] { return sink.kept.size() == kRequests; }))
        << sink.kept.size() << " of " << kRequests;
    EXPECT_EQ(dispatcher.requests().rejected, 0U);
    PathHash hash;
    for (const auto& kept : sink.kept) hash.add(kept.answer.tag, kept.answer.status, kept.points);
    return hash.value();
}

TEST(Modes, GiveTheSamePathsWhoeverSearches) {
    const search::TerrainMap map = testing::own_map("valley");
    for (const Algorithm algorithm : {Algorithm::kJps, Algorithm::kAStar}) {
        const std::uint64_t expected = hash_of_answers(map, Mode::kInline, 0, algorithm);
        for (const auto& [mode, workers] : kFormsWithWorkers) {
            EXPECT_EQ(hash_of_answers(map, mode, workers, algorithm), expected)
                << to_string(mode) << " " << workers << " " << to_string(algorithm);
        }
    }
}

TEST(Modes, BurnInEachForm) {
    const search::TerrainMap map = testing::own_map("valley");
    for (const auto& [mode, workers] :
         {Form{Mode::kInline, 0}, Form{Mode::kThreads, 2}, Form{Mode::kProcesses, 2}, Form{Mode::kNone, 0}}) {
        SCOPED_TRACE(to_string(mode));
        PathDispatcher dispatcher(testing::dispatcher_settings(map, mode, workers));
        testing::KeepingSink sink;
        PathRequest burn;
        burn.kind = JobKind::kBurn;
        burn.node_budget = 50;
        const auto free = static_cast<std::int32_t>(map.terrain.find('.'));
        burn.start = burn.goal = {free % map.width_cells, free / map.width_cells};
        burn.version = MapVersion{1};
        for (burn.tag = 0; burn.tag < 200; ++burn.tag) (void)dispatcher.submit(burn);
        ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return sink.kept.size() == burn.tag; }));
        const AnswerStatus expected = mode == Mode::kNone ? AnswerStatus::kCancelled : AnswerStatus::kFound;
        for (const auto& kept : sink.kept) EXPECT_EQ(kept.answer.status, expected);
        EXPECT_EQ(dispatcher.requests().rejected, 0U);
        EXPECT_TRUE(dispatcher.is_conserved());
    }
}

// --- every kind of query, on versions that follow each other ---------------------------------------------------------

enum class Kind { kShortest, kWeighted, kField };
constexpr unsigned kSeed = 60'217;
/// No multiples of anything: the last words, blocks and steps of a row are half empty.
const GridLayout kLand(151, 109);

/// What nobody has built as yet.
WhatIf random_walls(std::mt19937& random) {
    const auto kind = random() % 2 == 0 ? WhatIf::Kind::kLine : WhatIf::Kind::kRect;
    const PackedCell from = pack(random_cell(random, kLand));
    return {kind, from, pack(random_cell(random, kLand))};
}

PathRequest random_request(std::mt19937& random, Kind kind) {
    PathRequest request;
    request.start = random_cell(random, kLand);
    request.goal = random_cell(random, kLand);
    request.clearance = random() % 2 == 0 ? Clearance::kOneCell : Clearance::kTwoCells;
    request.or_nearest = random() % 2 == 0;
    if (kind == Kind::kField) {
        request.kind = JobKind::kFlowField;
        return request;
    }
    if (random() % 8 == 0) request.node_budget = static_cast<std::uint32_t>(1 + random() % 200);
    if (kind == Kind::kShortest) {
        request.algorithm = random() % 2 == 0 ? Algorithm::kJps : Algorithm::kAStar;
        request.smooth = random() % 2 == 0;
        if (random() % 4 == 0) request.what_if = random_walls(random);
        // For weighted searches alone: nobody else may heed them.
        if (random() % 4 == 0) request.wall_factor = 5, request.danger_weight = 9;
    } else {
        request.algorithm = Algorithm::kWeighted;
        request.smooth = random() % 4 == 0;
        if (random() % 4 != 0) request.danger_weight = static_cast<std::uint8_t>(random());
        if (random() % 3 == 0) request.wall_factor = static_cast<std::uint8_t>(1 + random() % 40);
        if (random() % 3 == 0) request.detours = static_cast<std::uint8_t>(1 + random() % kMaxDetours);
        if (random() % 3 == 0) request.what_if = random_walls(random);
    }
    return request;
}

/// A dispatcher of this form for a land with walls and rocks and all kinds of ground.
DispatcherSettings land(std::mt19937& random, const Form& form) {
    DispatcherSettings settings;
    settings.layout = kLand;
    settings.bits = testing::open_field(kLand);
    settings.terrain_classes.resize(terrain_bytes(kLand));
    settings.terrain_factors = {1, 3, 16, kUnbreakable};
    for (std::int32_t y = 0; y < kLand.height_cells; ++y) {
        for (std::int32_t x = 0; x < kLand.width_cells; ++x) {
            const bool in_wall = (x % 30 == 29 || y % 27 == 26) && random() % 8 != 0;
            set_cell(kLand, settings.bits.data(), {x, y}, !in_wall && random() % 25 != 0);
            set_terrain_class(kLand, settings.terrain_classes.data(), {x, y},
                              static_cast<std::uint32_t>(x / 20 + y / 15 + (random() % 9 == 0 ? 1 : 0)) % 4);
        }
    }
    settings.mode = std::get<0>(form);
    settings.workers = std::get<1>(form);
    settings.policy = SchedulingPolicy::kNormal;
    settings.pathfinder = std::filesystem::path(OUTRIDER_BIN_DIR) / "outrider-pathfinder";
    settings.exact_versions = true;
    return settings;
}

/// The next version: a few cells, or the danger.
void change(std::mt19937& random, PathDispatcher& dispatcher, MapVersion version) {
    if (random() % 3 == 0) {
        std::vector<std::uint8_t> danger(danger_bytes(kLand));
        for (std::uint8_t& block : danger) block = static_cast<std::uint8_t>(random() % 4 == 0 ? random() : 0);
        dispatcher.apply_danger(version, danger);
        return;
    }
    std::vector<CellEdit> edits;
    const Cell corner = random_cell(random, kLand);
    const bool free = random() % 2 == 0;
    for (std::int32_t y = corner.y; y < std::min(corner.y + 9, kLand.height_cells); ++y) {
        for (std::int32_t x = corner.x; x < std::min(corner.x + 5, kLand.width_cells); ++x) {
            edits.push_back({pack({x, y}), free});
        }
    }
    dispatcher.apply_edits(version, edits);
}

struct Agreed {
    std::uint64_t hash = 0;
    std::array<std::uint64_t, kAnswerStatusCount> by_status{};
    friend bool operator==(const Agreed&, const Agreed&) = default;
};

Agreed answers_of(const Form& form, Kind kind) {
    constexpr int kVersions = 40;
    const int requests_per_version = kind == Kind::kShortest ? 40 : kind == Kind::kWeighted ? 15 : 6;
    std::mt19937 random(kSeed);
    PathDispatcher dispatcher(land(random, form));
    testing::KeepingSink sink;
    std::uint64_t asked = 0;
    for (MapVersion version{1}; version.value <= kVersions; ++version.value) {
        if (version.value > 1) {
            EXPECT_TRUE(testing::pump_until(dispatcher, sink, [&] { return dispatcher.can_publish(); }));
            change(random, dispatcher, version);
        }
        for (int i = 0; i < requests_per_version; ++i) {
            PathRequest request = random_request(random, kind);
            request.version = version;
            request.tag = asked++;
            (void)dispatcher.submit(request);
        }
    }
    EXPECT_TRUE(testing::pump_until(dispatcher, sink, [&] { return sink.kept.size() == asked; }))
        << sink.kept.size() << " of " << asked;
    EXPECT_EQ(dispatcher.requests().rejected, 0U) << "an honest answer was refused";
    EXPECT_EQ(dispatcher.requests().deaths, 0U);
    Agreed agreed;
    PathHash hash;
    for (const auto& kept : sink.kept) {
        hash.add(kept.answer.tag, kept.answer.status, kept.points);
        hash.add(kept.answer.tag, kept.answer.status,
                 std::array{PackedCell{kept.answer.cost.straight}, PackedCell{kept.answer.cost.diagonal},
                            PackedCell{static_cast<std::uint32_t>(kept.answer.version.value)}});
        ++agreed.by_status[static_cast<std::size_t>(kept.answer.status)];
    }
    agreed.hash = hash.value();
    return agreed;
}

class EveryKind : public ::testing::TestWithParam<Kind> {};

TEST_P(EveryKind, OfQueryHasTheSameAnswersWhoeverSearches) {
    SCOPED_TRACE(kSeed);
    const Agreed expected = answers_of({Mode::kInline, 0}, GetParam());
    // Else the agreement would say little.
    EXPECT_GT(expected.by_status[static_cast<std::size_t>(AnswerStatus::kFound)], 100U);
    EXPECT_GT(expected.by_status[static_cast<std::size_t>(AnswerStatus::kUnreachable)], 5U);
    if (GetParam() != Kind::kField) {
        EXPECT_GT(expected.by_status[static_cast<std::size_t>(AnswerStatus::kPartial)], 20U);
    }
    for (const Form& form : kFormsWithWorkers) {
        const auto& [mode, workers] = form;
        EXPECT_EQ(answers_of(form, GetParam()), expected) << to_string(mode) << " " << workers;
    }
}

std::string name_of(const ::testing::TestParamInfo<Kind>& kind) {
    const char* const names[] = {"Shortest", "Weighted", "Field"};
    return names[static_cast<std::size_t>(kind.param)];
}

INSTANTIATE_TEST_SUITE_P(Modes, EveryKind, ::testing::Values(Kind::kShortest, Kind::kWeighted, Kind::kField), name_of);

}  // namespace
}  // namespace outrider::paths
