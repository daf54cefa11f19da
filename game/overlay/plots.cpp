// What the plots of the left column have in common: their axis, their ground, the events on it.
#include <cmath>

#include "game/overlay/panels.h"
#include "game/overlay/text.h"

namespace outrider::overlay {
namespace {

constexpr float kLeftGutter = 34.0F;
constexpr float kRightGutter = 46.0F;
constexpr int kGridLines = 5;  // two seconds apart

void event_mark(const Painter& painter, const Box& plot, float x, ImU32 fill) {
    const Sprite& mark = painter.theme().triangle;
    painter.rect({{x, plot.min.y}, {x + 1.0F, plot.max.y}}, with_alpha(fill, 90));
    painter.sprite(mark, {x, plot.max.y - mark.size_px.y * 0.5F}, fill);
}

}  // namespace

float TimeAxis::column_left(std::size_t column) const noexcept {
    return left + std::floor(width * static_cast<float>(column) / static_cast<float>(kColumns));
}

TimeAxis time_axis(const Theme& theme, const Box& inside) noexcept {
    const float left = inside.min.x + theme.px(kLeftGutter);
    return {left, inside.max.x - theme.px(kRightGutter) - left};
}

float panel_title(const Painter& painter, const Box& inside, std::string_view name) {
    painter.text({inside.min.x, inside.min.y + painter.theme().px(6.0F)}, name, kDimText);
    return inside.min.y + painter.theme().px(27.0F);
}

void plot_ground(const Painter& painter, const Box& plot) {
    painter.rect(plot, kPlotFill);
    for (int i = 1; i < kGridLines; ++i) {
        const float x = std::floor(plot.min.x + plot.width() * static_cast<float>(i) / kGridLines);
        painter.rect({{x, plot.min.y}, {x + 1.0F, plot.max.y}}, kGridLine);
    }
}

void plot_events(const Painter& painter, const History& history, const TimeAxis& axis, const Box& plot) {
    float named_until = plot.min.x;
    for (std::size_t i = 0; i < kColumns; ++i) {
        const HistoryColumn& column = history.column(i);
        const float x = axis.column_left(i);
        if (column.workers_changed) event_mark(painter, plot, x, kDimText);
        if (column.worker_died) event_mark(painter, plot, x, kOverColour);
        if (!column.mode_changed) continue;
        event_mark(painter, plot, x, kAccent);
        const std::string_view name = to_string(column.mode);
        const float left = x + painter.theme().px(4.0F);
        if (left < named_until || left + painter.text_width(name) > plot.max.x) continue;
        named_until = left + painter.text({left, plot.min.y + 1.0F}, name, kAccent) + painter.theme().px(4.0F);
    }
}

}  // namespace outrider::overlay
