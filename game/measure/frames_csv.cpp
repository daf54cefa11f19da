// One line per frame. Column names are PresentMon's where ours is the same thing: CPUStartTime, MsBetweenAppStart (a
// frame's start to the next one's), MsCPUBusy (a frame's start to its present), MsCPUWait (the rest of it),
// and MsBetweenPresents (README-ConsoleApplication.md of github.com/GameTechDev/PresentMon). MsPresentAndPace is not
// its MsInPresentAPI: the wait for the frame's pace is in it. MsOffCPU is the part of MsCPUBusy in which the frame's
// thread had no processor. All times are milliseconds with six digits behind the point: whole nanoseconds, so that
// reading them back loses nothing.
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <stdexcept>
#include <string_view>

#include "game/measure/folder_files.h"
#include "game/measure/outputs.h"

namespace outrider::measure {
namespace {

/// A column that is read back: its name, and how it goes out of a frame and into one.
struct Column {
    std::string name;
    std::function<std::string(const FrameSample&)> out;
    std::function<void(FrameSample&, double)> in;
    double most = 0.0;  ///< that can stand there; the least is 0
    bool is_whole = false;
};

std::string as_ms(Nanoseconds duration) {
    const auto count = duration.count();
    const auto size = count < 0 ? -count : count;
    return fmt::format("{}{}.{:06}", count < 0 ? "-" : "", size / 1'000'000, size % 1'000'000);
}

/// A day: what is longer is no time of a run.
constexpr double kLongest_ms = 24.0 * 3600.0 * 1000.0;
constexpr double kMostCounted = std::numeric_limits<std::uint32_t>::max();

Nanoseconds from_ms(double value) { return Nanoseconds{std::llround(value * 1e6)}; }

template <class Get>
Column time_column(std::string name, Get get) {
    return {std::move(name), [get](const FrameSample& frame) { return as_ms(get(frame)); },
            [get](FrameSample& frame, double value) { get(frame) = from_ms(value); }, kLongest_ms};
}

template <class Get>
Column count_column(std::string name, Get get) {
    return {std::move(name), [get](const FrameSample& frame) { return fmt::format("{}", get(frame)); },
            [get](FrameSample& frame, double value) {
                get(frame) = static_cast<std::remove_reference_t<decltype(get(frame))>>(value);
            },
            kMostCounted, true};
}

std::string with_big_letter(std::string_view word) {
    std::string text(word);
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

void add_phases(std::vector<Column>& columns) {
    for (std::size_t phase = 0; phase < kPhaseCount; ++phase) {
        const bool has_its_own_name = static_cast<Phase>(phase) == Phase::kPresent;
        columns.push_back(time_column(
            has_its_own_name ? "MsPresentAndPace" : "Ms" + with_big_letter(to_string(static_cast<Phase>(phase))),
            [phase](auto& frame) -> auto& { return frame.times.phases[phase]; }));
    }
}

void add_queues(std::vector<Column>& columns) {
    for (std::size_t lane = 0; lane < kLaneCount; ++lane) {
        const std::string name = with_big_letter(to_string(static_cast<Lane>(lane)));
        columns.push_back(count_column(
            "Waiting" + name, [lane](auto& frame) -> auto& { return frame.waiting[lane]; }));
        columns.push_back(count_column(
            "Claimed" + name, [lane](auto& frame) -> auto& { return frame.claimed[lane]; }));
    }
    columns.push_back(count_column(
        "ResultsWaiting", [](auto& frame) -> auto& { return frame.results_waiting; }));
    columns.push_back({"MsOldestWait", [](const FrameSample& frame) { return fmt::format("{}", frame.oldest_wait_ms); },
                       [](FrameSample& frame, double value) { frame.oldest_wait_ms = static_cast<float>(value); },
                       kLongest_ms});
}

std::vector<Column> all_columns() {
    std::vector<Column> columns;
    columns.push_back(time_column(
        "CPUStartTime", [](auto& frame) -> auto& { return frame.start; }));
    columns.push_back(time_column(
        "MsBetweenAppStart", [](auto& frame) -> auto& { return frame.times.interval; }));
    columns.push_back(time_column(
        "MsCPUBusy", [](auto& frame) -> auto& { return frame.times.work; }));
    columns.push_back(time_column(
        "MsOffCPU", [](auto& frame) -> auto& { return frame.times.off_cpu; }));
    add_phases(columns);
    columns.push_back({"WarmUp", [](const FrameSample& frame) { return std::string(frame.warm_up ? "1" : "0"); },
                       [](FrameSample& frame, double value) { frame.warm_up = value != 0.0; }, 1.0, true});
    add_queues(columns);
    columns.push_back(time_column(
        "MsOverlayBuild", [](auto& frame) -> auto& { return frame.overlay_build; }));
    columns.push_back(time_column(
        "MsOverlayDraw", [](auto& frame) -> auto& { return frame.overlay_draw; }));
    columns.push_back(time_column(
        "MsTelemetry", [](auto& frame) -> auto& { return frame.telemetry; }));
    return columns;
}

const std::vector<Column>& columns() {
    static const std::vector<Column> kColumns = all_columns();
    return kColumns;
}

void add_header(std::string& csv, const RunRecord& run, const MachineFacts& machine) {
    const auto say = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) csv += fmt::format("# {}: {}\n", name, one_line(value));
    };
    const RunSetup& setup = run.setup;
    say("build", machine.build);
    say("date", machine.date);
    say("cpu", machine.cpu);
    say("cores", fmt::format("{}", machine.cores));
    if (machine.cgroup_limit_cores > 0.0) say("cgroup limit, cores", fmt::format("{}", machine.cgroup_limit_cores));
    say("memory, GiB", fmt::format("{:.1f}", machine.memory_gib));
    say("governor", machine.governor);
    say("kernel", machine.kernel);
    say("system", machine.system);
    say("renderer", setup.renderer);
    say("run", fmt::format("{}, repeat {}", configuration_of(setup), setup.repeat));
    say("policy", std::string(to_string(setup.policy)));
    say("scenario", fmt::format("{}, map {}, {} units, seed {}", setup.scenario, setup.map, setup.units, setup.seed));
    say("ask rate", setup.ask_rate);
    say("pace, frames/s", fmt::format("{}", setup.frames_per_s));
    for (const RunEvent& event : run.events) {
        say("event", fmt::format("{} ms, {}: {}", as_ms(event.at), to_string(event.kind), event.what));
    }
}

/// From the present of the frame before to this one's; nothing for the first.
std::string between_presents(const FrameSample* before, const FrameSample& frame) {
    if (before == nullptr) return "NA";
    return as_ms(frame.start + frame.times.work - before->start - before->times.work);
}

std::vector<std::string_view> cells_of(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    std::vector<std::string_view> cells;
    for (;;) {
        const std::size_t comma = line.find(',');
        cells.push_back(line.substr(0, comma));
        if (comma == std::string_view::npos) return cells;
        line.remove_prefix(comma + 1);
    }
}

/// Which cell holds which of our columns.
std::vector<std::pair<std::size_t, const Column*>> places_of(const std::vector<std::string_view>& names,
                                                             const std::string& where) {
    std::vector<std::pair<std::size_t, const Column*>> places;
    for (const Column& column : columns()) {
        const auto found = std::find(names.begin(), names.end(), column.name);
        if (found == names.end()) throw std::runtime_error(fmt::format("{}: no column {}", where, column.name));
        places.emplace_back(static_cast<std::size_t>(found - names.begin()), &column);
    }
    return places;
}

double value_of(std::string_view cell, const Column& column, const std::string& where) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error != std::errc{} || end != cell.data() + cell.size() || !std::isfinite(value)) {
        throw std::runtime_error(one_line(fmt::format("{}: {} is no number: '{}'", where, column.name, cell)));
    }
    if (value < 0.0 || value > column.most || (column.is_whole && value != std::floor(value))) {
        throw std::runtime_error(one_line(fmt::format("{}: {} cannot be {}", where, column.name, cell)));
    }
    return value;
}

}  // namespace

std::string one_line(std::string text) {
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < 0x20U || c == '\x7f') c = ' ';
    }
    return text;
}

std::string frames_csv(const RunRecord& run, const MachineFacts& machine) {
    std::string csv;
    csv.reserve(4096 + run.frames.size() * 256);
    add_header(csv, run, machine);
    csv += "Application";
    for (const Column& column : columns()) csv += "," + column.name;
    csv += ",MsCPUWait,MsBetweenPresents,MsCore\n";
    const FrameSample* before = nullptr;
    for (const FrameSample& frame : run.frames) {
        csv += "outrider";
        for (const Column& column : columns()) {
            csv += ',';
            csv += column.out(frame);
        }
        fmt::format_to(std::back_inserter(csv), ",{},{},{}\n", as_ms(frame.times.interval - frame.times.work),
                       between_presents(before, frame), as_ms(frame.times.core()));
        before = &frame;
    }
    return csv;
}

std::vector<FrameSample> read_frames_csv(std::istream& text, const std::string& file) {
    std::vector<FrameSample> frames;
    std::vector<std::pair<std::size_t, const Column*>> places;
    std::size_t width = 0;
    std::string line;
    for (std::size_t number = 1; std::getline(text, line); ++number) {
        if (line.empty() || line.starts_with('#')) continue;
        const std::string where = fmt::format("{}:{}", file, number);
        const std::vector<std::string_view> cells = cells_of(line);
        if (places.empty()) {
            places = places_of(cells, where);
            width = cells.size();
            continue;
        }
        if (cells.size() != width) {
            throw std::runtime_error(fmt::format("{}: {} columns where the head has {}", where, cells.size(), width));
        }
        FrameSample& frame = frames.emplace_back();
        for (const auto& [index, column] : places) column->in(frame, value_of(cells[index], *column, where));
    }
    if (places.empty()) throw std::runtime_error(fmt::format("{}: no line with names of columns", file));
    return frames;
}

}  // namespace outrider::measure
