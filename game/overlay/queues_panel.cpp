// The queues: how many requests wait and for how long, and proof that none is lost.
#include <algorithm>
#include <array>
#include <cmath>

#include "game/overlay/panels.h"
#include "game/overlay/text.h"

namespace outrider::overlay {
namespace {

constexpr ImU32 kRequests = IM_COL32(0x8F, 0xB8, 0xDE, 255);
constexpr ImU32 kResults = IM_COL32(0xF2, 0xCC, 0x6B, 255);

/// The next of 10, 20, 50, 100, 200 ... that is not below `most`.
[[nodiscard]] std::uint64_t scale_of(std::uint64_t most) noexcept {
    std::uint64_t scale = 10;
    for (int step = 0; scale < most; ++step) scale = step % 3 == 1 ? scale / 2 * 5 : scale * 2;
    return scale;
}

[[nodiscard]] std::uint64_t deepest(const History& history) noexcept {
    std::uint64_t most = 0;
    for (std::size_t i = 0; i < kColumns; ++i) {
        const HistoryColumn& column = history.shown(i);
        most = std::max<std::uint64_t>({most, column.requests, column.results});
    }
    return most;
}

/// A line with a soft fill below; columns of equal height are one rectangle.
template <class ValueOf>
void area(const Painter& painter, const TimeAxis& axis, const Box& plot, std::uint64_t scale, ImU32 line,
          std::uint32_t fill_alpha, ValueOf value_of) {
    const auto top_of = [&](std::size_t column) {
        const float share = static_cast<float>(value_of(column)) / static_cast<float>(scale);
        return std::round(plot.max.y - plot.height() * share);
    };
    for (std::size_t begin = 0; begin < kColumns;) {
        const float top = top_of(begin);
        std::size_t end = begin + 1;
        while (end < kColumns && top_of(end) == top) ++end;
        const float left = axis.column_left(begin);
        const float right = axis.column_left(end);
        painter.rect({{left, top}, {right, plot.max.y}}, with_alpha(line, fill_alpha));
        painter.rect({{left, std::min(top, plot.max.y - 1.0F)}, {right, std::min(top, plot.max.y - 1.0F) + 1.0F}},
                     line);
        begin = end;
    }
}

void queue_plot(const Painter& painter, const PanelContext& context, const TimeAxis& axis, const Box& plot) {
    const History& history = context.history;
    const Theme& theme = painter.theme();
    const std::uint64_t scale = scale_of(deepest(history));
    plot_ground(painter, plot);
    area(painter, axis, plot, scale, kRequests, 70, [&](std::size_t i) { return history.shown(i).requests; });
    area(painter, axis, plot, scale, kResults, 0, [&](std::size_t i) { return history.shown(i).results; });
    painter.text({plot.min.x - theme.px(5.0F), plot.min.y - theme.px(2.0F)}, short_count(static_cast<double>(scale)),
                 kFaintText, Align::kRight);
    plot_events(painter, history, axis, plot);
    painter.text({plot.max.x + theme.px(5.0F), plot.min.y - theme.px(2.0F)}, "asked", kRequests);
    painter.text({plot.max.x + theme.px(5.0F), plot.max.y - theme.px(15.0F)}, "results", kResults);
}

void headline(const Painter& painter, PanelContext& context, const Box& inside) {
    const Theme& theme = painter.theme();
    const paths::PathStatistics& paths = context.readings.paths;
    const float small_y = inside.min.y + theme.px(6.0F);
    const float right = title_right(theme, inside);
    const float x = inside.min.x + theme.px(60.0F);
    const float width = painter.big_text({x, inside.min.y}, grouped(request_depth(paths)));
    painter.text({x + width + theme.px(7.0F), small_y}, "in flight", kDimText);
    note_figure(context, Figure::kInFlight, line_box(theme, x, x + width + theme.px(60.0F), small_y));
    const Text oldest("oldest {}", std::string_view(short_duration(paths.oldest_wait_ms * 1000.0)));
    painter.text({right, small_y}, oldest, kDimText, Align::kRight);
    note_figure(context, Figure::kOldest, line_box(theme, right - painter.text_width(oldest), right, small_y));
}

/// In a lower room the tables are left out, so that the workers below are not cut off.
constexpr float kRoomForTables = 620.0F;

constexpr std::array<float, 4> kLaneColumns = {146.0F, 226.0F, 300.0F, 360.0F};  // right edges

/// Right-aligned columns under their names.
float lane_table(const Painter& painter, PanelContext& context, const Box& inside, float y) {
    constexpr std::array<std::string_view, 4> kNames = {"waiting", "on the board", "in a worker", "oldest"};
    const Theme& theme = painter.theme();
    const paths::PathStatistics& paths = context.readings.paths;
    const std::uint32_t fields = context.model.fields_in_use;
    const auto right = [&](std::size_t i) { return inside.min.x + theme.px(kLaneColumns[i]); };
    const float top = y;
    if (fields != 0) painter.text({inside.min.x, y}, Text("{} flow field{}", fields, fields == 1 ? "" : "s"));
    for (std::size_t i = 0; i < kNames.size(); ++i) painter.text({right(i), y}, kNames[i], kFaintText, Align::kRight);
    for (std::uint32_t lane = 0; lane < kLaneCount; ++lane) {
        y += theme.px(16.0F);
        const paths::LaneDepth& depth = paths.lanes[lane];
        const std::array<std::uint32_t, 3> values = {depth.waiting, depth.ready, depth.claimed};
        painter.text({inside.min.x, y}, to_string(static_cast<Lane>(lane)), kDimText);
        for (std::size_t i = 0; i < values.size(); ++i) {
            painter.text({right(i), y}, grouped(values[i]), values[i] == 0 ? kFaintText : kText, Align::kRight);
        }
        const bool is_empty = depth.oldest_ms <= 0.0;
        painter.text({right(3), y}, is_empty ? Text("-") : short_duration(depth.oldest_ms * 1000.0),
                     is_empty ? kFaintText : kText, Align::kRight);
    }
    y += theme.px(19.0F);
    note_figure(context, Figure::kLanes, {{inside.min.x, top}, {right(2), y - theme.px(3.0F)}});
    note_figure(context, Figure::kLaneOldest, {{right(2), top}, {inside.max.x, y - theme.px(3.0F)}});
    return y;
}

struct Count {
    std::string_view name;
    std::uint64_t value;
    Figure figure;
    bool alarming = false;
};

/// Name and number, three to a row. An alarming number that is not zero has a sign and the colour.
float count_grid(const Painter& painter, PanelContext& context, const Box& inside, float y,
                 std::span<const Count> counts) {
    constexpr std::size_t kColumnCount = 3;
    const Theme& theme = painter.theme();
    const float gap = theme.px(14.0F);
    const float cell = std::floor((inside.width() + gap) / static_cast<float>(kColumnCount));
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const auto [name, value, figure, alarming] = counts[i];
        const bool alarm = alarming && value > 0;
        const float x = inside.min.x + cell * static_cast<float>(i % kColumnCount);
        const float top = y + theme.px(16.0F) * static_cast<float>(i / kColumnCount);
        painter.text({x, top}, name, alarm ? kOverColour : kDimText);
        painter.text({x + cell - gap, top}, alarm ? Text("! {}", std::string_view(grouped(value))) : grouped(value),
                     alarm        ? kOverColour
                     : value == 0 ? kFaintText
                                  : kText,
                     Align::kRight);
        note_figure(context, figure, line_box(theme, x, x + cell - gap, top));
    }
    const std::size_t rows = (counts.size() + kColumnCount - 1) / kColumnCount;
    return y + theme.px(16.0F) * static_cast<float>(rows) + theme.px(3.0F);
}

float answer_counts(const Painter& painter, PanelContext& context, const Box& inside, float y) {
    const paths::RequestCounters& requests = context.readings.paths.requests;
    const auto answers = [&](AnswerStatus status) { return requests.answers[static_cast<std::size_t>(status)]; };
    const std::array counts = {
        Count{"found", answers(AnswerStatus::kFound), Figure::kAnswers},
        Count{"partial", answers(AnswerStatus::kPartial), Figure::kAnswers},
        Count{"no way", answers(AnswerStatus::kUnreachable), Figure::kAnswers},
        Count{"cancelled", answers(AnswerStatus::kCancelled), Figure::kCancelled},
        Count{"expired", answers(AnswerStatus::kExpired), Figure::kCancelled},
        Count{"failed", answers(AnswerStatus::kFailed), Figure::kCancelled, true},
        Count{"superseded", requests.superseded, Figure::kSuperseded},
        Count{"backed up", requests.backed_up, Figure::kBackedUp},
        Count{"late", requests.late, Figure::kAftermath},
        Count{"reissued", requests.reissued, Figure::kAftermath},
        Count{"rejected", requests.rejected, Figure::kAftermath, true},
        Count{"quarantine", requests.quarantined, Figure::kAftermath},
        Count{"deaths", requests.deaths, Figure::kAftermath},
        Count{"repairs", requests.board_repairs, Figure::kAftermath},
    };
    return count_grid(painter, context, inside, y, counts);
}

/// The promise, with its sign: submitted = answered + in flight, looked at in every frame.
float conservation(const Painter& painter, const Box& inside, float y, const Readings& readings) {
    const Theme& theme = painter.theme();
    const paths::RequestCounters& requests = readings.paths.requests;
    const bool holds = readings.broken_frames == 0;
    const ImU32 fill = holds ? kGoodColour : kOverColour;
    painter.sprite(holds ? theme.tick : theme.cross, {inside.min.x + theme.px(6.0F), y + theme.px(8.0F)}, fill);
    painter.text({inside.min.x + theme.px(16.0F), y}, "submitted = answered + in flight", kDimText);
    painter.text({inside.max.x, y}, holds ? Text("always held") : Text("broken in {} frames", readings.broken_frames),
                 fill, Align::kRight);
    y += theme.px(16.0F);
    painter.text({inside.min.x + theme.px(16.0F), y},
                 Text("{} = {} + {}", std::string_view(grouped(requests.submitted)),
                      std::string_view(grouped(requests.answered())), std::string_view(grouped(requests.in_flight))));
    return y + theme.px(16.0F);
}

}  // namespace

void draw_queues_panel(PanelContext& context) {
    const Theme& theme = context.theme;
    const std::optional<Box> place = begin_panel(context, Panel::kQueues);
    if (!place) return;
    const Box inside = *place;
    const Painter painter(theme);
    float y = panel_title(painter, inside, "Queues");
    headline(painter, context, inside);

    const TimeAxis axis = time_axis(theme, inside);
    const Box plot = box_at({axis.left, y}, axis.width, theme.px(38.0F));
    queue_plot(painter, context, axis, plot);
    note_figure(context, Figure::kQueuePlot, plot);
    y = plot.max.y + theme.px(3.0F);
    if (context.room.height() >= theme.px(kRoomForTables)) {
        y = lane_table(painter, context, inside, y);
        y = answer_counts(painter, context, inside, y);
    }
    const float sum_top = y;
    y = conservation(painter, inside, y, context.readings);
    note_figure(context, Figure::kConserved, {{inside.min.x, sum_top}, {inside.max.x, y}});
    context.layout.end(Panel::kQueues, y);
}

}  // namespace outrider::overlay
