// What the instrument itself takes of the frame.
#include <algorithm>
#include <array>
#include <cmath>

#include "game/measure/frame_statistics.h"
#include "game/overlay/panels.h"
#include "game/overlay/text.h"

namespace outrider::overlay {
namespace {

constexpr ImU32 kBuildingColour = IM_COL32(0x9A, 0x86, 0xB8, 255);
constexpr ImU32 kRasterisingColour = IM_COL32(0x5B, 0x8F, 0xBF, 255);
constexpr ImU32 kTelemetryColour = IM_COL32(0x5E, 0x9C, 0x86, 255);

struct PartRow {
    std::string_view name;
    Figure figure;
    ImU32 fill;
};
/// By CostPart.
constexpr std::array<PartRow, kCostParts> kParts = {{{"building", Figure::kBuilding, kBuildingColour},
                                                     {"rasterising", Figure::kRasterising, kRasterisingColour},
                                                     {"telemetry", Figure::kTelemetry, kTelemetryColour}}};

[[nodiscard]] Text milliseconds(double value_ms) { return Text("{:.2f}", value_ms); }

void part_row(const Painter& painter, PanelContext& context, const Box& inside, float y, std::size_t part) {
    const Theme& theme = painter.theme();
    const measure::Percentiles& cost = context.readings.costs.percentiles(static_cast<CostPart>(part));
    const std::array<float, 3> right = {inside.min.x + theme.px(180.0F), inside.min.x + theme.px(270.0F), inside.max.x};
    painter.rect(box_at({inside.min.x, y + theme.px(4.0F)}, theme.px(7.0F), theme.px(7.0F)), kParts[part].fill);
    painter.text({inside.min.x + theme.px(12.0F), y}, kParts[part].name, kDimText);
    if (cost.max_ms <= 0.0) {
        painter.text({inside.max.x, y}, "not measured", kFaintText, Align::kRight);
    } else {
        painter.text({right[0], y}, milliseconds(cost.p50_ms), kText, Align::kRight);
        const bool is_sayable = measure::supports(cost.samples, 990);
        painter.text({right[1], y}, is_sayable ? milliseconds(cost.p99_ms) : Text("too few"),
                     is_sayable ? kText : kFaintText, Align::kRight);
        painter.text({right[2], y}, milliseconds(cost.max_ms), kText, Align::kRight);
    }
    note_figure(context, kParts[part].figure, line_box(theme, inside.min.x, inside.max.x, y));
}

float part_table(const Painter& painter, PanelContext& context, const Box& inside, float y) {
    const Theme& theme = painter.theme();
    painter.text({inside.min.x + theme.px(180.0F), y}, "p50", kFaintText, Align::kRight);
    painter.text({inside.min.x + theme.px(270.0F), y}, "p99", kFaintText, Align::kRight);
    painter.text({inside.max.x, y}, "max, ms", kFaintText, Align::kRight);
    for (std::size_t part = 0; part < kCostParts; ++part) {
        y += theme.px(16.0F);
        part_row(painter, context, inside, y, part);
    }
    return y + theme.px(16.0F);
}

[[nodiscard]] float total_of(const HistoryColumn& column) noexcept {
    return column.cost_building_ms + column.cost_rasterising_ms;
}

[[nodiscard]] float scale_of(const History& history) noexcept {
    constexpr std::array kScales_ms = {2.0F, 4.0F, 8.0F, 16.0F, 40.0F, 100.0F};
    float most_ms = 0.0F;
    for (std::size_t i = 0; i < kColumns; ++i) most_ms = std::max(most_ms, total_of(history.shown(i)));
    const auto* fitting = std::find_if(kScales_ms.begin(), kScales_ms.end(), [&](float s) { return s >= most_ms; });
    return fitting == kScales_ms.end() ? most_ms : *fitting;
}

float cost_plot(const Painter& painter, PanelContext& context, const Box& inside, float y) {
    const Theme& theme = painter.theme();
    const TimeAxis axis = time_axis(theme, inside);
    const Box plot = box_at({axis.left, y}, axis.width, theme.px(20.0F));
    const float scale_ms = scale_of(context.history);
    const auto top_of = [&](float value_ms) {
        return std::max(std::round(plot.max.y - plot.height() * value_ms / scale_ms), plot.min.y);
    };
    plot_ground(painter, plot);
    for (std::size_t i = 0; i < kColumns; ++i) {
        const HistoryColumn& column = context.history.shown(i);
        const float left = axis.column_left(i);
        const float right = axis.column_left(i + 1);
        const float middle = top_of(column.cost_building_ms);
        painter.rect({{left, middle}, {right, plot.max.y}}, kBuildingColour);
        painter.rect({{left, top_of(total_of(column))}, {right, middle}}, kRasterisingColour);
    }
    painter.text({plot.min.x - theme.px(5.0F), plot.min.y - theme.px(2.0F)}, Text("{:.0f}", scale_ms), kFaintText,
                 Align::kRight);
    painter.text({plot.max.x + theme.px(5.0F), plot.min.y - theme.px(2.0F)}, "ms", kFaintText);
    note_figure(context, Figure::kCostPlot, plot);
    return plot.max.y + theme.px(2.0F);
}

}  // namespace

void draw_own_cost_panel(PanelContext& context) {
    const Theme& theme = context.theme;
    const std::optional<Box> inside = begin_panel(context, Panel::kOwnCost);
    if (!inside) return;
    const Painter painter(theme);
    float y = panel_title(painter, *inside, "Own cost");
    painter.text({title_right(theme, *inside), inside->min.y + theme.px(6.0F)}, "of the instrument, a frame",
                 kFaintText, Align::kRight);
    y = cost_plot(painter, context, *inside, y);
    y = part_table(painter, context, *inside, y);
    context.layout.end(Panel::kOwnCost, y);
}

}  // namespace outrider::overlay
