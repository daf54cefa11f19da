// The last few thousand durations, and their percentiles now and then.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "game/paths/statistics.h"

namespace outrider::paths {

/// A ring of recent samples. add() is cheap and allocates nothing; summary() sorts a copy partly: a few times a second.
class SampleWindow {
public:
    void add(std::chrono::nanoseconds duration) noexcept {
        samples_us_[count_++ % kSamples] = std::chrono::duration<float, std::micro>(duration).count();
    }

    /// Order statistics: the smallest sample that at least that share of the samples does not exceed.
    [[nodiscard]] DurationSummary summary() noexcept {
        const std::size_t size = static_cast<std::size_t>(std::min<std::uint64_t>(count_, kSamples));
        DurationSummary result;
        result.count = count_;
        if (size == 0) return result;
        std::copy_n(samples_us_.begin(), size, scratch_us_.begin());
        const auto end = scratch_us_.begin() + static_cast<std::ptrdiff_t>(size);
        const auto at = [&](std::size_t percent) {
            const auto rank = static_cast<std::ptrdiff_t>((size * percent + 99) / 100 - 1);
            std::nth_element(scratch_us_.begin(), scratch_us_.begin() + rank, end);
            return static_cast<double>(scratch_us_[static_cast<std::size_t>(rank)]);
        };
        result.p50_us = at(50);
        result.p95_us = at(95);
        result.p99_us = at(99);
        result.max_us = at(100);
        return result;
    }

    static constexpr std::size_t kSamples = 4096;

private:
    std::array<float, kSamples> samples_us_{};
    std::array<float, kSamples> scratch_us_{};
    std::uint64_t count_ = 0;
};

}  // namespace outrider::paths
