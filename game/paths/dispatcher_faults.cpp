// What the dispatcher does when something goes wrong: a worker died, a request kills workers, the board lies, time is
// up.
#include <algorithm>
#include <string>

#include "game/paths/dispatcher_state.h"

namespace outrider::paths {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// A request that ended so many workers by fault is quarantined.
constexpr std::uint8_t kMostFaultDeaths = 2;
/// Records for jobs that it does not have, from one worker in a second: beyond, it writes nonsense. An honest one sends
/// such a record only after the sweep guessed wrong.
constexpr std::uint32_t kMostUnaskedPerSecond = 64;
/// Repairs in a second, beyond which somebody scribbles on the board: then nobody who can write it is kept.
constexpr std::uint32_t kMostRepairsPerSecond = 64;

[[nodiscard]] FailReason reason_of(const WorkerEnd& end) noexcept {
    if (end.cause == KillCause::kAllowance) return FailReason::kAllowance;
    if (end.cause == KillCause::kAsleep) return FailReason::kAsleep;
    return end.kind == WorkerEnd::Kind::kSignalled ? FailReason::kCrashed : FailReason::kExited;
}

}  // namespace

// First drain, then requeue: the other way round, an answer that lies in the ring already would be searched again.
void PathDispatcher::State::requeue_the_dead(AnswerSink& sink) noexcept {
    bool again = true;
    while (std::exchange(again, false)) {
        for (const auto& member : crew.members()) {
            const bool drained = member->distrusted || member->reader.approx_words_waiting() == 0;
            if (!member->dead || !drained) continue;
            const std::uint32_t reissued = requeue_claims_of(*member, sink);
            if (member->end.kind != WorkerEnd::Kind::kLeft) {
                ++ledger.counters().deaths;
                const std::int64_t reaped_ns =
                    supervisor.gauges().seats[member->seat.value].end_at_ns.load(std::memory_order_relaxed);
                faults.note_death(*member, reissued, monotonic_time(static_cast<std::uint64_t>(reaped_ns)));
            }
            crew.dismiss(member->generation);
            again = true;  // the list has changed
            break;
        }
    }
}

// Returns how many jobs wait for others now.
std::uint32_t PathDispatcher::State::requeue_claims_of(const Member& dead, AnswerSink& sink) noexcept {
    // Read once, after its death: the job that it was on, by its own word in its own segment.
    const IssueNumber was_on{dead.segment->telemetry.current_issue.load(std::memory_order_relaxed)};
    std::uint32_t reissued = 0;
    EntryIndex culprit = kNoEntry;
    board.for_each_claimed_by(dead.life, [&](Lane lane, std::uint64_t sequence, const SlotRecord& record) {
        if (record.entry == kNoEntry) {
            board.free_slot(lane, sequence);
        } else if (charge(dead, was_on, record)) {
            board.free_slot(lane, sequence);
            culprit = record.entry;
        } else {
            issue_again(lane, sequence, record.entry);
            ++reissued;
        }
    });
    // The dead may have taken a wake-up along, even if it had claimed nothing yet.
    if (reissued > 0 || dead.end.kind != WorkerEnd::Kind::kLeft) board.announce_reissued();
    ledger.counters().reissued += reissued;
    if (culprit != kNoEntry) quarantine(culprit, dead.end, sink);
    return reissued;
}

// True: this was one worker too many.
bool PathDispatcher::State::charge(const Member& dead, IssueNumber was_on, const SlotRecord& record) noexcept {
    if (record.issue != was_on || !dead.end.blames_the_job()) return false;
    return ++ledger[record.entry].fault_deaths >= kMostFaultDeaths;
}

void PathDispatcher::State::issue_again(Lane lane, std::uint64_t sequence, EntryIndex entry) noexcept {
    if (has_workers()) {
        board.reissue(lane, sequence, new_issue(ledger[entry]));
    } else {
        board.free_slot(lane, sequence);
        ledger.wait_in_front(entry);
    }
}

void PathDispatcher::State::quarantine(EntryIndex index, const WorkerEnd& end, AnswerSink& sink) noexcept {
    ++ledger.counters().quarantined;
    const FailReason reason = reason_of(end);
    const PathRequest& request = ledger[index].request;
    log(EventLevel::kError, "quarantined a " + std::string(to_string(request.kind)) + " request from (" +
                                std::to_string(request.start.x) + ", " + std::to_string(request.start.y) + ") to (" +
                                std::to_string(request.goal.x) + ", " + std::to_string(request.goal.y) +
                                "): it ended two workers (" + std::string(to_string(reason)) + ", " +
                                std::to_string(end.value) + ")");
    if (settings.log != nullptr) {
        const auto asked_on = settings.exact_versions ? versions.find(request.version) : std::nullopt;
        const MapView map = asked_on.value_or(versions.newest());
        settings.log->save_quarantined({request, reason, end.value, map, versions.costs_of(map.version())});
    }
    desk.fail(index, reason, end.value, sink);
}

// Is this one record too many for a job that the worker does not have?
bool PathDispatcher::State::floods(Member& member) noexcept {
    const MonotonicTime now = Clock::now();
    if (now - member.unasked_since > 1s) {
        member.unasked_since = now;
        member.unasked = 0;
    }
    return ++member.unasked > kMostUnaskedPerSecond;
}

void PathDispatcher::State::expire(MonotonicTime now, AnswerSink& sink) noexcept {
    deadlines.live_until(now);
    while (const auto due = deadlines.take_due()) {
        const auto index = ledger.find(*due);
        if (!index) continue;
        take_out(*index);
        PathAnswer expired;
        expired.status = AnswerStatus::kExpired;
        desk.answer(*index, expired, sink);
    }
}

void PathDispatcher::State::repair_board(MonotonicTime now) noexcept {
    std::uint32_t repairs = board.repair_heads() ? 1 : 0;
    bool reissued = false;
    sweep.step(now, [&](Lane lane, std::uint64_t sequence, const SlotRecord& record) {
        ++repairs;
        if (record.entry == kNoEntry) {
            board.free_slot(lane, sequence);
        } else {
            issue_again(lane, sequence, record.entry);
            reissued = true;
        }
    });
    if (reissued) board.announce_reissued();
    if (repairs > 0) count_repairs(repairs, now);
}

// A board that needs so many repairs is being scribbled on, and nobody can say by whom. What is on it is right again by
// now, as the records have it; so a new board would be this very one, once all who could write it are gone.
void PathDispatcher::State::count_repairs(std::uint32_t repairs, MonotonicTime now) noexcept {
    ledger.counters().board_repairs += repairs;
    if (now - recent_repairs_since > 1s) {
        recent_repairs_since = now;
        recent_repairs = 0;
    }
    recent_repairs += repairs;
    if (recent_repairs <= kMostRepairsPerSecond) return;
    recent_repairs = 0;
    log(EventLevel::kError, "the job board is being scribbled on: all workers are replaced");
    crew.replace_all(KillCause::kDistrust);
}

void PathDispatcher::State::obey_the_starving_pool() noexcept {
    if (const auto raised = crew.take_raised_policy()) {
        settings.policy = *raised;
        apply_plan();
    }
}

void PathDispatcher::State::log(EventLevel level, const std::string& line) const noexcept {
    if (settings.log != nullptr) settings.log->write(level, line);
}

}  // namespace outrider::paths
