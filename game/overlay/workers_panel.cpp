// Cores and workers: who works where, and who died of what. A dead worker's lane goes dark; its replacement lights up
// in the same place.
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "game/overlay/panels.h"
#include "game/overlay/text.h"

namespace outrider::overlay {
namespace {

using paths::WorkerState;
using paths::WorkerStatistics;

constexpr ImU32 kCoreBar = IM_COL32(0x86, 0x97, 0xA9, 255);
constexpr float kCoreRow = 18.0F;
constexpr float kWorkerRow = 33.0F;
/// How many cores stand in a row: as many as leave the room to the workers.
[[nodiscard]] constexpr std::size_t cores_per_row(std::size_t cores) noexcept {
    if (cores <= 3) return 1;
    return cores <= 6 ? 2 : 3;
}
/// How long the end of a worker is told on its lane: as long as its mark is on the time axis.
constexpr std::chrono::seconds kEndShown{10};

/// Right or left edges of a worker's figures, from the panel's inside.
struct FigureColumns {
    float pid, state, core, policy, paths, memory, restarts;
};

[[nodiscard]] FigureColumns figure_columns(const Theme& theme, const Box& inside) noexcept {
    const float x = inside.min.x;
    return {x + theme.px(34.0F),  x + theme.px(84.0F),  x + theme.px(154.0F), x + theme.px(188.0F),
            x + theme.px(277.0F), x + theme.px(324.0F), inside.max.x};
}

[[nodiscard]] bool is_alive(const WorkerStatistics& worker) noexcept {
    return worker.pid != 0 && worker.state != WorkerState::kDead;
}

/// "paths/s 18.2k   p50 1.2 ms   p99 4.5 ms"
void headline(const Painter& painter, PanelContext& context, const Box& inside) {
    const Theme& theme = painter.theme();
    const paths::PathStatistics& paths = context.readings.paths;
    const float right = title_right(theme, inside);
    const float small_y = inside.min.y + theme.px(6.0F);
    const float x = inside.min.x + theme.px(64.0F);
    const float width = painter.big_text({x, inside.min.y}, short_count(paths.paths_per_s));
    painter.text({x + width + theme.px(6.0F), small_y}, "paths/s", kDimText);
    note_figure(context, Figure::kPathsPerSecond,
                line_box(theme, x, x + width + theme.px(6.0F) + painter.text_width("paths/s"), small_y));
    if (paths.latency.count == 0) return;
    const Text times("p50 {}, p99 {}", std::string_view(duration_text(paths.latency.p50_us, paths.latency.count, 500)),
                     std::string_view(duration_text(paths.latency.p99_us, paths.latency.count, 990)));
    const float left = right - painter.text_width(times);
    painter.text({left, small_y}, times, kDimText);
    const float word_width = painter.text_width("answer ");
    const float rate_end = x + width + theme.px(14.0F) + painter.text_width("paths/s");
    if (left - word_width > rate_end) painter.text({left - word_width, small_y}, "answer ", kDimText);
    note_figure(context, Figure::kAnswerTime, line_box(theme, left, right, small_y));
}

/// Who last ran on this core, as far as there is room: the game first.
void core_marks(const Painter& painter, const PanelContext& context, int core, ImVec2 at, float end) {
    const Theme& theme = painter.theme();
    if (context.readings.game_core == core) {
        const std::string_view name = at.x + painter.text_width("game") < end ? "game" : "g";
        at.x += painter.text(at, name, kAccent) + theme.px(4.0F);
    }
    for (const WorkerStatistics& worker : context.model.workers) {
        if (!is_alive(worker) || worker.core != core) continue;
        if (at.x + worker_chip_width(painter, worker.seat) > end) return;
        at.x += worker_chip(painter, at, worker.seat, true) + theme.px(3.0F);
    }
}

void core_row(const Painter& painter, const PanelContext& context, std::size_t core, ImVec2 at, float width) {
    const Theme& theme = painter.theme();
    const std::size_t per_row = cores_per_row(context.model.cores.size());
    const bool is_wide = per_row == 1;
    const double share = context.model.cores[core].busy_share;
    const float bar_left = at.x + theme.px(is_wide ? 48.0F : 20.0F);
    const float bar_width = theme.px(is_wide ? 130.0F : per_row == 2 ? 52.0F : 24.0F);
    painter.text(at, is_wide ? Text("core {}", core) : Text("{}", core), kDimText);
    bar(painter, box_at({bar_left, at.y + theme.px(3.0F)}, bar_width, theme.px(10.0F)), share, kCoreBar);
    const float share_right = bar_left + bar_width + theme.px(38.0F);
    painter.text({share_right, at.y}, Text("{:.0f} %", share * 100.0), kText, Align::kRight);
    if (share_right + theme.px(9.0F) < at.x + width) {
        core_marks(painter, context, static_cast<int>(core), {share_right + theme.px(9.0F), at.y}, at.x + width);
    }
}

float core_rows(const Painter& painter, PanelContext& context, const Box& inside, float y) {
    const Theme& theme = painter.theme();
    const std::size_t cores = context.model.cores.size();
    const std::size_t per_row = cores_per_row(cores);
    const float width = inside.width() / static_cast<float>(per_row);
    const float row = theme.px(kCoreRow);
    for (std::size_t core = 0; core < cores; ++core) {
        const auto column = static_cast<float>(core % per_row);
        const auto line = static_cast<float>(core / per_row);
        core_row(painter, context, core, {inside.min.x + width * column, y + row * line}, width);
    }
    const float bottom = y + row * static_cast<float>((cores + per_row - 1) / per_row);
    note_figure(context, Figure::kCores, {{inside.min.x, y}, {inside.max.x, bottom}});
    return bottom + theme.px(2.0F);
}

void figure_names(const Painter& painter, const FigureColumns& at, float y) {
    painter.text({at.pid, y}, "pid", kFaintText);
    painter.text({at.state, y}, "state", kFaintText);
    painter.text({at.core, y}, "core", kFaintText);
    painter.text({at.policy, y}, "policy", kFaintText);
    painter.text({at.paths, y}, "paths/s", kFaintText, Align::kRight);
    painter.text({at.memory, y}, "MiB", kFaintText, Align::kRight);
    painter.text({at.restarts, y}, "ends", kFaintText, Align::kRight);
}

/// How busy the seat was, on the time axis of all plots; dark where nobody was alive.
void lane(const Painter& painter, const History& history, std::size_t seat, const TimeAxis& axis, const Box& box) {
    const ImU32 fill = colour(worker_colour(Seat{static_cast<std::uint32_t>(seat)}));
    const auto sample = [&](std::size_t column) { return history.shown(column).lanes[seat]; };
    painter.rect(box, kPlotFill);
    for (std::size_t begin = 0; begin < kColumns;) {
        const LaneSample first = sample(begin);
        std::size_t end = begin + 1;
        while (end < kColumns && sample(end).occupied == first.occupied && sample(end).busy == first.busy) ++end;
        const float left = axis.column_left(begin);
        const float right = axis.column_left(end);
        const float top = std::round(box.max.y - box.height() * static_cast<float>(first.busy) / 255.0F);
        if (first.occupied) painter.rect({{left, box.min.y}, {right, box.max.y}}, with_alpha(fill, 50));
        if (first.occupied) painter.rect({{left, std::min(top, box.max.y - 1.0F)}, {right, box.max.y}}, fill);
        begin = end;
    }
    for (std::size_t i = 0; i < kColumns; ++i) {
        if (!sample(i).died) continue;
        const ImVec2 centre{axis.column_left(i), (box.min.y + box.max.y) * 0.5F};
        painter.rect(box_at({centre.x - 6.0F, box.min.y}, 12.0F, box.height()), with_alpha(kDarkText, 200));
        painter.sprite(painter.theme().cross, centre, IM_COL32_WHITE);
    }
}

void living_figures(const Painter& painter, const WorkerStatistics& worker, const FigureColumns& at, float y) {
    const bool is_odd = worker.state == WorkerState::kStopped || worker.state == WorkerState::kBlocked;
    painter.text({at.pid, y}, Text("{}", worker.pid));
    painter.text({at.state, y}, is_odd ? Text("! {}", to_string(worker.state)) : Text("{}", to_string(worker.state)),
                 is_odd ? kLateColour : kText);
    painter.text({at.core, y}, worker.core < 0 ? Text("-") : Text("{}", worker.core));
    painter.text({at.policy, y}, to_string(worker.policy));
    painter.text({at.paths, y}, short_count(worker.paths_per_s), kText, Align::kRight);
    painter.text({at.memory, y}, worker.pss_mib > 0.0 ? short_number(worker.pss_mib) : Text("-"), kText, Align::kRight);
    painter.text({at.restarts, y}, Text("{}", worker.restarts), worker.restarts > 0 ? kText : kFaintText,
                 Align::kRight);
}

[[nodiscard]] Text age_of_end(const WorkerStatistics& worker) {
    const double age_us = std::chrono::duration<double, std::micro>(worker.since_end).count();
    return Text("{} ago", std::string_view(short_duration(age_us)));
}

void last_end(const Painter& painter, const WorkerStatistics& worker, float left, float right, float y) {
    const Theme& theme = painter.theme();
    const Text age = age_of_end(worker);
    const float age_width = painter.text_width(age);
    painter.sprite(theme.cross, {left + theme.px(5.0F), y + theme.px(8.0F)}, kOverColour);
    painter.text_within({left + theme.px(14.0F), y}, right - left - age_width - theme.px(24.0F), worker.last_end,
                        kText);
    painter.text({right, y}, age, kText, Align::kRight);
}

/// On the lane of a living worker whose forerunner ended a moment ago.
void recent_end(const Painter& painter, const WorkerStatistics& worker, const Box& lane_box) {
    const Theme& theme = painter.theme();
    const float width =
        std::min(painter.text_width(worker.last_end) + painter.text_width(age_of_end(worker)) + theme.px(34.0F),
                 lane_box.width());
    const Box ground = box_at(lane_box.min, width, lane_box.height());
    painter.rect(ground, with_alpha(kDarkText, 235));
    last_end(painter, worker, ground.min.x + theme.px(2.0F), ground.max.x - theme.px(4.0F), ground.min.y - 1.0F);
}

/// "12.3k nodes/s, 40 sleeps/s, CPU 12.3 s, started in 4.1 ms"
[[nodiscard]] Text worker_words(const WorkerStatistics& worker, const WorkerRates& rates) {
    const Text start =
        worker.start_ms > 0.0 ? Text(", ready after {} ms", std::string_view(short_number(worker.start_ms))) : Text("");
    return Text("w{}: {} nodes/s, {} sleeps/s, CPU {:.1f} s, {} answers{}", worker.seat.value,
                std::string_view(short_count(rates.expanded_per_s)), std::string_view(short_number(rates.sleeps_per_s)),
                worker.cpu_s, std::string_view(grouped(worker.jobs)), std::string_view(start));
}

void note_worker(PanelContext& context, const WorkerStatistics& worker, const Box& inside, const Box& lane_box,
                 float y) {
    const Theme& theme = context.theme;
    note_figure(context, Figure::kLane, lane_box);
    note_figure(context, Figure::kWorkerShare, line_box(theme, lane_box.max.x, inside.max.x, y));
    const Box figures = line_box(theme, inside.min.x, inside.max.x, lane_box.max.y);
    if (worker.seat.value >= kMaxSeats || !is_alive(worker)) return note_figure(context, Figure::kWorkerRow, figures);
    note_figure(context, Figure::kWorkerRow, figures, worker_words(worker, context.readings.rates.of(worker.seat)));
}

void worker_row(const Painter& painter, PanelContext& context, const WorkerStatistics& worker, const Box& inside,
                float y) {
    const Theme& theme = painter.theme();
    const TimeAxis axis = time_axis(theme, inside);
    const Box lane_box = box_at({axis.left, y + 1.0F}, axis.width, theme.px(14.0F));
    const float figures_y = y + theme.px(15.0F);
    const bool alive = is_alive(worker);
    worker_chip(painter, {inside.min.x, y}, worker.seat, alive);
    if (worker.seat.value < kMaxSeats) lane(painter, context.history, worker.seat.value, axis, lane_box);
    if (alive) {
        painter.text({inside.max.x, y}, Text("{:.0f} %", worker.busy_share * 100.0), kText, Align::kRight);
        living_figures(painter, worker, figure_columns(theme, inside), figures_y);
        if (!worker.last_end.empty() && worker.since_end < kEndShown) recent_end(painter, worker, lane_box);
    } else if (!worker.last_end.empty()) {
        painter.text({inside.max.x, y}, "dead", kOverColour, Align::kRight);
        last_end(painter, worker, axis.left, inside.max.x, figures_y);
    } else {
        painter.text({axis.left, figures_y}, "nobody", kFaintText);
    }
    note_worker(context, worker, inside, lane_box, y);
}

constexpr float kFewestRows = 2.0F;

/// All rows if there is room, else a part of them that scrolls.
float worker_rows(const Painter& painter, PanelContext& context, const Box& inside, float y) {
    const Theme& theme = painter.theme();
    const float row = theme.px(kWorkerRow);
    const float wanted = row * static_cast<float>(context.model.workers.size());
    const float room = std::max(std::floor((context.layout.lowest_content() - y) / row), kFewestRows) * row;
    const float height = std::min(wanted, room);
    const float margin = theme.px(8.0F);  // for the scroll bar
    ImGui::SetCursorScreenPos({inside.min.x, y});
    ImGui::BeginChild("rows", {inside.width() + margin, std::max(height, 1.0F)}, false, ImGuiWindowFlags_NoNav);
    const Painter inner(theme);
    const float scrolled = y - ImGui::GetScrollY();
    for (std::size_t i = 0; i < context.model.workers.size(); ++i) {
        const float top = scrolled + row * static_cast<float>(i);
        if (top > y - row && top < y + height) worker_row(inner, context, context.model.workers[i], inside, top);
    }
    ImGui::SetCursorPosY(wanted);
    ImGui::EndChild();
    return y + height;
}

}  // namespace

void draw_workers_panel(PanelContext& context) {
    const Theme& theme = context.theme;
    const std::optional<Box> place = begin_panel(context, Panel::kWorkers);
    if (!place) return;
    const Box inside = *place;
    const Painter painter(theme);
    float y = panel_title(painter, inside, "Workers");
    headline(painter, context, inside);
    y = core_rows(painter, context, inside, y);
    float least_bottom = 0.0F;
    if (context.model.workers.empty()) {
        painter.text({inside.min.x, y}, "no worker: nothing searches beside the frame", kDimText);
        y += theme.line_height();
    } else {
        figure_names(painter, figure_columns(theme, inside), y);
        y += theme.px(16.0F);
        least_bottom =
            y + std::min(kFewestRows, static_cast<float>(context.model.workers.size())) * theme.px(kWorkerRow);
        y = worker_rows(painter, context, inside, y);
    }
    context.layout.end(Panel::kWorkers, y, least_bottom);
}

}  // namespace outrider::overlay
