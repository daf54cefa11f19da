// Saved requests of every kind, repeated in every mode: they bring their map, their ground and their danger.
#include <gtest/gtest.h>

#include "game/app/request_file.h"
#include "tests/e2e/game_program.h"
#include "tests/support/board_fixture.h"

namespace outrider::e2e {
namespace {

constexpr Patience kAnswer{20'000};

/// An open field of 12 x 8 cells; a request straight across it.
class SavedRequestFile : public ::testing::Test {
protected:
    SavedRequestFile() {
        saved_.layout = GridLayout(12, 8);
        saved_.bits = testing::open_field(saved_.layout);
        saved_.request.start = {0, 2};
        saved_.request.goal = {11, 2};
    }
    void block(Cell cell) { set_cell(saved_.layout, saved_.bits.data(), cell, false); }
    void block_column(std::int32_t x) {
        for (std::int32_t y = 0; y < 8; ++y) block({x, y});
    }

    [[nodiscard]] Ended repeat(const std::string& mode, const Arguments& more = {}) const {
        app::write_request(file_, saved_);
        Arguments arguments = {"solve", "--request", file_.string(), "--mode", mode};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run_to_end(outrider(home_, arguments), kAnswer);
    }
    /// The answer, which must be the same wherever it is searched for.
    [[nodiscard]] nlohmann::json answer() const {
        nlohmann::json first;
        for (const char* mode : {"inline", "threads", "processes"}) {
            const Ended ended = repeat(mode, {"--json", "-"});
            EXPECT_EQ(ended.ending, exit_code(0)) << mode << ": " << ended.error;
            nlohmann::json answer = json_in(ended.output);
            answer.erase("mode");
            // That there is no way the game proves for itself: nobody is asked how long it was looked for.
            if (answer.value("status", "") == "unreachable") answer.erase("expanded_nodes");
            if (first.is_null()) first = answer;
            EXPECT_EQ(answer, first) << mode;
        }
        return first;
    }
    void expect_steps(int straight, int diagonal) const {
        const nlohmann::json json = answer();
        EXPECT_EQ(json.value("straight_steps", -1), straight);
        EXPECT_EQ(json.value("diagonal_steps", -1), diagonal);
    }

    TemporaryFolder home_;
    std::filesystem::path file_ = home_.path() / "request.json";
    app::SavedRequest saved_;
};

TEST_F(SavedRequestFile, GoesStraightOnPlainGround) {
    saved_.request.algorithm = Algorithm::kWeighted;
    expect_steps(11, 0);
}

TEST_F(SavedRequestFile, GoesRoundDearGround) {
    saved_.request.algorithm = Algorithm::kWeighted;
    saved_.terrain_factors = {1, 1, 10, 1};
    saved_.terrain_classes.assign(terrain_bytes(saved_.layout), 0);
    for (Cell cell; cell.y < 4; ++cell.y) {
        for (cell.x = 4; cell.x < 8; ++cell.x) {
            set_terrain_class(saved_.layout, saved_.terrain_classes.data(), cell, 2);
        }
    }
    expect_steps(7, 4);
}

TEST_F(SavedRequestFile, GoesRoundDanger) {
    saved_.request.algorithm = Algorithm::kWeighted;
    saved_.request.danger_weight = 255;
    saved_.danger.assign(danger_bytes(saved_.layout), 0);
    saved_.danger[1] = 255;  // x 4 to 7, y 0 to 3
    expect_steps(7, 4);
}

TEST_F(SavedRequestFile, BreaksThroughAWall) {
    block_column(5);
    saved_.request.algorithm = Algorithm::kWeighted;
    EXPECT_EQ(answer().value("status", ""), "unreachable");
    saved_.request.wall_factor = 3;
    expect_steps(11, 0);
}

TEST_F(SavedRequestFile, BreaksNoRock) {
    block_column(5);
    saved_.request.algorithm = Algorithm::kWeighted;
    saved_.request.wall_factor = 3;
    saved_.terrain_factors = {1, 1, 1, kUnbreakable};
    saved_.terrain_classes.assign(terrain_bytes(saved_.layout), 0);
    set_terrain_class(saved_.layout, saved_.terrain_classes.data(), saved_.request.start, 3);
    expect_steps(11, 0);
    for (std::int32_t y = 0; y < 8; ++y) {
        set_terrain_class(saved_.layout, saved_.terrain_classes.data(), {5, y}, 3);
    }
    EXPECT_EQ(answer().value("status", ""), "unreachable");
}

TEST_F(SavedRequestFile, GoesRoundAWallThatIsNotThere) {
    saved_.request.what_if = {WhatIf::Kind::kLine, pack({5, 0}), pack({5, 6})};
    EXPECT_EQ(answer().value("status", ""), "found");
    expect_steps(3, 9);
    saved_.request.what_if.to = pack({5, 7});
    EXPECT_EQ(answer().value("status", ""), "unreachable");
}

TEST_F(SavedRequestFile, GoesToTheNearestCell) {
    block_column(5);
    saved_.request.or_nearest = true;
    EXPECT_EQ(answer().value("status", ""), "partial");
    expect_steps(4, 0);
}

TEST_F(SavedRequestFile, IsAsWideAsItWas) {
    for (std::int32_t y = 0; y < 8; ++y) {
        if (y != 2) block({5, y});
    }
    expect_steps(11, 0);
    saved_.request.clearance = Clearance::kTwoCells;
    saved_.request.goal = {10, 2};
    EXPECT_EQ(answer().value("status", ""), "unreachable");
}

TEST_F(SavedRequestFile, IsPulledTaut) {
    saved_.request.goal = {11, 5};
    saved_.request.smooth = true;
    EXPECT_EQ(answer().value("turning_points", 0), 2);
    saved_.request.smooth = false;
    EXPECT_EQ(answer().value("turning_points", 0), 3);
}

TEST_F(SavedRequestFile, IsAFlowField) {
    block_column(5);
    block({8, 4});
    saved_.request.kind = JobKind::kFlowField;
    EXPECT_EQ(answer().value("status", ""), "found");
    EXPECT_EQ(answer().value("reachable_cells", 0), 6 * 8 - 1);
    EXPECT_EQ(repeat("inline").output, "found: a flow field that leads 47 cells to the goal\n");
    saved_.request.goal = {8, 4};
    EXPECT_EQ(answer().value("status", ""), "unreachable");
}

TEST_F(SavedRequestFile, IsRefusedIfItIsOfAnotherVersion) {
    app::write_request(file_, saved_);
    nlohmann::json json = json_in_file(file_);
    json["format_version"] = 2;
    home_.write("old.json", json.dump());
    const auto old = home_.path() / "old.json";
    const Ended ended = run_to_end(outrider(home_, {"solve", "--request", old.string()}), kAnswer);
    EXPECT_EQ(ended.ending, exit_code(2));
    EXPECT_EQ(ended.error, "outrider: " + old.string() + ": is no outrider-request of version 3\n");
}

}  // namespace
}  // namespace outrider::e2e
