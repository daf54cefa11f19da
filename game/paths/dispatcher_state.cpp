#include "game/paths/dispatcher_state.h"

#include <algorithm>
#include <cstdlib>
#include <thread>
#include <utility>

#include "shared/burn_job.h"

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
      first_policy(settings.policy),
      memory(settings.layout),
      board(memory.world(), memory.board(), settings.first_sequence),
      versions(memory.world(), settings.layout, settings.bits, settings.exact_versions),
      desk(ledger, board, versions, settings.exact_versions),
      supervisor({&memory.world(), &memory.board(), memory.world_descriptor(), memory.board_descriptor(),
                  settings.pathfinder, settings.recycle_after_jobs, settings.debug_workers, settings.cpu_allowance,
                  settings.policy_is_fixed, settings.log}),
      crew(supervisor),
      sweep(board, memory.board(), crew) {
    settings.workers = std::min(settings.workers, kMaxSeats);
    set_chunk(settings.chunk_jobs);
    set_terrain(memory.world(), settings.layout, settings.terrain_classes, settings.terrain_factors);
    settings.bits = {};
    points.reserve(ResultRecord::kMaxPoints);
    apply_plan();
}

PoolPlan PathDispatcher::State::plan() const noexcept {
    const WorkerKind kind = mode == Mode::kThreads ? WorkerKind::kThread : WorkerKind::kProcess;
    return {kind, has_workers() ? settings.workers : 0, settings.policy};
}

void PathDispatcher::State::set_chunk(std::uint32_t jobs) noexcept {
    settings.chunk_jobs = std::clamp(jobs, 1U, kMaxChunk_jobs);
    // Relaxed: workers look at it once a chunk, and any value will do.
    memory.world().chunk_jobs.store(settings.chunk_jobs, std::memory_order_relaxed);
}

// --- onto the board -------------------------------------------------------------------------------------------------

Job PathDispatcher::State::new_issue(LedgerEntry& entry) noexcept {
    entry.issue = IssueNumber{++last_issue};
    ++entry.attempts;
    const PathRequest& request = entry.request;
    Job job;
    static_cast<PathQuery&>(job) = request;
    job.issue = entry.issue;
    job.version = request.version;
    job.exact_version = settings.exact_versions;
    job.kind = request.kind;
    job.may_end_the_game = request.may_end_the_game;
    return job;
}

bool PathDispatcher::State::try_issue(EntryIndex index) noexcept {
    LedgerEntry& entry = ledger[index];
    if (entry.request.version > versions.published() || !board.has_room(entry.request.lane)) return false;
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

bool PathDispatcher::State::jobs_wait() const noexcept {
    return std::ranges::any_of(lanes_by_urgency(), [this](Lane lane) {
        return ledger.waiting_count(lane) > 0 || board.approx_ready_count(lane) > 0;
    });
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

// Neither on the board nor in a queue: about to end.
void PathDispatcher::State::take_out(EntryIndex index) noexcept {
    take_back(index);
    ledger.leave_queue(index);
}

void PathDispatcher::State::take_back_unclaimed() noexcept {
    board.for_each_open([this](Lane lane, std::uint64_t sequence, const SlotRecord& record) {
        if (record.entry != kNoEntry && board.try_withdraw(lane, sequence)) ledger.wait_in_front(record.entry);
    });
}

void PathDispatcher::State::take_back_everything() noexcept {
    for (const Lane lane : lanes_by_urgency()) {
        for (EntryIndex i = ledger.oldest(lane); i != kNoEntry; i = ledger.younger_than(i)) take_back(i);
    }
}

// --- answers --------------------------------------------------------------------------------------------------------

void PathDispatcher::State::drain(AnswerSink& sink, MonotonicTime deadline) noexcept {
    const auto members = crew.members();
    if (members.empty()) return;
    first_ring = (first_ring + 1) % members.size();
    for (std::size_t i = 0; i < members.size(); ++i) {
        Member& member = *members[(first_ring + i) % members.size()];
        auto now = std::optional(Clock::now());
        while (now && *now < deadline) now = drain_one(member, sink);
        member.reader.give_room();
        if (now) return;
    }
}

std::optional<MonotonicTime> PathDispatcher::State::drain_one(Member& member, AnswerSink& sink) noexcept {
    if (member.distrusted) return std::nullopt;
    ResultRecord record;
    const auto read = member.reader.next(record, points);
    if (read == ResultReader::Outcome::kEmpty) return std::nullopt;
    const MonotonicTime looked = desk.last_look();
    auto taken = AnswerDesk::Outcome::kRejected;
    if (read == ResultReader::Outcome::kRecord) {
        taken = desk.take(record, points, {member.generation, member.seat, &member.parts}, sink);
    }
    if (taken == AnswerDesk::Outcome::kUnasked && floods(member)) taken = AnswerDesk::Outcome::kRejected;
    switch (taken) {
        case AnswerDesk::Outcome::kTaken:
            if (record.last_part) faults.note_answer(member, monotonic_time(record.published_ns));
            return desk.last_look() > looked ? desk.last_look() : Clock::now();
        case AnswerDesk::Outcome::kLate:
        case AnswerDesk::Outcome::kUnasked:
            if (record.last_part) ++ledger.counters().late;
            return Clock::now();
        case AnswerDesk::Outcome::kRejected: break;
    }
    ++ledger.counters().rejected;
    crew.distrust(member.generation);
    return std::nullopt;
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
    const bool limited = settings.inline_budget.count() > 0 && !settings.exact_versions;
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
    ++entry.attempts;
    if (request.kind == JobKind::kPoison) {
        if (request.may_end_the_game) std::abort();
        return desk.fail(index, FailReason::kNotRun, 0, sink);
    }
    const bool burns = request.kind == JobKind::kBurn;
    if (burns && !may_burn(request)) return desk.fail(index, FailReason::kNotRun, 0, sink);
    entry.times.submitted = entry.times.claimed = entry.times.began = Clock::now();
    if (request.kind == JobKind::kSlow) std::this_thread::sleep_for(kSlowJobTime);
    if (burns) burner.burn(request, [] { return false; });
    const PathQuery query = burns ? search_after_burning(request) : static_cast<const PathQuery&>(request);
    const bool is_field = request.kind == JobKind::kFlowField;
    const search::SearchResult result =
        is_field ? searcher.flow_field(map, query) : searcher.search(map, query, {}, versions.costs_of(map.version()));
    entry.times.searched = entry.times.published = Clock::now();
    const auto taken = entry.times.searched - entry.times.began;
    inline_search_time += taken;
    desk.searches().add(taken);
    if (result.status == AnswerStatus::kFailed) return desk.fail(index, FailReason::kNoMemory, 0, sink);
    PathAnswer answer;
    answer.status = result.status;
    answer.cost = result.cost;
    answer.version = map.version();
    answer.expanded_nodes = result.expanded_nodes;
    if (is_field && result.status == AnswerStatus::kFound) {
        if (inline_field.layout() != FlowFieldLayout(settings.layout)) inline_field.prepare(settings.layout);
        inline_field.copy_from(result.turning_points);
        answer.flow_field = &inline_field;
    } else {
        answer.turning_points = result.turning_points;
    }
    desk.answer(index, answer, sink);
}

}  // namespace outrider::paths
