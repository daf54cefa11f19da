#include "game/measure/block_bootstrap.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <numeric>

namespace outrider::measure {
namespace {

constexpr double kMs = 1e-6;  // of a nanosecond

/// Of a series without its mean.
double autocovariance(std::span<const double> series, std::size_t lag) noexcept {
    const double sum =
        std::inner_product(series.begin() + static_cast<std::ptrdiff_t>(lag), series.end(), series.begin(), 0.0);
    return sum / static_cast<double>(series.size());
}

/// As many as there are in a sorted series up to each value, without their mean: a series that no spike rules.
std::vector<double> centred_ranks(const std::vector<std::uint32_t>& slowest_first) {
    const double middle = (static_cast<double>(slowest_first.size()) - 1.0) / 2.0;
    std::vector<double> ranks(slowest_first.size());
    for (std::size_t i = 0; i < ranks.size(); ++i) ranks[slowest_first[i]] = middle - static_cast<double>(i);
    return ranks;
}

/// So many autocorrelations in a row within chance: those before them were the last that count.
constexpr std::size_t kQuietLags = 5;

/// From lag 0 to twice the last lag that counts. (Politis & White look no farther than the square root of the length;
/// a slow swing of the load needs three times that.)
std::vector<double> autocovariances(std::span<const double> series) {
    const auto n = static_cast<double>(series.size());
    const auto most = std::min(static_cast<std::size_t>(std::ceil(3.0 * std::sqrt(n))) + kQuietLags, series.size() - 1);
    std::vector<double> covariances = {autocovariance(series, 0)};
    const double chance = 2.0 * std::sqrt(std::log10(n) / n) * covariances[0];
    std::size_t quiet = 0;
    while (covariances.size() <= most && quiet < kQuietLags) {
        covariances.push_back(autocovariance(series, covariances.size()));
        quiet = std::abs(covariances.back()) < chance ? quiet + 1 : 0;
    }
    const std::size_t last =
        std::clamp<std::size_t>(2 * (covariances.size() - 1 - quiet), std::min<std::size_t>(1, most), most);
    while (covariances.size() <= last) covariances.push_back(autocovariance(series, covariances.size()));
    covariances.resize(last + 1);
    return covariances;
}

/// Politis & White, "Automatic block-length selection for the dependent bootstrap", Econometric Reviews 23, 2004, for
/// the circular bootstrap.
double automatic_block_length(std::span<const double> series) {
    const std::vector<double> covariances = autocovariances(series);
    const auto width = static_cast<double>(covariances.size() - 1);
    double slope = 0.0;
    double spectrum = covariances[0];
    for (std::size_t lag = 1; lag < covariances.size(); ++lag) {
        const double weight = std::min(1.0, 2.0 * (1.0 - static_cast<double>(lag) / width));
        slope += 2.0 * weight * static_cast<double>(lag) * covariances[lag];
        spectrum += 2.0 * weight * covariances[lag];
    }
    if (spectrum <= 0.0) return 1.0;
    return std::cbrt(1.5 * slope * slope / (spectrum * spectrum) * static_cast<double>(series.size()));
}

}  // namespace

/// Goes from the slowest frame of the resample to the faster ones, once.
class ResampledRun::Descent {
public:
    Descent(const Ranking& ranking, const std::vector<std::int32_t>& drawn) noexcept
        : ranking_(ranking), drawn_(drawn), count_(drawn.size() - 1) {}

    /// The order statistic of Percentiles. Ask for higher ones first.
    [[nodiscard]] double percentile_ms(std::size_t permille) noexcept {
        const std::size_t beyond = count_ - (count_ * permille + 999) / 1000;
        while (seen_ <= beyond) seen_ += times_drawn(next_++);
        return static_cast<double>(ranking_.durations_ns[next_ - 1]) * kMs;
    }
    /// Of the slowest `permille` thousandths. Ask for fewer first, and for no percentile of the same descent.
    [[nodiscard]] double low_fps(std::size_t permille) noexcept {
        const std::size_t wanted = (count_ * permille + 999) / 1000;
        for (; seen_ < wanted; ++next_) {
            seen_ += times_drawn(next_);
            sum_ns_ += static_cast<std::int64_t>(times_drawn(next_)) * ranking_.durations_ns[next_];
        }
        const auto too_many = static_cast<std::int64_t>(seen_ - wanted);  // all of them as long as the last
        const std::int64_t sum_ns = sum_ns_ - too_many * ranking_.durations_ns[next_ - 1];
        return sum_ns > 0 ? 1e9 * static_cast<double>(wanted) / static_cast<double>(sum_ns) : 0.0;
    }

private:
    [[nodiscard]] std::size_t times_drawn(std::size_t rank) const noexcept {
        return static_cast<std::size_t>(drawn_[ranking_.frames[rank]]);
    }

    const Ranking& ranking_;
    const std::vector<std::int32_t>& drawn_;
    std::size_t count_;
    std::size_t next_ = 0;
    std::size_t seen_ = 0;
    std::int64_t sum_ns_ = 0;
};

ResampledRun::ResampledRun(std::span<const FrameTimes> frames) : sums_(frames.size() + 1), drawn_(frames.size() + 1) {
    const std::vector<std::uint8_t> stutters = stutters_of(frames);
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const FrameTimes& frame = frames[i];
        const std::int64_t interval = frame.interval.count();
        const Sums own = {frame.work.count(),     frame.core().count(),     interval,
                          stutters[i] * interval, frame.interval >= kHitch, frame.work > kBudget60,
                          frame.work > kBudget120};
        std::transform(own.begin(), own.end(), sums_[i].begin(), sums_[i + 1].begin(), std::plus<>());
    }
    work_ = ranking_of(kWork);
    core_ = ranking_of(kCore);
    interval_ = ranking_of(kInterval);
    block_length_ = block_length(work_.frames);
}

ResampledRun::Ranking ResampledRun::ranking_of(Sum what) const {
    const auto duration = [&](std::uint32_t frame) { return sums_[frame + 1][what] - sums_[frame][what]; };
    Ranking ranking;
    ranking.frames.resize(frames());
    std::iota(ranking.frames.begin(), ranking.frames.end(), 0U);
    std::sort(ranking.frames.begin(), ranking.frames.end(),
              [&](std::uint32_t a, std::uint32_t b) { return duration(a) > duration(b); });
    std::transform(ranking.frames.begin(), ranking.frames.end(), std::back_inserter(ranking.durations_ns), duration);
    return ranking;
}

std::size_t ResampledRun::block_length(const std::vector<std::uint32_t>& slowest_first) {
    const auto n = static_cast<double>(slowest_first.size());
    const double least = 2.0 * std::cbrt(n);
    const double most = std::max(1.0, n / static_cast<double>(kFewestBlocks));
    return static_cast<std::size_t>(
        std::min(std::max(automatic_block_length(centred_ranks(slowest_first)), least), most));
}

std::size_t ResampledRun::blocks() const noexcept { return (frames() + block_length_ - 1) / block_length_; }

Figures ResampledRun::draw(sim::Random& random) noexcept {
    const Sums total = draw_blocks(random);
    const auto count = static_cast<double>(frames());
    const auto interval_ns = static_cast<double>(total[kInterval]);
    Figures figures{};
    const auto set = [&](Metric metric, double value) { figures[static_cast<std::size_t>(metric)] = value; };
    set(Metric::kWorkMean, static_cast<double>(total[kWork]) * kMs / count);
    set(Metric::kCoreMean, static_cast<double>(total[kCore]) * kMs / count);
    set(Metric::kOver60Share, 100.0 * static_cast<double>(total[kLate60]) / count);
    set(Metric::kOver120Share, 100.0 * static_cast<double>(total[kLate120]) / count);
    if (interval_ns > 0.0) {
        set(Metric::kStutterShare, 100.0 * static_cast<double>(total[kStuttering]) / interval_ns);
        set(Metric::kHitches, 60e9 * static_cast<double>(total[kHitches]) / interval_ns);
    }
    Descent work(work_, drawn_);
    set(Metric::kWorkMax, work.percentile_ms(1000));
    set(Metric::kWorkP999, work.percentile_ms(999));
    set(Metric::kWorkP99, work.percentile_ms(990));
    set(Metric::kWorkP95, work.percentile_ms(950));
    set(Metric::kWorkP50, work.percentile_ms(500));
    set(Metric::kCoreP99, Descent(core_, drawn_).percentile_ms(990));
    Descent interval(interval_, drawn_);
    set(Metric::kLow01, interval.low_fps(1));
    set(Metric::kLow1, interval.low_fps(10));
    return figures;
}

ResampledRun::Sums ResampledRun::draw_blocks(sim::Random& random) noexcept {
    const std::size_t count = frames();
    Sums total{};
    std::fill(drawn_.begin(), drawn_.end(), 0);
    for (std::size_t done = 0; done < count; done += block_length_) {
        const std::size_t wanted = std::min(block_length_, count - done);
        const std::size_t first = random.below(static_cast<std::uint32_t>(count));
        const std::size_t before_the_end = std::min(wanted, count - first);
        take(first, before_the_end, total);
        take(0, wanted - before_the_end, total);
    }
    // So far drawn_ holds where blocks begin (+1) and end (-1).
    std::partial_sum(drawn_.begin(), drawn_.end(), drawn_.begin());
    return total;
}

void ResampledRun::take(std::size_t first, std::size_t length, Sums& total) noexcept {
    ++drawn_[first];
    --drawn_[first + length];
    for (std::size_t i = 0; i < total.size(); ++i) total[i] += sums_[first + length][i] - sums_[first][i];
}

}  // namespace outrider::measure
