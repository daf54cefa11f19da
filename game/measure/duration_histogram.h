// Durations counted into logarithmic bins: percentiles of millions of samples in a few kilobytes.
// Bins are 1 % wide from 10 ns to 100 s, so a percentile is right to half a percent; count, mean, min and max are
// exact.
#pragma once

#include <array>
#include <boost/histogram.hpp>
#include <chrono>
#include <cstdint>

#include "game/measure/frame_recorder.h"

namespace outrider::measure {

/// All memory is taken by the constructor. One thread at a time.
class DurationHistogram {
public:
    DurationHistogram();

    void add(Nanoseconds duration) noexcept;
    /// Adds all samples of `other`.
    void add(const DurationHistogram& other) noexcept;
    void reset() noexcept;

    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
    [[nodiscard]] Nanoseconds min() const noexcept { return count_ == 0 ? Nanoseconds{} : min_; }
    [[nodiscard]] Nanoseconds max() const noexcept { return max_; }
    [[nodiscard]] double mean_ns() const noexcept;
    /// The order statistic of measure::Percentiles, in thousandths: 990 is p99. Zero if there is no sample.
    [[nodiscard]] Nanoseconds percentile(std::uint32_t permille) const noexcept;
    [[nodiscard]] Percentiles summary() const noexcept;

private:
    using LogAxis = boost::histogram::axis::regular<double, boost::histogram::axis::transform::log>;
    using Bins =
        decltype(boost::histogram::make_histogram_with(boost::histogram::dense_storage<std::uint64_t>{}, LogAxis{}));

    /// The middle of a bin; the outermost bins are open and stand for the smallest and the largest sample.
    [[nodiscard]] Nanoseconds middle_of(int bin) const noexcept;

    Bins bins_;
    std::uint64_t count_ = 0;
    double sum_ns_ = 0.0;
    Nanoseconds min_ = Nanoseconds::max();
    Nanoseconds max_{};
};

/// The durations of the last seconds: two histograms, of which the older is thrown away every `span`. What is shown
/// covers at least one span (once that much has passed) and less than two.
class RecentDurations {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    explicit RecentDurations(std::chrono::steady_clock::duration span) : span_(span) {}

    void add(Nanoseconds duration, TimePoint now) noexcept;
    [[nodiscard]] Percentiles summary(TimePoint now) noexcept;

private:
    void rotate(TimePoint now) noexcept;
    [[nodiscard]] DurationHistogram& current() noexcept { return buckets_[newest_]; }

    std::chrono::steady_clock::duration span_;
    std::array<DurationHistogram, 2> buckets_;
    DurationHistogram both_;  ///< scratch for summary()
    std::size_t newest_ = 0;
    TimePoint bucket_start_{};
};

}  // namespace outrider::measure
