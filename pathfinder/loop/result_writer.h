// The worker's side of its result ring: single producer; the tail is published last.
#pragma once

#include <cstdint>
#include <span>

#include "shared/grid.h"
#include "shared/result_segment.h"

namespace outrider::loop {

/// One per worker; only its own thread calls it.
class ResultWriter {
public:
    explicit ResultWriter(ResultSegment& segment) noexcept
        : segment_(segment), written_(segment.tail.load(std::memory_order_relaxed)) {}

    /// Writes one record with its turning points and publishes it; false if there is no room now.
    /// REQUIRES: points.size() <= ResultRecord::kMaxPoints. Fills in `length_words` and `points`.
    [[nodiscard]] bool try_write(ResultRecord record, std::span<const PackedCell> points) noexcept;

private:
    void put(std::uint64_t word) noexcept {
        // Relaxed: published by the release of the tail.
        segment_.ring[written_++ & (kRingWords - 1)].store(word, std::memory_order_relaxed);
    }

    ResultSegment& segment_;
    std::uint64_t written_;  ///< words; our own count, nobody else's word
};

}  // namespace outrider::loop
