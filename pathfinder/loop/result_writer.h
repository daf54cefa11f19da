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
          room_until_(segment.read_cursor.load(std::memory_order_acquire) + kRingWords) {}

    /// Writes one record with its turning points; nobody sees it before publish(). False if there is no room now.
    /// REQUIRES: points.size() <= ResultRecord::kMaxPoints. `length_words` and `points` of what is written follow from
    /// the points.
    [[nodiscard]] bool try_write(const ResultRecord& record, std::span<const PackedCell> points) noexcept;
    /// Publishes all that was written, stamped with `now_ns` (monotonic clock).
    void publish(std::uint64_t now_ns) noexcept;
    [[nodiscard]] bool has_unpublished() const noexcept { return unpublished_count_ != 0; }

private:
    /// Records that may wait for publish(); one more publishes them itself.
    static constexpr std::uint32_t kMostUnpublished = kMaxChunk_jobs;
    /// How far ahead the ring's lines are fetched: 4 KiB.
    static constexpr std::uint32_t kAhead_words = 512;
    void fetch_ahead(std::uint32_t words) const noexcept;
    [[nodiscard]] bool has_room_for(std::uint32_t words) noexcept;
    void put_head(const std::array<std::uint64_t, ResultRecord::kHeaderWords>& words) noexcept;
    void put(std::uint64_t word) noexcept {
        segment_.ring[written_++ & (kRingWords - 1)] = word;  // published by the release of the tail
    }

    ResultSegment& segment_;
    std::uint64_t written_;     ///< words; our own count, nobody else's word
    std::uint64_t room_until_;  ///< words, by the read cursor when we last had to look
    /// Where the records begin that nobody sees yet: their stamps are still to be written.
    std::array<std::uint64_t, kMostUnpublished> unpublished_;
    std::uint32_t unpublished_count_ = 0;
};

}  // namespace outrider::loop
