#include "pathfinder/loop/result_writer.h"

#include <algorithm>

#include "pathfinder/loop/fault_point.h"

namespace outrider::loop {

bool ResultWriter::try_write(const ResultRecord& record, std::span<const PackedCell> points) noexcept {
    const auto count = static_cast<std::uint32_t>(points.size());
    const std::uint32_t length_words = ResultRecord::words_for(count);
    if (unpublished_count_ == kMostUnpublished || !has_room_for(length_words)) return false;

    fetch_ahead(length_words);
    unpublished_[unpublished_count_++] = written_;
    put_head(record.to_words(count));
    fault_point(FaultPoint::kHalfWrittenResult);
    for (std::size_t i = 0; i < points.size(); i += 2) {
        const std::uint64_t second = i + 1 < points.size() ? points[i + 1].bits : 0;
        put(points[i].bits | second << 32U);
    }
    return true;
}

// Nearly always in one piece, and then without a look at the ring's end for every word.
void ResultWriter::put_head(const std::array<std::uint64_t, ResultRecord::kHeaderWords>& words) noexcept {
    const std::uint64_t at = written_ & (kRingWords - 1);
    if (at + words.size() > kRingWords) {
        for (const std::uint64_t word : words) put(word);
        return;
    }
    std::ranges::copy(words, segment_.ring.begin() + static_cast<std::ptrdiff_t>(at));
    written_ += words.size();
}

// Looks at the game's cursor only when what it left room for is used up: each look takes the line away from the game.
bool ResultWriter::has_room_for(std::uint32_t words) noexcept {
    const auto left = static_cast<std::int64_t>(room_until_ - written_);
    if (left >= words) return true;
    // Acquire: pairs with the game's release of the cursor (ResultReader::give_room); it has read what was there.
    room_until_ = segment_.read_cursor.load(std::memory_order_acquire) + kRingWords;
    return static_cast<std::int64_t>(room_until_ - written_) >= words;
}

// The game has read these lines since we wrote them last: getting them back takes as long as a job's whole way here.
void ResultWriter::fetch_ahead(std::uint32_t words) const noexcept {
    constexpr std::uint32_t kWordsPerLine = kCacheLineBytes / sizeof(std::uint64_t);
    for (std::uint32_t i = 0; i < words; i += kWordsPerLine) {
        __builtin_prefetch(&segment_.ring[(written_ + kAhead_words + i) & (kRingWords - 1)], 1);
    }
}

void ResultWriter::publish(std::uint64_t now_ns) noexcept {
    if (unpublished_count_ == 0) return;
    for (std::uint32_t i = 0; i < unpublished_count_; ++i) {
        segment_.ring[(unpublished_[i] + ResultRecord::kPublishedWord) & (kRingWords - 1)] = now_ns;
    }
    unpublished_count_ = 0;
    fault_point(FaultPoint::kBeforePublish);
    // Release: pairs with the game's acquire of the tail (ResultReader::next). A worker that dies before this line
    // has published nothing.
    segment_.tail.store(written_, std::memory_order_release);
    fault_point(FaultPoint::kAfterPublish);
}

}  // namespace outrider::loop
