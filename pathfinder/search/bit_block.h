// Bitmaps, many bits at a time: turning blocks, and looking along lines. Internal to the search library.
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

/// Are all cells first..last of a line free? 64 at a time. REQUIRES: first <= last, at most one word beyond the map.
[[nodiscard]] inline bool is_run_free(const std::uint64_t* line, std::int32_t first, std::int32_t last) noexcept {
    std::uint64_t mask = ~std::uint64_t{0} << (static_cast<std::uint32_t>(first) & 63U);
    const std::int32_t last_word = last >> 6;
    for (std::int32_t word = first >> 6; word < last_word; ++word) {
        if ((~line[word] & mask) != 0) return false;
        mask = ~std::uint64_t{0};
    }
    mask &= ~std::uint64_t{0} >> (63U - (static_cast<std::uint32_t>(last) & 63U));
    return (~line[last_word] & mask) == 0;
}

}  // namespace outrider::search
