// The game's side of one worker's result ring. The read cursor is private; every word is read once, checked as a
// value, and only then used. Nothing a worker writes can make a read go out of bounds or a call not end.
#pragma once

#include <cstdint>
#include <vector>

#include "shared/grid.h"
#include "shared/result_segment.h"

namespace outrider::paths {

/// Frame thread only.
class ResultReader {
public:
    /// Begins at the worker's present tail (0 in a fresh segment; tests begin elsewhere).
    explicit ResultReader(ResultSegment& segment) noexcept
        : segment_(&segment), read_(segment.tail.load(std::memory_order_relaxed)), seen_tail_(read_) {}

    enum class Outcome : std::uint8_t { kRecord, kEmpty, kNonsense };

    /// The next record and its turning points, copied out. After kNonsense the ring cannot be read any further.
    /// REQUIRES: points.capacity() >= ResultRecord::kMaxPoints.
    [[nodiscard]] Outcome next(ResultRecord& record, std::vector<PackedCell>& points) noexcept;
    /// Tells the worker how far we have read.
    void give_room() noexcept;

    /// Words in the ring by the worker's own tail; a guess, and his word.
    [[nodiscard]] std::uint64_t approx_words_waiting() const noexcept {
        return segment_->tail.load(std::memory_order_relaxed) - read_;
    }
    /// The worker's tail now: with has_passed(), "everything written before this moment is drained".
    /// Never more than a ring ahead of what is read, whatever the worker says.
    [[nodiscard]] std::uint64_t tail_now() const noexcept {
        const std::uint64_t ahead = segment_->tail.load(std::memory_order_acquire) - read_;
        return read_ + (ahead <= kRingWords ? ahead : 0);
    }
    [[nodiscard]] bool has_passed(std::uint64_t tail) const noexcept {
        return static_cast<std::int64_t>(read_ - tail) >= 0;  // also where the count of words wraps
    }

private:
    [[nodiscard]] std::array<std::uint64_t, ResultRecord::kHeaderWords> head() const noexcept;
    [[nodiscard]] std::uint64_t word(std::uint64_t position) const noexcept {
        return std::atomic_ref(segment_->ring[position & (kRingWords - 1)]).load(std::memory_order_relaxed);
    }
    ResultSegment* segment_;
    std::uint64_t read_;       ///< words read so far
    std::uint64_t seen_tail_;  ///< the worker's tail when we last had to look: what lies below is readable
};

}  // namespace outrider::paths
