#include "game/paths/result_reader.h"

#include <array>

namespace outrider::paths {

ResultReader::Outcome ResultReader::next(ResultRecord& record, std::vector<PackedCell>& points) noexcept {
    // The worker's tail is looked at only when all that was seen is read: each look fetches a line that he writes.
    // Acquire: pairs with the release of the tail in ResultWriter::publish; the records' words are visible.
    if (read_ == seen_tail_) seen_tail_ = segment_->tail.load(std::memory_order_acquire);
    const std::uint64_t available = seen_tail_ - read_;
    if (available == 0) return Outcome::kEmpty;
    if (available > kRingWords || available < ResultRecord::kHeaderWords) return Outcome::kNonsense;

    std::array<std::uint64_t, ResultRecord::kHeaderWords> header{};
    for (std::size_t i = 0; i < header.size(); ++i) header[i] = word(read_ + i);
    const auto parsed = ResultRecord::from_words(header);
    if (!parsed || parsed->length_words > available) return Outcome::kNonsense;

    record = *parsed;
    points.resize(record.points);
    for (std::size_t i = 0; i < points.size(); i += 2) {
        const std::uint64_t pair = word(read_ + ResultRecord::kHeaderWords + i / 2);
        points[i] = PackedCell{static_cast<std::uint32_t>(pair)};
        if (i + 1 < points.size()) points[i + 1] = PackedCell{static_cast<std::uint32_t>(pair >> 32U)};
    }
    read_ += record.length_words;
    return Outcome::kRecord;
}

void ResultReader::give_room() noexcept {
    // Release: pairs with the acquire in ResultWriter::has_room; our reads of the old words came before.
    segment_->read_cursor.store(read_, std::memory_order_release);
}

}  // namespace outrider::paths
