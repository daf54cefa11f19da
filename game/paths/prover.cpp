#include "game/paths/prover.h"

#include <algorithm>
#include <chrono>
#include <new>
#include <utility>

#include "shared/signal_stack.h"

namespace outrider::paths {
namespace {

/// Looks at a cell between two looks at whether the game is about to end: a fraction of a millisecond.
constexpr std::uint32_t kProofSlice_cells = 1U << 16U;

/// Where walls can be broken through, only a place that sticks out of the map cannot be reached.
[[nodiscard]] bool lies_within(const GridLayout& layout, const PathQuery& query, Cell cell) noexcept {
    const std::int32_t more = query.clearance == Clearance::kTwoCells ? 1 : 0;
    return layout.contains(cell) && layout.contains({cell.x + more, cell.y + more});
}

}  // namespace

Prover::Prover(const GridLayout& layout) : layout_(layout), thread_([this] { run(); }) {}

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
    const auto room = static_cast<std::uint32_t>(std::ranges::find(room_is_taken_, false) - room_is_taken_.begin());
    if (room != kNoRoom) room_is_taken_[room] = true;
    return room;
}

void Prover::run() noexcept {
    const SignalStack signal_stack;
    for (;;) {
        asked_.acquire();
        if (quit_.load(std::memory_order_relaxed)) return;
        ProofQuestion question;
        if (!questions_.pop(question)) continue;
        const ProofVerdict verdict{question.request, question.map.version(), question.accuser, question.field_room,
                                   is_proven(question)};
        while (!verdicts_.push(verdict)) {
            // As many verdicts as the queue holds and the frame thread takes none: it is paused or gone.
            if (quit_.load(std::memory_order_relaxed)) return;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
}

bool Prover::is_proven(const ProofQuestion& question) {
    if (question.field_room == kNoRoom) return has_no_way(question.map, question.query);
    return is_right_field(question.map, question.query, rooms_[question.field_room]);
}

bool Prover::has_no_way(const MapView& map, const PathQuery& query) {
    if (query.wall_factor != 0) {
        return !lies_within(layout_, query, query.start) || !lies_within(layout_, query, query.goal);
    }
    const bool is_wide = query.clearance == Clearance::kTwoCells;
    Labels& known = is_wide ? two_cells_ : one_cell_;
    if (map.version() != known.version) {
        known.version = map.version();
        if (is_wide) {
            if (!known.eroded) known.eroded.emplace().prepare(layout_);
            known.eroded->follow(map);
            known.labels.compute(known.eroded->view());
        } else {
            known.labels.compute(map);
        }
    }
    return !known.labels.connected(query.start, query.goal);
}

bool Prover::is_right_field(const MapView& map, const PathQuery& query, FieldRoom& room) {
    if (!std::exchange(proof_is_ready_, true)) proof_.prepare(layout_);
    if (room.field.layout() != FlowFieldLayout(layout_)) room.field.prepare(layout_);
    if (room.points.size() != room.field.layout().total_points()) return false;
    room.field.copy_from(room.points);
    proof_.begin(map, query.goal, query.clearance);
    for (;;) {
        const auto verdict = proof_.advance(room.field, kProofSlice_cells);
        if (verdict != search::FlowFieldVerdict::kUndecided) return verdict == search::FlowFieldVerdict::kProven;
        if (quit_.load(std::memory_order_relaxed)) return false;
    }
}

}  // namespace outrider::paths
