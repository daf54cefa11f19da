#include "game/app/request_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "game/app/command_line.h"
#include "tests/support/board_fixture.h"
#include "tests/support/temporary_folder.h"

namespace outrider::app {
namespace {

class RequestFile : public ::testing::Test {
protected:
    RequestFile() {
        saved_.layout = GridLayout(70, 5);
        saved_.bits = testing::split_field(saved_.layout, 66);
        saved_.version = MapVersion{17};
        saved_.request.start = {1, 2};
        saved_.request.goal = {69, 4};
        saved_.request.kind = JobKind::kPoison;
        saved_.request.algorithm = Algorithm::kAStar;
        saved_.request.node_budget = 99;
        saved_.request.clearance = Clearance::kTwoCells;
        saved_.request.or_nearest = true;
        saved_.request.smooth = true;
        saved_.reason = FailReason::kCrashed;
        saved_.value = 6;
    }
    /// Some ground of every class, and danger of every degree.
    void make_weighted() {
        saved_.request.algorithm = Algorithm::kWeighted;
        saved_.request.smooth = false;
        saved_.request.danger_weight = 255;
        saved_.request.wall_factor = 3;
        saved_.request.detours = 7;
        saved_.terrain_factors = {1, 2, 16, 3};
        saved_.terrain_classes.assign(terrain_bytes(saved_.layout), 0);
        for (std::int32_t x = 0; x < 70; ++x) {
            const auto terrain_class = static_cast<std::uint32_t>(x % 4);
            set_terrain_class(saved_.layout, saved_.terrain_classes.data(), {x, x % 5}, terrain_class);
        }
        for (std::size_t i = 0; i < danger_bytes(saved_.layout); ++i) {
            saved_.danger.push_back(static_cast<std::uint8_t>(i * 7));
        }
    }
    static CostField costs_of(const SavedRequest& saved) {
        return {saved.terrain_classes.data(), saved.terrain_factors, saved.danger.data()};
    }
    static std::vector<std::uint32_t> free_multipliers(const SavedRequest& saved) {
        const MapView map(saved.layout, saved.bits.data(), saved.version);
        std::vector<std::uint32_t> multipliers;
        for (Cell cell; cell.y < 5; ++cell.y) {
            for (cell.x = 0; cell.x < 70; ++cell.x) {
                if (map.is_free(cell)) multipliers.push_back(costs_of(saved).multiplier(saved.layout, cell, 1));
            }
        }
        return multipliers;
    }
    static PathQuery query_of(const SavedRequest& saved) { return saved.request; }
    std::filesystem::path file() const { return folder_.path() / "request.json"; }
    nlohmann::json good() const {
        write_request(file(), saved_);
        return nlohmann::json::parse(std::ifstream(file()));
    }
    std::string refusal(const std::string& text) const {
        std::ofstream(file()) << text;
        try {
            (void)read_request(file());
        } catch (const UsageError& error) {
            return error.what();
        }
        return "";
    }

    outrider::test::TemporaryFolder folder_;
    SavedRequest saved_;
};

TEST_F(RequestFile, BringsBackWhatWasWritten) {
    write_request(file(), saved_);
    const SavedRequest read = read_request(file());
    EXPECT_EQ(read.bits, saved_.bits);
    EXPECT_EQ(read.version, saved_.version);
    EXPECT_EQ(query_of(read), query_of(saved_));
    EXPECT_EQ(read.request.kind, saved_.request.kind);
    EXPECT_TRUE(read.terrain_classes.empty());
    EXPECT_TRUE(read.danger.empty());
}

TEST_F(RequestFile, BringsBackAFlowFieldRequest) {
    saved_.request.kind = JobKind::kFlowField;
    write_request(file(), saved_);
    EXPECT_EQ(read_request(file()).request.kind, JobKind::kFlowField);
}

TEST_F(RequestFile, BringsBackABurnRequestIfItCanBe) {
    saved_.request.kind = JobKind::kBurn;
    saved_.request.goal = saved_.request.start;
    saved_.request.node_budget = kMostBurn_us;
    write_request(file(), saved_);
    EXPECT_EQ(read_request(file()).request.kind, JobKind::kBurn);
    EXPECT_EQ(query_of(read_request(file())), query_of(saved_));
    nlohmann::json json = good();
    json["node_budget"] = kMostBurn_us + 1;
    EXPECT_NE(refusal(json.dump()).find("a burn of 100001 us"), std::string::npos) << refusal(json.dump());
    json = good();
    json["goal"] = {0, 0};
    EXPECT_NE(refusal(json.dump()).find("both one cell"), std::string::npos) << refusal(json.dump());
}

TEST_F(RequestFile, BringsBackGroundAndDangerOfAWeightedRequest) {
    make_weighted();
    write_request(file(), saved_);
    const SavedRequest read = read_request(file());
    EXPECT_EQ(read.bits, saved_.bits);
    EXPECT_EQ(query_of(read), query_of(saved_));
    EXPECT_EQ(read.terrain_factors, saved_.terrain_factors);
    EXPECT_EQ(read.danger, saved_.danger);
    EXPECT_EQ(free_multipliers(read), free_multipliers(saved_));
}

TEST_F(RequestFile, BringsBackRock) {
    make_weighted();
    saved_.terrain_factors = {1, 2, kUnbreakable, 3};
    write_request(file(), saved_);
    const SavedRequest read = read_request(file());
    EXPECT_EQ(read.bits, saved_.bits);
    EXPECT_EQ(free_multipliers(read), free_multipliers(saved_));
    const MapView map(saved_.layout, saved_.bits.data(), saved_.version);
    int rocks = 0;
    for (Cell cell; cell.y < 5; ++cell.y) {
        for (cell.x = 0; cell.x < 70; ++cell.x) {
            if (map.is_free(cell)) continue;
            const bool breakable = costs_of(saved_).is_breakable(saved_.layout, cell);
            EXPECT_EQ(costs_of(read).is_breakable(saved_.layout, cell), breakable);
            rocks += breakable ? 0 : 1;
        }
    }
    EXPECT_GT(rocks, 0);
    nlohmann::json json = good();
    json["terrain_factors"] = {1, 2, 1, 3};
    EXPECT_TRUE(refusal(json.dump()).ends_with("has rock that is not unbreakable"));
}

TEST_F(RequestFile, BringsBackWallsThatAreNotThere) {
    for (const auto kind : {WhatIf::Kind::kLine, WhatIf::Kind::kRect}) {
        saved_.request.what_if = {kind, pack({69, 3}), pack({0, 4})};
        write_request(file(), saved_);
        EXPECT_EQ(query_of(read_request(file())), query_of(saved_));
    }
}

TEST_F(RequestFile, CopiesAQuarantinedRequestWithItsMap) {
    const MapView map(saved_.layout, saved_.bits.data(), saved_.version);
    const SavedRequest copy = copy_of({saved_.request, saved_.reason, saved_.value, map, {}});
    EXPECT_EQ(copy.bits, saved_.bits);
    EXPECT_EQ(copy.version, saved_.version);
}

TEST_F(RequestFile, CopiesCostsForAWeightedRequestAlone) {
    make_weighted();
    const MapView map(saved_.layout, saved_.bits.data(), saved_.version);
    const SavedRequest copy = copy_of({saved_.request, saved_.reason, saved_.value, map, costs_of(saved_)});
    EXPECT_EQ(copy.terrain_classes, saved_.terrain_classes);
    EXPECT_EQ(copy.terrain_factors, saved_.terrain_factors);
    EXPECT_EQ(copy.danger, saved_.danger);

    saved_.request.algorithm = Algorithm::kJps;
    const SavedRequest plain = copy_of({saved_.request, saved_.reason, saved_.value, map, costs_of(saved_)});
    EXPECT_TRUE(plain.terrain_classes.empty());
    EXPECT_TRUE(plain.danger.empty());
}

TEST_F(RequestFile, RefusesWhatIsNoRequestInOneLine) {
    const auto with = [this](const char* key, const nlohmann::json& value) {
        nlohmann::json json = good();
        json[key] = value;
        return refusal(json.dump());
    };
    const std::string name = file().string() + ": ";
    EXPECT_TRUE(refusal("").starts_with(name + "not a saved request"));
    EXPECT_TRUE(refusal("[1, 2]").starts_with(name + "not a saved request"));
    EXPECT_EQ(with("format", "other"), name + "is no outrider-request of version 3");
    EXPECT_EQ(with("format_version", 2), name + "is no outrider-request of version 3");
    EXPECT_EQ(with("start", {70, 0}), name + "(70, 0) is not in the map");
    EXPECT_EQ(with("goal", {-1, 0}), name + "-1 is not a whole number that can be");
    EXPECT_NE(with("goal", {1}), "");
    EXPECT_EQ(with("clearance", 3), name + "3 is not from 1 to 2");
    EXPECT_EQ(with("clearance", 0), name + "0 is not from 1 to 2");
    EXPECT_TRUE(with("smooth", 1).starts_with(name + "not a saved request"));
    EXPECT_TRUE(with("or_nearest", "yes").starts_with(name + "not a saved request"));
    EXPECT_EQ(with("danger_weight", 256), name + "256 is not a whole number that can be");
    EXPECT_EQ(with("wall_factor", -1), name + "-1 is not a whole number that can be");
    EXPECT_EQ(with("detours", 16), name + "16 is not from 0 to 15");
    EXPECT_EQ(with("terrain_factors", {1, 2, 3}), name + "'terrain_factors' are not four");
    EXPECT_EQ(with("terrain_factors", {1, 2, 3, 17}), name + "17 is not from 0 to 16");
    EXPECT_EQ(with("terrain_factors", {0, 2, 3, 4}), name + "0 is not from 1 to 16");
    EXPECT_EQ(with("terrain_factors", "1234"), name + "'terrain_factors' are not four");
    EXPECT_EQ(with("danger", {"00"}), name + "'danger' does not fit the map");
    EXPECT_EQ(with("danger", 7), name + "'danger' holds no rows");
    const std::string across(36, '0');
    EXPECT_EQ(with("danger", {across, "0" + across.substr(2)}), name + "'danger' does not fit the map");
    EXPECT_EQ(with("danger", {across, "0g" + across.substr(2)}), name + "'0g' is no danger");
    EXPECT_EQ(with("danger", {across, "-1" + across.substr(2)}), name + "'-1' is no danger");
    EXPECT_EQ(with("kind", "joke"), name + "'joke' is not known");
    EXPECT_EQ(with("map", nlohmann::json::array()), name + "'map' holds no rows");
    EXPECT_EQ(with("map", {"...", ".."}), name + "row 1 of the map is not 3 cells long");
    EXPECT_EQ(with("map", {"..x"}), name + "row 0 has a cell 'x'");
    EXPECT_EQ(with("map", {"..3"}), name + "row 0 has terrain without factors");
    EXPECT_EQ(with("map", {"..#"}), name + "row 0 has terrain without factors");
    EXPECT_EQ(with("what_if", {{"kind", "hole"}, {"from", {0, 0}}, {"to", {1, 0}}}), name + "'hole' is not known");
    EXPECT_EQ(with("what_if", {{"kind", "rect"}, {"from", {0, 0}}, {"to", {70, 0}}}),
              name + "(70, 0) is not in the map");
    EXPECT_TRUE(with("what_if", {{"kind", "rect"}}).starts_with(name + "not a saved request"));
    EXPECT_TRUE(with("what_if", 7).starts_with(name + "not a saved request"));
    EXPECT_TRUE(with("map", {std::string(5'000, '.')}).ends_with("cells cannot be"));
    try {
        (void)read_request(folder_.path() / "nowhere.json");
        ADD_FAILURE();
    } catch (const UsageError& error) {
        EXPECT_TRUE(std::string(error.what()).ends_with("cannot be read"));
    }
}

}  // namespace
}  // namespace outrider::app
