#include "game/paths/result_reader.h"

#include <array>

namespace outrider::paths {

// Nearly always in one piece, and then without a look at the ring's end for every word.
std::array<std::uint64_t, ResultRecord::kHeaderWords> ResultReader::head() const noexcept {
    std::array<std::uint64_t, ResultRecord::kHeaderWords> words;
    const std::uint64_t at = read_ & (kRingWords - 1);
    const bool in_one_piece = at + words.size() <= kRingWords;
    if (in_one_piece) {
        for (std::size_t i = 0; i < words.size(); ++i)
            words[i] = std::atomic_ref(segment_->ring[at + i]).load(std::memory_order_relaxed);
    } else {
        for (std::size_t i = 0; i < words.size(); ++i) words[i] = word(read_ + i);
    }
    return words;
}

ResultReader::Outcome ResultReader::next(ResultRecord& record, std::vector<PackedCell>& points) noexcept {
    // Acquire: pairs with the release of the tail in ResultWriter::publish; the record's words are visible.
    // Looked at only when all that was seen is read: each look takes the line away from the worker.
    if (seen_tail_ == read_) seen_tail_ = segment_->tail.load(std::memory_order_acquire);
    const std::uint64_t available = seen_tail_ - read_;
    if (available == 0) return Outcome::kEmpty;
    if (available > kRingWords || available < ResultRecord::kHeaderWords) return Outcome::kNonsense;

    if (!ResultRecord::parse(head(), record) || record.length_words > available) return Outcome::kNonsense;

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
    // Release: pairs with the acquire in ResultWriter::has_room_for; our reads of the old words came before.
    segment_->read_cursor.store(read_, std::memory_order_release);
}

}  // namespace outrider::paths
