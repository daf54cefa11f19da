#include "game/paths/prover.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "pathfinder/search/path_check.h"
#include "shared/result_segment.h"
#include "shared/signal_stack.h"

namespace outrider::paths {
namespace {

/// Looks at a cell between two looks at whether somebody asks, or the game is about to end: a fraction of a
/// millisecond.
constexpr std::uint32_t kProofSlice_cells = 1U << 16U;

}  // namespace

Prover::Prover(const GridLayout& layout)
    : layout_(layout), rooms_(proof_rooms(layout)), room_is_taken_(rooms_.size()), thread_([this] { run(); }) {}

Prover::~Prover() {
    quit_.store(true, std::memory_order_relaxed);
    asked_.release();  // its release makes the flag visible
}

bool Prover::try_ask(const ProofQuestion& question) noexcept {
    if (!questions_.push(question)) return false;
    asked_.release();
    return true;
}

std::uint32_t Prover::take_room() noexcept {
    const auto room = std::ranges::find(room_is_taken_, false);
    if (room == room_is_taken_.end()) return kNoRoom;
    *room = true;
    return static_cast<std::uint32_t>(room - room_is_taken_.begin());
}

// What only a rush needed is not kept. A path of more points than a field is most likely a false one, and its memory
// nothing to keep, either.
void Prover::give_back_room(std::uint32_t room) noexcept {
    std::vector<PackedCell>& points = rooms_[room].points;
    if (points.capacity() > 2 * FlowFieldLayout(layout_).total_points() + ResultRecord::kMaxPoints) points = {};
    if (room >= kFewestRooms) rooms_[room] = {};
    room_is_taken_[room] = false;
}

void Prover::run() noexcept {
    const SignalStack signal_stack;
    fields_.reserve(rooms_.size());
    while (!quit_.load(std::memory_order_relaxed)) {
        if (fields_.empty()) asked_.acquire();
        take_questions();
        prove_fields();
    }
}

// Those that are quick are answered at once; of the others, the map is copied, so that the game can give its buffer to
// the next version. Only those that are there by now: who asks and asks shall not keep fields from being proven.
void Prover::take_questions() {
    while (asked_.try_acquire()) {
    }
    ProofQuestion question;
    for (std::size_t left = questions_.read_available(); left > 0 && questions_.pop(question); --left) {
        if (quit_.load(std::memory_order_relaxed)) return;
        if (question.room != kNoRoom && !question.path) {
            queue_field(question);
            continue;
        }
        const bool proven = question.path ? is_right_path(question) : is_unreachable(question);
        push(maps_, question.map.version());
        give_verdict(question, proven);
    }
}

void Prover::queue_field(ProofQuestion question) {
    std::vector<std::uint64_t>& rows = rooms_[question.room].rows;
    rows.assign(question.map.words(), question.map.words() + layout_.row_words());
    const MapVersion version = question.map.version();
    question.map = MapView(layout_, rows.data(), version);  // without columns, which nobody looks at
    fields_.push_back(question);
    push(maps_, version);
}

void Prover::prove_fields() {
    if (fields_.empty()) return;
    const ProofQuestion& first = fields_.front();
    auto verdict = search::FlowFieldVerdict::kRefuted;
    if (std::exchange(first_is_begun_, true) || begin_field(first)) {
        verdict = proof_.advance(rooms_[first.room].field, kProofSlice_cells);
        if (verdict == search::FlowFieldVerdict::kUndecided) return;
    }
    give_verdict(first, verdict == search::FlowFieldVerdict::kProven);
    fields_.erase(fields_.begin());
    first_is_begun_ = false;
}

// False: it is not even as long as a field.
bool Prover::begin_field(const ProofQuestion& question) {
    ProofRoom& room = rooms_[question.room];
    if (!std::exchange(proof_is_ready_, true)) proof_.prepare(layout_);
    // Also after somebody kept the field and gave another in exchange.
    if (room.field.layout() != FlowFieldLayout(layout_)) room.field.prepare(layout_);
    if (room.points.size() != room.field.layout().total_points()) return false;
    room.field.copy_from(room.points);
    proof_.begin(question.map, question.query.goal, question.query.clearance);
    return true;
}

bool Prover::is_right_path(const ProofQuestion& question) const noexcept {
    const bool to_goal = question.path->status == AnswerStatus::kFound;
    return search::check_path(question.map, question.query, rooms_[question.room].points, question.path->cost, to_goal,
                              question.costs) == search::PathFault::kNone;
}

// Who would do with the nearest cell, cannot be helped only if there is no place to start from.
bool Prover::is_unreachable(const ProofQuestion& question) {
    const PathQuery& query = question.query;
    const bool nearest_will_do = query.or_nearest && !query.breaks_walls();
    return !labels_for(question).connected(query.start, nearest_will_do ? query.start : query.goal);
}

const search::ComponentLabels& Prover::labels_for(const ProofQuestion& question) {
    const PathQuery& query = question.query;
    const MapVersion version = question.map.version();
    auto& sizes = query.what_if.any() ? what_if_ : query.breaks_walls() ? breakers_ : walkers_;
    Labels& known = sizes[query.clearance == Clearance::kTwoCells ? 1 : 0];
    if (query.what_if.any() || known.version != version) {
        known.compute(as_seen_by_asker(question), query.clearance);
        known.version = version;
    }
    return known.labels;
}

MapView Prover::as_seen_by_asker(const ProofQuestion& question) {
    const PathQuery& query = question.query;
    if (!query.what_if.any() && !query.breaks_walls()) return question.map;
    if (!std::exchange(imagination_is_ready_, true)) {
        walled_.prepare(layout_);
        broken_.prepare(layout_);
    }
    const MapView map = query.what_if.any() ? walled_.with_walls(question.map, query.what_if) : question.map;
    return query.breaks_walls() ? broken_.without_walls(map, question.costs) : map;
}

void Prover::Labels::compute(const MapView& map, Clearance clearance) {
    if (clearance == Clearance::kOneCell) return labels.compute(map);
    if (!eroded) eroded.emplace();
    eroded->prepare(map.layout());  // it knows maps by their versions, and imagined ones count for themselves
    eroded->follow(map);
    labels.compute(eroded->view());
}

void Prover::give_verdict(const ProofQuestion& question, bool proven) noexcept {
    push(verdicts_, ProofVerdict{question.request, question.map.version(), question.accuser, question.room,
                                 question.path, proven});
}

template <class Queue, class Word>
void Prover::push(Queue& queue, const Word& word) noexcept {
    while (!queue.push(word)) {
        // As many words as the queue holds and the frame thread takes none: it is paused or gone.
        if (quit_.load(std::memory_order_relaxed)) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

}  // namespace outrider::paths
