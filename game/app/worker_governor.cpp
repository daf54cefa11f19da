#include "game/app/worker_governor.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace outrider::app {

namespace {

/// An older request than this is one too old: two frames for the player's orders; by the time that the others notice.
constexpr std::array<double, kLaneCount> kTooOld_ms = {33.0, 50.0, 250.0};
/// Of that age: the queue is short, and fewer workers may do.
constexpr double kYoungShare = 0.5;
/// Workers that use less of a core than this have not enough to do, or do not get it.
constexpr double kBusyShare = 0.7;
/// Fewer do if the others would be as busy as this, and not more.
constexpr double kRoomyShare = 0.6;
/// In flight now, of what was a second ago: the queue goes away by itself.
constexpr double kDrainingShare = 0.6;
/// Less than so much of a core idle: none is free.
constexpr double kNoCore = 0.3;
/// To grow, the cores must be free and a little more: the limit does not swing with the game's own load.
constexpr double kCoreMargin = 0.1;
constexpr double kLateShare = 0.05;
constexpr std::uint64_t kFewestLateFrames = 2;

constexpr double kSmoothing_s = 2.0;
constexpr double kSettle_s = 1.0;
constexpr double kGrowAfter_s = 1.5;
constexpr double kShrinkForFrameAfter_s = 1.0;
constexpr double kShrinkForCoresAfter_s = 1.5;
constexpr double kShrinkIdleAfter_s = 4.0;
/// Each time that growing made the frame late, it is tried again after twice as long.
constexpr double kFirstHold_s = 10.0;
constexpr double kLongestHold_s = 320.0;
/// After so long without a late frame all is forgiven.
constexpr double kForgiveAfter_s = 600.0;

/// Time in which something holds; it runs back twice as fast where it does not.
void count_time(double& time_s, bool holds, double elapsed_s) noexcept {
    time_s = holds ? time_s + elapsed_s : std::max(0.0, time_s - 2.0 * elapsed_s);
}

[[nodiscard]] bool is_about_the_queue(GovernorReason reason) noexcept {
    return reason == GovernorReason::kQueueOld || reason == GovernorReason::kNoCoreFree ||
           reason == GovernorReason::kNoCpuTime || reason == GovernorReason::kFrameFirst;
}

/// What follows the count, or the age of the queue.
[[nodiscard]] std::string_view words_of(GovernorReason reason) noexcept {
    switch (reason) {
        case GovernorReason::kSteady: return "the queue is short";
        case GovernorReason::kQueueOld: return "";
        case GovernorReason::kNoCoreFree: return ", no core free";
        case GovernorReason::kNoCpuTime: return ", no CPU time";
        case GovernorReason::kFrameLate: return "the frame is late";
        case GovernorReason::kFrameFirst: return ", frame was late";
        case GovernorReason::kIdle: return "the workers are idle";
        case GovernorReason::kCoresNeeded: return "the game needs the cores";
    }
    return "?";
}

void smooth(double& value, double now, double elapsed_s) noexcept {
    value += (now - value) * (1.0 - std::exp(-elapsed_s / kSmoothing_s));
}

}  // namespace

std::uint32_t WorkerGovernor::update(const GovernorLook& look) noexcept {
    learn(look);
    judge(look);
    const std::uint32_t workers = decide(look);
    reason_ = reason_for(look);
    if (workers != look.wanted) note_change(look.wanted, workers);
    history_[next_] = {look.frames, look.late_frames, look.in_flight};
    next_ = (next_ + 1) % kHistory;
    ++looks_;
    write_text(workers);
    return workers;
}

void WorkerGovernor::begin_anew() noexcept {
    WorkerGovernor fresh;
    fresh.frame_first_s_ = frame_first_s_;
    fresh.next_hold_s_ = next_hold_s_;
    fresh.good_frames_s_ = good_frames_s_;
    *this = fresh;
}

void WorkerGovernor::learn(const GovernorLook& look) noexcept {
    const double idle = std::min(look.idle_cores, look.granted_cores - look.game_cores - look.busy_cores);
    if (looks_ == 0) {
        game_cores_ = look.game_cores;
        idle_cores_ = idle;
        history_.fill({look.frames, look.late_frames, look.in_flight});
    }
    smooth(game_cores_, look.game_cores, look.elapsed_s);
    smooth(idle_cores_, idle, look.elapsed_s);
    const double free_cores = std::floor(std::max(look.granted_cores - game_cores_, 1.0));
    limit_ = std::clamp(static_cast<std::uint32_t>(free_cores), 1U, std::max(look.most, 1U));
}

void WorkerGovernor::judge(const GovernorLook& look) noexcept {
    double worst = 0.0;  // of what is allowed
    for (std::size_t lane = 0; lane < kLaneCount; ++lane) {
        const double share = look.oldest_ms[lane] / kTooOld_ms[lane];
        if (share < worst) continue;
        worst = share;
        queue_ms_ = look.oldest_ms[lane];
    }
    queue_is_old_ = worst >= 1.0 && !is_draining(look);
    queue_is_young_ = worst < kYoungShare;
    workers_are_busy_ = look.busy_cores >= kBusyShare * look.wanted;
    const bool suffers = frame_suffers(look);
    frame_is_late_ = suffers && idle_cores_ < kNoCore;
    frame_can_bear_more_ = !suffers || idle_cores_ >= 1.0;

    const bool fewer_would_do = look.wanted > 1 && look.busy_cores < kRoomyShare * (look.wanted - 1);
    count_time(queue_old_s_, queue_is_old_ && workers_are_busy_, look.elapsed_s);
    count_time(idle_s_, queue_is_young_ && fewer_would_do, look.elapsed_s);
    count_time(frame_late_s_, frame_is_late_, look.elapsed_s);
    count_time(over_limit_s_, look.wanted > limit_, look.elapsed_s);
    good_frames_s_ = frame_is_late_ ? 0.0 : good_frames_s_ + look.elapsed_s;
    if (good_frames_s_ >= kForgiveAfter_s) next_hold_s_ = 0.0;
    frame_first_s_ = std::max(0.0, frame_first_s_ - look.elapsed_s);
    settling_s_ = std::max(0.0, settling_s_ - look.elapsed_s);
}

std::uint32_t WorkerGovernor::decide(const GovernorLook& look) noexcept {
    const std::uint32_t now = look.wanted;
    if (now == 0) return 1;
    if (now > std::max(look.most, 1U)) return now - 1;
    // What is on its way, or has just come, must show first what it does.
    if (settling_s_ > 0.0 || look.alive != now) return now;
    if (now > 1 && over_limit_s_ >= kShrinkForCoresAfter_s) return now - 1;
    if (now > 1 && frame_late_s_ >= kShrinkForFrameAfter_s) {
        next_hold_s_ = std::clamp(2.0 * next_hold_s_, kFirstHold_s, kLongestHold_s);
        frame_first_s_ = next_hold_s_;
        return now - 1;
    }
    if (now > 1 && idle_s_ >= kShrinkIdleAfter_s) return now - 1;
    const bool has_core = now < limit_ && look.granted_cores - game_cores_ >= now + 1 + kCoreMargin;
    const bool may_grow = has_core && frame_first_s_ <= 0.0 && frame_can_bear_more_;
    return may_grow && queue_old_s_ >= kGrowAfter_s ? now + 1 : now;
}

void WorkerGovernor::note_change(std::uint32_t before, std::uint32_t after) noexcept {
    settling_s_ = kSettle_s;
    queue_old_s_ = frame_late_s_ = idle_s_ = over_limit_s_ = 0.0;
    if (after > before) good_frames_s_ = 0.0;
}

// Seen before the change that it may have led to.
GovernorReason WorkerGovernor::reason_for(const GovernorLook& look) const noexcept {
    if (look.wanted > limit_) return GovernorReason::kCoresNeeded;
    if (frame_is_late_) return GovernorReason::kFrameLate;
    if (queue_is_old_) {
        if (!workers_are_busy_ && settling_s_ <= 0.0) return GovernorReason::kNoCpuTime;
        if (look.wanted >= limit_) return GovernorReason::kNoCoreFree;
        return frame_first_s_ > 0.0 ? GovernorReason::kFrameFirst : GovernorReason::kQueueOld;
    }
    return idle_s_ > 0.0 ? GovernorReason::kIdle : GovernorReason::kSteady;
}

void WorkerGovernor::write_text(std::uint32_t workers) noexcept {
    std::array<char, 32> age{};
    if (is_about_the_queue(reason_)) fmt::format_to_n(age.data(), age.size() - 1, "queue {:.0f} ms old", queue_ms_);
    const auto end = fmt::format_to_n(text_.data(), text_.size(), "auto: {} of {}, {}{}", workers, limit_,
                                      std::string_view(age.data()), words_of(reason_));
    text_size_ = std::min<std::size_t>(end.size, text_.size());
}

bool WorkerGovernor::is_draining(const GovernorLook& look) const noexcept {
    const double a_second_ago = static_cast<double>(history_[next_].in_flight);
    return static_cast<double>(look.in_flight) < kDrainingShare * a_second_ago;
}

bool WorkerGovernor::frame_suffers(const GovernorLook& look) const noexcept {
    const Counts& a_second_ago = history_[next_];
    const std::uint64_t late = look.late_frames - a_second_ago.late_frames;
    const std::uint64_t frames = look.frames - a_second_ago.frames;
    return late >= kFewestLateFrames && static_cast<double>(late) > kLateShare * static_cast<double>(frames);
}

}  // namespace outrider::app
