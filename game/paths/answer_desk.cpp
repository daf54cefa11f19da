#include "game/paths/answer_desk.h"

namespace outrider::paths {
namespace {

[[nodiscard]] MonotonicTime time_of(std::uint64_t nanoseconds) noexcept {
    return MonotonicTime(std::chrono::nanoseconds(static_cast<std::int64_t>(nanoseconds)));
}

[[nodiscard]] bool has_path(AnswerStatus status) noexcept {
    return status == AnswerStatus::kFound || status == AnswerStatus::kPartial;
}

}  // namespace

AnswerDesk::AnswerDesk(Ledger& ledger, JobBoard& board, MapVersions& versions, bool exact_versions)
    : ledger_(ledger), board_(board), versions_(versions), exact_versions_(exact_versions) {}

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
        right = append_part(*sender.parts, record, points);
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
    if (record.status == AnswerStatus::kUnreachable) {
        if (!points.empty() || !ask_for_proof(index, record, sender)) return false;
        board_.free_slot(record.lane, place.sequence);
        return true;
    }
    // `cancelled` is for requests that have ended, `expired` the game's to say.
    const bool failed = record.status == AnswerStatus::kFailed && points.empty();
    const bool right = has_path(record.status) && is_right_path(entry.request, record, points);
    if (!failed && !right) return false;

    note_times(entry, record);
    board_.free_slot(record.lane, place.sequence);
    if (failed) {
        // An honest worker fails for two reasons only.
        const bool poison = entry.request.kind == JobKind::kPoison;
        fail(index, poison ? FailReason::kNotRun : FailReason::kNoMemory, 0, sink);
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

// Parts come in order, for one issue number, each with something in it, and are never more than the map has cells.
bool AnswerDesk::append_part(AnswerParts& parts, const ResultRecord& record,
                             std::span<const PackedCell> points) const noexcept {
    if (record.part == 0) {
        parts.issue = record.issue;
        parts.next_part = 0;
        parts.points.clear();
    }
    const GridLayout layout = versions_.newest().layout();
    const std::size_t most =
        static_cast<std::size_t>(layout.width_cells) * static_cast<std::size_t>(layout.height_cells);
    const bool fits = record.issue == parts.issue && record.part == parts.next_part && !points.empty() &&
                      parts.points.size() + points.size() <= most;
    if (!fits) return false;
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
    // Half a path is an answer only to one who set a limit.
    if (!to_goal && request.node_budget == 0) return false;
    return search::check_path(*map, request.start, request.goal, points, record.cost, to_goal) ==
           search::PathFault::kNone;
}

bool AnswerDesk::ask_for_proof(EntryIndex index, const ResultRecord& record, const Sender& sender) noexcept {
    LedgerEntry& entry = ledger_[index];
    const auto map = versions_.find(record.version);
    if (!map) return false;
    const ProofQuestion question{ledger_.id_of(index), *map, entry.request.start, entry.request.goal,
                                 sender.generation};
    if (!prover_.try_ask(question)) {
        // More claims than the prover has room for: this one is searched again later.
        ledger_.wait_in_front(index);
        return true;
    }
    versions_.hold(record.version);
    entry.state = EntryState::kProving;
    note_times(entry, record);
    return true;
}

void AnswerDesk::answer_verdict(const ProofVerdict& verdict, AnswerSink& sink) noexcept {
    versions_.release(verdict.version);
    const auto index = ledger_.find(verdict.request);
    if (!index || ledger_[*index].state != EntryState::kProving) return;  // ended meanwhile
    if (!verdict.unreachable) {
        ++ledger_.counters().rejected;
        ++ledger_.counters().reissued;
        if (++ledger_[*index].rejections >= kMostRejections) return fail(*index, FailReason::kRejected, 0, sink);
        ledger_.wait_in_front(*index);
        return;
    }
    PathAnswer unreachable;
    unreachable.status = AnswerStatus::kUnreachable;
    unreachable.version = verdict.version;
    answer(*index, unreachable, sink);
}

void AnswerDesk::answer(EntryIndex index, PathAnswer answer, AnswerSink& sink) noexcept {
    LedgerEntry& entry = ledger_[index];
    answer.id = ledger_.id_of(index);
    answer.tag = entry.request.tag;
    answer.times = entry.times;
    answer.times.applied = last_look_ = std::chrono::steady_clock::now();
    answer.attempts = entry.attempts;
    if (exact_versions_) versions_.release(entry.request.version);
    ledger_.end(index, answer.status);
    if (answer.status != AnswerStatus::kCancelled) latencies_.add(answer.times.applied - answer.times.wanted);
    sink.on_answer(answer);
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
