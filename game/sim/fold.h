// Folds numbers, one after the other, into one: for the hashes of states.
#pragma once

#include <cstdint>

#include "shared/path_hash.h"

namespace outrider::sim {

class Fold {
public:
    template <class... Values>
    constexpr void add(Values... values) noexcept {
        ((hash_ = mix64(hash_ + 0x9E3779B97F4A7C15U) ^ static_cast<std::uint64_t>(values)), ...);
    }
    [[nodiscard]] constexpr std::uint64_t value() const noexcept { return mix64(hash_); }

private:
    std::uint64_t hash_ = 0;
};

}  // namespace outrider::sim
