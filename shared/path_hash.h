// One number for a set of answers, the same whatever the order they came in.
#pragma once

#include <cstdint>
#include <span>

#include "shared/grid.h"
#include "shared/protocol.h"

namespace outrider {

/// The finalizer of splitmix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014):
/// a bijection of 64 bits in which every input bit reaches every output bit.
[[nodiscard]] constexpr std::uint64_t mix64(std::uint64_t x) noexcept {
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31U);
}

/// Hash of one answer. `index` is the request's number in its trace. Turning points are canonical (a point wherever
/// the direction changes and nowhere else), so equal turning points mean equal cells.
[[nodiscard]] constexpr std::uint64_t answer_hash(std::uint64_t index, AnswerStatus status,
                                                  std::span<const PackedCell> turning_points) noexcept {
    std::uint64_t hash = mix64(index + 0x9E3779B97F4A7C15U) ^ static_cast<std::uint64_t>(status);
    for (const PackedCell cell : turning_points) hash = mix64(hash + 0x9E3779B97F4A7C15U) ^ cell.bits;
    return mix64(hash);
}

/// A sum over answers (modulo 2^64): independent of their order.
class PathHash {
public:
    constexpr void add(std::uint64_t index, AnswerStatus status, std::span<const PackedCell> turning_points) noexcept {
        sum_ += answer_hash(index, status, turning_points);
    }
    [[nodiscard]] constexpr std::uint64_t value() const noexcept { return sum_; }

private:
    std::uint64_t sum_ = 0;
};

}  // namespace outrider
