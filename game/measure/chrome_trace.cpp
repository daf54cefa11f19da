// The trace event format (Google, "Trace Event Format", 2016): complete events X, counters C, instants i, metadata M.
// Written as text: an hour of play is a million events, and a tree of them would be gigabytes.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string_view>

#include "game/measure/outputs.h"
#include "game/measure/worker_spans.h"

namespace outrider::measure {
namespace {

constexpr int kGame = 1;          ///< the process
constexpr int kFrameLane = 1;     ///< one slice for each frame's work
constexpr int kPhaseLane = 2;     ///< its phases, end to end
constexpr int kFirstWorker = 10;  ///< the lane of seat 0

/// Microseconds, to the nanosecond.
std::string as_us(Nanoseconds duration) {
    return fmt::format("{}.{:03}", duration.count() / 1000, duration.count() % 1000);
}

/// With its quotation marks.
std::string json_text(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

class Trace {
public:
    void name(std::string_view what, int lane, std::string_view value) {
        add(R"({{"name":"{}","ph":"M","pid":{},"tid":{},"args":{{"name":{}}}}})", what, kGame, lane, json_text(value));
    }
    void order(int lane) {
        add(R"({{"name":"thread_sort_index","ph":"M","pid":{},"tid":{},"args":{{"sort_index":{}}}}})", kGame, lane,
            lane);
    }
    /// `args`: members of an object; may be empty.
    void slice(std::string_view what, int lane, Nanoseconds start, Nanoseconds duration, std::string_view args = {}) {
        add(R"({{"name":{},"ph":"X","pid":{},"tid":{},"ts":{},"dur":{}{}}})", json_text(what), kGame, lane,
            as_us(start), as_us(duration), args.empty() ? std::string() : fmt::format(R"(,"args":{{{}}})", args));
    }
    void counter(std::string_view what, Nanoseconds at, std::string_view args) {
        add(R"({{"name":"{}","ph":"C","pid":{},"ts":{},"args":{{{}}}}})", what, kGame, as_us(at), args);
    }
    void instant(const RunEvent& event) {
        add(R"({{"name":{},"cat":"{}","ph":"i","s":"g","pid":{},"tid":{},"ts":{},"args":{{}}}})", json_text(event.what),
            to_string(event.kind), kGame, kFrameLane, as_us(std::max(event.at, Nanoseconds{})));
    }
    [[nodiscard]] std::string finish(const RunRecord& run) {
        return fmt::format(R"({{"displayTimeUnit":"ms","otherData":{{"run":{}}},"traceEvents":[)",
                           json_text(fmt::format("{}, repeat {}", configuration_of(run.setup), run.setup.repeat))) +
               events_ + "\n]}\n";
    }

private:
    template <class... Args>
    void add(fmt::format_string<Args...> format, Args&&... args) {
        events_ += events_.empty() ? "\n" : ",\n";
        fmt::format_to(std::back_inserter(events_), format, std::forward<Args>(args)...);
    }

    std::string events_;
};

void add_names(Trace& trace, const std::vector<WorkerLane>& lanes) {
    trace.name("process_name", 0, "game");
    trace.name("thread_name", kFrameLane, "frame (work)");
    trace.order(kFrameLane);
    trace.name("thread_name", kPhaseLane, "phases, end to end");
    trace.order(kPhaseLane);
    for (const WorkerLane& lane : lanes) {
        trace.name("thread_name", kFirstWorker + lane.seat, fmt::format("worker {}", lane.seat));
        trace.order(kFirstWorker + lane.seat);
    }
}

/// The phase present has the wait for the frame's pace in it, and says so.
std::string_view slice_of(Phase phase) noexcept {
    return phase == Phase::kPresent ? "present and pace" : to_string(phase);
}

/// Only their sums are known: they are laid one after the other, and end before the next frame begins.
void add_phases(Trace& trace, const FrameSample& frame, Nanoseconds end) {
    Nanoseconds at = frame.start;
    for (std::size_t phase = 0; phase < kPhaseCount; ++phase) {
        const Nanoseconds duration = std::min(frame.times.phases[phase], end - at);
        if (duration <= Nanoseconds{}) continue;
        trace.slice(slice_of(static_cast<Phase>(phase)), kPhaseLane, at, duration);
        at += duration;
    }
}

std::string by_lane(const std::array<std::uint32_t, kLaneCount>& counts) {
    std::string args;
    for (std::size_t lane = 0; lane < kLaneCount; ++lane) {
        args += fmt::format(R"({}"{}":{})", lane == 0 ? "" : ",", to_string(static_cast<Lane>(lane)), counts[lane]);
    }
    return args;
}

/// Only what changed: a counter stays where it is until its next event. `before`: null at the first frame.
void add_counters(Trace& trace, const FrameSample* before, const FrameSample& frame) {
    if (before == nullptr || before->waiting != frame.waiting) {
        trace.counter("requests waiting", frame.start, by_lane(frame.waiting));
    }
    if (before == nullptr || before->claimed != frame.claimed) {
        trace.counter("requests claimed", frame.start, by_lane(frame.claimed));
    }
    if (before == nullptr || before->results_waiting != frame.results_waiting) {
        trace.counter("results waiting", frame.start, fmt::format(R"("results":{})", frame.results_waiting));
    }
}

void add_frames(Trace& trace, const RunRecord& run) {
    for (std::size_t index = 0; index < run.frames.size(); ++index) {
        const FrameSample& frame = run.frames[index];
        const Nanoseconds end =
            index + 1 < run.frames.size() ? run.frames[index + 1].start : frame.start + frame.times.interval;
        trace.slice(fmt::format("frame {}", index), kFrameLane, frame.start,
                    std::min(frame.times.work, end - frame.start), frame.warm_up ? R"("warm_up":true)" : "");
        add_phases(trace, frame, end);
        add_counters(trace, index > 0 ? &run.frames[index - 1] : nullptr, frame);
    }
}

}  // namespace

std::string chrome_trace(const RunRecord& run) {
    Trace trace;
    const std::vector<WorkerLane> lanes = worker_lanes(run);
    add_names(trace, lanes);
    add_frames(trace, run);
    for (const WorkerLane& lane : lanes) {
        for (const WorkerSpan& span : lane.spans) {
            trace.slice(paths::to_string(span.state), kFirstWorker + lane.seat, span.start, span.end - span.start,
                        fmt::format(R"("cpu_share":{:.2f})", span.busy));
        }
    }
    for (const RunEvent& event : run.events) trace.instant(event);
    return trace.finish(run);
}

}  // namespace outrider::measure
