// The controls: who searches, with how much, and how hard the world asks.
#include <algorithm>
#include <array>
#include <cmath>

#include "game/overlay/panels.h"
#include "game/overlay/text.h"

namespace outrider::overlay {
namespace {

using paths::Mode;

constexpr double kMostLoad_cores = 4.0;
constexpr double kFewestUnits = 100.0;
constexpr double kMostBudget_ms = 16.0;
constexpr float kRemarkHeight = 15.0F;
constexpr std::int32_t kLargestBrush_cells = 24;

/// Goes down the panel; each control takes its own height and leaves the rest below.
struct Column {
    const Painter& painter;
    PanelContext& context;
    float left;
    float right;
    float y;

    [[nodiscard]] float px(float length) const noexcept { return context.theme.px(length); }
    [[nodiscard]] float width() const noexcept { return right - left; }
    [[nodiscard]] Box take(float height, float gap) noexcept {
        const Box box{{left, y}, {right, y + px(height)}};
        y += px(height + gap);
        return box;
    }
};

/// "Workers                    2 of 4"
void label(Column& column, std::string_view name, std::string_view value, ImU32 fill = kText) {
    column.painter.text({column.left, column.y}, name, kDimText);
    column.painter.text({column.right, column.y}, value, fill, Align::kRight);
    column.y += column.px(17.0F);
}

/// The `index`-th of `count` equal boxes side by side.
[[nodiscard]] Box part(const Box& row, std::size_t index, std::size_t count, float gap) noexcept {
    const float width = (row.width() - gap * static_cast<float>(count - 1)) / static_cast<float>(count);
    const float left = std::floor(row.min.x + (width + gap) * static_cast<float>(index));
    return {{left, row.min.y}, {std::floor(left + width), row.max.y}};
}

/// In a siege nobody hinders the choice, but nobody makes it unawares either.
void warn_of_no_game(Column& column, const Box& box, bool chosen) {
    const ImVec2 at{box.max.x - column.px(8.0F), box.min.y + column.px(3.0F)};
    column.painter.text(at, "! no game", chosen ? kDarkText : kLateColour, Align::kRight);
    if (!ImGui::IsItemHovered()) return;
    column.context.tip = Tip{box, Tip::Side::kLeft, Text("Without paths raiders walk straight on: no game."),
                             Text("It is here for its frame time, to compare with.")};
}

void mode_buttons(Column& column, Mode current) {
    struct Choice {
        Mode mode;
        const char* id;
        std::string_view remark;
    };
    constexpr std::array kChoices = {
        Choice{Mode::kNone, "mode none", "no paths at all"},
        Choice{Mode::kInline, "mode inline", "in the frame"},
        Choice{Mode::kThreads, "mode threads", "in this process"},
        Choice{Mode::kProcesses, "mode processes", "beside the game"},
    };
    // The first line: at its right is the panel's close mark.
    column.painter.text({column.left, column.y}, "Search runs", kDimText);
    column.painter.text({column.right - column.px(14.0F), column.y}, Text("{} next", column.context.keys.mode),
                        kFaintText, Align::kRight);
    column.y += column.px(17.0F);
    for (const Choice& option : kChoices) {
        const Box box = column.take(22.0F, 2.0F);
        column.context.boxes.mode_buttons[static_cast<std::size_t>(option.mode)] = box;
        const bool is_no_game = column.context.model.siege != nullptr && option.mode == Mode::kNone;
        const bool clicked = choice(column.painter, option.id, box, to_string(option.mode),
                                    is_no_game ? "" : option.remark, option.mode == current);
        if (clicked && option.mode != current) column.context.actions.mode = option.mode;
        if (is_no_game) warn_of_no_game(column, box, option.mode == current);
    }
    column.y += column.px(4.0F);
}

/// At the right end of the workers' row: hands the number to the game, or takes it back. Where what is left of the row
/// ends.
[[nodiscard]] float auto_button(Column& column, const Box& row) {
    PanelContext& context = column.context;
    const Box box{{row.max.x - column.px(38.0F), row.min.y}, row.max};
    context.boxes.auto_button = box;
    context.actions.toggle_auto_workers =
        button(column.painter, "auto workers", box, "auto", context.model.workers_are_auto);
    return box.min.x - column.px(6.0F);
}

void worker_controls(Column& column, const paths::PathStatistics& paths) {
    PanelContext& context = column.context;
    const std::uint32_t most = std::max(context.model.max_workers, 1U);
    const bool all_there = paths.workers_alive == paths.workers_wanted;
    label(column, "Workers",
          all_there ? Text("{}", paths.workers_wanted)
                    : Text("{} of {} alive", paths.workers_alive, paths.workers_wanted),
          all_there ? kText : kLateColour);
    const Box whole_row = column.take(20.0F, 8.0F);
    const Box row{whole_row.min, {auto_button(column, whole_row), whole_row.max.y}};
    const float step = column.px(24.0F);
    const Box track{{row.min.x + step, row.min.y}, {row.max.x - step, row.max.y}};
    context.boxes.workers_slider = track;

    std::uint32_t wanted = paths.workers_wanted;
    if (button(column.painter, "fewer workers", box_at(row.min, step - column.px(4.0F), row.height()), "-")) {
        wanted = wanted == 0 ? 0 : wanted - 1;
    }
    double position = static_cast<double>(wanted) / most;
    if (slider(column.painter, "workers", track, position, most <= 16 ? static_cast<int>(most) : 0)) {
        wanted = static_cast<std::uint32_t>(std::lround(position * most));
    }
    const ImVec2 more_at{track.max.x + column.px(4.0F), row.min.y};
    if (button(column.painter, "more workers", box_at(more_at, step - column.px(4.0F), row.height()), "+")) {
        wanted = std::min(wanted + 1, most);
    }
    if (wanted != paths.workers_wanted) context.actions.workers = wanted;
    if (context.model.auto_workers.empty()) return;
    column.y -= column.px(4.0F);
    column.painter.text({column.left, column.y}, context.model.auto_workers, kDimText);
    column.y += column.px(kRemarkHeight + 4.0F);
}

void policy_buttons(Column& column, SchedulingPolicy current) {
    struct Choice {
        SchedulingPolicy policy;
        const char* id;
    };
    constexpr std::array kChoices = {Choice{SchedulingPolicy::kIdle, "policy idle"},
                                     Choice{SchedulingPolicy::kNice, "policy nice"},
                                     Choice{SchedulingPolicy::kNormal, "policy normal"}};
    label(column, "Workers' priority", "", kFaintText);
    const Box row = column.take(20.0F, 6.0F);
    for (std::size_t i = 0; i < kChoices.size(); ++i) {
        const auto [policy, id] = kChoices[i];
        const Box box = part(row, i, kChoices.size(), column.px(3.0F));
        if (button(column.painter, id, box, to_string(policy), policy == current) && policy != current) {
            column.context.actions.policy = policy;
        }
    }
}

/// Two digits are enough for a count set by hand: 12,345 becomes 12,000.
[[nodiscard]] std::uint32_t rounded_units(double units) noexcept {
    const double step = std::pow(10.0, std::floor(std::log10(std::max(units, 1.0))) - 1.0);
    return static_cast<std::uint32_t>(std::lround(std::round(units / step) * step));
}

void units_slider(Column& column) {
    PanelContext& context = column.context;
    const double most = std::max<double>(context.model.max_units, kFewestUnits * 10.0);
    const double range = std::log(most / kFewestUnits);
    label(column, "Units", grouped(context.model.units));
    const Box box = column.take(18.0F, 6.0F);
    context.boxes.units_slider = box;
    double position = std::log(std::max<double>(context.model.units, kFewestUnits) / kFewestUnits) / range;
    if (!slider(column.painter, "units", box, position)) return;
    const std::uint32_t units = rounded_units(kFewestUnits * std::exp(position * range));
    if (units != context.model.units) context.actions.units = units;
}

/// What leads the asking rate, in a word.
[[nodiscard]] Text load_text(const OverlayModel& model) {
    if (model.ask_again_at_once) return Text("as fast as answered");
    if (!model.load_leads) return Text("{}/s a unit, held", std::string_view(short_number(model.ask_rate_per_unit)));
    return Text("{:.2f} cores of search", model.load_cores);
}

/// The track is quadratic: half of it is for loads up to one core.
void load_slider(Column& column) {
    PanelContext& context = column.context;
    label(column, "Load", load_text(context.model));
    const Box box = column.take(18.0F, 6.0F);
    context.boxes.load_slider = box;
    double position = std::sqrt(std::clamp(context.model.load_cores / kMostLoad_cores, 0.0, 1.0));
    if (!slider(column.painter, "load", box, position, 2)) return;
    const double cores = std::round(position * position * kMostLoad_cores * 20.0) / 20.0;
    if (cores != context.model.load_cores || !context.model.load_leads) context.actions.load_cores = cores;
}

void algorithm_buttons(Column& column) {
    struct Choice {
        Algorithm algorithm;
        const char* id;
        std::string_view name;
    };
    constexpr std::array kChoices = {Choice{Algorithm::kAStar, "algorithm astar", "A*"},
                                     Choice{Algorithm::kJps, "algorithm jps", "JPS"},
                                     Choice{Algorithm::kWeighted, "algorithm weighted", "Cost"}};
    const OverlayModel& model = column.context.model;
    const Box row = column.take(20.0F, 4.0F);
    column.painter.text({row.min.x, row.min.y + column.px(2.0F)}, "Search", kDimText);
    const Box right{{row.min.x + column.px(70.0F), row.min.y}, row.max};
    for (std::size_t i = 0; i < kChoices.size(); ++i) {
        const auto& [algorithm, id, name] = kChoices[i];
        const bool chosen = model.algorithm == algorithm;
        const Box box = part(right, i, kChoices.size(), column.px(3.0F));
        if (button(column.painter, id, box, name, chosen) && !chosen) column.context.actions.algorithm = algorithm;
    }
}

/// How an order to many units is carried out.
void order_buttons(Column& column) {
    const OverlayModel& model = column.context.model;
    const Box row = column.take(20.0F, 4.0F);
    column.painter.text({row.min.x, row.min.y + column.px(2.0F)}, "Orders", kDimText);
    const Box right{{row.min.x + column.px(70.0F), row.min.y}, row.max};
    const bool by_field = model.orders == sim::OrderBy::kFlowField;
    const float gap = column.px(3.0F);
    if (button(column.painter, "orders field", part(right, 0, 2, gap), "One field", by_field) && !by_field) {
        column.context.actions.orders = sim::OrderBy::kFlowField;
    }
    if (button(column.painter, "orders paths", part(right, 1, 2, gap), "A path each", !by_field) && by_field) {
        column.context.actions.orders = sim::OrderBy::kPaths;
    }
}

void inline_budget(Column& column) {
    PanelContext& context = column.context;
    const double now_ms = context.model.inline_budget_ms;
    label(column, "Inline budget",
          now_ms > 0.0 ? Text("{} ms a frame", std::string_view(short_number(now_ms))) : Text("no limit"));
    // The right end is "no limit", so that more search is always to the right.
    double position = now_ms > 0.0 ? now_ms / (kMostBudget_ms + 1.0) : 1.0;
    const bool moved = slider(column.painter, "inline budget", column.take(18.0F, 6.0F), position);
    column.y += column.px(kRemarkHeight);
    if (!moved) return;
    const double wanted = std::max(std::round(position * (kMostBudget_ms + 1.0) * 2.0) / 2.0, 0.5);
    const double budget_ms = wanted > kMostBudget_ms ? 0.0 : wanted;
    if (budget_ms != now_ms) context.actions.inline_budget_ms = budget_ms;
}

[[nodiscard]] Text chunk_figures(double paths_per_s, double latency_p99_us, std::uint64_t answers) {
    return Text("{}/s, p99 {}", std::string_view(short_count(paths_per_s)),
                std::string_view(duration_text(latency_p99_us, answers, 990)));
}

/// What a chunk trades: answers a second against the latency of the slowest. Each doubling takes as much of the track.
void chunk_slider(Column& column, const paths::PathStatistics& paths) {
    PanelContext& context = column.context;
    label(column, paths.chunk_jobs == 1 ? Text("1 job a claim") : Text("{} jobs a claim", paths.chunk_jobs),
          chunk_figures(paths.paths_per_s, paths.latency.p99_us, paths.latency.count));
    const Box box = column.take(18.0F, 3.0F);
    context.boxes.chunk_slider = box;
    const double most = std::log2(static_cast<double>(kMaxChunk_jobs));
    double position = std::log2(static_cast<double>(std::max(paths.chunk_jobs, 1U))) / most;
    if (slider(column.painter, "chunk", box, position, static_cast<int>(most))) {
        const auto jobs = static_cast<std::uint32_t>(std::lround(std::exp2(position * most)));
        if (jobs != paths.chunk_jobs) context.actions.chunk_jobs = jobs;
    }
    if (const auto& before = context.readings.chunks.before()) {
        column.painter.text({column.left, column.y}, Text("with {}", before->chunk_jobs), kDimText);
        column.painter.text({column.right, column.y},
                            chunk_figures(before->paths_per_s, before->latency_p99_us, before->answers), kDimText,
                            Align::kRight);
    }
    column.y += column.px(kRemarkHeight + 2.0F);
}

void brush_and_chase(Column& column) {
    PanelContext& context = column.context;
    const Box row = column.take(20.0F, 8.0F);
    const float side = column.px(20.0F);
    const std::int32_t radius = context.model.brush_radius_cells;
    if (checkbox(column.painter, "chase", {row.min, {row.min.x + column.px(80.0F), row.max.y}}, "Chase",
                 context.model.chase)) {
        context.actions.chase = !context.model.chase;
    }
    const float minus_x = row.max.x - 2.0F * side - column.px(24.0F);
    column.painter.text({minus_x - column.px(8.0F), row.min.y + column.px(2.0F)}, "Brush", kDimText, Align::kRight);
    if (button(column.painter, "smaller brush", box_at({minus_x, row.min.y}, side, side), "-") && radius > 0) {
        context.actions.brush_radius_cells = radius - 1;
    }
    column.painter.text({minus_x + side + column.px(12.0F), row.min.y + column.px(2.0F)}, Text("{}", 2 * radius + 1),
                        kText, Align::kCentre);
    const bool larger = button(column.painter, "larger brush", box_at({row.max.x - side, row.min.y}, side, side), "+");
    if (larger && radius < kLargestBrush_cells) context.actions.brush_radius_cells = radius + 1;
}

void time_buttons(Column& column) {
    PanelContext& context = column.context;
    const Box row = column.take(22.0F, 2.0F);
    const Box pause = part(row, 0, 2, column.px(4.0F));
    const Box step = part(row, 1, 2, column.px(4.0F));
    context.boxes.pause_button = pause;
    context.boxes.step_button = step;
    const bool paused = context.model.paused;
    if (button(column.painter, "pause", pause, paused ? "Resume" : "Pause", paused)) context.actions.paused = !paused;
    if (button(column.painter, "step", step, "One tick")) context.actions.step_one_tick = true;
}

}  // namespace

void draw_control_panel(PanelContext& context) {
    const Theme& theme = context.theme;
    const std::optional<Box> inside = begin_panel(context, Panel::kControl);
    if (!inside) return;
    const Painter painter(theme);
    Column column{painter, context, inside->min.x, inside->max.x, inside->min.y + theme.px(2.0F)};
    if (context.model.paths != nullptr) {
        const paths::PathStatistics& paths = *context.model.paths;
        mode_buttons(column, paths.mode);
        worker_controls(column, paths);
        policy_buttons(column, paths.policy);
    }
    const bool is_sandbox = context.model.siege == nullptr;
    if (is_sandbox) {
        units_slider(column);
        load_slider(column);
        algorithm_buttons(column);
        order_buttons(column);
    }
    if (context.model.paths != nullptr) {
        // Each where it has an effect: only inline searches in the frame, and it claims nothing.
        if (context.model.paths->mode == Mode::kInline) {
            inline_budget(column);
        } else {
            chunk_slider(column, *context.model.paths);
        }
    }
    if (is_sandbox) brush_and_chase(column);
    time_buttons(column);
    context.layout.end(Panel::kControl, column.y);
}

}  // namespace outrider::overlay
