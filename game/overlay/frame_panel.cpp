// The frame: what it takes, how that is spent, and whether it is in time.
#include <algorithm>
#include <array>
#include <cmath>

#include "game/measure/frame_statistics.h"
#include "game/overlay/panels.h"
#include "game/overlay/text.h"

namespace outrider::overlay {
namespace {

using measure::kPhaseCount;
using measure::Phase;

/// What path-finding takes of the frame is warm; the rest of the frame is cool.
constexpr std::array<ImU32, kPhaseCount> kPhaseColours = {
    IM_COL32(0x5C, 0x6B, 0x7D, 255),  // input
    IM_COL32(0xE6, 0x9F, 0x00, 255),  // poll
    IM_COL32(0x5E, 0x9C, 0x86, 255),  // sim
    IM_COL32(0xF2, 0xCC, 0x6B, 255),  // submit
    IM_COL32(0x5B, 0x8F, 0xBF, 255),  // draw
    IM_COL32(0x9A, 0x86, 0xB8, 255),  // overlay
    IM_COL32(0x3A, 0x44, 0x50, 255),  // present
};

constexpr std::array kScales_ms = {20.0F, 40.0F, 80.0F, 160.0F, 320.0F, 640.0F, 1500.0F, 5000.0F, 20000.0F};

[[nodiscard]] float scale_of(const History& history) noexcept {
    float most_ms = 0.0F;
    for (std::size_t i = 0; i < kColumns; ++i) most_ms = std::max(most_ms, history.shown(i).work_ms);
    const auto* fitting = std::find_if(kScales_ms.begin(), kScales_ms.end(), [&](float s) { return s >= most_ms; });
    return fitting == kScales_ms.end() ? most_ms : *fitting;
}

struct VerdictWord {
    std::string_view word;
    ImU32 fill;
};

[[nodiscard]] VerdictWord word_of(Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::kOnTime: return {"on time", kGoodColour};
        case Verdict::kLate: return {"late", kLateColour};
        case Verdict::kOver: return {"over budget", kOverColour};
    }
    return {"?", kText};
}

/// "4.1 ms   p99 5.0 ms   v on time", right-aligned.
void headline(const Painter& painter, PanelContext& context, const Box& inside) {
    const Theme& theme = painter.theme();
    const Readings& readings = context.readings;
    const VerdictWord verdict = word_of(readings.verdict);
    const Sprite& sign = readings.verdict == Verdict::kOnTime ? theme.tick : theme.cross;
    const float small_y = inside.min.y + theme.px(6.0F);
    float x = inside.min.x + theme.px(50.0F);
    const float work_width =
        painter.big_text({x, inside.min.y}, Text("{} ms", std::string_view(short_number(readings.work_ms))));
    note_figure(context, Figure::kWork, box_at({x, inside.min.y}, work_width, theme.px(23.0F)));
    x += work_width + theme.px(12.0F);
    const Text p99("p99 {}", std::string_view(percentile_text(readings.work.p99_ms, readings.work.samples, 990)));
    const float p99_width = painter.text({x, small_y}, p99, kDimText);
    note_figure(context, Figure::kWorkP99, line_box(theme, x, x + p99_width, small_y));
    const float right = title_right(theme, inside);
    const float word_width = painter.text_width(verdict.word);
    painter.text({right, small_y}, verdict.word, verdict.fill, Align::kRight);
    painter.sprite(sign, {right - word_width - theme.px(9.0F), small_y + theme.px(8.0F)}, verdict.fill);
    note_figure(context, Figure::kVerdict, line_box(theme, right - word_width - theme.px(16.0F), right, small_y));
}

void budget_line(const Painter& painter, const Box& plot, double budget_ms, float scale_ms, ImU32 fill,
                 std::string_view label) {
    const float y = std::floor(plot.max.y - plot.height() * static_cast<float>(budget_ms) / scale_ms);
    painter.rect({{plot.min.x, y}, {plot.max.x, y + 1.0F}}, fill);
    painter.text({plot.max.x + painter.theme().px(5.0F), y - painter.theme().px(7.0F)}, label, fill);
}

/// One column: the phases of its slowest frame, one upon the other.
void frame_column(const Painter& painter, const HistoryColumn& column, float left, float right, const Box& plot,
                  float scale_ms) {
    const float per_ms = plot.height() / scale_ms;
    float height = 0.0F;
    float bottom = plot.max.y;
    for (std::size_t i = 0; i < kPhaseCount; ++i) {
        height += column.phases_ms[i] * per_ms;
        const float top = std::max(std::round(plot.max.y - height), plot.min.y);
        const std::uint32_t alpha = i == static_cast<std::size_t>(Phase::kPresent) ? 110 : 215;
        if (top < bottom) painter.rect({{left, top}, {right, bottom}}, with_alpha(kPhaseColours[i], alpha));
        bottom = std::min(top, bottom);
    }
    const float top = std::max(std::round(plot.max.y - column.work_ms * per_ms), plot.min.y);
    if (column.work_ms > 0.0F) painter.rect({{left, top - 1.0F}, {right, top}}, kText);
}

void frame_plot(const Painter& painter, const PanelContext& context, const TimeAxis& axis, const Box& plot) {
    const float scale_ms = scale_of(context.history);
    plot_ground(painter, plot);
    for (std::size_t i = 0; i < kColumns; ++i) {
        frame_column(painter, context.history.shown(i), axis.column_left(i), axis.column_left(i + 1), plot, scale_ms);
    }
    budget_line(painter, plot, measure::kBudget60_ms, scale_ms, kLateColour, "16.7 ms");
    if (scale_ms <= 80.0F) budget_line(painter, plot, measure::kBudget120_ms, scale_ms, kGoodColour, "8.3 ms");
    painter.text({plot.min.x - painter.theme().px(5.0F), plot.min.y - painter.theme().px(2.0F)},
                 Text("{:.0f}", scale_ms), kFaintText, Align::kRight);
    plot_events(painter, context.history, axis, plot);
}

void time_labels(const Painter& painter, const TimeAxis& axis, float y) {
    painter.text({axis.left, y}, "10 s ago", kFaintText);
    painter.text({axis.left + axis.width * 0.5F, y}, "slowest frame of each 36 ms", kFaintText, Align::kCentre);
    painter.text({axis.left + axis.width, y}, "now", kFaintText, Align::kRight);
}

/// The phases as a legend with figures: four to a row; the last place is all of the work.
void phase_figures(const Painter& painter, const Box& inside, float y, const Readings& readings) {
    const Theme& theme = painter.theme();
    const float cell = std::floor((inside.width() + theme.px(11.0F)) / 4.0F);
    for (std::size_t i = 0; i <= kPhaseCount; ++i) {
        const float x = inside.min.x + cell * static_cast<float>(i % 4);
        const float top = y + theme.line_height() * static_cast<float>(i / 4);
        const bool is_phase = i < kPhaseCount;
        const double value_ms = is_phase ? readings.phase_p50_ms[i] : readings.work.p50_ms;
        if (is_phase) painter.rect(box_at({x, top + theme.px(4.0F)}, theme.px(7.0F), theme.px(7.0F)), kPhaseColours[i]);
        painter.text({x + theme.px(10.0F), top}, is_phase ? measure::to_string(static_cast<Phase>(i)) : "work",
                     kDimText);
        painter.text({x + cell - theme.px(11.0F), top}, short_number(value_ms), kText, Align::kRight);
    }
}

void percentile_row(const Painter& painter, PanelContext& context, const Box& inside, float y) {
    const measure::Percentiles& work = context.readings.work;
    const Text row(
        "p50 {}   p95 {}   p99 {}   max {} ms", std::string_view(percentile_text(work.p50_ms, work.samples, 500)),
        std::string_view(percentile_text(work.p95_ms, work.samples, 950)),
        std::string_view(percentile_text(work.p99_ms, work.samples, 990)), std::string_view(short_number(work.max_ms)));
    painter.text({inside.min.x, y}, "work of a frame", kDimText);
    painter.text({inside.max.x, y}, row, kText, Align::kRight);
    note_figure(context, Figure::kPercentiles, line_box(painter.theme(), inside.min.x, inside.max.x, y));
}

[[nodiscard]] Text low_text(double low_fps, std::size_t frames, std::uint32_t permille) {
    if (!measure::supports(frames, permille)) return Text("too few");
    return Text("{} fps", std::string_view(short_number(low_fps)));
}

/// "lows of 1,230 frames      1 %: 58.1 fps   0.1 %: too few"
void lows_row(const Painter& painter, PanelContext& context, const Box& inside, float y) {
    const AbComparison::Lows& lows = context.readings.compare.lows();
    const Text row("1 %: {}   0.1 %: {}", std::string_view(low_text(lows.low_1_percent_fps, lows.frames, 990)),
                   std::string_view(low_text(lows.low_01_percent_fps, lows.frames, 999)));
    painter.text({inside.min.x, y}, Text("lows of {} frames", std::string_view(grouped(lows.frames))), kDimText);
    painter.text({inside.max.x, y}, row, kText, Align::kRight);
    note_figure(context, Figure::kLows, line_box(painter.theme(), inside.min.x, inside.max.x, y));
}

}  // namespace

void draw_frame_panel(PanelContext& context) {
    const Theme& theme = context.theme;
    const std::optional<Box> place = begin_panel(context, Panel::kFrame);
    if (!place) return;
    const Box inside = *place;
    const Painter painter(theme);
    float y = panel_title(painter, inside, "Frame");
    headline(painter, context, inside);

    const TimeAxis axis = time_axis(theme, inside);
    const Box plot = box_at({axis.left, y}, axis.width, theme.px(60.0F));
    frame_plot(painter, context, axis, plot);
    note_figure(context, Figure::kFramePlot, plot);
    y = plot.max.y + theme.px(2.0F);
    time_labels(painter, axis, y);
    y += theme.line_height();
    percentile_row(painter, context, inside, y);
    y += theme.px(16.0F);
    lows_row(painter, context, inside, y);
    y += theme.line_height() + theme.px(2.0F);
    phase_figures(painter, inside, y, context.readings);
    const float bottom = y + 2.0F * theme.line_height();
    note_figure(context, Figure::kPhases, {{inside.min.x, y}, {inside.max.x, bottom}});
    context.layout.end(Panel::kFrame, bottom);
}

}  // namespace outrider::overlay
