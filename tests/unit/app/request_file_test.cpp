#include "game/app/request_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "game/app/command_line.h"
#include "tests/support/board_fixture.h"
#include "tests/unit/app/scratch_folder.h"

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
        saved_.reason = FailReason::kCrashed;
        saved_.value = 6;
    }
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

    test::ScratchFolder folder_;
    SavedRequest saved_;
};

TEST_F(RequestFile, BringsBackWhatWasWritten) {
    write_request(file(), saved_);
    const SavedRequest read = read_request(file());
    EXPECT_EQ(read.bits, saved_.bits);
    EXPECT_EQ(read.version, saved_.version);
    EXPECT_EQ(read.request.start, saved_.request.start);
    EXPECT_EQ(read.request.goal, saved_.request.goal);
    EXPECT_EQ(read.request.kind, saved_.request.kind);
    EXPECT_EQ(read.request.algorithm, saved_.request.algorithm);
    EXPECT_EQ(read.request.node_budget, saved_.request.node_budget);
}

TEST_F(RequestFile, CopiesAQuarantinedRequestWithItsMap) {
    const MapView map(saved_.layout, saved_.bits.data(), saved_.version);
    const SavedRequest copy = copy_of({saved_.request, saved_.reason, saved_.value, map});
    EXPECT_EQ(copy.bits, saved_.bits);
    EXPECT_EQ(copy.version, saved_.version);
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
    EXPECT_EQ(with("format", "other"), name + "is no outrider-request of version 1");
    EXPECT_EQ(with("format_version", 2), name + "is no outrider-request of version 1");
    EXPECT_EQ(with("start", {70, 0}), name + "(70, 0) is not in the map");
    EXPECT_EQ(with("goal", {-1, 0}), name + "-1 is not a whole number that can be");
    EXPECT_NE(with("goal", {1}), "");
    EXPECT_EQ(with("kind", "joke"), name + "'joke' is not known");
    EXPECT_EQ(with("map", nlohmann::json::array()), name + "'map' holds no rows");
    EXPECT_EQ(with("map", {"...", ".."}), name + "row 1 of the map is not 3 cells long");
    EXPECT_EQ(with("map", {"..x"}), name + "row 0 has a cell 'x'");
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
