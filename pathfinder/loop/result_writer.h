// The worker's side of its result ring: single producer; the tail is published last, once for all records of a chunk.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "shared/grid.h"
#include "shared/result_segment.h"

namespace outrider::loop {

/// One per worker; only its own thread calls it.
class ResultWriter {
public:
    explicit ResultWriter(ResultSegment& segment) noexcept
        : segment_(segment),
          written_(segment.tail.load(std::memory_order_relaxed)),
          read_(segment.read_cursor.load(std::memory_order_relaxed)) {}

    /// Writes one record with its turning points; nobody sees it before publish(). False if there is no room now.
    /// REQUIRES: points.size() <= ResultRecord::kMaxPoints. Fills in `length_words` and `points`.
    [[nodiscard]] bool try_write(ResultRecord record, std::span<const PackedCell> points) noexcept;
    /// Publishes all that was written, stamped with `now_ns` (monotonic clock).
    void publish(std::uint64_t now_ns) noexcept;
    [[nodiscard]] bool has_unpublished() const noexcept { return unpublished_count_ != 0; }

private:
    /// Records that may wait for publish(); one more publishes them itself.
    static constexpr std::uint32_t kMostUnpublished = kMaxChunk_jobs;

    [[nodiscard]] bool has_room(std::uint32_t words) noexcept;
    void put(std::uint64_t word) noexcept {
        // Relaxed: published by the release of the tail.
        segment_.ring[written_++ & (kRingWords - 1)].store(word, std::memory_order_relaxed);
    }

    ResultSegment& segment_;
    std::uint64_t written_;  ///< words; our own count, nobody else's word
    std::uint64_t read_;     ///< by the game, when last looked at
    /// Where the records begin that nobody sees yet: their stamps are still to be written.
    std::array<std::uint64_t, kMostUnpublished> unpublished_;
    std::uint32_t unpublished_count_ = 0;
};

}  // namespace outrider::loop
