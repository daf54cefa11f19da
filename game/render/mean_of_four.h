// One pixel for four: how every coarser picture of the land is made from a finer one.
#pragma once

#include <cstdint>

namespace outrider::render {

/// The mean of four pixels, each channel rounded to nearest.
[[nodiscard]] constexpr std::uint32_t mean_of_four(std::uint32_t a, std::uint32_t b, std::uint32_t c,
                                                   std::uint32_t d) noexcept {
    constexpr std::uint32_t kEven = 0x00FF00FFU;  // two channels at once, with room for their sums
    const std::uint32_t low = (a & kEven) + (b & kEven) + (c & kEven) + (d & kEven) + 0x00020002U;
    const std::uint32_t high =
        (a >> 8U & kEven) + (b >> 8U & kEven) + (c >> 8U & kEven) + (d >> 8U & kEven) + 0x00020002U;
    return (low >> 2U & kEven) | (high >> 2U & kEven) << 8U;
}

}  // namespace outrider::render
