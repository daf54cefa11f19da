#include "game/measure/worker_spans.h"

#include <map>

namespace outrider::measure {
namespace {

struct OpenSpan {
    WorkerSpan span;
    std::uint32_t last_frame = 0;
    double busy_sum = 0.0;
    std::uint32_t beats = 0;
};

void close(WorkerLane& lane, OpenSpan& open) {
    if (open.beats == 0) return;
    open.span.busy = open.busy_sum / open.beats;
    lane.spans.push_back(open.span);
}

}  // namespace

std::vector<WorkerLane> worker_lanes(const RunRecord& run) {
    std::map<std::uint8_t, std::pair<WorkerLane, OpenSpan>> seats;
    for (const WorkerBeat& beat : run.beats) {
        if (beat.frame >= run.frames.size()) continue;
        const FrameSample& frame = run.frames[beat.frame];
        // A frame ends where the next one starts.
        const Nanoseconds end = beat.frame + 1U < run.frames.size() ? run.frames[beat.frame + 1U].start
                                                                    : frame.start + frame.times.interval;
        auto& [lane, open] = seats[beat.seat];
        lane.seat = beat.seat;
        const bool has_lived = open.beats > 0;
        if (beat.state == paths::WorkerState::kDead && !has_lived) continue;  // still to be started: nobody died
        const bool goes_on = has_lived && open.span.state == beat.state && beat.frame == open.last_frame + 1U;
        if (!goes_on) {
            close(lane, open);
            open = {.span = {.start = frame.start, .end = end, .state = beat.state}};
        }
        open.span.end = end;
        open.last_frame = beat.frame;
        open.busy_sum += beat.busy / 255.0;
        ++open.beats;
    }
    std::vector<WorkerLane> lanes;
    for (auto& [seat, value] : seats) {
        close(value.first, value.second);
        lanes.push_back(std::move(value.first));
    }
    return lanes;
}

}  // namespace outrider::measure
