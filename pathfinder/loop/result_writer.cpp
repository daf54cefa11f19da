#include "pathfinder/loop/result_writer.h"

#include "pathfinder/loop/fault_point.h"

namespace outrider::loop {

bool ResultWriter::try_write(ResultRecord record, std::span<const PackedCell> points) noexcept {
    record.points = static_cast<std::uint32_t>(points.size());
    record.length_words = ResultRecord::words_for(record.points);
    if (unpublished_count_ == kMostUnpublished || !has_room(record.length_words)) return false;

    unpublished_[unpublished_count_++] = written_;
    for (const std::uint64_t word : record.to_words()) put(word);
    fault_point(FaultPoint::kHalfWrittenResult);
    for (std::size_t i = 0; i < points.size(); i += 2) {
        const std::uint64_t second = i + 1 < points.size() ? points[i + 1].bits : 0;
        put(points[i].bits | second << 32U);
    }
    return true;
}

// The game's cursor is looked at only when there seems to be no room: each look fetches a line that the game writes.
bool ResultWriter::has_room(std::uint32_t words) noexcept {
    if (written_ + words - read_ <= kRingWords) return true;
    // Acquire: pairs with the game's release of the cursor (ResultReader::give_room); it has read what was there.
    read_ = segment_.read_cursor.load(std::memory_order_acquire);
    return written_ + words - read_ <= kRingWords;
}

void ResultWriter::publish(std::uint64_t now_ns) noexcept {
    if (unpublished_count_ == 0) return;
    for (std::uint32_t i = 0; i < unpublished_count_; ++i) {
        const std::uint64_t stamp = unpublished_[i] + ResultRecord::kPublishedWord;
        segment_.ring[stamp & (kRingWords - 1)].store(now_ns, std::memory_order_relaxed);
    }
    unpublished_count_ = 0;
    fault_point(FaultPoint::kBeforePublish);
    // Release: pairs with the game's acquire of the tail (ResultReader::next). A worker that dies before this line
    // has published nothing.
    segment_.tail.store(written_, std::memory_order_release);
    fault_point(FaultPoint::kAfterPublish);
}

}  // namespace outrider::loop
