#include "tests/bench/bench_siege_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "game/paths/statistics.h"

namespace outrider::bench {

using Json = nlohmann::ordered_json;

namespace {

[[nodiscard]] double median(std::vector<double> values) {
    if (values.empty()) return 0.0;
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

[[nodiscard]] measure::Percentiles percentiles(std::vector<measure::Nanoseconds> values) {
    return measure::percentiles_of(values);
}

[[nodiscard]] const GapSummary* find(const std::vector<GapSummary>& summaries, const std::string& form) {
    const auto found = std::ranges::find(summaries, form, [](const GapSummary& s) { return to_string(s.form); });
    return found == summaries.end() ? nullptr : &*found;
}

template <class Value>
[[nodiscard]] double median_of(const std::vector<const Closing*>& closings, Value value) {
    std::vector<double> values;
    for (const Closing* closing : closings) {
        if (const std::optional<double> one = value(*closing)) values.push_back(*one);
    }
    return median(std::move(values));
}

template <class Value>
[[nodiscard]] std::optional<double> of_reaction(const Closing& closing, Value value) {
    return closing.reaction ? std::optional(static_cast<double>(value(*closing.reaction))) : std::nullopt;
}

[[nodiscard]] GapSummary summary_of(const PathForm& form, const std::vector<GapRun>& runs) {
    GapSummary summary;
    summary.form = form;
    std::vector<const Closing*> closings;
    std::vector<double> settled;
    std::vector<double> others;
    for (const GapRun& run : runs) {
        if (to_string(run.form) != to_string(form)) continue;
        for (const Closing& closing : run.closings) closings.push_back(&closing);
        settled.push_back(run.settled_work.p99_ms);
        others.push_back(run.others_cores);
        summary.conserved = summary.conserved && run.books.conserved;
    }
    using Some = std::optional<double>;
    const auto count = [&](auto value) {
        return median_of(closings, [&](const Closing& c) -> Some { return static_cast<double>(value(c)); });
    };
    summary.closings = static_cast<std::uint32_t>(closings.size());
    summary.minds = count([](const Closing& c) { return c.minds; });
    summary.frames_to_close = count([](const Closing& c) { return c.frames_to_close; });
    summary.searches = count([](const Closing& c) { return c.searches; });
    summary.search_us = count([](const Closing& c) { return c.search_us; });
    summary.frames_late = count([](const Closing& c) { return c.frames_late; });
    summary.longest_missed = count([](const Closing& c) { return c.longest_missed; });
    summary.work_p99_ms = count([](const Closing& c) { return percentiles(c.work).p99_ms; });
    summary.work_max_ms = count([](const Closing& c) { return percentiles(c.work).max_ms; });
    const auto reaction = [&](auto value) {
        return median_of(closings, [&](const Closing& c) { return of_reaction(c, value); });
    };
    summary.concerned = reaction([](const Reaction& r) { return r.minds; });
    summary.reaction_ms = reaction([](const Reaction& r) { return r.ms; });
    summary.reaction_ticks = reaction([](const Reaction& r) { return r.ticks; });
    for (const Closing* closing : closings) {
        summary.unfinished += closing->reaction ? 0 : 1;
        summary.most_frames_late = std::max(summary.most_frames_late, closing->frames_late);
    }
    summary.settled_p99_ms = median(std::move(settled));
    summary.others_cores = median(std::move(others));
    return summary;
}

[[nodiscard]] Json to_json(const measure::Percentiles& values) {
    return {{"p50", values.p50_ms}, {"p95", values.p95_ms}, {"p99", values.p99_ms}, {"max", values.max_ms}};
}

[[nodiscard]] Json to_json(const Books& books) {
    return {{"submitted", books.submitted},
            {"answered", books.answered},
            {"in_flight", books.in_flight},
            {"conserved", books.conserved}};
}

[[nodiscard]] Json to_json(const Closing& closing) {
    const measure::Percentiles work = percentiles(closing.work);
    Json json = {{"minds", closing.minds},
                 {"frames_to_close", closing.frames_to_close},
                 {"searches", closing.searches},
                 {"search_us", closing.search_us},
                 {"frames", closing.frames},
                 {"frames_late", closing.frames_late},
                 {"longest_missed", closing.longest_missed},
                 {"work_ms", to_json(work)}};
    json["reaction"] = nullptr;
    if (const auto& reaction = closing.reaction) {
        json["reaction"] = {{"ms", reaction->ms}, {"ticks", reaction->ticks}, {"minds", reaction->minds}};
    }
    return json;
}

[[nodiscard]] Json to_json(const GapSummary& summary) {
    return {{"form", to_string(summary.form)},
            {"closings", summary.closings},
            {"minds", summary.minds},
            {"concerned", summary.concerned},
            {"frames_to_close", summary.frames_to_close},
            {"searches", summary.searches},
            {"search_us", summary.search_us},
            {"reaction_ms", summary.reaction_ms},
            {"reaction_ticks", summary.reaction_ticks},
            {"reactions_unfinished", summary.unfinished},
            {"frames_late", summary.frames_late},
            {"most_frames_late", summary.most_frames_late},
            {"longest_missed", summary.longest_missed},
            {"work_p99_ms", summary.work_p99_ms},
            {"work_max_ms", summary.work_max_ms},
            {"settled_work_p99_ms", summary.settled_p99_ms},
            {"others_cores", summary.others_cores},
            {"conserved", summary.conserved}};
}

[[nodiscard]] Json to_json(const Aim& aim) {
    return {{"what", aim.what},
            {"value", aim.value},
            {"limit", aim.limit},
            {"kind", aim.at_least ? "at least" : "at most"},
            {"met", aim.met()}};
}

void add_ratio(std::vector<Aim>& aims, const std::vector<GapSummary>& summaries, const std::string& one,
               const std::string& two) {
    const GapSummary* const with_one = find(summaries, one);
    const GapSummary* const with_two = find(summaries, two);
    if (with_one == nullptr || with_two == nullptr || with_two->reaction_ms <= 0.0) return;
    constexpr double kFallsBy = 1.8;
    aims.push_back(
        {fmt::format("reaction, {} to {}", one, two), with_one->reaction_ms / with_two->reaction_ms, kFallsBy, true});
}

[[nodiscard]] std::string to_line(const Aim& aim) {
    return fmt::format("  {:<60} {:8.2f}  {} {:.2f}  {}\n", aim.what, aim.value, aim.at_least ? "at least" : "at most",
                       aim.limit, aim.met() ? "met" : "MISSED");
}

}  // namespace

// --- forms -----------------------------------------------------------------------------------------------------------

PathForm form_from(const std::string& text) {
    std::vector<std::string> parts(1);
    for (const char letter : text) {
        if (letter == ':') {
            parts.emplace_back();
        } else {
            parts.back() += letter;
        }
    }
    const auto refuse = [&] {
        throw std::runtime_error("'" + text + "' is no form (none, inline, threads:2, processes:2:normal)");
    };
    PathForm form;
    constexpr std::array kModes{paths::Mode::kNone, paths::Mode::kInline, paths::Mode::kThreads,
                                paths::Mode::kProcesses};
    const auto mode = std::ranges::find(kModes, parts[0], [](paths::Mode m) { return paths::to_string(m); });
    if (mode == kModes.end()) refuse();
    form.mode = *mode;
    const bool has_workers = form.mode == paths::Mode::kThreads || form.mode == paths::Mode::kProcesses;
    if (parts.size() > (has_workers ? 3U : 1U)) refuse();
    if (!has_workers) return form;
    constexpr std::string_view kDigits = "0123456789";
    const std::string workers = parts.size() > 1 ? parts[1] : "2";
    if (workers.empty() || workers.size() > 2 || workers.find_first_not_of(kDigits) != std::string::npos) refuse();
    form.workers = static_cast<std::uint32_t>(std::stoul(workers));
    if (form.workers == 0 || form.workers > kMaxSeats) refuse();
    if (parts.size() < 3) return form;
    constexpr std::array kPolicies{SchedulingPolicy::kIdle, SchedulingPolicy::kNice, SchedulingPolicy::kNormal};
    const auto policy =
        std::ranges::find(kPolicies, parts[2], [](SchedulingPolicy p) { return outrider::to_string(p); });
    if (policy == kPolicies.end()) refuse();
    form.policy = *policy;
    return form;
}

std::string to_string(const PathForm& form) {
    const bool has_workers = form.mode == paths::Mode::kThreads || form.mode == paths::Mode::kProcesses;
    std::string text(paths::to_string(form.mode));
    if (!has_workers) return text;
    text += fmt::format(":{}", form.workers);
    return form.policy == SchedulingPolicy::kIdle ? text : fmt::format("{}:{}", text, outrider::to_string(form.policy));
}

// --- the gap ---------------------------------------------------------------------------------------------------------

std::vector<GapSummary> summaries_of(const std::vector<GapRun>& runs) {
    std::vector<GapSummary> summaries;
    for (const GapRun& run : runs) {
        if (find(summaries, to_string(run.form)) == nullptr) summaries.push_back(summary_of(run.form, runs));
    }
    return summaries;
}

std::vector<Aim> aims_of(const std::vector<GapSummary>& summaries) {
    constexpr double kMissedInARow = 15.0;
    constexpr double kFrame_ms = 1000.0 / 60;
    std::vector<Aim> aims;
    if (const GapSummary* const in_line = find(summaries, "inline")) {
        aims.push_back({"inline: frame intervals missed in a row", in_line->longest_missed, kMissedInARow, true});
    }
    const GapSummary* const none = find(summaries, "none");
    for (const std::string form : {"processes:1", "processes:2", "processes:1:normal", "processes:2:normal"}) {
        const GapSummary* const pool = find(summaries, form);
        if (pool == nullptr) continue;
        if (none != nullptr)
            aims.push_back({form + ": frames late, beside none", pool->frames_late, none->frames_late, false});
        aims.push_back({form + ": work p99 in ms", pool->work_p99_ms, kFrame_ms, false});
    }
    add_ratio(aims, summaries, "processes:1", "processes:2");
    add_ratio(aims, summaries, "processes:1:normal", "processes:2:normal");
    add_ratio(aims, summaries, "threads:1", "threads:2");
    return aims;
}

Json to_json(const std::vector<GapRun>& runs, const GapSettings& settings) {
    Json json;
    json["settings"] = {{"raiders", settings.raiders},   {"closings_a_run", settings.closings},
                        {"towers", settings.towers},     {"settle_s", settings.settle_s},
                        {"closed_s", settings.closed_s}, {"open_s", settings.open_s}};
    const std::vector<GapSummary> summaries = summaries_of(runs);
    json["forms"] = Json::array();
    for (const GapSummary& summary : summaries) json["forms"].push_back(to_json(summary));
    json["aims"] = Json::array();
    for (const Aim& aim : aims_of(summaries)) json["aims"].push_back(to_json(aim));
    json["runs"] = Json::array();
    for (const GapRun& run : runs) {
        Json one = {{"form", to_string(run.form)},
                    {"load", run.load},
                    {"others_cores", run.others_cores},
                    {"first_hash", fmt::format("{:016x}", run.first_hash)},
                    {"settled_work_ms", to_json(run.settled_work)},
                    {"settled_late", run.settled_late},
                    {"requests", to_json(run.books)}};
        one["closings"] = Json::array();
        for (const Closing& closing : run.closings) one["closings"].push_back(to_json(closing));
        json["runs"].push_back(std::move(one));
    }
    return json;
}

std::string to_table(const std::vector<GapRun>& runs, const GapSettings& settings) {
    const std::vector<GapSummary> summaries = summaries_of(runs);
    std::string table = fmt::format("{} raiders, medians of closings\n", settings.raiders);
    table +=
        fmt::format("{:<20} {:>4} {:>6} {:>9} {:>5} {:>8} {:>9} {:>11} {:>5} {:>5} {:>6} {:>8} {:>8} {:>10} {:>6}\n",
                    "form", "n", "minds", "concerned", "close", "searches", "us/search", "reaction ms", "ticks", "late",
                    "missed", "p99", "max", "before p99", "others");
    for (const GapSummary& s : summaries) {
        table += fmt::format(
            "{:<20} {:>4} {:>6.0f} {:>9.0f} {:>5.0f} {:>8.0f} {:>9.1f} {:>11.1f} {:>5.0f} {:>5.1f} {:>6.1f} {:>8.2f} "
            "{:>8.2f} {:>10.2f} {:>6.2f}{}\n",
            to_string(s.form), s.closings, s.minds, s.concerned, s.frames_to_close, s.searches, s.search_us,
            s.reaction_ms, s.reaction_ticks, s.frames_late, s.longest_missed, s.work_p99_ms, s.work_max_ms,
            s.settled_p99_ms, s.others_cores, s.conserved ? "" : "  LOST REQUESTS");
    }
    table += "aims\n";
    for (const Aim& aim : aims_of(summaries)) table += to_line(aim);
    return table;
}

// --- sim and draw ----------------------------------------------------------------------------------------------------

Json to_json(const FrameResult& result) {
    Json json;
    json["what"] = result.what;
    json["map"] = result.settings.map_name;
    json["units"] = result.settings.units;
    json["units_there"] = result.units_there;
    json["ticks"] = result.settings.ticks;
    json["form"] = to_string(result.settings.form);
    const FramePhases& phases = result.phases;
    json["poll_ms"] = to_json(phases.poll);
    json["sim_ms"] = to_json(phases.sim);
    json["submit_ms"] = to_json(phases.submit);
    json["draw_ms"] = to_json(phases.draw);
    json["sim_and_draw_ms"] = to_json(phases.sim_and_draw);
    json["work_ms"] = to_json(phases.work);
    json["aim"] = {{"sim_and_draw_p99_ms", result.aim_ms}, {"met", result.met()}};
    json["requests"] = to_json(result.books);
    json["state_hash"] = fmt::format("{:016x}", result.state_hash);
    json["load"] = result.load;
    json["others_cores"] = result.others_cores;
    return json;
}

std::string to_table(const std::vector<FrameResult>& results) {
    std::string table;
    for (const FrameResult& result : results) {
        table += fmt::format("{} on {}: {} units ({} there), {}, {} ticks, load {:.1f}, others {:.2f} cores\n",
                             result.what, result.settings.map_name, result.settings.units, result.units_there,
                             to_string(result.settings.form), result.settings.ticks, result.load, result.others_cores);
        table += fmt::format("  {:<14} {:>8} {:>8} {:>8} {:>8}\n", "ms", "p50", "p95", "p99", "max");
        const FramePhases& phases = result.phases;
        const std::array<std::pair<const char*, const measure::Percentiles*>, 6> rows = {
            {{"poll", &phases.poll},
             {"sim", &phases.sim},
             {"submit", &phases.submit},
             {"draw", &phases.draw},
             {"sim and draw", &phases.sim_and_draw},
             {"work", &phases.work}}};
        for (const auto& [name, times] : rows) {
            table += fmt::format("  {:<14} {:>8.3f} {:>8.3f} {:>8.3f} {:>8.3f}\n", name, times->p50_ms, times->p95_ms,
                                 times->p99_ms, times->max_ms);
        }
        table += to_line({"sim and draw, p99 in ms", result.phases.sim_and_draw.p99_ms, result.aim_ms, false});
        if (!result.books.conserved) table += "  LOST REQUESTS\n";
    }
    return table;
}

}  // namespace outrider::bench
