#include "game/measure/break_even.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>
#include <utility>

#include "game/measure/figures.h"
#include "game/measure/frame_statistics.h"

namespace outrider::measure {
namespace {

[[nodiscard]] auto form_of(const BreakEvenPoint& point) noexcept {
    return std::tuple(point.mode, point.workers, point.chunk_jobs);
}

[[nodiscard]] bool is_inline(const Curve& curve) noexcept { return curve.front()->mode == paths::Mode::kInline; }

[[nodiscard]] double burn_us(const BreakEvenPoint& point) noexcept { return point.burn_us; }
[[nodiscard]] double load_us(const BreakEvenPoint& point) noexcept { return point.burn_us * point.per_frame; }

/// Where a curve has the same place as a point of another; null: nowhere.
[[nodiscard]] const BreakEvenPoint* partner_in(const Curve& curve, const BreakEvenPoint& point) noexcept {
    const auto found = std::ranges::find_if(curve, [&](const BreakEvenPoint* other) {
        return other->burn_us == point.burn_us && other->per_frame == point.per_frame;
    });
    return found == curve.end() ? nullptr : *found;
}

/// A point, and what inline has at its place.
struct Pair {
    const BreakEvenPoint* point = nullptr;
    const BreakEvenPoint* base = nullptr;
};

/// The places that both curves have; `was_run`: whether a point has the figure at all.
template <class WasRun>
[[nodiscard]] std::vector<Pair> pairs_of(const Curve& curve, const Curve& base, WasRun was_run) {
    std::vector<Pair> pairs;
    for (const BreakEvenPoint* point : curve) {
        const BreakEvenPoint* partner = partner_in(base, *point);
        if (partner != nullptr && was_run(*point) && was_run(*partner)) pairs.push_back({point, partner});
    }
    return pairs;
}

/// Two curves against each other: what the one has at each place over what inline has there.
template <class X, class Advantage>
[[nodiscard]] std::vector<CrossingSample> samples_of(const std::vector<Pair>& pairs, X x, Advantage advantage) {
    std::vector<CrossingSample> samples;
    for (const Pair& pair : pairs) samples.push_back({x(*pair.point), advantage(*pair.point, *pair.base)});
    return samples;
}

[[nodiscard]] bool is_better(const CrossingSample& sample) noexcept { return sample.advantage >= kClearly; }

/// Where the line through both samples is at kClearly. One of them is better and the other is not.
[[nodiscard]] double place_between(const CrossingSample& a, const CrossingSample& b) noexcept {
    if (a.advantage <= 0.0 || b.advantage <= 0.0) return is_better(a) ? a.x : b.x;
    const double share = std::log(kClearly / a.advantage) / std::log(b.advantage / a.advantage);
    return a.x * std::pow(b.x / a.x, share);
}

/// Two digits are what a crossing between two samples deserves: "3.2 us", "47 us", "1,000 us".
[[nodiscard]] std::string us(double time_us) {
    if (time_us < 10.0) return fmt::format("{:.2g} us", time_us);
    const double step = std::pow(10.0, std::floor(std::log10(time_us)) - 1.0);
    return grouped(static_cast<std::uint64_t>(std::llround(std::round(time_us / step) * step))) + " us";
}
[[nodiscard]] std::string ms(double time_ms) { return figure(time_ms) + " ms"; }

[[nodiscard]] std::string name_of(const Curve& curve) { return name_of_form(*curve.front()); }

/// "1 process answers", "2 processes in chunks of 8 do not answer"
[[nodiscard]] std::string does(const Curve& curve, const Crossing& crossing, std::string_view verb) {
    const bool one = curve.front()->workers == 1;
    if (crossing.kind == CrossingKind::kNowhere) {
        return fmt::format("{} {} not {}", name_of(curve), one ? "does" : "do", verb);
    }
    return fmt::format("{} {}{}", name_of(curve), verb, one ? "s" : "");
}

/// "from T = 3.4 us on", "at every T measured", ...
template <class Unit>
[[nodiscard]] std::string place_in_words(const Crossing& crossing, std::string_view what, Unit unit) {
    switch (crossing.kind) {
        case CrossingKind::kNowhere: return fmt::format("at any {} measured", what);
        case CrossingKind::kEverywhere: return fmt::format("at every {} measured", what);
        case CrossingKind::kFrom: return fmt::format("from {} = {} on", what, unit(crossing.from));
        case CrossingKind::kBetween:
            if (crossing.from == crossing.to) return fmt::format("only at {} = {}", what, unit(crossing.from));
            return fmt::format("only from {} = {} to {}", what, unit(crossing.from), unit(crossing.to));
    }
    return {};
}

// --- flat out --------------------------------------------------------------------------------------------------------

[[nodiscard]] double throughput_ratio(const BreakEvenPoint& point, const BreakEvenPoint& base) noexcept {
    return point.jobs_per_s / base.jobs_per_s;
}

[[nodiscard]] std::vector<CrossingSample> throughput_samples(const Curve& curve, const Curve& base) {
    const auto was_run = [](const BreakEvenPoint& point) { return point.jobs_per_s > 0.0; };
    return samples_of(pairs_of(curve, base, was_run), burn_us, throughput_ratio);
}

[[nodiscard]] std::string throughput_finding(const Curve& curve, const std::vector<CrossingSample>& samples) {
    const Crossing crossing = crossing_of(samples);
    return fmt::format("{} more requests per second than inline {} ({} times as many at {}, {} times at {}).",
                       does(curve, crossing, "answer"), place_in_words(crossing, "T", us),
                       figure(samples.front().advantage), us(samples.front().x), figure(samples.back().advantage),
                       us(samples.back().x));
}

// --- with frames, by T -----------------------------------------------------------------------------------------------

[[nodiscard]] bool kept_up(const BreakEvenPoint& point) noexcept { return point.held_back <= kMostHeldBack; }

[[nodiscard]] FrameFigure shared_figure(const BreakEvenPoint& a, const BreakEvenPoint& b) noexcept {
    return figure_for(std::min(a.frames, b.frames));
}

/// Whoever did not do the work did not save its time either.
[[nodiscard]] double saving(const BreakEvenPoint& point, const BreakEvenPoint& base) noexcept {
    const auto value = shared_figure(point, base).value;
    const double time = point.work.*value;
    return kept_up(point) && time > 0.0 ? base.work.*value / time : 0.0;
}

/// `what`, `x`: the axis, by its name and its value. REQUIRES: a pair.
template <class X>
[[nodiscard]] std::string held_back_words(const std::vector<Pair>& pairs, std::string_view what, X x) {
    const BreakEvenPoint& worst =
        *std::ranges::max_element(pairs, {}, [](const Pair& pair) { return pair.point->held_back; })->point;
    if (kept_up(worst)) return "";
    return fmt::format("; {:.0f} % of its requests were held back at {} = {}", 100.0 * worst.held_back, what,
                       us(x(worst)));
}

[[nodiscard]] std::optional<std::string> frame_finding(const Curve& curve, const Curve& base, double work_us) {
    const auto pairs = pairs_of(curve, base, [](const BreakEvenPoint& point) { return point.frames > 0; });
    if (pairs.empty()) return std::nullopt;
    const Crossing crossing = crossing_of(samples_of(pairs, burn_us, saving));
    const auto& [last, partner] = pairs.back();
    const FrameFigure shown = shared_figure(*last, *partner);
    return fmt::format("With {:g} ms of requests in each frame, {} it {} ({} of its work {}, inline {} at T = {}{}).",
                       work_us / 1000.0, does(curve, crossing, "shorten"), place_in_words(crossing, "T", us),
                       shown.name, ms(last->work.*shown.value), ms(partner->work.*shown.value), us(last->burn_us),
                       held_back_words(pairs, "T", burn_us));
}

// --- with frames, by load --------------------------------------------------------------------------------------------

/// What requests take of the frame: inline over offloaded, by the median, which few frames support.
[[nodiscard]] double cheapness(const BreakEvenPoint& point, const BreakEvenPoint& base) noexcept {
    return kept_up(point) && point.paths.p50_ms > 0.0 ? base.paths.p50_ms / point.paths.p50_ms : 0.0;
}

[[nodiscard]] std::vector<Pair> load_pairs(const Curve& curve, const Curve& base) {
    return pairs_of(curve, base, [](const BreakEvenPoint& point) { return supports(point.frames, 500); });
}

[[nodiscard]] std::vector<CrossingSample> load_samples(const std::vector<Pair>& pairs) {
    return samples_of(pairs, load_us, cheapness);
}

[[nodiscard]] std::string load_finding(const Curve& curve, const std::vector<Pair>& pairs) {
    constexpr std::string_view kLoad = "T x requests per frame";
    const Crossing crossing = crossing_of(load_samples(pairs));
    const auto& [first, partner] = pairs.front();
    std::string words = fmt::format(
        "Requests of {} each: {} less of the frame than inline {} (with {:.3g} in a frame submit and poll take {}, "
        "inline {}{}).",
        us(first->burn_us), does(curve, crossing, "take"), place_in_words(crossing, kLoad, us), first->per_frame,
        ms(first->paths.p50_ms), ms(partner->paths.p50_ms), held_back_words(pairs, kLoad, load_us));
    if (crossing.kind == CrossingKind::kFrom) words += " Below, inline costs less than submit and poll do.";
    return words;
}

// --- the answer in short ---------------------------------------------------------------------------------------------

/// The form that pays first, and where.
struct First {
    std::string form;
    Crossing where;
    bool is_process = false;
};

/// One half of the answer: whether anything was measured for it, and who pays first.
struct Half {
    bool was_run = false;
    std::optional<First> first;
};

/// One that goes on paying comes before one that stops; then the one that begins earlier; of equals, processes, who can
/// do what threads can and die alone.
[[nodiscard]] bool is_before(const First& a, const First& b) noexcept {
    const auto key = [](const First& one) {
        return std::tuple(one.where.kind == CrossingKind::kBetween, one.where.from, !one.is_process);
    };
    return key(a) < key(b);
}

void take_first(Half& half, const Curve& curve, const std::vector<CrossingSample>& samples) {
    half.was_run = true;
    const Crossing crossing = crossing_of(samples);
    if (crossing.kind == CrossingKind::kNowhere) return;
    First found{name_of(curve), crossing, curve.front()->mode == paths::Mode::kProcesses};
    if (!half.first || is_before(found, *half.first)) half.first = std::move(found);
}

[[nodiscard]] std::string throughput_in_short(const std::optional<First>& first) {
    if (!first) return "raises throughput at no size of request measured";
    const Crossing& where = first->where;
    const bool ends = where.kind == CrossingKind::kBetween;
    return fmt::format("raises throughput for requests of {} {} ({})", us(where.from),
                       ends ? fmt::format("to {} alone", us(where.to)) : "and longer", first->form);
}

[[nodiscard]] std::string frame_in_short(const std::optional<First>& first) {
    if (!first) return "takes less of the frame than inline at no load measured";
    const Crossing& where = first->where;
    const bool ends = where.kind == CrossingKind::kBetween;
    return fmt::format(
        "takes less of the frame than inline from {} {} ({})", us(where.from),
        ends ? fmt::format("to {} of requests per frame alone", us(where.to)) : "of requests per frame on",
        first->form);
}

/// Without the half that was not measured; empty without either.
[[nodiscard]] std::string in_short(const Half& throughput, const Half& frame) {
    std::string words = throughput.was_run ? throughput_in_short(throughput.first) : std::string();
    if (frame.was_run) words += (words.empty() ? "" : ", and ") + frame_in_short(frame.first);
    return words.empty() ? words : fmt::format("On this machine offloading {}.", words);
}

[[nodiscard]] const Curve* inline_in(const std::vector<Curve>& curves) noexcept {
    const auto found = std::ranges::find_if(curves, is_inline);
    return found == curves.end() ? nullptr : &*found;
}

}  // namespace

std::string name_of_form(const BreakEvenPoint& point) {
    if (point.mode == paths::Mode::kInline || point.mode == paths::Mode::kNone) {
        return std::string(paths::to_string(point.mode));
    }
    const bool threads = point.mode == paths::Mode::kThreads;
    const std::string_view noun = point.workers == 1 ? (threads ? "thread" : "process") : paths::to_string(point.mode);
    const std::string form = fmt::format("{} {}", point.workers, noun);
    return point.chunk_jobs == 1 ? form : fmt::format("{} in chunks of {}", form, point.chunk_jobs);
}

bool is_same_form(const BreakEvenPoint& a, const BreakEvenPoint& b) noexcept { return form_of(a) == form_of(b); }

std::vector<Curve> curves_of(std::span<const BreakEvenPoint> points) {
    Curve all;
    for (const BreakEvenPoint& point : points) all.push_back(&point);
    std::ranges::stable_sort(all, {}, [](const BreakEvenPoint* point) {
        return std::tuple_cat(form_of(*point), std::tuple(point->burn_us, point->per_frame));
    });
    std::vector<Curve> curves;
    for (const BreakEvenPoint* point : all) {
        if (curves.empty() || !is_same_form(*curves.back().front(), *point)) curves.emplace_back();
        curves.back().push_back(point);
    }
    return curves;
}

Crossing crossing_of(std::span<const CrossingSample> samples) {
    // The longest stretch [first, end) of samples that are better; of equally long ones the last.
    std::size_t first = 0;
    std::size_t end = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        std::size_t j = i;
        while (j < samples.size() && is_better(samples[j])) ++j;
        if (j - i >= end - first && j > i) first = i, end = j;
        i = std::max(i, j);
    }
    if (first == end) return {};
    Crossing crossing;
    crossing.from = first == 0 ? samples[0].x : place_between(samples[first - 1], samples[first]);
    crossing.to = end == samples.size() ? samples.back().x : place_between(samples[end - 1], samples[end]);
    crossing.kind = end < samples.size() ? CrossingKind::kBetween
                    : first == 0         ? CrossingKind::kEverywhere
                                         : CrossingKind::kFrom;
    return crossing;
}

FrameFigure figure_for(std::uint64_t frames) noexcept {
    if (supports(frames, 990)) return {"p99", &Percentiles::p99_ms};
    if (supports(frames, 950)) return {"p95", &Percentiles::p95_ms};
    return {"longest", &Percentiles::max_ms};
}

std::vector<std::string> findings_of(const BreakEven& break_even) {
    std::vector<std::string> findings;
    Half throughput;
    Half frame;
    const std::vector<Curve> curves = curves_of(break_even.points);
    const std::vector<Curve> load_curves = curves_of(break_even.by_load);
    if (const Curve* base = inline_in(curves)) {
        for (const Curve& curve : curves) {
            if (is_inline(curve)) continue;
            const auto samples = throughput_samples(curve, *base);
            if (samples.empty()) continue;
            take_first(throughput, curve, samples);
            findings.push_back(throughput_finding(curve, samples));
        }
        for (const Curve& curve : curves) {
            if (is_inline(curve)) continue;
            if (auto words = frame_finding(curve, *base, break_even.work_per_frame_us)) {
                findings.push_back(std::move(*words));
            }
        }
    }
    if (const Curve* base = inline_in(load_curves)) {
        for (const Curve& curve : load_curves) {
            if (is_inline(curve)) continue;
            const auto pairs = load_pairs(curve, *base);
            if (pairs.empty()) continue;
            take_first(frame, curve, load_samples(pairs));
            findings.push_back(load_finding(curve, pairs));
        }
    }
    if (const std::string words = in_short(throughput, frame); !words.empty()) findings.insert(findings.begin(), words);
    return findings;
}

}  // namespace outrider::measure
