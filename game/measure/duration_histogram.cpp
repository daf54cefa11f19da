#include "game/measure/duration_histogram.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace outrider::measure {
namespace {

constexpr double kLowest_ns = 10.0;
constexpr double kHighest_ns = 100e9;
constexpr unsigned kBins = 2315;  // ln(10^10) / ln(1.01)

}  // namespace

DurationHistogram::DurationHistogram()
    : bins_(boost::histogram::make_histogram_with(boost::histogram::dense_storage<std::uint64_t>{},
                                                  LogAxis(kBins, kLowest_ns, kHighest_ns, "duration in ns"))) {}

void DurationHistogram::add(Nanoseconds duration) noexcept {
    const double duration_ns = static_cast<double>(duration.count());
    bins_(std::max(duration_ns, 1.0));  // the logarithm of nothing is no bin
    ++count_;
    sum_ns_ += duration_ns;
    min_ = std::min(min_, duration);
    max_ = std::max(max_, duration);
}

void DurationHistogram::add(const DurationHistogram& other) noexcept {
    std::transform(bins_.begin(), bins_.end(), other.bins_.begin(), bins_.begin(), std::plus<>{});
    count_ += other.count_;
    sum_ns_ += other.sum_ns_;
    min_ = std::min(min_, other.min_);
    max_ = std::max(max_, other.max_);
}

void DurationHistogram::reset() noexcept {
    bins_.reset();
    count_ = 0;
    sum_ns_ = 0.0;
    min_ = Nanoseconds::max();
    max_ = {};
}

double DurationHistogram::mean_ns() const noexcept { return count_ == 0 ? 0.0 : sum_ns_ / static_cast<double>(count_); }

Nanoseconds DurationHistogram::percentile(std::uint32_t permille) const noexcept {
    const std::uint64_t rank = (count_ * permille + 999) / 1000;
    if (rank == 0) return min();
    if (rank >= count_) return max_;
    std::uint64_t seen = 0;
    int bin = -1;  // the cells begin with the one below the axis
    for (const std::uint64_t count : bins_) {
        seen += count;
        if (seen >= rank) return middle_of(bin);
        ++bin;
    }
    return max_;
}

Nanoseconds DurationHistogram::middle_of(int bin) const noexcept {
    if (bin < 0) return min_;
    if (bin >= static_cast<int>(kBins)) return max_;
    const Nanoseconds middle{std::llround(bins_.axis().value(bin + 0.5))};
    return std::clamp(middle, min_, max_);
}

Percentiles DurationHistogram::summary() const noexcept {
    Percentiles result;
    result.p50_ms = to_ms(percentile(500));
    result.p95_ms = to_ms(percentile(950));
    result.p99_ms = to_ms(percentile(990));
    result.p999_ms = to_ms(percentile(999));
    result.max_ms = to_ms(max_);
    result.mean_ms = mean_ns() * 1e-6;
    result.samples = static_cast<std::size_t>(count_);
    return result;
}

void RecentDurations::add(Nanoseconds duration, TimePoint now) noexcept {
    rotate(now);
    current().add(duration);
}

Percentiles RecentDurations::summary(TimePoint now) noexcept {
    rotate(now);
    both_.reset();
    both_.add(buckets_[0]);
    both_.add(buckets_[1]);
    return both_.summary();
}

void RecentDurations::rotate(TimePoint now) noexcept {
    if (now - bucket_start_ < span_) return;
    const bool quiet_for_two_spans = now - bucket_start_ >= 2 * span_;
    if (quiet_for_two_spans) current().reset();
    newest_ = 1 - newest_;
    current().reset();
    bucket_start_ = quiet_for_two_spans ? now : bucket_start_ + span_;
}

}  // namespace outrider::measure
