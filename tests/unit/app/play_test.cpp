#include "game/app/play.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/temporary_folder.h"
#include "tests/unit/app/walled_map.h"

namespace outrider::app {
namespace {

using outrider::test::TemporaryFolder;

const Places kNoPlaces{.assets = "/nowhere/assets", .pathfinder = "/nowhere/outrider-pathfinder"};

/// A short game in memory, whose paths are found in the frame itself: no display, no process.
class PlayTest : public testing::Test {
protected:
    PlayTest() {
        options_.scenario = ScenarioKind::kSandbox;
        options_.map = folder_.write("walled.map", test::walled_map());
        options_.headless = true;
        options_.mode = paths::Mode::kInline;
        options_.units = 50;
        options_.frames = 30;
        options_.frames_per_s = 0;
        options_.json = (folder_.path() / "out.json").string();
    }

    nlohmann::json played() {
        EXPECT_EQ(play(options_, kNoPlaces, stop_), kExitDone);
        std::ifstream in(*options_.json);
        return nlohmann::json::parse(in);
    }

    TemporaryFolder folder_;
    PlayOptions options_;
    volatile std::sig_atomic_t stop_ = 0;
};

TEST_F(PlayTest, PlaysTheFramesAskedForAndReports) {
    const nlohmann::json json = played();
    EXPECT_EQ(json["frames"], 30);
    EXPECT_EQ(json["units"], 50);
    EXPECT_EQ(json["mode"], "inline");
    EXPECT_EQ(json["renderer"], "software");
    EXPECT_EQ(json["conserved"], true);
    EXPECT_GT(json["submitted"], 0);
    EXPECT_EQ(json["submitted"], json["answered"].get<std::uint64_t>() + json["in_flight"].get<std::uint64_t>());
    EXPECT_GT(json["work_ms"]["p50"], 0.0);
    EXPECT_GT(json["submit_us"]["p50"], 0.0);
}

TEST_F(PlayTest, BeginsWithOneWorkerWhereItFindsTheNumberItself) {
    options_.mode = paths::Mode::kThreads;
    options_.workers_auto = true;
    const nlohmann::json json = played();
    EXPECT_EQ(json["workers"], 1);
    EXPECT_EQ(json["workers_auto"], true);
    options_.workers_auto = false;
    options_.workers = 2;
    EXPECT_EQ(played()["workers_auto"], false);
}

TEST_F(PlayTest, GivesTheSameGameInLockstepWhateverNumberItFinds) {
    options_.mode = paths::Mode::kThreads;
    options_.lockstep = true;
    options_.workers = 2;
    const nlohmann::json fixed = played();
    options_.workers.reset();
    options_.workers_auto = true;
    const nlohmann::json found = played();
    EXPECT_EQ(found["state_hash"], fixed["state_hash"]);
    EXPECT_EQ(found["path_hash"], fixed["path_hash"]);
}

TEST_F(PlayTest, MakesNoRequestsInModeNone) {
    options_.mode = paths::Mode::kNone;
    EXPECT_EQ(played()["answers"]["found"], 0);
}

TEST_F(PlayTest, ReportsWhatTheSandboxAloneHas) {
    options_.ask_rate = sim::AskPolicy{.again_at_once = true};
    nlohmann::json json = played();
    EXPECT_EQ(json["ask_rate"], "max");
    for (const char* field : {"arrivals", "edits", "edited_cells", "flow_fields"}) EXPECT_TRUE(json.contains(field));
    options_.ask_rate = sim::AskPolicy{.per_unit_per_second = 0.5};
    EXPECT_EQ(played()["ask_rate"], 0.5);
}

TEST_F(PlayTest, InLockstepTheSameGameEveryTime) {
    options_.lockstep = true;
    const nlohmann::json first = played();
    const nlohmann::json second = played();
    EXPECT_EQ(first["ticks"], 30);
    EXPECT_EQ(first["state_hash"], second["state_hash"]);
    EXPECT_EQ(first["path_hash"], second["path_hash"]);
    EXPECT_TRUE(first["path_hash"].is_string());
}

TEST_F(PlayTest, ARecordPlaysAgainToTheSameEnd) {
    options_.lockstep = true;
    options_.record = folder_.path() / "game.replay";
    const nlohmann::json recorded = played();
    PlayOptions again;
    again.headless = true;
    again.lockstep = true;
    again.mode = paths::Mode::kInline;
    again.replay = options_.record;
    again.json = options_.json;
    options_ = again;
    const nlohmann::json replayed = played();
    EXPECT_EQ(replayed["ticks"], recorded["ticks"]);
    EXPECT_EQ(replayed["units"], 50);
    EXPECT_EQ(replayed["state_hash"], recorded["state_hash"]);
}

TEST_F(PlayTest, WritesTheLastFrameAsAPicture) {
    options_.screenshot = folder_.path() / "last.png";
    options_.frames = 2;
    static_cast<void>(played());
    std::ifstream in(*options_.screenshot, std::ios::binary);
    std::string signature(8, '\0');
    in.read(signature.data(), 8);
    EXPECT_EQ(signature, "\x89PNG\r\n\x1a\n");
}

TEST_F(PlayTest, EndsWhenASignalHasCome) {
    options_.frames = 0;
    stop_ = 1;
    EXPECT_EQ(played()["frames"], 1);
}

TEST_F(PlayTest, FillsInWhatTheOptionsLeaveOpen) {
    const SessionSettings settings = prepare_session(options_, kNoPlaces, 4);
    EXPECT_EQ(settings.workers, 3U);
    EXPECT_EQ(settings.max_workers, 8U);
    EXPECT_DOUBLE_EQ(settings.load_cores, 2.4);
    EXPECT_EQ(settings.map_name, "walled");
}

TEST_F(PlayTest, GivesASingleCoreAWorkerAllTheSame) { EXPECT_EQ(prepare_session(options_, kNoPlaces, 1).workers, 1U); }

TEST_F(PlayTest, RefusesWhatIsMissingBeforeAnythingStarts) {
    PlayOptions no_worker = options_;
    no_worker.mode = paths::Mode::kProcesses;
    EXPECT_THROW(static_cast<void>(prepare_session(no_worker, kNoPlaces, 2)), UsageError);

    PlayOptions no_map = options_;
    no_map.map.reset();
    EXPECT_THROW(static_cast<void>(prepare_session(no_map, kNoPlaces, 2)), UsageError);
    no_map.map = folder_.path() / "missing.map";
    EXPECT_THROW(static_cast<void>(prepare_session(no_map, kNoPlaces, 2)), search::InputError);

    PlayOptions no_renderer = options_;
    no_renderer.renderer = "crayons";
    EXPECT_THROW(static_cast<void>(prepare_session(no_renderer, kNoPlaces, 2)), UsageError);

    PlayOptions no_output = options_;
    no_output.json = "/nowhere/out.json";
    EXPECT_THROW(static_cast<void>(prepare_session(no_output, kNoPlaces, 2)), UsageError);
}

}  // namespace
}  // namespace outrider::app
