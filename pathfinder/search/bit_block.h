// Turning bitmaps: 64 by 64 bits at a time. Internal to the search library.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace outrider::search {

/// 64 words of 64 bits: bit j of word i is the element (i, j).
using BitBlock = std::array<std::uint64_t, 64>;

/// Swaps the elements (i, j) and (j, i). H. S. Warren, "Hacker's Delight", 2nd ed. 2012, section 7-3.
inline void transpose(BitBlock& block) noexcept {
    std::uint64_t mask = 0xFFFF'FFFFU;
    for (std::size_t width = 32; width != 0; width /= 2, mask ^= mask << width) {
        for (std::size_t i = 0; i < 64; i = (i + width + 1) & ~width) {
            const std::uint64_t swapped = (block[i] >> width ^ block[i + width]) & mask;
            block[i] ^= swapped << width;
            block[i + width] ^= swapped;
        }
    }
}

/// The 64 bits of a line that begin at bit `from`, which may be negative if the line has words before its first.
[[nodiscard]] inline std::uint64_t window(const std::uint64_t* line, std::ptrdiff_t from) noexcept {
    const std::ptrdiff_t word = from >> 6;
    const auto shift = static_cast<std::uint32_t>(from) & 63U;
    if (shift == 0) return line[word];
    return line[word] >> shift | line[word + 1] << (64U - shift);
}

}  // namespace outrider::search
