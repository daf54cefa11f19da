#include "game/app/fault_buttons.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <utility>

#include "game/app/crash_report.h"
#include "game/measure/durations.h"
#include "game/paths/worker_end_text.h"

namespace outrider::app {
namespace {

using overlay::Fault;
using paths::Mode;

[[nodiscard]] bool has_no_border(Mode mode) noexcept { return mode == Mode::kInline || mode == Mode::kThreads; }

/// Slow works in every mode, and a storm harms nobody.
[[nodiscard]] bool is_deadly(Fault fault) noexcept { return fault != Fault::kSlow && fault != Fault::kStorm; }

[[nodiscard]] std::string_view plural(std::uint64_t count) noexcept { return count == 1 ? "" : "s"; }

}  // namespace

void FaultButtons::press(Fault fault) {
    if (paths_.mode() == Mode::kNone || in_question_) return;
    if (is_deadly(fault) && has_no_border(paths_.mode())) {
        in_question_ = fault;
    } else {
        carry_out(fault);
    }
}

void FaultButtons::answer(overlay::FaultAnswer answer) {
    const auto fault = std::exchange(in_question_, std::nullopt);
    if (!fault || answer == overlay::FaultAnswer::kCancel) return;
    if (answer == overlay::FaultAnswer::kDoAnyway) return do_to_the_game(*fault);
    paths_.set_mode(Mode::kProcesses);
    carry_out(*fault);
}

// The first worker process may be a moment away: then look() tries again.
void FaultButtons::carry_out(Fault fault) {
    wanted_.reset();
    last_ = fault;
    switch (fault) {
        case Fault::kKill:
            if (!paths_.kill_worker()) wanted_ = fault;
            return begin("Killed a worker");
        case Fault::kStop:
            if (!paths_.stop_worker()) wanted_ = fault;
            return begin("Stopped a worker");
        case Fault::kKillAll:
            if (!paths_.kill_worker()) wanted_ = fault;
            paths_.kill_all_workers();
            return begin("Killed all workers");
        case Fault::kPoison:
            begin("Asked for poison");
            if (!paths_.can_poison()) {
                wanted_ = fault;
            } else {
                ask(JobKind::kPoison, false);
            }
            return;
        case Fault::kSlow: begin("Asked for a slow path"); return ask(JobKind::kSlow, false);
        case Fault::kStorm:
            target_.ask_all_again();
            begin(fmt::format("Storm: {} units ask at once", target_.unit_count()));
            // They are submitted later in this frame.
            storm_submitted_ = paths_.requests().submitted + target_.unit_count();
            return;
    }
}

// What was chosen is really done: a thread cannot be killed alone, so its process is.
void FaultButtons::do_to_the_game(Fault fault) {
    switch (fault) {
        case Fault::kKill:
        case Fault::kKillAll:
            CrashReport::note_reason("a worker was killed on purpose, in a mode where that is the game");
            std::abort();
        case Fault::kStop: std::raise(SIGSTOP); break;
        case Fault::kPoison:
            CrashReport::note_reason("a poison request was run on purpose, in a mode without a border around it");
            ask(JobKind::kPoison, true);
            break;
        case Fault::kSlow:
        case Fault::kStorm: break;
    }
}

void FaultButtons::ask(JobKind kind, bool may_end_the_game) {
    paths::PathRequest request;
    request.kind = kind;
    request.lane = Lane::kUrgent;  // the player's own hand: what it does should show at once
    request.may_end_the_game = may_end_the_game;
    request.tag = kFaultTag;
    request.version = target_.version();
    request.start = request.goal = target_.some_cell();
    (void)paths_.submit(request);
}

// The frame that runs now is the first that can be late by it; the one before it is not to blame.
void FaultButtons::begin(std::string what) {
    done_ = what;
    what_ = std::move(what);
    outcome_.clear();
    led_to_.clear();
    begun_ = Clock::now();
    deaths_before_ = paths_.requests().deaths;
    reissued_before_ = paths_.requests().reissued;
    shown_reissued_.reset();
    shown_answer_ms_ = -1.0;
    storm_submitted_ = 0;
    late_frames_ = 0;
    last_counts_ = false;
    this_counts_ = true;
    news_ = true;
}

void FaultButtons::take(const paths::PathAnswer& answer) {
    const double latency_ms = measure::to_ms(answer.times.applied - answer.times.wanted);
    if (answer.status != AnswerStatus::kFailed) {
        outcome_ = fmt::format("{} after {:.0f} ms", to_string(answer.status), latency_ms);
    } else if (answer.fail_reason == FailReason::kCrashed) {
        outcome_ = fmt::format("failed: {} in {} tries", paths::signal_name(answer.fail_value), answer.attempts);
    } else {
        outcome_ = fmt::format("failed: {}", to_string(answer.fail_reason));
    }
    news_ = true;
}

void FaultButtons::look(std::chrono::nanoseconds last_work, Clock::time_point now) {
    if (wanted_) {
        const Fault fault = *wanted_;
        const auto begun = begun_;
        carry_out(fault);
        // Nobody came: without workers there is nobody to do it to.
        if (wanted_ && Clock::now() - begun > 5 * kAftermath) wanted_.reset();
        if (wanted_) begun_ = begun;
    }
    if (!last_) return;
    count_if_late(last_work, now);
    look_at_deaths();
    look_at_storm();
    if (!std::exchange(news_, false)) return;
    led_to_ =
        fmt::format("{}{}{} frame{} late", outcome_, outcome_.empty() ? "" : ", ", late_frames_, plural(late_frames_));
}

// A frame begins after the look of the one before it. It is judged by then: one that a storm holds for seconds ends
// long after the aftermath, and is the latest of all.
void FaultButtons::count_if_late(std::chrono::nanoseconds last_work, Clock::time_point now) noexcept {
    const bool late = last_counts_ && last_work > measure::kBudget60;
    late_frames_ += late ? 1U : 0U;
    news_ |= late;
    last_counts_ = std::exchange(this_counts_, now - begun_ < kAftermath);
}

void FaultButtons::look_at_deaths() {
    const paths::FaultConsequence& fault = paths_.statistics().last_fault;
    const bool by_death = *last_ == Fault::kKill || *last_ == Fault::kStop || *last_ == Fault::kKillAll;
    if (!by_death || fault.number <= deaths_before_) return;
    // Of all that died since: several deaths may come in one frame, and the record is of the latest.
    const std::uint64_t reissued = paths_.requests().reissued - reissued_before_;
    if (shown_reissued_ != reissued) {
        shown_reissued_ = reissued;
        done_ = fmt::format("{}: {} job{} re-issued", what_, reissued, plural(reissued));
    }
    if (fault.reaped_to_answer_ms >= 0.0 && fault.reaped_to_answer_ms != shown_answer_ms_) {
        shown_answer_ms_ = fault.reaped_to_answer_ms;
        outcome_ = fmt::format("its heir answers in {:.1f} ms", fault.reaped_to_answer_ms);
        news_ = true;
    }
}

void FaultButtons::look_at_storm() {
    if (storm_submitted_ == 0 || paths_.requests().answered() < storm_submitted_) return;
    outcome_ = fmt::format("answered in {:.0f} ms", measure::to_ms(Clock::now() - begun_));
    news_ = true;
    storm_submitted_ = 0;
}

}  // namespace outrider::app
