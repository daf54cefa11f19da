#include "game/measure/frame_recorder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <thread>
#include <utility>

namespace outrider::measure {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using TimePoint = FrameRecorder::TimePoint;

std::vector<Nanoseconds> milliseconds_1_to(int last) {
    std::vector<Nanoseconds> values;
    for (int i = last; i >= 1; --i) values.push_back(milliseconds(i));
    return values;
}

/// A frame that begins at `start` and gives each phase `each`.
void record_even_frame(FrameRecorder& recorder, TimePoint start, Nanoseconds each) {
    recorder.begin_frame(start);
    for (std::size_t i = 0; i < kPhaseCount; ++i) {
        recorder.enter(static_cast<Phase>(i), start + each * static_cast<std::int64_t>(i));
    }
    recorder.end_frame(start + each * static_cast<std::int64_t>(kPhaseCount));
}

TEST(Percentiles, AreZeroWithoutSamples) {
    std::vector<Nanoseconds> none;
    const Percentiles result = percentiles_of(none);
    EXPECT_EQ(result.samples, 0u);
    EXPECT_EQ(result.p99_ms, 0.0);
    EXPECT_EQ(result.max_ms, 0.0);
}

TEST(Percentiles, OfOneSampleAreThatSample) {
    std::vector<Nanoseconds> one = {milliseconds(7)};
    const Percentiles result = percentiles_of(one);
    EXPECT_DOUBLE_EQ(result.p50_ms, 7.0);
    EXPECT_DOUBLE_EQ(result.p999_ms, 7.0);
    EXPECT_DOUBLE_EQ(result.max_ms, 7.0);
    EXPECT_DOUBLE_EQ(result.mean_ms, 7.0);
}

TEST(Percentiles, OfOneToAHundredAreTheRanksThemselves) {
    auto values = milliseconds_1_to(100);
    const Percentiles result = percentiles_of(values);
    EXPECT_DOUBLE_EQ(result.p50_ms, 50.0);
    EXPECT_DOUBLE_EQ(result.p95_ms, 95.0);
    EXPECT_DOUBLE_EQ(result.p99_ms, 99.0);
    EXPECT_DOUBLE_EQ(result.p999_ms, 100.0);
    EXPECT_DOUBLE_EQ(result.max_ms, 100.0);
    EXPECT_DOUBLE_EQ(result.mean_ms, 50.5);
    EXPECT_EQ(result.samples, 100u);
}

TEST(Percentiles, AgreeWithSortingOnRandomSamples) {
    const std::uint64_t seed = 20'240'817;
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    for (std::size_t size = 1; size <= 1500; size += 37) {
        std::vector<Nanoseconds> values(size);
        for (auto& value : values) value = Nanoseconds(static_cast<std::int64_t>(random() % 1'000'000));
        auto sorted = values;
        std::sort(sorted.begin(), sorted.end());
        const auto at = [&](std::size_t permille) {
            return std::chrono::duration<double, std::milli>(sorted[(size * permille + 999) / 1000 - 1]).count();
        };
        const Percentiles result = percentiles_of(values);
        EXPECT_DOUBLE_EQ(result.p50_ms, at(500));
        EXPECT_DOUBLE_EQ(result.p95_ms, at(950));
        EXPECT_DOUBLE_EQ(result.p99_ms, at(990));
        EXPECT_DOUBLE_EQ(result.p999_ms, at(999));
    }
}

TEST(FrameRecorder, SplitsAFrameByPhase) {
    FrameRecorder recorder;
    const TimePoint start{};
    recorder.begin_frame(start);
    recorder.enter(Phase::kInput, start + microseconds(10));
    recorder.enter(Phase::kSim, start + microseconds(30));
    recorder.enter(Phase::kDraw, start + microseconds(130));
    recorder.enter(Phase::kPresent, start + microseconds(430));
    recorder.end_frame(start + microseconds(500));

    const FrameTimes& frame = recorder.last();
    EXPECT_EQ(frame.phases[static_cast<std::size_t>(Phase::kInput)], microseconds(20));
    EXPECT_EQ(frame.phases[static_cast<std::size_t>(Phase::kSim)], microseconds(100));
    EXPECT_EQ(frame.phases[static_cast<std::size_t>(Phase::kDraw)], microseconds(300));
    EXPECT_EQ(frame.phases[static_cast<std::size_t>(Phase::kPresent)], microseconds(70));
    EXPECT_EQ(frame.phases[static_cast<std::size_t>(Phase::kPoll)], Nanoseconds(0));
    EXPECT_EQ(frame.work, microseconds(430));
}

TEST(FrameRecorder, AddsUpAPhaseThatIsEnteredTwice) {
    FrameRecorder recorder;
    const TimePoint start{};
    recorder.begin_frame(start);
    recorder.enter(Phase::kSim, start);
    recorder.enter(Phase::kPoll, start + microseconds(5));
    recorder.enter(Phase::kSim, start + microseconds(7));
    recorder.end_frame(start + microseconds(10));
    EXPECT_EQ(recorder.last().phases[static_cast<std::size_t>(Phase::kSim)], microseconds(8));
    EXPECT_EQ(recorder.last().work, microseconds(10)) << "without present, all of the frame is work";
}

TEST(FrameRecorder, LeavesSubmitAndPollOutOfTheCore) {
    FrameRecorder recorder;
    record_even_frame(recorder, TimePoint{}, microseconds(10));
    EXPECT_EQ(recorder.last().work, microseconds(60));
    EXPECT_EQ(recorder.last().core(), microseconds(40));
}

/// A processor's clock that stands still for 2 of every 5 ms.
Nanoseconds cpu_of_a_slow_thread() noexcept {
    static Nanoseconds time{};
    return std::exchange(time, time + milliseconds(3));
}

TEST(FrameRecorder, TellsWhatOfTheWorkTheThreadWaitedForAProcessor) {
    FrameRecorder recorder(4, cpu_of_a_slow_thread);
    const TimePoint start{};
    recorder.begin_frame(start);
    recorder.enter(Phase::kDraw, start);
    recorder.enter(Phase::kPresent, start + milliseconds(5));
    recorder.end_frame(start + milliseconds(16));
    EXPECT_EQ(recorder.last().work, milliseconds(5));
    EXPECT_EQ(recorder.last().off_cpu, milliseconds(2)) << "the wait for the pace is no work";

    recorder.begin_frame(start);
    recorder.enter(Phase::kDraw, start);
    recorder.end_frame(start + milliseconds(1));
    EXPECT_EQ(recorder.last().off_cpu, Nanoseconds{}) << "clocks that disagree give no time less than none";
}

TEST(FrameRecorder, SeesThatItsThreadSlept) {
    FrameRecorder recorder;
    recorder.begin_frame();
    std::this_thread::sleep_for(milliseconds(5));
    recorder.enter(Phase::kPresent);
    recorder.end_frame();
    EXPECT_GE(recorder.last().off_cpu, milliseconds(4));
    EXPECT_LE(recorder.last().off_cpu, recorder.last().work);
}

TEST(FrameRecorder, MeasuresTheIntervalFromStartToStart) {
    FrameRecorder recorder;
    const TimePoint start{};
    record_even_frame(recorder, start, microseconds(10));
    EXPECT_EQ(recorder.last().interval, microseconds(70)) << "no next frame yet: its own length";
    recorder.begin_frame(start + milliseconds(16));
    EXPECT_EQ(recorder.last().interval, milliseconds(16));
    EXPECT_EQ(recorder.window(0).interval, milliseconds(16));
    EXPECT_EQ(recorder.all().front().interval, milliseconds(16));
}

TEST(FrameRecorder, KeepsTheLastFramesInTheWindowAndAllInTheRecord) {
    FrameRecorder recorder(4);
    TimePoint start{};
    EXPECT_EQ(recorder.window_size(), 0u);
    for (int i = 1; i <= 6; ++i) record_even_frame(recorder, start += milliseconds(16), microseconds(i));
    EXPECT_EQ(recorder.frames(), 6u);
    ASSERT_EQ(recorder.window_size(), 4u);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(recorder.window(i).work, microseconds(6 * (static_cast<int>(i) + 3))) << "oldest first";
    }
    ASSERT_EQ(recorder.all().size(), 6u);
    EXPECT_EQ(recorder.all().front().work, microseconds(6));
}

TEST(FrameRecorder, ForgetsAnUnfinishedFrame) {
    FrameRecorder recorder;
    recorder.begin_frame(TimePoint{});
    recorder.enter(Phase::kDraw, TimePoint{});
    EXPECT_EQ(recorder.frames(), 0u);
    EXPECT_EQ(recorder.last().work, Nanoseconds(0)) << "zero before the first frame";
}

}  // namespace
}  // namespace outrider::measure
