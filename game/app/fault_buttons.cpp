#include "game/app/fault_buttons.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <utility>

#include "game/app/crash_report.h"
#include "game/paths/worker_end_text.h"

namespace outrider::app {
namespace {

using overlay::Fault;
using paths::Mode;

constexpr std::chrono::nanoseconds kFrameBudget{16'666'667};

[[nodiscard]] bool has_no_border(Mode mode) noexcept { return mode == Mode::kInline || mode == Mode::kThreads; }

/// Slow works in every mode, and a storm harms nobody.
[[nodiscard]] bool is_deadly(Fault fault) noexcept { return fault != Fault::kSlow && fault != Fault::kStorm; }

[[nodiscard]] double milliseconds(std::chrono::nanoseconds time) noexcept {
    return std::chrono::duration<double, std::milli>(time).count();
}

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
            world_.ask_all_again();
            begin(fmt::format("Storm: {} units ask at once", world_.unit_count()));
            // They are submitted later in this frame.
            storm_submitted_ = paths_.requests().submitted + world_.unit_count();
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
    request.may_end_the_game = may_end_the_game;
    request.tag = kFaultTag;
    request.version = world_.version();
    if (world_.unit_count() > 0) {
        const sim::FixedPoint place = world_.positions()[0];
        request.start = request.goal = {place.x / sim::kFixedOne, place.y / sim::kFixedOne};
    }
    (void)paths_.submit(request);
}

void FaultButtons::begin(std::string what) {
    done_ = std::move(what);
    outcome_.clear();
    led_to_.clear();
    begun_ = Clock::now();
    deaths_before_ = paths_.requests().deaths;
    storm_submitted_ = 0;
    late_frames_ = 0;
}

void FaultButtons::take(const paths::PathAnswer& answer) {
    const double latency_ms = milliseconds(answer.times.applied - answer.times.wanted);
    if (answer.status != AnswerStatus::kFailed) {
        outcome_ = fmt::format("{} after {:.0f} ms", to_string(answer.status), latency_ms);
    } else if (answer.fail_reason == FailReason::kCrashed) {
        outcome_ = fmt::format("failed: {} in {} tries", paths::signal_name(answer.fail_value), answer.attempts);
    } else {
        outcome_ = fmt::format("failed: {}", to_string(answer.fail_reason));
    }
}

void FaultButtons::look(std::chrono::nanoseconds last_work) {
    if (wanted_) {
        const Fault fault = *wanted_;
        const auto begun = begun_;
        carry_out(fault);
        // Nobody came: without workers there is nobody to do it to.
        if (wanted_ && Clock::now() - begun > 5 * kAftermath) wanted_.reset();
        if (wanted_) begun_ = begun;
    }
    if (!last_) return;
    const bool in_aftermath = Clock::now() - begun_ < kAftermath;
    if (in_aftermath && last_work > kFrameBudget) ++late_frames_;
    look_at_deaths();
    look_at_storm();
    led_to_ =
        fmt::format("{}{}{} frame{} late", outcome_, outcome_.empty() ? "" : ", ", late_frames_, plural(late_frames_));
}

void FaultButtons::look_at_deaths() {
    const paths::FaultConsequence& fault = paths_.statistics().last_fault;
    const bool by_death = *last_ == Fault::kKill || *last_ == Fault::kStop || *last_ == Fault::kKillAll;
    if (!by_death || fault.number <= deaths_before_) return;
    if (fault.number != shown_death_) {
        shown_death_ = fault.number;
        done_ += fmt::format("{} {} job{} re-issued", done_.find(':') == std::string::npos ? ":" : ",", fault.reissued,
                             plural(fault.reissued));
    }
    if (fault.reaped_to_answer_ms >= 0.0) {
        outcome_ = fmt::format("its heir answers in {:.1f} ms", fault.reaped_to_answer_ms);
    }
}

void FaultButtons::look_at_storm() {
    if (storm_submitted_ == 0 || paths_.requests().answered() < storm_submitted_) return;
    outcome_ = fmt::format("answered in {:.0f} ms", milliseconds(Clock::now() - begun_));
    storm_submitted_ = 0;
}

}  // namespace outrider::app
