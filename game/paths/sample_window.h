// The last two thousand durations, and their percentiles now and then.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

#include "game/paths/statistics.h"

namespace outrider::paths {

/// A ring of recent numbers. add() is cheap and allocates nothing; percentiles() partly sorts a copy, which takes some
/// tens of microseconds of a full ring: a few times a second.
class RecentNumbers {
public:
    void add(float number) noexcept { numbers_[count_++ % kSamples] = number; }
    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
    /// In no order.
    [[nodiscard]] std::span<const float> numbers() const noexcept {
        return std::span(numbers_).first(static_cast<std::size_t>(std::min<std::uint64_t>(count_, kSamples)));
    }

    struct Percentiles {
        double p50 = 0.0;
        double p95 = 0.0;
        double p99 = 0.0;
        double max = 0.0;
    };
    /// Order statistics: the smallest number that at least that share of the numbers does not exceed. 0 of none.
    [[nodiscard]] Percentiles percentiles() noexcept {
        const std::span<const float> recent = numbers();
        if (recent.empty()) return {};
        std::ranges::copy(recent, scratch_.begin());
        const auto end = scratch_.begin() + static_cast<std::ptrdiff_t>(recent.size());
        // Each leaves what is larger behind it: the next one looks there alone.
        auto from = scratch_.begin();
        const auto at = [&](std::size_t percent) {
            const std::size_t rank = (recent.size() * percent + 99) / 100 - 1;
            const auto place = scratch_.begin() + static_cast<std::ptrdiff_t>(rank);
            std::nth_element(from, place, end);
            from = place;
            return static_cast<double>(*place);
        };
        Percentiles result;
        result.p50 = at(50);
        result.p95 = at(95);
        result.p99 = at(99);
        result.max = at(100);
        return result;
    }

    static constexpr std::size_t kSamples = 2048;

private:
    std::array<float, kSamples> numbers_{};
    std::array<float, kSamples> scratch_{};
    std::uint64_t count_ = 0;
};

/// A ring of recent durations.
class SampleWindow {
public:
    void add(std::chrono::nanoseconds duration) noexcept {
        recent_us_.add(std::chrono::duration<float, std::micro>(duration).count());
    }
    [[nodiscard]] std::uint64_t count() const noexcept { return recent_us_.count(); }
    [[nodiscard]] std::span<const float> samples_us() const noexcept { return recent_us_.numbers(); }

    [[nodiscard]] DurationSummary summary() noexcept {
        const RecentNumbers::Percentiles us = recent_us_.percentiles();
        return {us.p50, us.p95, us.p99, us.max, recent_us_.count()};
    }

    static constexpr std::size_t kSamples = RecentNumbers::kSamples;

private:
    RecentNumbers recent_us_;
};

}  // namespace outrider::paths
