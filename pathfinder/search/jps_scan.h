// Looking along a line of stops, 64 cells at a time. Internal to Jump Point Search. D. Harabor, A. Grastien, "Improving
// Jump Point Search", ICAPS 2014, section 2.
//
// A pointer to a line names the word with cells 0..63. `kStep` is the direction of the run along its line: 1 towards
// higher cells, -1 towards lower ones.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace outrider::search {

/// The cells of `at`'s word that lie ahead of it.
template <int kStep>
[[nodiscard]] inline std::uint64_t cells_ahead_of(std::int32_t at) noexcept {
    const auto bit = static_cast<std::uint32_t>(at) & 63U;
    if constexpr (kStep > 0) return ~std::uint64_t{1} << bit;
    return (std::uint64_t{1} << bit) - 1;
}

/// The first cell of a set that is not empty, for one who walks along the line.
template <int kStep>
[[nodiscard]] inline std::int32_t first_of(std::uint64_t cells) noexcept {
    return kStep > 0 ? std::countr_zero(cells) : 63 - std::countl_zero(cells);
}

/// The first stop after `from`. REQUIRES: there is one, or the line ends with a word of stops.
template <int kStep>
[[nodiscard]] inline std::int32_t first_stop(const std::uint64_t* stops, std::int32_t from) noexcept {
    std::ptrdiff_t word = from >> 6;
    std::uint64_t ahead = stops[word] & cells_ahead_of<kStep>(from);
    while (ahead == 0) ahead = stops[word += kStep];
    return static_cast<std::int32_t>(word) * 64 + first_of<kStep>(ahead);
}

/// Where a straight run ends: at a jump point, or before a wall.
struct RunEnd {
    std::int32_t at = 0;  ///< the jump point, or the blocked cell
    bool is_jump_point = false;
};

/// Runs along a line from cell `from`, itself excluded. `cells` are the line's free ones.
template <int kStep>
[[nodiscard]] inline RunEnd run_along(const std::uint64_t* stops, const std::uint64_t* cells,
                                      std::int32_t from) noexcept {
    const std::int32_t at = first_stop<kStep>(stops, from);
    return {at, (cells[at >> 6] >> (static_cast<std::uint32_t>(at) & 63U) & 1U) != 0};
}

}  // namespace outrider::search
