// What the plots of the left column have in common: their axis, their ground, the events on it.
#include <cmath>
#include <optional>

#include "game/measure/frame_statistics.h"
#include "game/overlay/panels.h"
#include "game/overlay/text.h"

namespace outrider::overlay {
namespace {

constexpr float kLeftGutter = 34.0F;
constexpr float kRightGutter = 46.0F;
constexpr int kGridLines = 5;  // two seconds apart
constexpr ImU32 kWaveColour = IM_COL32(0x56, 0xB4, 0xE9, 255);

void event_mark(const Painter& painter, const Box& plot, float x, ImU32 fill) {
    const Sprite& mark = painter.theme().triangle;
    painter.rect({{x, plot.min.y}, {x + 1.0F, plot.max.y}}, with_alpha(fill, 90));
    painter.sprite(mark, {x, plot.max.y - mark.size_px.y * 0.5F}, fill);
}

/// What happened in a column, with its colour and its word; the weightiest if it was more than one thing.
struct Event {
    Text word{""};
    ImU32 fill = 0;
};

[[nodiscard]] std::optional<Event> event_of(const HistoryColumn& column) {
    if (column.mode_changed) return Event{Text("{}", to_string(column.mode)), kAccent};
    if (column.worker_died) return Event{Text("died"), kOverColour};
    if (column.wave != 0) return Event{Text("wave {}", column.wave), kWaveColour};
    if (column.workers_changed) return Event{Text("{}w", column.workers), kDimText};
    return std::nullopt;
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

float title_right(const Theme& theme, const Box& inside) noexcept { return inside.max.x - theme.px(14.0F); }

Box line_box(const Theme& theme, float left, float right, float y) noexcept {
    return {{left, y}, {right, y + theme.px(16.0F)}};
}

Text percentile_text(double value, std::size_t samples, std::uint32_t permille) {
    if (!measure::supports(samples, permille)) return Text("too few");
    return short_number(value);
}

Text duration_text(double duration_us, std::uint64_t samples, std::uint32_t permille) {
    if (!measure::supports(static_cast<std::size_t>(samples), permille)) return Text("too few");
    return short_duration(duration_us);
}

void note_figure(PanelContext& context, Figure figure, const Box& box) {
    note_figure(context, figure, box, Text("{}", words_of(figure).source));
}

void note_figure(PanelContext& context, Figure figure, const Box& box, const Text& words) {
    context.boxes.figures[static_cast<std::size_t>(figure)] = box;
    if (!context.mouse_rests || context.tip || !box.contains(ImGui::GetIO().MousePos)) return;
    if (!ImGui::IsWindowHovered(ImGuiHoveredFlags_RootAndChildWindows)) return;
    const Tip::Side side = is_right(words_of(figure).panel) ? Tip::Side::kLeft : Tip::Side::kBelow;
    context.tip = Tip{box, side, Text("{}", words_of(figure).what), words};
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
        const std::optional<Event> event = event_of(history.shown(i));
        if (!event) continue;
        const float x = axis.column_left(i);
        event_mark(painter, plot, x, event->fill);
        const float left = x + painter.theme().px(4.0F);
        if (left < named_until || left + painter.text_width(event->word) > plot.max.x) continue;
        const float gap = painter.theme().px(4.0F);
        named_until = left + painter.text({left, plot.min.y + 1.0F}, event->word, event->fill) + gap;
    }
}

}  // namespace outrider::overlay
