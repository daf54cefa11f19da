// A made-up session, frame by frame: what the recorder keeps of it, and what it sums up.
#include "game/app/run_recorder.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace outrider::app {
namespace {

using namespace std::chrono_literals;
using measure::EventKind;
using measure::Phase;
using paths::Mode;
using Clock = std::chrono::steady_clock;

constexpr auto kFrame = 10ms;

/// Frames of 10 ms, of which the game works 4.
class MadeUpSession {
public:
    explicit MadeUpSession(std::chrono::nanoseconds length, bool frames_alone = false)
        : recorder(
              {.setup = setup(), .length = length, .cores = 4.0, .frames_alone = frames_alone, .read_clocks = [this] {
                   return clocks;
               }}) {
        paths.mode = Mode::kProcesses;
        paths.workers_wanted = 2;
        workers.resize(2);
        for (std::uint32_t seat = 0; seat < 2; ++seat) {
            workers[seat].seat = Seat{seat};
            workers[seat].pid = 100 + static_cast<std::int32_t>(seat);
            workers[seat].state = paths::WorkerState::kSearching;
            workers[seat].busy_share = 1.0;
        }
        last.work = 4ms;
        last.interval = kFrame;
    }

    void frame() {
        recorder.note_frame({.start = now,
                             .last = last,
                             .last_overlay = {.build = 300us, .draw = 1ms},
                             .paths = paths,
                             .workers = workers,
                             .conserved = conserved,
                             .paused = paused,
                             .wave = wave});
        recorder.note_telemetry(20us);
        now += kFrame;
    }
    void frames(int count) {
        for (int i = 0; i < count; ++i) frame();
    }
    measure::RunRecord end() {
        return recorder.end({.paths = paths,
                             .workers = workers,
                             .game_mib = 60.0,
                             .state_hash = 7,
                             .ticks = 99,
                             .stopped_early = false});
    }

    static measure::RunSetup setup() {
        measure::RunSetup setup;
        setup.workers = 2;
        setup.frames_per_s = 100.0;
        return setup;
    }

    RunRecorder recorder;
    paths::PathStatistics paths;
    std::vector<paths::WorkerStatistics> workers;
    measure::FrameTimes last;
    CpuClocks clocks;
    bool conserved = true;
    bool paused = false;
    std::uint32_t wave = 0;
    Clock::time_point now = Clock::now();
};

std::vector<std::string> texts_of(const measure::RunRecord& run) {
    std::vector<std::string> texts;
    for (const measure::RunEvent& event : run.events) texts.push_back(event.what);
    return texts;
}

TEST(RunRecorder, WarmsUpForATenthAndAtLeastASecond) {
    EXPECT_EQ(warm_up_of(60s), 6s);
    EXPECT_EQ(warm_up_of(10s), 1s);
    EXPECT_EQ(warm_up_of(2s), 1s);
    EXPECT_EQ(warm_up_of(0s), 1s);
}

TEST(RunRecorder, MarksTheWarmUpAndLeavesOutTheFrameThatHasNoEnd) {
    MadeUpSession session(20s);
    session.frames(301);
    const measure::RunRecord run = session.end();
    ASSERT_EQ(run.frames.size(), 300U);
    EXPECT_EQ(run.frames[0].start, 0ns);
    EXPECT_EQ(run.frames[1].start, kFrame);
    // Two seconds are the first tenth; the frame that begins then still warms up, as it looks at the clocks.
    const auto timed = std::ranges::count(run.frames, false, &measure::FrameSample::warm_up);
    EXPECT_EQ(timed, 300 - 201);
    EXPECT_TRUE(run.frames[200].warm_up);
    EXPECT_FALSE(run.frames[201].warm_up);
    EXPECT_EQ(run.frames[250].times.work, 4ms);
    EXPECT_EQ(run.frames[250].overlay_build, 300us);
    EXPECT_EQ(run.frames[250].telemetry, 20us);
}

TEST(RunRecorder, KeepsEachFramesOwnTimesAndQueues) {
    MadeUpSession session(20s);
    session.paths.lanes[1] = {.waiting = 5, .ready = 3, .claimed = 2};
    session.frame();  // the first: its times come with the second
    session.paths.lanes[1] = {};
    session.last.work = 9ms;
    session.frame();
    session.last.work = 1ms;
    session.frame();
    const measure::RunRecord run = session.end();
    ASSERT_EQ(run.frames.size(), 2U);
    EXPECT_EQ(run.frames[0].times.work, 9ms);
    EXPECT_EQ(run.frames[0].waiting[1], 8U);
    EXPECT_EQ(run.frames[0].claimed[1], 2U);
    EXPECT_EQ(run.frames[1].times.work, 1ms);
    EXPECT_EQ(run.frames[1].waiting[1], 0U);
}

TEST(RunRecorder, NotesEachWorkerInEachFrame) {
    MadeUpSession session(20s);
    session.frames(3);
    session.workers[1].state = paths::WorkerState::kDead;
    session.workers[1].pid = 0;
    session.workers[1].busy_share = 0.0;
    session.frames(2);
    const measure::RunRecord run = session.end();
    ASSERT_EQ(run.frames.size(), 4U);
    ASSERT_EQ(run.beats.size(), 8U);
    for (std::size_t i = 0; i < run.beats.size(); ++i) {
        EXPECT_EQ(run.beats[i].frame, i / 2);
        EXPECT_EQ(run.beats[i].seat, i % 2);
    }
    EXPECT_EQ(run.beats[0].busy, 255);
    EXPECT_EQ(run.beats[7].state, paths::WorkerState::kDead) << "a seat that is wanted and empty is seen";
}

TEST(RunRecorder, SeesWhatChanges) {
    MadeUpSession session(20s);
    session.frames(2);
    session.paths.workers_wanted = 4;
    session.frame();
    session.paths.mode = Mode::kThreads;
    session.frame();
    session.paths.policy = SchedulingPolicy::kNormal;
    session.frame();
    session.paused = true;
    session.frame();
    session.paused = false;
    session.wave = 3;
    session.frame();
    session.paths.requests.deaths = 1;
    session.workers[1].last_end = "SIGKILL from outside";
    session.workers[1].since_end = 1ms;
    session.frame();
    session.recorder.note_event(EventKind::kKill, "the player killed a worker");
    session.paths.requests.deaths = 3;
    session.frame();
    const measure::RunRecord run = session.end();
    EXPECT_EQ(texts_of(run),
              (std::vector<std::string>{"workers 2 to 4", "processes to threads", "policy idle to normal", "paused",
                                        "wave 3", "goes on", "worker 1 died: SIGKILL from outside",
                                        "the player killed a worker", "2 workers died"}));
    EXPECT_EQ(run.events[0].at, 2 * kFrame);
    EXPECT_EQ(run.events[0].kind, EventKind::kWorkers);
    EXPECT_TRUE(std::ranges::is_sorted(run.events, {}, &measure::RunEvent::at));
}

TEST(RunRecorder, SumsUpTheTimedPartAlone) {
    MadeUpSession session(10s);
    auto& counts = session.paths.requests;
    const auto found = static_cast<std::size_t>(AnswerStatus::kFound);
    counts.submitted = 1000;
    counts.answers[found] = 900;
    counts.in_flight = 100;
    session.paths.worker_cpu_s = 1.5;
    session.clocks = {.game_s = 3.0, .busy_s = 10.0, .steal_s = 0.5};
    session.workers[0].restarts = 2;
    session.workers[0].start_ms = 4.0;
    session.workers[1].start_ms = 6.0;
    session.workers[1].pss_mib = 2.5;
    session.frames(101);  // the last of them begins the timed part
    counts.submitted = 1500;
    counts.answers[found] = 1450;
    counts.in_flight = 50;
    session.paths.worker_cpu_s = 2.5;
    session.clocks = {.game_s = 3.75, .busy_s = 12.0, .steal_s = 0.625};
    session.workers[0].restarts = 3;
    session.frames(101);
    const measure::RunRecord run = session.end();
    const measure::RunTotals& totals = run.totals;
    EXPECT_EQ(totals.counts.submitted, 500U);
    EXPECT_EQ(totals.counts.answers[found], 550U);
    EXPECT_EQ(totals.counts.in_flight, 50U);
    EXPECT_DOUBLE_EQ(totals.worker_cpu_s, 1.0);
    EXPECT_DOUBLE_EQ(totals.game_cpu_s, 0.75);
    EXPECT_DOUBLE_EQ(totals.steal_s, 0.125);
    EXPECT_DOUBLE_EQ(totals.foreign_cpu_s, 2.0 - 0.75 - 1.0 + 0.125);
    EXPECT_EQ(totals.worker_restarts, 1U);
    EXPECT_EQ(totals.worker_start_ms, 5.0);
    EXPECT_EQ(totals.workers_mib, 2.5);
    EXPECT_EQ(totals.game_mib, 60.0);
    EXPECT_EQ(totals.state_hash, 7U);
    EXPECT_EQ(totals.ticks, 99U);
    // Two workers were wanted for the second that the frames say.
    EXPECT_NEAR(totals.worker_busy, 1.0 / 2.0, 0.02);
    EXPECT_TRUE(totals.conserved);
}

TEST(RunRecorder, CountsTheTimeOfThreadsOnce) {
    MadeUpSession session(10s);
    session.paths.mode = Mode::kThreads;
    session.frames(101);
    session.paths.worker_cpu_s = 0.75;
    session.clocks = {.game_s = 1.0, .busy_s = 1.0, .steal_s = 0.0};  // workers and game in one process
    session.frames(101);
    const measure::RunTotals totals = session.end().totals;
    EXPECT_DOUBLE_EQ(totals.game_cpu_s, 0.25);
    EXPECT_DOUBLE_EQ(totals.worker_cpu_s, 0.75);
    EXPECT_DOUBLE_EQ(totals.foreign_cpu_s, 0.0);
}

TEST(RunRecorder, MeasuresTheWayOfAnswersOfTheTimedPart) {
    MadeUpSession session(10s);
    const auto answer_after = [&](std::chrono::nanoseconds step, std::uint32_t frames, AnswerStatus status) {
        paths::PathAnswer answer;
        answer.status = status;
        answer.frames = frames;
        const Clock::time_point wanted{1h};
        answer.times = {
            wanted,           wanted + step, wanted + 2 * step, wanted + 3 * step, wanted + 4 * step, wanted + 5 * step,
            wanted + 6 * step};
        session.recorder.note_answer(answer);
    };
    session.frames(50);
    answer_after(1s, 60, AnswerStatus::kFound);  // warm-up
    session.recorder.note_submit(1s);
    session.recorder.note_poll(1s);
    session.frames(100);
    for (int i = 0; i < 99; ++i) answer_after(1ms, 1, AnswerStatus::kFound);
    answer_after(1ms, 3, AnswerStatus::kUnreachable);
    answer_after(1s, 60, AnswerStatus::kCancelled);  // has no way
    session.recorder.note_submit(1us);
    session.recorder.note_poll(5us);
    session.frames(10);
    const measure::RunTotals totals = session.end().totals;
    for (std::size_t step = 0; step + 1 < paths::kLatencyStepCount; ++step) {
        EXPECT_EQ(totals.latency.steps[step].samples, 100U);
        EXPECT_NEAR(totals.latency.steps[step].p50_ms, 1.0, 0.01);
    }
    EXPECT_NEAR(totals.latency.steps.back().max_ms, 6.0, 0.01);
    EXPECT_EQ(totals.latency.p50_frames, 1.0);
    EXPECT_EQ(totals.latency.p99_frames, 1.0);
    EXPECT_EQ(totals.submit.samples, 1U);
    EXPECT_EQ(totals.poll.samples, 1U);
}

TEST(RunRecorder, AStepThatDidNotHappenIsNoSample) {
    MadeUpSession session(10s);
    session.frames(150);
    paths::PathAnswer answer;  // expired on the board: nobody claimed it
    answer.status = AnswerStatus::kExpired;
    answer.times.wanted = Clock::time_point{1h};
    answer.times.submitted = Clock::time_point{1h + 1ms};
    answer.times.applied = Clock::time_point{1h + 9ms};
    session.recorder.note_answer(answer);
    const measure::LatencySteps latency = session.end().totals.latency;
    const auto samples = [&](paths::LatencyStep step) { return latency.steps[static_cast<std::size_t>(step)].samples; };
    EXPECT_EQ(samples(paths::LatencyStep::kQueued), 1U);
    EXPECT_EQ(samples(paths::LatencyStep::kOnBoard), 0U);
    EXPECT_EQ(samples(paths::LatencyStep::kInRing), 0U);
    EXPECT_EQ(samples(paths::LatencyStep::kWhole), 1U);
}

TEST(RunRecorder, AllLostRequestsOfARunAreSeen) {
    MadeUpSession session(10s);
    session.frames(3);
    session.conserved = false;
    session.frame();
    session.conserved = true;
    session.frames(3);
    EXPECT_FALSE(session.end().totals.conserved);
}

/// One real second goes by for each in the frames, so that clocks and frames agree.
class Marks : public testing::Test {
protected:
    measure::RunMarks marks_of(double worker_cpu_share, double foreign_share, double steal_share) {
        MadeUpSession session(10s);
        session.frames(101);
        const Clock::time_point begin = Clock::now();
        session.frames(50);
        while (Clock::now() - begin < 50 * kFrame) {
        }
        const double wall_s = 0.5;
        session.paths.worker_cpu_s = 2.0 * worker_cpu_share * wall_s;
        session.clocks.game_s = 0.5 * wall_s;
        session.clocks.busy_s = session.clocks.game_s + session.paths.worker_cpu_s + foreign_share * wall_s;
        session.clocks.steal_s = 4.0 * steal_share * wall_s;
        return session.end().marks;
    }
};

TEST_F(Marks, NoneOnAQuietMachineWithBusyWorkers) {
    const measure::RunMarks marks = marks_of(0.99, 0.0, 0.0);
    EXPECT_FALSE(marks.not_saturated);
    EXPECT_TRUE(marks.not_quiet.empty());
    EXPECT_FALSE(marks.starved);
}

TEST_F(Marks, NotSaturatedIfTheWorkersIdled) { EXPECT_TRUE(marks_of(0.5, 0.0, 0.0).not_saturated); }

/// Four cores, half of one for the game, two and a half for others: half a core is left for each of the two.
TEST_F(Marks, WorkersThatTookAllThatWasLeftAreSaturated) {
    const measure::RunMarks marks = marks_of(0.49, 2.5, 0.0);
    EXPECT_FALSE(marks.not_saturated);
    ASSERT_EQ(marks.not_quiet.size(), 2U);
    EXPECT_NE(marks.not_quiet[0].find("other programs took"), std::string::npos);
    EXPECT_NE(marks.not_quiet[1].find("cores were free for 2 workers"), std::string::npos);
}

TEST_F(Marks, StealIsSaid) {
    const measure::RunMarks marks = marks_of(0.99, 0.0, 0.05);
    ASSERT_EQ(marks.not_quiet.size(), 1U);
    EXPECT_NE(marks.not_quiet[0].find("stolen"), std::string::npos);
}

TEST(RunRecorder, StarvedAndStoppedEarlyAreTakenOver) {
    MadeUpSession session(10s);
    session.frames(150);
    session.paths.would_raise = true;
    const measure::RunRecord run = session.recorder.end({.paths = session.paths,
                                                         .workers = session.workers,
                                                         .game_mib = 0.0,
                                                         .state_hash = 0,
                                                         .ticks = 0,
                                                         .stopped_early = true});
    EXPECT_TRUE(run.marks.starved);
    EXPECT_TRUE(run.marks.stopped_early);
}

TEST(RunRecorder, SaysWhatWasOpenWhenTheTimedPartBegan) {
    MadeUpSession session(10s);
    session.paths.requests.in_flight = 40;
    session.frames(101);
    session.paths.requests.in_flight = 7;
    session.frames(50);
    const measure::RunRecord run = session.end();
    EXPECT_EQ(run.totals.in_flight_at_start, 40U);
    EXPECT_EQ(run.totals.counts.in_flight, 7U);
}

TEST(RunRecorder, CpuTimeOfThreadsIsNotTheGamesNorInTheLastFrame) {
    MadeUpSession session(10s);
    session.paths.mode = Mode::kThreads;
    session.frames(101);
    for (int i = 0; i < 50; ++i) {
        session.paths.worker_cpu_s += 0.02;
        session.clocks.game_s += 0.02 + 0.005;
        session.frame();
    }
    session.paths.worker_cpu_s += 0.5;  // in the frame that runs
    session.clocks.game_s += 0.5;
    const measure::RunRecord run = session.end();
    EXPECT_NEAR(run.totals.worker_cpu_s, 1.5, 1e-9);
    EXPECT_NEAR(run.totals.game_cpu_s, 0.25, 1e-9);
}

TEST(RunRecorder, HasRoomForTwoMinutesAsFastAsItCan) {
    measure::RunSetup setup;
    setup.frames_per_s = 0.0;
    RunRecorder recorder({.setup = setup, .frames_alone = true, .read_clocks = [] { return CpuClocks{}; }});
    const paths::PathStatistics paths;
    const measure::RunRecord run = recorder.end({.paths = paths, .workers = {}});
    EXPECT_GE(run.frames.capacity(), 2'000U * 120U);
}

TEST(RunRecorder, FramesAloneAreFramesAlone) {
    MadeUpSession session(10s, true);
    session.paths.lanes[1].waiting = 9;
    session.frames(150);
    session.recorder.note_submit(1ms);
    const measure::RunRecord run = session.end();
    EXPECT_EQ(run.frames.size(), 149U);
    EXPECT_EQ(run.frames[100].times.work, 4ms);
    EXPECT_EQ(run.frames[100].waiting[1], 0U);
    EXPECT_TRUE(run.beats.empty());
    EXPECT_EQ(run.totals.submit.samples, 0U);
}

TEST(RunRecorder, ARunThatEndsInItsWarmUpHasNoSums) {
    MadeUpSession session(10s);
    session.paths.requests.submitted = 10;
    session.frames(20);
    const measure::RunRecord run = session.end();
    EXPECT_EQ(run.frames.size(), 19U);
    EXPECT_EQ(run.totals.seconds, 0.0);
    EXPECT_EQ(run.totals.counts.submitted, 0U);
    EXPECT_FALSE(run.marks.not_saturated);
}

}  // namespace
}  // namespace outrider::app
