// Latency anatomy: where the time between a wish and its answer goes, step by step.
#include <algorithm>
#include <array>
#include <cmath>

#include "game/measure/frame_statistics.h"
#include "game/overlay/panels.h"
#include "game/overlay/text.h"

namespace outrider::overlay {
namespace {

using paths::DurationSummary;
using paths::kLatencyStepCount;
using paths::LatencyAnatomy;
using paths::LatencyStep;

constexpr std::size_t kSteps = kLatencyStepCount - 1;  // the last is the whole way
constexpr std::size_t kWhole = kSteps;

/// What waits is cool, what works is warm.
constexpr std::array<ImU32, kSteps> kStepColours = {
    IM_COL32(0x5C, 0x6B, 0x7D, 255),  // queued
    IM_COL32(0x5B, 0x8F, 0xBF, 255),  // on the board
    IM_COL32(0x9A, 0x86, 0xB8, 255),  // in its chunk
    IM_COL32(0xE6, 0x9F, 0x00, 255),  // searching
    IM_COL32(0xF2, 0xCC, 0x6B, 255),  // publishing
    IM_COL32(0x5E, 0x9C, 0x86, 255),  // in the ring
};

using Summary = double DurationSummary::*;

[[nodiscard]] bool supports(const DurationSummary& summary, std::uint32_t permille) noexcept {
    return measure::supports(static_cast<std::size_t>(summary.count), permille);
}

void headline(const Painter& painter, PanelContext& context, const Box& inside) {
    const Theme& theme = painter.theme();
    const DurationSummary& whole = context.readings.paths.anatomy.steps[kWhole];
    const float small_y = inside.min.y + theme.px(6.0F);
    const float x = inside.min.x + theme.px(66.0F);
    const float right = title_right(theme, inside);
    if (!supports(whole, 500)) {
        painter.text({right, small_y}, Text("{} answers: too few", whole.count), kFaintText, Align::kRight);
        note_figure(context, Figure::kWholeWay, line_box(theme, x, right, small_y));
        return;
    }
    const float width = painter.big_text({x, inside.min.y}, duration_text(whole.p50_us, whole.count, 500));
    const float end =
        x + width + theme.px(12.0F) +
        painter.text({x + width + theme.px(12.0F), small_y},
                     Text("p99 {}", std::string_view(duration_text(whole.p99_us, whole.count, 990))), kDimText);
    note_figure(context, Figure::kWholeWay, line_box(theme, x, end, small_y));
    painter.text({right, small_y}, Text("{} answers", std::string_view(grouped(whole.count))), kDimText, Align::kRight);
}

/// The steps one after the other: their lengths are those of the percentile, on one scale with the other bar.
void step_bar(const Painter& painter, const LatencyAnatomy& anatomy, Summary summary, const Box& box, double scale_us) {
    painter.rect(box, kPlotFill);
    float left = box.min.x;
    double sum_us = 0.0;
    for (std::size_t i = 0; i < kSteps; ++i) {
        sum_us += anatomy.steps[i].*summary;
        const float right = std::round(box.min.x + box.width() * static_cast<float>(std::min(sum_us / scale_us, 1.0)));
        painter.rect({{left, box.min.y}, {right, box.max.y}}, kStepColours[i]);
        left = right;
    }
}

[[nodiscard]] double sum_of(const LatencyAnatomy& anatomy, Summary summary) noexcept {
    double sum = 0.0;
    for (std::size_t i = 0; i < kSteps; ++i) sum += anatomy.steps[i].*summary;
    return sum;
}

float step_bars(const Painter& painter, PanelContext& context, const Box& inside, float y) {
    const Theme& theme = painter.theme();
    const LatencyAnatomy& anatomy = context.readings.paths.anatomy;
    struct Row {
        std::string_view name;
        Summary summary;
        std::uint32_t permille;
    };
    constexpr std::array kRows = {Row{"p50", &DurationSummary::p50_us, 500}, Row{"p99", &DurationSummary::p99_us, 990}};
    const float top = y;
    for (const auto& [name, summary, permille] : kRows) {
        const double sum_us = sum_of(anatomy, summary);
        const Box box{{inside.min.x + theme.px(34.0F), y + theme.px(2.0F)}, {inside.max.x, y + theme.px(15.0F)}};
        painter.text({inside.min.x, y}, name, kDimText);
        if (supports(anatomy.steps[kWhole], permille)) {
            step_bar(painter, anatomy, summary, box, std::max(sum_us, 1.0));
        } else {
            painter.text({box.min.x, y}, "too few answers", kFaintText);
        }
        y += theme.px(17.0F);
    }
    note_figure(context, Figure::kSteps, {{inside.min.x, top}, {inside.max.x, y}});
    return y + theme.px(2.0F);
}

/// A step, its p50 and its p99; the whole way last, in frames too.
float step_table(const Painter& painter, PanelContext& context, const Box& inside, float y) {
    const Theme& theme = painter.theme();
    const LatencyAnatomy& anatomy = context.readings.paths.anatomy;
    const float p50_right = inside.min.x + theme.px(170.0F);
    const float p99_right = inside.min.x + theme.px(250.0F);
    const float top = y;
    painter.text({p50_right, y}, "p50", kFaintText, Align::kRight);
    painter.text({p99_right, y}, "p99", kFaintText, Align::kRight);
    painter.text({inside.max.x, y}, "in frames", kFaintText, Align::kRight);
    y += theme.px(16.0F);
    for (std::size_t i = 0; i < kLatencyStepCount; ++i) {
        const DurationSummary& step = anatomy.steps[i];
        if (i < kSteps) {
            painter.rect(box_at({inside.min.x, y + theme.px(4.0F)}, theme.px(7.0F), theme.px(7.0F)), kStepColours[i]);
        }
        painter.text({inside.min.x + theme.px(12.0F), y}, to_string(static_cast<LatencyStep>(i)),
                     i == kWhole ? kText : kDimText);
        painter.text({p50_right, y}, step.count == 0 ? Text("-") : duration_text(step.p50_us, step.count, 500), kText,
                     Align::kRight);
        painter.text({p99_right, y}, step.count == 0 ? Text("-") : duration_text(step.p99_us, step.count, 990), kText,
                     Align::kRight);
        y += theme.px(16.0F);
    }
    note_figure(context, Figure::kStepTable, {{inside.min.x, top}, {p99_right, y}});
    const std::uint64_t count = anatomy.steps[kWhole].count;
    const float frames_y = y - theme.px(16.0F);
    const Text p99 = percentile_text(anatomy.p99_frames, static_cast<std::size_t>(count), 990);
    painter.text({inside.max.x, frames_y},
                 supports(anatomy.steps[kWhole], 500)
                     ? Text("{} / {}", std::string_view(short_number(anatomy.p50_frames)), std::string_view(p99))
                     : Text("too few"),
                 kText, Align::kRight);
    note_figure(context, Figure::kInFrames, line_box(theme, p99_right, inside.max.x, frames_y));
    return y + theme.px(4.0F);
}

[[nodiscard]] Text bin_name(std::size_t bin) {
    const double end_ms = LatencyAnatomy::kBinEnds_ms[bin];
    return end_ms < 1.0 ? Text("{:.2g}", end_ms) : Text("{:.0f}", end_ms);
}

/// Bars with the upper ends of their bins between them, in milliseconds.
float histogram(const Painter& painter, PanelContext& context, const Box& inside, float y) {
    const Theme& theme = painter.theme();
    const LatencyAnatomy& anatomy = context.readings.paths.anatomy;
    const Box plot = box_at({inside.min.x, y}, inside.width(), theme.px(34.0F));
    const std::uint32_t most = *std::max_element(anatomy.histogram.begin(), anatomy.histogram.end());
    const float cell = plot.width() / static_cast<float>(anatomy.histogram.size());
    painter.rect(plot, kPlotFill);
    for (std::size_t i = 0; i < anatomy.histogram.size(); ++i) {
        const float left = std::floor(plot.min.x + cell * static_cast<float>(i));
        const float right = std::floor(plot.min.x + cell * static_cast<float>(i + 1));
        const float share = most == 0 ? 0.0F : static_cast<float>(anatomy.histogram[i]) / static_cast<float>(most);
        const float rise = anatomy.histogram[i] == 0 ? 0.0F : std::max(std::round(plot.height() * share), 1.0F);
        painter.rect({{left + 1.0F, plot.max.y - rise}, {right - 1.0F, plot.max.y}}, kStepColours[1]);
        if (i < LatencyAnatomy::kBinEnds_ms.size()) {
            painter.text({right, plot.max.y + 1.0F}, bin_name(i), kFaintText, Align::kCentre);
        }
    }
    painter.text({inside.max.x, plot.max.y + 1.0F}, "ms", kFaintText, Align::kRight);
    const float bottom = plot.max.y + theme.px(16.0F);
    note_figure(context, Figure::kHistogram, {plot.min, {plot.max.x, bottom}});
    return bottom;
}

}  // namespace

void draw_latency_panel(PanelContext& context) {
    const std::optional<Box> inside = begin_panel(context, Panel::kLatency);
    if (!inside) return;
    const Painter painter(context.theme);
    float y = panel_title(painter, *inside, "Latency");
    headline(painter, context, *inside);
    y = step_bars(painter, context, *inside, y);
    y = step_table(painter, context, *inside, y);
    y = histogram(painter, context, *inside, y);
    context.layout.end(Panel::kLatency, y);
}

}  // namespace outrider::overlay
