// Compare: what ran before beside what runs now. Plain differences of two windows: whether they mean anything is said
// by measurements that are repeated.
#include <array>
#include <cmath>

#include "game/measure/comparison.h"
#include "game/overlay/panels.h"
#include "game/overlay/text.h"

namespace outrider::overlay {
namespace {

using measure::Metric;

/// In the order of the table, with the share of the frames that must not lie beyond it.
struct ComparedMetric {
    Metric metric;
    std::string_view name;
    std::uint32_t permille;  ///< what supports() is asked for
};
constexpr std::array kMetrics = {
    ComparedMetric{Metric::kWorkP50, "work p50", 500},     ComparedMetric{Metric::kWorkP99, "work p99", 990},
    ComparedMetric{Metric::kCoreP99, "core p99", 990},     ComparedMetric{Metric::kLow1, "1 % low", 990},
    ComparedMetric{Metric::kStutterShare, "stutter", 500}, ComparedMetric{Metric::kOver60Share, "over 16.7 ms", 500},
};

/// As it is printed: shares in hundredths.
[[nodiscard]] double shown_value(Metric metric, const measure::FrameStatistics& statistics) noexcept {
    return measure::value_of(metric, statistics);
}

[[nodiscard]] bool is_sayable(const ComparedMetric& compared, const measure::FrameStatistics& statistics) noexcept {
    return statistics.frames >= AbComparison::kFewestFrames && measure::supports(statistics.frames, compared.permille);
}

/// "A  processes, 2 workers, 10,000 units           1,800 frames"
void side(const Painter& painter, PanelContext& context, const Box& inside, float y, std::string_view letter,
          const ComparedWindow* window) {
    const Theme& theme = painter.theme();
    painter.text({inside.min.x, y}, letter, kAccent);
    const float left = inside.min.x + theme.px(16.0F);
    if (window == nullptr) {
        painter.text({left, y}, "nothing kept yet", kFaintText);
    } else {
        const Text frames("{} frames", std::string_view(grouped(window->statistics.frames)));
        const float room = inside.max.x - left - painter.text_width(frames) - theme.px(10.0F);
        painter.text_within({left, y}, room, label_of(window->configuration), kText);
        painter.text({inside.max.x, y}, frames, kDimText, Align::kRight);
    }
    note_figure(context, letter == "A" ? Figure::kKeptA : Figure::kRunningB,
                line_box(theme, inside.min.x, inside.max.x, y));
}

struct Columns {
    float a, b, difference;
};

void value(const Painter& painter, float right, float y, const ComparedMetric& compared,
           const measure::FrameStatistics* statistics) {
    if (statistics == nullptr) return;
    const bool sayable = is_sayable(compared, *statistics);
    painter.text({right, y}, sayable ? short_number(shown_value(compared.metric, *statistics)) : Text("too few"),
                 sayable ? kText : kFaintText, Align::kRight);
}

void metric_row(const Painter& painter, const ComparedMetric& compared, const Columns& at, float left, float y,
                const measure::FrameStatistics* a, const measure::FrameStatistics& b) {
    painter.text({left, y}, Text("{}, {}", compared.name, measure::unit_of(compared.metric)), kDimText);
    value(painter, at.a, y, compared, a);
    value(painter, at.b, y, compared, &b);
    if (a == nullptr || !is_sayable(compared, *a) || !is_sayable(compared, b)) return;
    const double difference = shown_value(compared.metric, b) - shown_value(compared.metric, *a);
    painter.text({at.difference, y},
                 Text("{}{}", difference > 0.0 ? "+" : "", std::string_view(short_number(difference))), kText,
                 Align::kRight);
}

float table(const Painter& painter, PanelContext& context, const Box& inside, float y) {
    const Theme& theme = painter.theme();
    const AbComparison& compare = context.readings.compare;
    const measure::FrameStatistics* a = compare.kept() ? &compare.kept()->statistics : nullptr;
    const Columns at{inside.min.x + theme.px(200.0F), inside.min.x + theme.px(280.0F), inside.max.x};
    const float top = y;
    painter.text({at.a, y}, "A", kFaintText, Align::kRight);
    painter.text({at.b, y}, "B", kFaintText, Align::kRight);
    painter.text({at.difference, y}, "B less A", kFaintText, Align::kRight);
    for (const ComparedMetric& compared : kMetrics) {
        y += theme.px(16.0F);
        metric_row(painter, compared, at, inside.min.x, y, a, compare.now().statistics);
    }
    y += theme.px(18.0F);
    note_figure(context, Figure::kDifference, {{inside.min.x, top}, {inside.max.x, y}});
    return y;
}

float buttons(const Painter& painter, PanelContext& context, const Box& inside, float y) {
    const Theme& theme = painter.theme();
    AbComparison& compare = context.readings.compare;
    const float gap = theme.px(4.0F);
    const float width = std::floor((inside.width() - gap) * 0.5F);
    const Box keep = context.boxes.keep_button = box_at({inside.min.x, y}, width, theme.px(20.0F));
    const Box forget = context.boxes.forget_button = box_at({inside.max.x - width, y}, width, theme.px(20.0F));
    if (!compare.can_keep()) {
        closed_choice(painter, "keep", keep, "Keep B as A", "too few frames");
    } else if (choice(painter, "keep", keep, "Keep B as A", "", false)) {
        compare.keep();
    }
    if (!compare.kept()) {
        closed_choice(painter, "forget", forget, "Forget A", "");
    } else if (choice(painter, "forget", forget, "Forget A", "", false)) {
        compare.forget();
    }
    return keep.max.y + theme.px(4.0F);
}

}  // namespace

void draw_compare_panel(PanelContext& context) {
    const Theme& theme = context.theme;
    const std::optional<Box> inside = begin_panel(context, Panel::kCompare);
    if (!inside) return;
    const Painter painter(theme);
    const AbComparison& compare = context.readings.compare;
    float y = panel_title(painter, *inside, "Compare");
    painter.text({title_right(theme, *inside), inside->min.y + theme.px(6.0F)}, "one window each, no interval",
                 kFaintText, Align::kRight);
    side(painter, context, *inside, y, "A", compare.kept() ? &*compare.kept() : nullptr);
    y += theme.px(17.0F);
    side(painter, context, *inside, y, "B", &compare.now());
    y += theme.px(18.0F);
    y = table(painter, context, *inside, y);
    y = buttons(painter, context, *inside, y);
    context.layout.end(Panel::kCompare, y);
}

}  // namespace outrider::overlay
