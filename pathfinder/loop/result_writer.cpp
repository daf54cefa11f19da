#include "pathfinder/loop/result_writer.h"

namespace outrider::loop {

bool ResultWriter::try_write(ResultRecord record, std::span<const PackedCell> points) noexcept {
    record.points = static_cast<std::uint32_t>(points.size());
    record.length_words = ResultRecord::words_for(record.points);
    // Acquire: pairs with the game's release of the cursor (ResultReader::give_room); it has read what was there.
    const std::uint64_t used = written_ - segment_.read_cursor.load(std::memory_order_acquire);
    if (used + record.length_words > kRingWords) return false;

    for (const std::uint64_t word : record.to_words()) put(word);
    for (std::size_t i = 0; i < points.size(); i += 2) {
        const std::uint64_t second = i + 1 < points.size() ? points[i + 1].bits : 0;
        put(points[i].bits | second << 32U);
    }
    // Release: pairs with the game's acquire of the tail (ResultReader::next). A worker that dies before this line
    // has published nothing.
    segment_.tail.store(written_, std::memory_order_release);
    return true;
}

}  // namespace outrider::loop
