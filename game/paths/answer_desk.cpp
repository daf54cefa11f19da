#include "game/paths/answer_desk.h"

#include <cstddef>

#include "game/paths/latency_steps.h"
#include "shared/burn_job.h"

namespace outrider::paths {
namespace {

[[nodiscard]] MonotonicTime time_of(std::uint64_t nanoseconds) noexcept {
    return MonotonicTime(std::chrono::nanoseconds(static_cast<std::int64_t>(nanoseconds)));
}

[[nodiscard]] bool has_path(AnswerStatus status) noexcept {
    return status == AnswerStatus::kFound || status == AnswerStatus::kPartial;
}

/// A path that takes more looks to check than this (a few tenths of a millisecond) is checked off the frame thread.
constexpr std::uint64_t kMostLooksInFrame = 1U << 15U;

/// What an `unreachable` says. Of a field, that nobody can stand at its goal, wherever he comes from: that no way leads
/// from there to there.
[[nodiscard]] PathQuery claim_in(const PathRequest& request) noexcept {
    PathQuery claim = request;
    if (request.kind != JobKind::kFlowField) return claim;
    claim.start = claim.goal;
    claim.algorithm = Algorithm::kJps;
    claim.what_if = {};
    return claim;
}

/// Could an honest worker say that to this request?
[[nodiscard]] bool is_an_answer(const PathRequest& request, AnswerStatus status) noexcept {
    if (status == AnswerStatus::kFound || status == AnswerStatus::kUnreachable) return true;
    // Half a path is an answer only to one who set a limit, or said that it would do.
    return status == AnswerStatus::kPartial && request.kind != JobKind::kFlowField && request.kind != JobKind::kBurn &&
           (request.node_budget != 0 || request.or_nearest);
}

/// Poison is for worker processes alone, and not everything burns.
[[nodiscard]] bool may_be_run(const PathRequest& request) noexcept {
    return request.kind != JobKind::kPoison && (request.kind != JobKind::kBurn || may_burn(request));
}

/// A claim that takes longer to check than the frame can give.
[[nodiscard]] bool needs_proof(const MapView& map, const PathRequest& request, const ResultRecord& record,
                               std::size_t points) noexcept {
    return !has_path(record.status) || request.kind == JobKind::kFlowField ||
           search::most_looks(map, request, points, record.cost) > kMostLooksInFrame;
}

}  // namespace

AnswerDesk::AnswerDesk(Ledger& ledger, JobBoard& board, MapVersions& versions, bool exact_versions)
    : ledger_(ledger),
      board_(board),
      versions_(versions),
      exact_versions_(exact_versions),
      prover_(versions.newest().layout()) {}

AnswerDesk::Outcome AnswerDesk::take(const ResultRecord& record, std::span<const PackedCell> points,
                                     const Sender& sender, AnswerSink& sink) noexcept {
    if (record.generation != sender.generation) return Outcome::kRejected;
    const auto place = board_.find(record.lane, record.sequence);
    // No such job, or another try at it by now: the request ended, or was given to somebody else.
    if (!place || place->record.issue != record.issue) return Outcome::kUnasked;
    if (place->record.entry == kNoEntry) {
        if (record.last_part) board_.free_slot(record.lane, place->sequence);
        return Outcome::kLate;
    }
    return take_open(place->record.entry, *place, record, points, sender, sink);
}

AnswerDesk::Outcome AnswerDesk::take_open(EntryIndex index, const JobBoard::Place& place, const ResultRecord& record,
                                          std::span<const PackedCell> points, const Sender& sender,
                                          AnswerSink& sink) noexcept {
    const LedgerEntry& entry = ledger_[index];
    bool right = has_right_version(entry.request, record.version) && has_right_times(entry, record);
    if (right && (record.part != 0 || !record.last_part)) {
        right = append_part(entry.request.kind, *sender.parts, record, points);
        if (right && !record.last_part) return Outcome::kTaken;
        points = sender.parts->points;
    }
    if (right && take_final(index, place, record, points, sender, sink)) return Outcome::kTaken;
    note_rejection(index, place, record, sink);
    return Outcome::kRejected;
}

// False: it is no answer to this request.
bool AnswerDesk::take_final(EntryIndex index, const JobBoard::Place& place, const ResultRecord& record,
                            std::span<const PackedCell> points, const Sender& sender, AnswerSink& sink) noexcept {
    LedgerEntry& entry = ledger_[index];
    // `cancelled` is for requests that have ended, `expired` the game's to say.
    const bool failed = record.status == AnswerStatus::kFailed && points.empty();
    if (!failed && !is_an_answer(entry.request, record.status)) return false;
    if (!failed && needs_proof(versions_.newest(), entry.request, record, points.size())) {
        if (!ask_for_proof(index, record, points, sender)) return false;
        board_.free_slot(record.lane, place.sequence);
        return true;
    }
    if (!failed && !is_right_path(entry.request, record, points)) return false;

    note_times(entry, record);
    board_.free_slot(record.lane, place.sequence);
    if (failed) {
        // An honest worker fails for two reasons only.
        fail(index, may_be_run(entry.request) ? FailReason::kNoMemory : FailReason::kNotRun, 0, sink);
        return true;
    }
    PathAnswer answer;
    answer.status = record.status;
    answer.cost = record.cost;
    answer.version = record.version;
    answer.turning_points = points;
    answer.expanded_nodes = record.expanded_nodes;
    answer.seat = static_cast<std::int32_t>(sender.seat.value);
    this->answer(index, answer, sink);
    return true;
}

// It charges the worker. Only a request that nobody answers rightly is given up; the slot stays the worker's until it
// is dead and drained.
void AnswerDesk::note_rejection(EntryIndex index, const JobBoard::Place& place, const ResultRecord& record,
                                AnswerSink& sink) noexcept {
    if (++ledger_[index].rejections < kMostRejections) return;
    board_.close(record.lane, place.sequence);
    fail(index, FailReason::kRejected, 0, sink);
}

// Parts come in order, for one issue number, each with something in it, and are never more than a path has cells or a
// field points.
bool AnswerDesk::append_part(JobKind kind, AnswerParts& parts, const ResultRecord& record,
                             std::span<const PackedCell> points) const noexcept {
    if (record.part == 0) {
        parts.issue = record.issue;
        parts.next_part = 0;
        parts.points.clear();
    }
    const GridLayout layout = versions_.newest().layout();
    const bool is_field = kind == JobKind::kFlowField;
    const std::size_t most =
        is_field ? FlowFieldLayout(layout).total_points()
                 : static_cast<std::size_t>(layout.width_cells) * static_cast<std::size_t>(layout.height_cells);
    const bool fits = record.issue == parts.issue && record.part == parts.next_part && !points.empty() &&
                      parts.points.size() + points.size() <= most;
    if (!fits) return false;
    // It will be as long as that: no copies of what is there already.
    if (is_field) parts.points.reserve(most);
    parts.points.insert(parts.points.end(), points.begin(), points.end());
    ++parts.next_part;
    return true;
}

// One monotonic clock for all of us: a worker's stamps lie between the wish and now, in their order.
bool AnswerDesk::has_right_times(const LedgerEntry& entry, const ResultRecord& record) noexcept {
    return time_of(record.claimed_ns) >= entry.times.wanted && record.claimed_ns <= record.began_ns &&
           record.began_ns <= record.searched_ns && record.searched_ns <= record.published_ns &&
           has_passed(record.published_ns);
}

// A look at the clock costs a fifth of an answer: only for stamps younger than the last look.
bool AnswerDesk::has_passed(std::uint64_t nanoseconds) noexcept {
    if (time_of(nanoseconds) > last_look_) last_look_ = std::chrono::steady_clock::now();
    return time_of(nanoseconds) <= last_look_;
}

void AnswerDesk::note_times(LedgerEntry& entry, const ResultRecord& record) noexcept {
    entry.times.claimed = time_of(record.claimed_ns);
    entry.times.began = time_of(record.began_ns);
    entry.times.searched = time_of(record.searched_ns);
    entry.times.published = time_of(record.published_ns);
    searches_.add(entry.times.searched - entry.times.began);
}

bool AnswerDesk::has_right_version(const PathRequest& request, MapVersion version) const noexcept {
    return exact_versions_ ? version == request.version : version >= request.version;
}

bool AnswerDesk::is_right_path(const PathRequest& request, const ResultRecord& record,
                               std::span<const PackedCell> points) const noexcept {
    // Buffers are kept until every honest answer for them is drained: a version that is gone was never searched.
    const auto map = versions_.find(record.version);
    if (!map) return false;
    const bool to_goal = record.status == AnswerStatus::kFound;
    return search::check_path(*map, request, points, record.cost, to_goal, versions_.costs_of(record.version)) ==
           search::PathFault::kNone;
}

// False: no honest worker says that.
bool AnswerDesk::ask_for_proof(EntryIndex index, const ResultRecord& record, std::span<const PackedCell> points,
                               const Sender& sender) noexcept {
    LedgerEntry& entry = ledger_[index];
    const auto map = versions_.find(record.version);
    if (!map) return false;
    const bool has_points = has_path(record.status);
    const bool is_field = has_points && entry.request.kind == JobKind::kFlowField;
    if (points.empty() == has_points) return false;
    if (is_field && points.size() != FlowFieldLayout(map->layout()).total_points()) return false;
    ProofQuestion question{ledger_.id_of(index), *map, claim_in(entry.request), sender.generation, kNoRoom, {}};
    question.costs = versions_.costs_of(record.version);
    if (has_points) question.room = room_for(points, sender);
    if (has_points && !is_field) {
        question.path = {record.status, record.cost, record.expanded_nodes,
                         static_cast<std::int32_t>(sender.seat.value)};
    }
    const bool has_room = !has_points || question.room != kNoRoom;
    if (!has_room || !prover_.try_ask(question)) {
        // More claims than the prover has room for: this one is worked on again later.
        if (has_points && has_room) prover_.give_back_room(question.room);
        ledger_.wait_in_front(index);
        return true;
    }
    versions_.hold(record.version);
    entry.state = EntryState::kProving;
    note_times(entry, record);
    return true;
}

// Megabytes that came in parts move in as a whole.
std::uint32_t AnswerDesk::room_for(std::span<const PackedCell> points, const Sender& sender) noexcept {
    const std::uint32_t number = prover_.take_room();
    if (number == kNoRoom) return kNoRoom;
    std::vector<PackedCell>& place = prover_.room(number).points;
    if (points.data() == sender.parts->points.data()) {
        place.swap(sender.parts->points);
    } else {
        place.assign(points.begin(), points.end());
    }
    return number;
}

void AnswerDesk::answer_verdict(const ProofVerdict& verdict, AnswerSink& sink) noexcept {
    const bool has_room = verdict.room != kNoRoom;
    const auto index = ledger_.find(verdict.request);
    const bool is_open = index && ledger_[*index].state == EntryState::kProving;  // else it ended meanwhile
    if (is_open && verdict.proven) {
        PathAnswer proven;
        proven.status = AnswerStatus::kUnreachable;
        proven.version = verdict.version;
        if (verdict.path) {
            proven.status = verdict.path->status;
            proven.cost = verdict.path->cost;
            proven.turning_points = prover_.room(verdict.room).points;
            proven.expanded_nodes = verdict.path->expanded_nodes;
            proven.seat = verdict.path->seat;
        } else if (has_room) {
            proven.status = AnswerStatus::kFound;
            proven.flow_field = &prover_.room(verdict.room).field;
        }
        answer(*index, proven, sink);
    } else if (is_open) {
        ++ledger_.counters().rejected;
        ++ledger_.counters().reissued;
        if (++ledger_[*index].rejections >= kMostRejections) {
            fail(*index, FailReason::kRejected, 0, sink);
        } else {
            ledger_.wait_in_front(*index);
        }
    }
    if (has_room) prover_.give_back_room(verdict.room);
}

void AnswerDesk::answer(EntryIndex index, PathAnswer answer, AnswerSink& sink) noexcept {
    LedgerEntry& entry = ledger_[index];
    answer.id = ledger_.id_of(index);
    answer.tag = entry.request.tag;
    answer.times = entry.times;
    answer.times.applied = last_look_ = std::chrono::steady_clock::now();
    answer.attempts = entry.attempts;
    answer.frames = ledger_.polls_since_wanted(index);
    if (exact_versions_) versions_.release(entry.request.version);
    ledger_.end(index, answer.status);
    if (has_a_way(answer.status)) note_way(answer);
    sink.on_answer(answer);
}

void AnswerDesk::note_way(const PathAnswer& answer) noexcept {
    for (std::size_t i = 0; i < kLatencyStepCount; ++i) {
        if (const auto time = time_of_step(answer.times, static_cast<LatencyStep>(i))) steps_[i].add(*time);
    }
    frames_.add(static_cast<float>(answer.frames));
}

void AnswerDesk::fail(EntryIndex index, FailReason reason, std::int32_t value, AnswerSink& sink) noexcept {
    PathAnswer failed;
    failed.status = AnswerStatus::kFailed;
    failed.fail_reason = reason;
    failed.fail_value = value;
    answer(index, failed, sink);
}

void AnswerDesk::end_withdrawn(EntryIndex index) noexcept {
    if (exact_versions_) versions_.release(ledger_[index].request.version);
    ledger_.end(index, AnswerStatus::kCancelled);
}

}  // namespace outrider::paths
