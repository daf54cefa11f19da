// A run along its time axis: frame times, event marks, queues, workers.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <optional>

#include "game/measure/chart_series.h"
#include "game/measure/charts.h"
#include "game/measure/figures.h"
#include "game/measure/svg_charts.h"
#include "game/measure/worker_spans.h"

namespace outrider::measure {

using svg::Anchor;
using svg::Axis;
using svg::Box;
using svg::Drawing;
using svg::kLine;
using svg::kText;
using svg::kWide;

namespace {

constexpr double kLeft = 52.0;  ///< ticks
constexpr double kRight = 16.0;
constexpr std::size_t kColumns = 892;  ///< one a pixel at the natural width
constexpr double kFrameHeight = 132.0;
constexpr double kQueueHeight = 52.0;
constexpr double kLaneHeight = 14.0;
constexpr double kLaneStep = 19.0;
constexpr double kHairline = 1.4;
constexpr double kGap = 24.0;  ///< above a track, for its name
constexpr std::size_t kMostLabelRows = 5;

/// Where all tracks of one run are, in time and across.
struct Stage {
    Axis time;
    Box across;  ///< x and width of each track
    double end_s = 1.0;
};

double end_of(const RunRecord& run) {
    if (run.frames.empty()) return 1.0;
    return std::max(to_s(run.frames.back().start + run.frames.back().times.interval), 1e-3);
}

std::vector<double> times_of(const RunRecord& run) {
    std::vector<double> times;
    for (const FrameSample& frame : run.frames) times.push_back(to_s(frame.start));
    return times;
}

/// A band from the least to the most of each column, joined to its neighbours: where frames are few, a line in steps,
/// each as long as its frame.
std::string band(const std::vector<measure::Column>& columns, const Box& across, const Axis& y) {
    const double width = across.width / static_cast<double>(columns.size());
    std::string d;
    measure::Column last;
    for (std::size_t index = 0; index < columns.size(); ++index) {
        // A column in which no frame began shows the one that lasts.
        measure::Column column = columns[index].has_samples ? columns[index] : last;
        if (!column.has_samples) continue;
        if (last.has_samples) {
            column.low = std::min(column.low, last.high);
            column.high = std::max(column.high, last.low);
        }
        const double top = y.at(column.high) - kHairline / 2.0;
        const double bottom = std::max(y.at(column.low) + kHairline / 2.0, top + kHairline);
        fmt::format_to(std::back_inserter(d), "M{} {}h{}V{}h-{}z",
                       svg::number(across.x + width * static_cast<double>(index)), svg::number(top), svg::number(width),
                       svg::number(bottom), svg::number(width));
        if (columns[index].has_samples) last = columns[index];
    }
    return d;
}

/// The same down to the ground: of queues.
std::string hill(const std::vector<measure::Column>& columns, const Box& plot, const Axis& y) {
    const double width = plot.width / static_cast<double>(columns.size());
    std::string d = fmt::format("M{} {}", svg::number(plot.x), svg::number(plot.bottom()));
    double last = plot.bottom();
    for (std::size_t index = 0; index < columns.size(); ++index) {
        const double top = columns[index].has_samples ? y.at(columns[index].high) : last;
        const double x = plot.x + width * static_cast<double>(index);
        if (std::abs(top - last) > 0.005)
            fmt::format_to(std::back_inserter(d), "H{}V{}", svg::number(x), svg::number(top));
        last = top;
    }
    return d + fmt::format("H{}V{}Z", svg::number(plot.right()), svg::number(plot.bottom()));
}

void name_track(Drawing& drawing, const Box& plot, std::string_view name) {
    drawing.text({kLeft, plot.y - 7.0}, name, Anchor::kStart, "strong halo");
}

void draw_frames(Drawing& drawing, const Charted& one, const Stage& stage, const Box& plot, const TimeScale& scale) {
    const RunRecord& run = *one.typical;
    const Axis y = Axis::logarithmic(scale.low_ms, scale.high_ms, plot.bottom(), plot.y);
    svg::draw_y_axis(drawing, y, plot, 7);
    std::vector<double> work;
    for (const FrameSample& frame : run.frames) work.push_back(to_ms(frame.times.work));
    const std::string d = band(in_columns(times_of(run), work, kColumns, stage.end_s), plot, y);
    const std::string above = "over-" + one.slug;
    const double limit = y.at(kBudget60_ms);
    drawing.clip(above, {plot.x, plot.y - 2.0, plot.width, limit - plot.y + 2.0});
    drawing.open("data", "track-frames-" + one.slug);
    drawing.path(d, "area " + one.look);
    drawing.path(d, "area over", fmt::format("clip-path=\"url(#{})\"", above));
    drawing.close();
    drawing.line({plot.x, limit}, {plot.right(), limit}, "limit");
    drawing.text({plot.right(), limit - 4.0}, "16.67 ms", Anchor::kEnd, "dim halo");
}

std::uint32_t waiting_in(const FrameSample& frame) {
    std::uint32_t sum = 0;
    for (std::size_t lane = 0; lane < kLaneCount; ++lane) sum += frame.waiting[lane] + frame.claimed[lane];
    return sum;
}

void draw_queue(Drawing& drawing, const Charted& one, const Stage& stage, const Box& plot) {
    const RunRecord& run = *one.typical;
    std::vector<double> depth;
    for (const FrameSample& frame : run.frames) depth.push_back(waiting_in(frame));
    const double most = depth.empty() ? 0.0 : *std::max_element(depth.begin(), depth.end());
    const Axis y = Axis::linear(0.0, svg::round_up(std::max(most, 4.0)), plot.bottom(), plot.y);
    svg::draw_y_axis(drawing, y, plot, 2);
    drawing.open("data", "track-queue-" + one.slug);
    drawing.path(hill(in_columns(times_of(run), depth, kColumns, stage.end_s), plot, y), "area queue");
    drawing.close();
}

enum class LaneKind : std::uint8_t { kIdle, kBusy, kGone };
constexpr std::array<std::string_view, 3> kLaneClasses = {"lane-idle", "lane-busy", "lane-gone"};

LaneKind kind_of(paths::WorkerState state) noexcept {
    switch (state) {
        case paths::WorkerState::kSearching: return LaneKind::kBusy;
        case paths::WorkerState::kStopped:
        case paths::WorkerState::kDead: return LaneKind::kGone;
        default: return LaneKind::kIdle;
    }
}

double height_of(LaneKind kind) noexcept {
    switch (kind) {
        case LaneKind::kIdle: return 4.0;
        case LaneKind::kBusy: return kLaneHeight;
        case LaneKind::kGone: return 2.0;
    }
    return kLaneHeight;
}

/// The paths that a lane is drawn with.
struct LaneBars {
    std::array<std::string, kLaneClasses.size()> bars;
    std::string crosses;

    void add(LaneKind kind, double from, double to, double middle, double height) {
        fmt::format_to(std::back_inserter(bars[static_cast<std::size_t>(kind)]), "M{} {}H{}v{}H{}z", svg::number(from),
                       svg::number(middle - height / 2.0), svg::number(to), svg::number(height), svg::number(from));
    }
    /// Where a worker went.
    void cross(double x, double middle) {
        fmt::format_to(std::back_inserter(crosses), "M{} {}l8 8m0 -8l-8 8", svg::number(x - 4.0),
                       svg::number(middle - 4.0));
    }
};

/// A bar for each span.
void add_spans(LaneBars& lane_bars, const WorkerLane& lane, const Stage& stage, double middle) {
    for (const WorkerSpan& span : lane.spans) {
        const LaneKind kind = kind_of(span.state);
        const double from = stage.time.at(to_s(span.start));
        lane_bars.add(kind, from, std::max(stage.time.at(to_s(span.end)), from + 0.4), middle, height_of(kind));
    }
}

/// A long run has more spans than the chart has columns: each column is then as high as the share of it that was
/// searched in.
void add_shares(LaneBars& lane_bars, const WorkerLane& lane, const Stage& stage, double middle) {
    std::vector<double> busy(kColumns, 0.0);
    std::vector<double> seen(kColumns, 0.0);
    const double width_s = stage.end_s / static_cast<double>(kColumns);
    for (const WorkerSpan& span : lane.spans) {
        const LaneKind kind = kind_of(span.state);
        if (kind == LaneKind::kGone) {
            const double from = stage.time.at(to_s(span.start));
            lane_bars.add(kind, from, std::max(stage.time.at(to_s(span.end)), from + 0.4), middle, height_of(kind));
            continue;
        }
        for (double at = to_s(span.start); at < to_s(span.end);) {
            const auto column = std::min(static_cast<std::size_t>(at / width_s), kColumns - 1);
            const double next = std::min(to_s(span.end), width_s * static_cast<double>(column + 1));
            seen[column] += next - at;
            busy[column] += kind == LaneKind::kBusy ? next - at : 0.0;
            at = std::max(next, at + width_s * 1e-6);
        }
    }
    for (std::size_t column = 0; column < kColumns; ++column) {
        if (seen[column] <= 0.0) continue;
        const double idle = height_of(LaneKind::kIdle);
        const double height = idle + (kLaneHeight - idle) * busy[column] / seen[column];
        const double from = stage.time.at(width_s * static_cast<double>(column));
        lane_bars.add(LaneKind::kBusy, from, stage.time.at(width_s * static_cast<double>(column + 1)), middle, height);
    }
}

void draw_lane(Drawing& drawing, const WorkerLane& lane, const Stage& stage, double middle) {
    LaneBars lane_bars;
    (lane.spans.size() <= 2 * kColumns ? add_spans : add_shares)(lane_bars, lane, stage, middle);
    for (const WorkerSpan& span : lane.spans) {
        if (kind_of(span.state) == LaneKind::kGone) lane_bars.cross(stage.time.at(to_s(span.start)), middle);
    }
    for (std::size_t kind = 0; kind < kLaneClasses.size(); ++kind) {
        if (lane_bars.bars[kind].empty()) continue;
        drawing.path(lane_bars.bars[kind], fmt::format("{} w{}", kLaneClasses[kind], lane.seat % 7));
    }
    if (!lane_bars.crosses.empty()) drawing.path(lane_bars.crosses, "cross");
}

void draw_workers(Drawing& drawing, const std::vector<WorkerLane>& lanes, const Charted& one, const Stage& stage,
                  double top) {
    drawing.open("data", "track-workers-" + one.slug);
    double y = top;
    for (const WorkerLane& lane : lanes) {
        drawing.text({kLeft - 6.0, y + kLaneHeight / 2.0 + kText * 0.35}, fmt::format("w{}", lane.seat), Anchor::kEnd,
                     "dim");
        draw_lane(drawing, lane, stage, y + kLaneHeight / 2.0);
        y += kLaneStep;
    }
    drawing.close();
}

struct Mark {
    double x = 0.0;
    std::string label;
    std::string what;
    std::size_t row = 0;
};

/// Puts each label into the first row in which it touches no other; false if there are not rows enough.
bool place(std::vector<Mark>& marks) {
    std::vector<double> ends;
    for (Mark& mark : marks) {
        const double width = svg::text_width(mark.label) + 16.0;
        const double from = std::min(mark.x, kWide - kRight - width);
        std::size_t row = 0;
        while (row < ends.size() && ends[row] > from) ++row;
        if (row == kMostLabelRows) return false;
        if (row == ends.size()) ends.push_back(0.0);
        ends[row] = from + width;
        mark.row = row;
    }
    return true;
}

/// Where there are too many words, marks have numbers, and a list under the chart has the words.
struct Marks {
    std::vector<Mark> marks;
    bool are_numbered = false;
    std::size_t rows = 0;
};

Marks marks_of(const RunRecord& run, const Axis& time) {
    Marks result;
    for (const RunEvent& event : run.events)
        result.marks.push_back({time.at(to_s(event.at)), event.what, event.what, 0});
    result.are_numbered = !place(result.marks);
    if (result.are_numbered) {
        int number = 0;
        for (Mark& mark : result.marks) mark.label = fmt::format("{}", ++number);
        if (!place(result.marks)) {
            for (std::size_t index = 0; index < result.marks.size(); ++index) {
                result.marks[index].row = index % kMostLabelRows;
            }
        }
    }
    for (const Mark& mark : result.marks) result.rows = std::max(result.rows, mark.row + 1);
    return result;
}

void draw_marks(Drawing& drawing, const Marks& marks, double top, double bottom) {
    drawing.open("events");
    for (const Mark& mark : marks.marks) {
        const double tip = top + static_cast<double>(marks.rows) * kLine + 9.0;
        const double middle = top + (static_cast<double>(mark.row) + 0.5) * kLine;
        drawing.line({mark.x, middle + 7.0}, {mark.x, bottom}, "event");
        drawing.path(fmt::format("M{0} {1}l-5 -8h10z", svg::number(mark.x), svg::number(tip)), "event-mark");
        const bool fits = mark.x + svg::text_width(mark.label) + 6.0 < kWide;
        drawing.text({fits ? mark.x - 4.0 : kWide, middle + kText * 0.35}, mark.label,
                     fits ? Anchor::kStart : Anchor::kEnd, "event-label");
    }
    drawing.close();
}

/// Frames that are in no statistic.
void draw_warm_up(Drawing& drawing, const RunRecord& run, const Stage& stage, const Box& plot) {
    const auto timed =
        std::find_if(run.frames.begin(), run.frames.end(), [](const auto& frame) { return !frame.warm_up; });
    if (timed == run.frames.begin() || timed == run.frames.end()) return;
    const double end = stage.time.at(to_s(timed->start));
    drawing.box({plot.x, plot.y, end - plot.x, plot.height}, "warm-up");
    if (end - plot.x > svg::text_width("warm-up") + 8.0) {
        drawing.text({plot.x + 5.0, plot.y + kLine - 3.0}, "warm-up", Anchor::kStart, "dim halo");
    }
}

std::string list_of(const Marks& marks, const RunRecord& run) {
    if (!marks.are_numbered) return {};
    std::string html = "<ol class=\"event-list\">";
    for (const RunEvent& event : run.events) {
        html += fmt::format("<li>{:.2f} s: {}</li>", to_s(event.at), svg::escaped(event.what));
    }
    return html + "</ol>\n";
}

std::string caption_of(const Charted& one) {
    const RunRecord& run = *one.typical;
    const FrameStatistics frames = frame_statistics(run.frames);
    const std::string repeat =
        one.configuration.runs.size() > 1 ? fmt::format("Repeat {}: ", run.setup.repeat) : std::string();
    if (frames.frames == 0) return capitalised(repeat + "no timed frame.");
    return capitalised(
        fmt::format("{}{}, {}; the longest had {} ms of work.", repeat, counted(frames.frames, "timed frame"),
                    frames.over_60 == 0 ? "none late" : grouped(frames.over_60) + " late", figure(frames.work.max_ms)));
}

/// Where the tracks of one run stand.
struct Tracks {
    Box frames;
    Box queue;
    double workers_top = 0.0;
    double bottom = 0.0;
    bool has_queue = false;
};

Tracks tracks_of(const RunRecord& run, const Stage& stage, double top, std::size_t workers) {
    Tracks tracks;
    tracks.frames = {stage.across.x, top + kGap, stage.across.width, kFrameHeight};
    tracks.has_queue = run.setup.mode != paths::Mode::kNone;
    tracks.queue = {stage.across.x, tracks.frames.bottom() + kGap, stage.across.width, kQueueHeight};
    tracks.bottom = tracks.has_queue ? tracks.queue.bottom() : tracks.frames.bottom();
    tracks.workers_top = tracks.bottom + kGap;
    if (workers > 0) tracks.bottom = tracks.workers_top + static_cast<double>(workers) * kLaneStep;
    return tracks;
}

}  // namespace

std::string timeline_chart(const Charted& one, const TimeScale& scale) {
    const RunRecord& run = *one.typical;
    const std::string id = "svg-timeline-" + one.slug;
    Drawing drawing(kWide, id, one.configuration.name + " over time",
                    "The work of each frame, the requests in flight and what each worker did, on one time axis.");
    Stage stage;
    stage.end_s = end_of(run);
    stage.across = {kLeft, 0.0, kWide - kLeft - kRight, 0.0};
    stage.time = Axis::linear(0.0, stage.end_s, kLeft, kWide - kRight);
    const Marks marks = marks_of(run, stage.time);
    const double marks_height = marks.marks.empty() ? 0.0 : static_cast<double>(marks.rows) * kLine + 10.0;
    const std::vector<WorkerLane> lanes = worker_lanes(run);

    const Tracks tracks = tracks_of(run, stage, marks_height, lanes.size());
    const double tracks_height = tracks.bottom - tracks.frames.y;
    draw_warm_up(drawing, run, stage, {kLeft, tracks.frames.y, stage.across.width, tracks_height});
    svg::draw_x_axis(drawing, stage.time, {kLeft, tracks.frames.y, stage.across.width, tracks_height + 2.0}, 10, "s");
    name_track(drawing, tracks.frames, "work of a frame, ms");
    draw_frames(drawing, one, stage, tracks.frames, scale);
    if (tracks.has_queue) {
        name_track(drawing, tracks.queue, "requests in flight");
        draw_queue(drawing, one, stage, tracks.queue);
    }
    if (!lanes.empty()) {
        name_track(drawing, {0.0, tracks.workers_top, 0.0, 0.0}, "workers");
        draw_workers(drawing, lanes, one, stage, tracks.workers_top);
    }
    draw_marks(drawing, marks, 0.0, tracks.bottom);
    return figure_of("chart-timeline-" + one.slug, capitalised(one.configuration.name),
                     drawing.finish(tracks.bottom + 28.0) + list_of(marks, run), caption_of(one), "wide");
}

}  // namespace outrider::measure
