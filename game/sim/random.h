// Random numbers for the world: the same everywhere, whatever the standard library.
#pragma once

#include <cstdint>

#include "shared/path_hash.h"

namespace outrider::sim {

/// One stream of splitmix64 (Steele, Lea, Flood, OOPSLA 2014): a counter through a mixing function, 8 bytes of state.
/// Each unit owns a stream, so that what one unit draws does not hang on the order in which answers come.
class Random {
public:
    Random() = default;
    /// Streams of the same seed and different numbers have nothing in common.
    Random(std::uint64_t seed, std::uint64_t stream) noexcept : state_(mix64(seed ^ mix64(stream + kStep))) {}

    [[nodiscard]] std::uint64_t next() noexcept { return mix64(state_ += kStep); }
    /// 0 .. bound-1; the bias is below bound / 2^32. REQUIRES: bound > 0.
    [[nodiscard]] std::uint32_t below(std::uint32_t bound) noexcept {
        return static_cast<std::uint32_t>(((next() >> 32U) * bound) >> 32U);
    }
    [[nodiscard]] std::uint64_t state() const noexcept { return state_; }

private:
    static constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15U;  // 2^64 / golden ratio, odd

    std::uint64_t state_ = 0;
};

}  // namespace outrider::sim
