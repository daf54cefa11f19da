#include "game/paths/path_dispatcher.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "game/paths/dispatcher_state.h"

namespace outrider::paths {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

PathDispatcher::PathDispatcher(DispatcherSettings settings) : state_(std::make_unique<State>(std::move(settings))) {
    const Mode first = std::exchange(state_->mode, Mode::kNone);
    set_mode(first);
}

PathDispatcher::~PathDispatcher() {
    // Whatever is being searched is searched for nobody: threads come to their end at once.
    state_->take_back_everything();
}

RequestId PathDispatcher::submit(const PathRequest& request) noexcept {
    State& s = *state_;
    const MonotonicTime now = Clock::now();
    const EntryIndex index = s.ledger.open(request, now);
    const RequestId id = s.ledger.id_of(index);
    if (s.settings.exact_versions) s.versions.hold(request.version);
    if (request.patience.count() > 0) s.deadlines.add(id, request.patience);
    // Nobody waits in front: onto the board at once, where a worker that is awake may see it before the frame is over.
    if (s.has_workers() && s.ledger.first_waiting(request.lane) == index && s.try_issue(index)) {
        s.ledger[index].times.submitted = now;
    } else if (s.has_workers() && request.version <= s.versions.published() && !s.board.has_room(request.lane)) {
        ++s.ledger.counters().backed_up;  // not: it, or another one in front of it, waits for its map
    }
    return id;
}

bool PathDispatcher::cancel(RequestId id) noexcept {
    State& s = *state_;
    const auto index = s.ledger.find(id);
    if (!index) return false;
    s.take_out(*index);
    s.desk.end_withdrawn(*index);
    return true;
}

RequestId PathDispatcher::supersede(RequestId older, const PathRequest& request) noexcept {
    if (cancel(older)) ++state_->ledger.counters().superseded;
    return submit(request);
}

void PathDispatcher::apply_edits(MapVersion version, std::span<const CellEdit> edits) noexcept {
    state_->versions.edit(version, edits);
    state_->versions.try_publish();
}

void PathDispatcher::apply_danger(MapVersion version, std::span<const std::uint8_t> danger) noexcept {
    state_->versions.set_danger(version, danger);
    state_->versions.try_publish();
}

Mode PathDispatcher::mode() const noexcept { return state_->mode; }

void PathDispatcher::poll(AnswerSink& sink) noexcept {
    State& s = *state_;
    const MonotonicTime now = Clock::now();
    const MonotonicTime deadline = now + s.settings.poll_budget;
    s.ledger.begin_poll();
    s.crew.hear();
    s.desk.take_verdicts(sink, deadline, [&](Generation liar) { s.crew.distrust(liar); });
    s.drain(sink, deadline);
    s.requeue_the_dead(sink);
    s.expire(now, sink);
    if (s.mode == Mode::kNone) s.cancel_waiting(sink, deadline);
    if (s.mode == Mode::kInline) s.search_inline(sink);
    s.versions.reclaim(s.crew.pin_holders());
    s.repair_board(now);
    s.obey_the_starving_pool();
    assert(s.ledger.is_conserved() && "submitted = answered + in flight");
}

void PathDispatcher::begin_frame() noexcept { state_->memory.world().frame_core.begin(); }

void PathDispatcher::end_frame() noexcept { state_->memory.world().frame_core.end(); }

void PathDispatcher::flush() noexcept {
    State& s = *state_;
    s.versions.try_publish();
    if (!s.has_workers()) return;
    s.issue_waiting();
    s.board.announce();
    s.supervisor.set_demand(s.jobs_wait());
}

bool PathDispatcher::can_publish(std::uint32_t versions) const noexcept {
    return !state_->versions.has_unpublished_edits() && state_->versions.free_count() >= versions;
}

void PathDispatcher::set_mode(Mode mode) noexcept {
    State& s = *state_;
    if (mode == s.mode) return;
    s.mode = mode;
    if (mode == Mode::kNone) s.take_back_everything();
    if (mode == Mode::kInline) {
        s.take_back_unclaimed();
        if (!std::exchange(s.searcher_ready, true)) s.searcher.prepare(s.settings.layout);
    }
    s.apply_plan();
}

void PathDispatcher::set_workers(std::uint32_t workers) noexcept {
    state_->settings.workers = std::min(workers, kMaxSeats);
    state_->apply_plan();
}

// Who chooses a policy means it: it is not raised behind his back.
void PathDispatcher::set_policy(SchedulingPolicy policy) noexcept {
    state_->supervisor.keep_policy();
    state_->settings.policy = state_->first_policy = policy;
    state_->apply_plan();
}

void PathDispatcher::fix_policy(bool fixed) noexcept { state_->supervisor.fix_policy(fixed); }

void PathDispatcher::set_chunk(std::uint32_t jobs) noexcept { state_->set_chunk(jobs); }

bool PathDispatcher::kill_worker() noexcept {
    const Member* victim = state_->crew.victim();
    if (victim != nullptr) state_->supervisor.kill(victim->generation, KillCause::kButton);
    return victim != nullptr;
}

bool PathDispatcher::stop_worker() noexcept {
    const Member* victim = state_->crew.victim();
    if (victim != nullptr) state_->supervisor.stop(victim->generation);
    return victim != nullptr;
}

bool PathDispatcher::can_poison() const noexcept {
    return state_->mode == Mode::kProcesses && state_->crew.victim() != nullptr && !state_->crew.has_threads();
}

void PathDispatcher::kill_all_workers() noexcept { state_->crew.replace_all(KillCause::kButton); }

void PathDispatcher::set_inline_budget(std::chrono::microseconds budget) noexcept {
    state_->settings.inline_budget = budget;
}

std::chrono::microseconds PathDispatcher::inline_budget() const noexcept { return state_->settings.inline_budget; }

void PathDispatcher::refresh_statistics() noexcept {
    State& s = *state_;
    const double inline_s = std::chrono::duration<double>(s.inline_search_time).count();
    s.show.refresh({&s.settings, s.mode, s.first_policy, &s.ledger, &s.board, &s.versions, &s.desk, &s.crew, &s.faults,
                    &s.supervisor.gauges(), inline_s});
}

const PathStatistics& PathDispatcher::statistics() const noexcept { return state_->show.statistics(); }
std::span<const WorkerStatistics> PathDispatcher::workers() const noexcept { return state_->show.workers(); }
std::span<const CoreLoad> PathDispatcher::cores() const noexcept { return state_->show.cores(); }
double PathDispatcher::game_pss_mib() const noexcept { return state_->show.game_pss_mib(); }
const RequestCounters& PathDispatcher::requests() const noexcept { return state_->ledger.counters(); }
bool PathDispatcher::is_conserved() const noexcept { return state_->ledger.is_conserved(); }

}  // namespace outrider::paths
