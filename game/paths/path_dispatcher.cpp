#include "game/paths/path_dispatcher.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "game/paths/dispatcher_state.h"

namespace outrider::paths {
namespace {

using Clock = std::chrono::steady_clock;

/// Most waiting requests that one flush() puts on the board.
constexpr int kMostIssuesPerFlush = 4096;

[[nodiscard]] constexpr std::array<Lane, kLaneCount> lanes_by_urgency() noexcept {
    return {Lane::kUrgent, Lane::kNormal, Lane::kBackground};
}

}  // namespace

PathDispatcher::State::State(DispatcherSettings given)
    : settings(std::move(given)),
      mode(settings.mode),
      memory(settings.layout),
      board(memory.world(), memory.board()),
      versions(memory.world(), settings.layout, settings.bits, settings.exact_versions),
      desk(ledger, board, versions, settings.exact_versions),
      supervisor({&memory.world(), &memory.board(), memory.world_descriptor(), memory.board_descriptor(),
                  settings.pathfinder}),
      crew(supervisor) {
    settings.workers = std::min(settings.workers, kMaxSeats);
    settings.bits = {};
    points.reserve(ResultRecord::kMaxPoints);
    apply_plan();
}

PoolPlan PathDispatcher::State::plan() const noexcept {
    const WorkerKind kind = mode == Mode::kThreads ? WorkerKind::kThread : WorkerKind::kProcess;
    return {kind, has_workers() ? settings.workers : 0, settings.policy};
}

// --- onto the board -------------------------------------------------------------------------------------------------

Job PathDispatcher::State::new_issue(LedgerEntry& entry) noexcept {
    entry.issue = IssueNumber{++last_issue};
    const PathRequest& request = entry.request;
    return {entry.issue,       request.start,      request.goal, request.version, settings.exact_versions,
            request.algorithm, request.node_budget};
}

bool PathDispatcher::State::try_issue(EntryIndex index) noexcept {
    LedgerEntry& entry = ledger[index];
    if (entry.request.version > versions.published()) return false;
    const auto sequence = board.try_issue(entry.request.lane, new_issue(entry), index);
    if (!sequence) return false;
    ledger.leave_queue(index);
    entry.state = EntryState::kOnBoard;
    entry.sequence = *sequence;
    return true;
}

void PathDispatcher::State::issue_waiting() noexcept {
    const MonotonicTime now = Clock::now();
    int left = kMostIssuesPerFlush;
    for (const Lane lane : lanes_by_urgency()) {
        for (EntryIndex first = ledger.first_waiting(lane); first != kNoEntry && left > 0; --left) {
            if (!try_issue(first)) break;
            ledger[first].times.submitted = now;
            first = ledger.first_waiting(lane);
        }
    }
}

// --- off the board --------------------------------------------------------------------------------------------------

// An entry on the board waits in the ledger again. If a worker has it, what he finds will be late.
void PathDispatcher::State::take_back(EntryIndex index) noexcept {
    LedgerEntry& entry = ledger[index];
    const Lane lane = entry.request.lane;
    if (entry.state == EntryState::kOnBoard && !board.try_withdraw(lane, entry.sequence)) {
        board.close(lane, entry.sequence);
    }
    if (entry.state != EntryState::kWaiting) ledger.wait_in_front(index);
}

void PathDispatcher::State::take_back_unclaimed() noexcept {
    board.for_each_open([this](Lane lane, std::uint64_t sequence, const SlotRecord& record) {
        if (record.entry != kNoEntry && board.try_withdraw(lane, sequence)) ledger.wait_in_front(record.entry);
    });
}

void PathDispatcher::State::take_back_everything() noexcept {
    for (EntryIndex i = ledger.oldest(); i != kNoEntry; i = ledger.younger_than(i)) take_back(i);
}

// --- answers --------------------------------------------------------------------------------------------------------

void PathDispatcher::State::drain(AnswerSink& sink, MonotonicTime deadline) noexcept {
    const auto members = crew.members();
    if (members.empty()) return;
    first_ring = (first_ring + 1) % members.size();
    for (std::size_t i = 0; i < members.size(); ++i) {
        Member& member = *members[(first_ring + i) % members.size()];
        bool in_time = true;
        while (in_time && drain_one(member, sink)) in_time = Clock::now() < deadline;
        member.reader.give_room();
        if (!in_time) return;
    }
}

bool PathDispatcher::State::drain_one(Member& member, AnswerSink& sink) noexcept {
    if (member.distrusted) return false;
    ResultRecord record;
    const auto read = member.reader.next(record, points);
    if (read == ResultReader::Outcome::kEmpty) return false;
    auto taken = AnswerDesk::Outcome::kRejected;
    if (read == ResultReader::Outcome::kRecord) {
        taken = desk.take(record, points, {member.generation, member.seat, &member.parts}, sink);
    }
    if (taken == AnswerDesk::Outcome::kLate && record.last_part) ++ledger.counters().late;
    if (taken == AnswerDesk::Outcome::kRejected) {
        ++ledger.counters().rejected;
        crew.distrust(member.generation);
    }
    return taken != AnswerDesk::Outcome::kRejected;
}

// First drain, then requeue: the other way round, an answer that lies in the ring already would be searched again.
void PathDispatcher::State::requeue_the_dead() noexcept {
    bool again = true;
    while (std::exchange(again, false)) {
        for (const auto& member : crew.members()) {
            const bool drained = member->distrusted || member->reader.approx_words_waiting() == 0;
            if (!member->dead || !drained) continue;
            requeue_claims_of(*member);
            crew.dismiss(member->generation);
            again = true;  // the list has changed
            break;
        }
    }
}

void PathDispatcher::State::requeue_claims_of(const Member& member) noexcept {
    bool reissued = false;
    board.for_each_claimed_by(member.life, [&](Lane lane, std::uint64_t sequence, const SlotRecord& record) {
        if (record.entry == kNoEntry) {
            board.free_slot(lane, sequence);
        } else if (has_workers()) {
            board.reissue(lane, sequence, new_issue(ledger[record.entry]));
            ++ledger.counters().reissued;
            reissued = true;
        } else {
            board.free_slot(lane, sequence);
            ledger.wait_in_front(record.entry);
            ++ledger.counters().reissued;
        }
    });
    // The dead may have taken a wake-up along, even if it had claimed nothing yet.
    if (reissued || member.end.kind != WorkerEnd::Kind::kLeft) board.announce_reissued();
}

void PathDispatcher::State::cancel_waiting(AnswerSink& sink, MonotonicTime deadline) noexcept {
    for (const Lane lane : lanes_by_urgency()) {
        EntryIndex first = kNoEntry;
        while ((first = ledger.first_waiting(lane)) != kNoEntry) {
            ledger.leave_queue(first);
            PathAnswer cancelled;
            cancelled.status = AnswerStatus::kCancelled;
            desk.answer(first, cancelled, sink);
            if (Clock::now() >= deadline) return;
        }
    }
}

void PathDispatcher::State::search_inline(AnswerSink& sink) noexcept {
    const bool limited = settings.inline_budget.count() > 0;
    const MonotonicTime deadline = Clock::now() + settings.inline_budget;
    for (const Lane lane : lanes_by_urgency()) {
        // Only those who wait now: an asker that asks again at once waits for the next frame.
        for (std::uint32_t left = ledger.waiting_count(lane); left > 0; --left) {
            const EntryIndex first = ledger.first_waiting(lane);
            if (first == kNoEntry) break;
            const MapVersion wanted = ledger[first].request.version;
            const auto map = settings.exact_versions ? versions.find(wanted) : std::optional(versions.newest());
            if (!map || map->version() < wanted) break;
            ledger.leave_queue(first);
            search_here(first, *map, sink);
            if (limited && Clock::now() >= deadline) return;
        }
    }
}

void PathDispatcher::State::search_here(EntryIndex index, const MapView& map, AnswerSink& sink) noexcept {
    LedgerEntry& entry = ledger[index];
    const PathRequest& request = entry.request;
    entry.times.submitted = entry.times.claimed = Clock::now();
    const search::SearchResult result =
        searcher.search(map, {request.start, request.goal, request.algorithm, request.node_budget});
    entry.times.searched = entry.times.published = Clock::now();
    const auto taken = entry.times.searched - entry.times.claimed;
    inline_search_time += taken;
    desk.searches().add(taken);
    PathAnswer answer;
    answer.status = result.status;
    answer.cost = result.cost;
    answer.version = map.version();
    answer.turning_points = result.turning_points;
    answer.expanded_nodes = result.expanded_nodes;
    desk.answer(index, answer, sink);
}

// --- the door -------------------------------------------------------------------------------------------------------

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
    // Nobody waits in front: onto the board at once, where a worker that is awake may see it before the frame is over.
    if (s.has_workers() && s.ledger.first_waiting(request.lane) == index && s.try_issue(index)) {
        s.ledger[index].times.submitted = now;
    }
    return id;
}

bool PathDispatcher::cancel(RequestId id) noexcept {
    State& s = *state_;
    const auto index = s.ledger.find(id);
    if (!index) return false;
    s.take_back(*index);
    s.ledger.leave_queue(*index);
    s.desk.end_withdrawn(*index);
    return true;
}

void PathDispatcher::apply_edits(MapVersion version, std::span<const CellEdit> edits) noexcept {
    state_->versions.edit(version, edits);
    state_->versions.try_publish();
}

Mode PathDispatcher::mode() const noexcept { return state_->mode; }

void PathDispatcher::poll(AnswerSink& sink) noexcept {
    State& s = *state_;
    const MonotonicTime deadline = Clock::now() + s.settings.poll_budget;
    s.crew.hear();
    s.desk.take_verdicts(sink, deadline, [&](Generation liar) { s.crew.distrust(liar); });
    s.drain(sink, deadline);
    s.requeue_the_dead();
    if (s.mode == Mode::kNone) s.cancel_waiting(sink, deadline);
    if (s.mode == Mode::kInline) s.search_inline(sink);
    s.versions.reclaim(s.crew.pin_holders());
    if (s.board.repair_heads()) ++s.ledger.counters().board_repairs;
    assert(s.ledger.is_conserved() && "submitted = answered + in flight");
}

void PathDispatcher::flush() noexcept {
    State& s = *state_;
    s.versions.try_publish();
    if (!s.has_workers()) return;
    s.issue_waiting();
    s.board.announce();
}

bool PathDispatcher::can_publish() const noexcept {
    return !state_->versions.has_unpublished_edits() && state_->versions.free_count() > 0;
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

void PathDispatcher::set_policy(SchedulingPolicy policy) noexcept {
    state_->settings.policy = policy;
    state_->apply_plan();
}

void PathDispatcher::set_inline_budget(std::chrono::microseconds budget) noexcept {
    state_->settings.inline_budget = budget;
}

std::chrono::microseconds PathDispatcher::inline_budget() const noexcept { return state_->settings.inline_budget; }

void PathDispatcher::refresh_statistics() noexcept {
    State& s = *state_;
    const double inline_s = std::chrono::duration<double>(s.inline_search_time).count();
    s.show.refresh(
        {&s.settings, s.mode, &s.ledger, &s.board, &s.versions, &s.desk, &s.crew, &s.supervisor.gauges(), inline_s});
}

const PathStatistics& PathDispatcher::statistics() const noexcept { return state_->show.statistics(); }
std::span<const WorkerStatistics> PathDispatcher::workers() const noexcept { return state_->show.workers(); }
std::span<const CoreLoad> PathDispatcher::cores() const noexcept { return state_->show.cores(); }
double PathDispatcher::game_pss_mib() const noexcept { return state_->show.game_pss_mib(); }
const RequestCounters& PathDispatcher::requests() const noexcept { return state_->ledger.counters(); }
bool PathDispatcher::is_conserved() const noexcept { return state_->ledger.is_conserved(); }

}  // namespace outrider::paths
