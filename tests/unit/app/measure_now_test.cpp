#include "game/app/measure_now.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "game/app/measure_now_text.h"
#include "game/app/measure_saving.h"
#include "game/sim/world.h"
#include "tests/support/synthetic_runs.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/sim/fake_path_service.h"

namespace outrider::app {
namespace {

using namespace std::chrono_literals;
using overlay::MeasureStage;
using Clock = MeasureNow::Clock;

/// A small world and a service, played by a made-up clock: all that a measurement drives.
class SmallGame final : public MeasuredGame {
public:
    explicit SmallGame(std::uint64_t seed) : world_(sim::scattered(50, 40, 15, 100, seed)), service_(world_, seed) {
        service_.longest_delay_polls = 12;
        world_.set_ask_policy({false, 3.0});
        service_.mode_now = mode = paths::Mode::kThreads;
        sim::run_frames(world_, service_, 90);
    }

    // --- what is measured ---
    [[nodiscard]] std::optional<std::string> refusal() const override { return refuses; }
    void keep_moment() override {
        moment_ = world_.snapshot();
        before_ = {mode, workers, paused};
        paused = false;
        policy_is_fixed = true;
    }
    void rewind_to(paths::Mode next) override {
        EXPECT_TRUE(moment_) << "nothing is kept";
        world_.restore(moment_, service_);
        EXPECT_TRUE(service_.open().empty());
        service_.mode_now = mode = next;
    }
    [[nodiscard]] bool is_ready() const override { return ready; }
    [[nodiscard]] std::optional<std::string> obstacle() const override { return in_the_way; }
    void begin_run(std::chrono::nanoseconds length) override {
        EXPECT_EQ(length, MeasureNow::kRunTime);
        EXPECT_FALSE(recording);
        recording = true;
        began_with.push_back(world_.state_hash());
        ran_in.push_back(mode);
    }
    [[nodiscard]] measure::RunRecord end_run() override {
        EXPECT_TRUE(recording);
        recording = false;
        measure::RunRecord run;
        run.setup.mode = mode;
        return run;
    }
    void restore() override {
        recording = false;
        world_.restore(moment_, service_);
        moment_.reset();
        service_.mode_now = mode = before_.mode;
        workers = before_.workers;
        paused = before_.paused;
        policy_is_fixed = false;
        ++restored;
    }
    [[nodiscard]] measure::Measurement describe() const override {
        measure::Measurement measurement;
        measurement.is_quick_look = true;
        return measurement;
    }

    // --- the test's hand ---
    void frame(const MeasureNow& now) {
        service_.poll(world_);
        if (now.holds_world()) return;
        world_.tick(service_.mode());
        world_.submit(service_);
    }
    [[nodiscard]] std::uint64_t hash() const { return world_.state_hash(); }
    /// With everything forgotten that was open: what a snapshot of now would give.
    [[nodiscard]] std::uint64_t hash_of_moment() {
        world_.restore(world_.snapshot(), service_);
        return world_.state_hash();
    }

    std::optional<std::string> refuses;
    std::optional<std::string> in_the_way;
    bool ready = true;
    paths::Mode mode = paths::Mode::kThreads;
    std::uint32_t workers = 3;
    bool paused = false;
    bool policy_is_fixed = false;
    bool recording = false;
    int restored = 0;
    std::vector<std::uint64_t> began_with;
    std::vector<paths::Mode> ran_in;

private:
    struct Before {
        paths::Mode mode{};
        std::uint32_t workers = 0;
        bool paused = false;
    };
    sim::World world_;
    sim::FakePathService service_;
    sim::WorldSnapshot moment_;
    Before before_;
};

QuickLook title_only(measure::Measurement measurement) {
    QuickLook look;
    look.card.title = "made";
    look.measurement = std::move(measurement);
    return look;
}

class MeasureNowTest : public testing::Test {
protected:
    /// Plays frames of a sixtieth of a second.
    void play(std::chrono::nanoseconds time) {
        for (const auto end = now_ + time; now_ < end; now_ += 16'666'667ns) {
            measure_.look(now_);
            game_.frame(measure_);
        }
    }
    bool play_until(MeasureStage stage) {
        for (int frame = 0; frame < 60 * 60; ++frame) {
            if (measure_.stage() == stage) return true;
            // What is worked out takes time of its own, which the made-up clock knows nothing of.
            if (measure_.stage() == MeasureStage::kWorkingOut) std::this_thread::sleep_for(1ms);
            play(16'666'667ns);
        }
        return false;
    }

    SmallGame game_{1};
    MeasureNow measure_{game_, title_only};
    Clock::time_point now_{1h};
};

TEST_F(MeasureNowTest, RunsEachModeOnceFromTheSameMomentAndGoesOnAsBefore) {
    const std::uint64_t moment = game_.hash_of_moment();
    game_.paused = true;
    measure_.start(7, now_);
    EXPECT_TRUE(measure_.holds_world());
    ASSERT_TRUE(play_until(MeasureStage::kCard));
    EXPECT_EQ(game_.ran_in, std::vector(measure_.order().begin(), measure_.order().end()));
    EXPECT_EQ(std::set(game_.ran_in.begin(), game_.ran_in.end()).size(), 4U) << "each mode once";
    EXPECT_EQ(game_.began_with, std::vector<std::uint64_t>(4, moment));
    EXPECT_EQ(game_.hash(), moment);
    EXPECT_EQ(game_.mode, paths::Mode::kThreads);
    EXPECT_EQ(game_.workers, 3U);
    EXPECT_TRUE(game_.paused);
    EXPECT_FALSE(game_.policy_is_fixed);
    EXPECT_EQ(game_.restored, 1);

    ASSERT_NE(measure_.result(), nullptr);
    EXPECT_EQ(measure_.result()->measurement.runs.size(), 4U);
    EXPECT_TRUE(measure_.result()->measurement.is_quick_look);
    EXPECT_EQ(measure_.model(now_).card, &measure_.result()->card);
    EXPECT_TRUE(measure_.holds_world()) << "the world waits for the player";
    EXPECT_TRUE(measure_.stop(now_));
    EXPECT_TRUE(measure_.is_idle());
    EXPECT_FALSE(measure_.holds_world());
    EXPECT_EQ(measure_.result(), nullptr);
    EXPECT_FALSE(measure_.stop(now_)) << "nothing to stop";
}

TEST_F(MeasureNowTest, EachRunTakesItsTime) {
    measure_.start(1, now_);
    for (int run = 0; run < 4; ++run) {
        SCOPED_TRACE(run);
        ASSERT_TRUE(play_until(MeasureStage::kRunning));
        EXPECT_EQ(measure_.model(now_).turn, static_cast<std::size_t>(run));
        play(MeasureNow::kRunTime - 100ms);
        EXPECT_EQ(measure_.stage(), MeasureStage::kRunning);
        EXPECT_NEAR(measure_.model(now_).left_s, 0.1, 0.06);
        play(200ms);
        EXPECT_NE(measure_.stage(), MeasureStage::kRunning);
    }
}

TEST_F(MeasureNowTest, DrawsTheOrder) {
    // 24 orders: of 400 seeds each of them is there, and none far too often.
    std::map<std::array<paths::Mode, 4>, int> seen;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        measure_.start(seed, now_);
        auto sorted = measure_.order();
        ++seen[sorted];
        std::ranges::sort(sorted);
        EXPECT_EQ(sorted, MeasureNow::kModes) << "seed " << seed;
        measure_.stop(now_);
    }
    EXPECT_EQ(seen.size(), 24U);
    for (const auto& [order, times] : seen) EXPECT_LT(times, 45);
}

TEST_F(MeasureNowTest, StopsAtAnyPointAndTheMomentIsBack) {
    const std::uint64_t moment = game_.hash_of_moment();
    for (int frames = 0; frames < 60 * 23; frames += 37) {
        SCOPED_TRACE(frames);
        measure_.start(static_cast<std::uint64_t>(frames), now_);
        for (int frame = 0; frame < frames && measure_.stage() != MeasureStage::kCard; ++frame) {
            if (measure_.stage() == MeasureStage::kWorkingOut) std::this_thread::sleep_for(1ms);
            play(16'666'667ns);
        }
        EXPECT_TRUE(measure_.stop(now_));
        EXPECT_EQ(game_.hash(), moment);
        EXPECT_EQ(game_.mode, paths::Mode::kThreads);
        EXPECT_EQ(game_.workers, 3U);
        EXPECT_FALSE(game_.recording);
        EXPECT_FALSE(game_.policy_is_fixed);
        EXPECT_TRUE(measure_.is_idle());
        std::this_thread::sleep_for(2ms);  // what is still worked out ends
        measure_.look(now_);
    }
}

TEST_F(MeasureNowTest, SaysWhyItCannotBegin) {
    game_.refuses = "only in the sandbox";
    measure_.start(1, now_);
    EXPECT_TRUE(measure_.is_idle());
    EXPECT_EQ(measure_.model(now_).said, "only in the sandbox");
    EXPECT_EQ(measure_.model(now_ + MeasureNow::kNoticeTime + 1s).said, "") << "and leaves it at that";
    EXPECT_EQ(game_.restored, 0);
}

TEST_F(MeasureNowTest, WaitsForWorkersAndGivesUpIfTheyDoNotCome) {
    game_.ready = false;
    measure_.start(1, now_);
    play(2s);
    EXPECT_EQ(measure_.stage(), MeasureStage::kSettling);
    game_.ready = true;
    play(50ms);
    EXPECT_EQ(measure_.stage(), MeasureStage::kRunning);
    game_.ready = false;
    play(20s);
    EXPECT_TRUE(measure_.is_idle());
    EXPECT_EQ(game_.restored, 1);
    EXPECT_NE(std::string(measure_.said()).find("not ready"), std::string::npos) << measure_.said();
}

TEST_F(MeasureNowTest, StopsWhenSomethingComesInItsWay) {
    measure_.start(1, now_);
    play(3s);
    ASSERT_EQ(measure_.stage(), MeasureStage::kRunning);
    game_.in_the_way = "nobody sees the window";
    play(50ms);
    EXPECT_TRUE(measure_.is_idle());
    EXPECT_EQ(game_.restored, 1);
    EXPECT_NE(std::string(measure_.said()).find("nobody sees the window"), std::string::npos);
}

TEST_F(MeasureNowTest, StoppedWhileItIsWorkedOutItShowsNothing) {
    std::promise<void> may_end;
    MeasureNow slow(game_, [end = may_end.get_future().share()](measure::Measurement measurement) {
        end.wait();
        return title_only(std::move(measurement));
    });
    slow.start(1, now_);
    for (int frame = 0; frame < 60 * 30 && slow.stage() != MeasureStage::kWorkingOut; ++frame, now_ += 16'666'667ns) {
        slow.look(now_);
    }
    ASSERT_EQ(slow.stage(), MeasureStage::kWorkingOut);
    EXPECT_TRUE(slow.stop(now_)) << "at once, whatever the thread does";
    slow.start(2, now_);
    EXPECT_TRUE(slow.is_idle()) << "one at a time";
    EXPECT_NE(slow.model(now_).said, "");
    may_end.set_value();
    for (int look = 0; look < 1000 && slow.is_idle(); ++look) {
        slow.look(now_);
        std::this_thread::sleep_for(1ms);
        slow.start(2, now_);
    }
    EXPECT_EQ(slow.stage(), MeasureStage::kSettling) << "and when that is over, the next";
    EXPECT_EQ(slow.result(), nullptr);
    slow.stop(now_);
}

TEST_F(MeasureNowTest, FiguresThatCannotBeWorkedOutEndInALine) {
    MeasureNow broken(game_, [](const measure::Measurement&) -> QuickLook { throw std::runtime_error("no memory"); });
    broken.start(1, now_);
    for (int frame = 0; frame < 60 * 60 && !broken.is_idle(); ++frame, now_ += 16'666'667ns) {
        broken.look(now_);
        if (broken.stage() == MeasureStage::kWorkingOut) std::this_thread::sleep_for(1ms);
    }
    EXPECT_TRUE(broken.is_idle());
    EXPECT_NE(std::string(broken.said()).find("no memory"), std::string::npos) << broken.said();
    EXPECT_EQ(game_.restored, 1);
}

// --- what is kept of it ----------------------------------------------------------------------------------------------

TEST(MeasureSaving, LeavesNothingOfAnEarlierMeasurement) {
    const test::TemporaryFolder folder;
    std::filesystem::create_directories(folder.path() / "runs");
    for (const char* old : {"runs/processes-8_r3.csv", "card.png", "summary.json.part"}) {
        std::ofstream(folder.path() / old) << "x";
    }
    auto look = std::make_shared<QuickLook>();
    look->measurement.runs.push_back(test::synthetic_run({.frames = 60}));
    MeasureSaving saving;
    saving.begin(folder.path(), look);
    std::optional<MeasureSaving::Saved> saved;
    while (!(saved = saving.look())) std::this_thread::sleep_for(1ms);
    EXPECT_TRUE(saved->done) << saved->said;
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "runs/processes-8_r3.csv"));
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "card.png")) << "the picture comes after it";
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "runs/processes-2_r1.csv"));
}

// --- the line that does it properly ----------------------------------------------------------------------------------

ProperMeasurement usual() {
    ProperMeasurement measurement;
    measurement.setup.workers = 1;
    measurement.setup.units = 4000;
    measurement.setup.map = "city";
    measurement.setup.ask_rate = "0.81";
    return measurement;
}

TEST(ProperCommand, NamesUnitsRateAndWorkers) {
    EXPECT_EQ(proper_command(usual()), "outrider measure --units 4000 --ask-rate 0.81 --workers 1 --out measured-city");
}

TEST(ProperCommand, NamesWhatIsNotAsUsual) {
    ProperMeasurement odd = usual();
    odd.map = "my maps/it's.map";
    odd.setup.ask_rate = "max";
    odd.setup.workers = 0;
    odd.setup.algorithm = Algorithm::kAStar;
    odd.setup.policy = SchedulingPolicy::kNice;
    odd.setup.chunk_jobs = 8;
    odd.setup.seed = 5;
    odd.chase = true;
    odd.orders = sim::OrderBy::kPaths;
    EXPECT_EQ(proper_command(odd),
              "outrider measure --map 'my maps/it'\\''s.map' --units 4000 --ask-rate max --workers 1 --algorithm astar "
              "--chase --orders paths --policy nice --chunks 8 --seed 5 --out measured-city");
}

}  // namespace
}  // namespace outrider::app
