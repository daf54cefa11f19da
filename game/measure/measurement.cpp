#include "game/measure/measurement.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "game/measure/chart_series.h"
#include "game/measure/figures.h"
#include "game/measure/frame_statistics.h"
#include "game/measure/verdict.h"

namespace outrider::measure {
namespace {

/// All that a sentence about one configuration is made of.
struct Subject {
    const RunSetup* setup = nullptr;
    FrameStatistics frames;
    double paths_per_s = 0.0;
    const Comparison* comparison = nullptr;  ///< null: it is what the others are compared with
};

Subject subject_of(const Configuration& configuration, const Comparison* comparison) {
    return {&configuration.runs.front()->setup, median_statistics(configuration),
            median_over_runs(configuration, [](const RunRecord& run) { return run.totals.paths_per_s(); }), comparison};
}

std::string whole(double value) { return grouped(static_cast<std::uint64_t>(std::llround(std::max(value, 0.0)))); }

/// "two processes", "one thread", "inline".
std::string name_of(const RunSetup& setup) {
    if (setup.workers == 0) return std::string(paths::to_string(setup.mode));
    const std::string_view one = setup.mode == paths::Mode::kThreads ? "thread" : "process";
    const std::string_view several = setup.mode == paths::Mode::kThreads ? "threads" : "processes";
    std::string name = fmt::format("{} {}", in_words(setup.workers), setup.workers == 1 ? one : several);
    if (setup.chunk_jobs != kDefaultChunk_jobs) name += fmt::format(" in chunks of {}", setup.chunk_jobs);
    return name;
}

/// What of the frame a metric tells of, in a sentence.
std::string_view frame_of(Metric metric) noexcept {
    switch (metric) {
        case Metric::kWorkP99: return "one frame of a hundred";
        case Metric::kWorkP95: return "one frame of twenty";
        case Metric::kWorkP50: return "the median frame";
        default: return "the mean frame";
    }
}

/// A base with fewer late frames than this has none to speak of: the share is said, not the difference.
constexpr double kLateOfItself_points = 0.5;

/// "4 of 100 frames late"; "4 more of 100 frames late" where the base has late frames too.
std::string words_of_late(const Difference& late) {
    if (late.difference > 0.0 && late.base < kLateOfItself_points) {
        return (late.other >= 99.995 ? "every frame" : frames_in_words(late.other / 100.0)) + " late";
    }
    return frames_more(late) + " late";
}

/// "one frame of a hundred 0.62 ms longer".
std::string words_of_cost(const Difference& effect) {
    if (effect.metric == Metric::kOver60Share) return words_of_late(effect);
    return fmt::format("{} {} ms {}", frame_of(effect.metric), figure(std::abs(effect.difference)),
                       effect.difference > 0.0 ? "longer" : "shorter");
}

/// The foremost of the effects that go one way, in the order that a player would tell them: late frames, if they are
/// more than a few, then slow ones. Null: there is none.
const Difference* foremost(const std::vector<Difference>& effects, bool is_worse) {
    const Difference* first = nullptr;
    for (const Difference& effect : effects) {
        if ((effect.difference > 0.0) != is_worse) continue;
        const bool is_late = effect.metric == Metric::kOver60Share;
        if (is_late && std::abs(effect.difference) >= kLateOfItself_points) return &effect;
        if (first == nullptr) first = &effect;
    }
    return first;
}

/// "makes one frame of a hundred 0.62 ms longer and the mean frame 0.10 ms shorter": one effect of each sign there is.
std::string cost_of(const std::vector<Difference>& effects, bool is_plural) {
    std::string words;
    for (const bool is_worse : {true, false}) {
        const Difference* effect = foremost(effects, is_worse);
        if (effect != nullptr) words += (words.empty() ? "" : " and ") + words_of_cost(*effect);
    }
    return fmt::format("make{} {}", is_plural ? "" : "s", words);
}

/// Who has too few: the subject, or what it is compared with.
std::string too_few_of(const Subject& subject, bool is_plural) {
    const std::size_t own = subject.frames.frames_of_shortest_run;
    if (own < kFewestFrames) {
        return fmt::format("gave {} frame{} in {}, too few for a verdict", in_words(own), own == 1 ? "" : "s",
                           subject.comparison->repeats > 1 ? "the shortest run" : "all");
    }
    return fmt::format("{} nothing to be compared with: {} gave too few frames for a verdict",
                       is_plural ? "have" : "has", subject.comparison->base);
}

std::string effect_of(const Subject& subject, bool is_plural) {
    const std::string_view s = is_plural ? "" : "s";
    switch (subject.comparison->verdict.kind) {
        case VerdictKind::kNoMeasurableEffect: return fmt::format("cost{} the frame nothing that can be measured", s);
        case VerdictKind::kTooFewFrames: return too_few_of(subject, is_plural);
        default: return cost_of(subject.comparison->verdict.effects, is_plural);
    }
}

std::string offloaded_clause(const Subject& subject) {
    const bool is_plural = subject.setup->workers != 1;
    return fmt::format("{} {} {} paths/s and {}", name_of(*subject.setup), is_plural ? "find" : "finds",
                       whole(subject.paths_per_s), effect_of(subject, is_plural));
}

/// Where the frame itself does the work, the asking is the subject.
std::string inline_clause(const Subject& subject) {
    return fmt::format("inline, the same asking {} ({} paths/s)", effect_of(subject, false),
                       whole(subject.paths_per_s));
}

std::string clause_of(const Subject& subject) {
    switch (subject.setup->mode) {
        case paths::Mode::kInline: return inline_clause(subject);
        case paths::Mode::kNone:
            return fmt::format("with no path-finding at all, the frame's work is compared as well");
        default: return offloaded_clause(subject);
    }
}

/// One of each mode says it all: of several worker counts the one that finds the most paths.
std::vector<const Subject*> speakers(const std::vector<Subject>& subjects) {
    std::vector<const Subject*> chosen;
    for (const paths::Mode mode : {paths::Mode::kProcesses, paths::Mode::kThreads, paths::Mode::kInline}) {
        const Subject* best = nullptr;
        for (const Subject& subject : subjects) {
            if (subject.setup->mode != mode || subject.comparison == nullptr) continue;
            if (best == nullptr || subject.paths_per_s > best->paths_per_s) best = &subject;
        }
        if (best != nullptr) chosen.push_back(best);
    }
    return chosen;
}

std::string joined(const std::vector<std::string>& clauses) {
    std::string text;
    for (const std::string& clause : clauses) text += (text.empty() ? "" : "; ") + clause;
    return capitalised(text) + ".";
}

/// Nothing to compare with: what was measured.
std::string words_of_one(const Subject& subject) {
    const FrameStatistics& frames = subject.frames;
    std::string text = fmt::format("{}: {}", configuration_of(*subject.setup),
                                   frames.frames == 0 ? "no timed frame" : counted(frames.frames, "frame"));
    if (supports(frames, Metric::kWorkP99))
        text += fmt::format(", p99 of the frame's work {} ms", figure(frames.work.p99_ms));
    if (frames.frames > 0)
        text += fmt::format(", {} over 16.67 ms", frames.over_60 == 0 ? "none" : grouped(frames.over_60));
    if (subject.paths_per_s > 0.0) text += fmt::format("; {} paths/s", whole(subject.paths_per_s));
    return capitalised(text) + ".";
}

/// Not of none.
std::string verdict_of(const std::vector<Subject>& subjects) {
    if (subjects.size() == 1) return words_of_one(subjects.front());
    std::vector<std::string> clauses;
    for (const Subject* subject : speakers(subjects)) clauses.push_back(clause_of(*subject));
    if (clauses.empty()) return words_of_one(subjects.front());
    const RunSetup& base = *subjects.front().setup;
    const std::string text = joined(clauses);
    return base.mode == paths::Mode::kNone ? text : fmt::format("Against {}: {}", configuration_of(base), text);
}

/// Without runs the break-even chart is all there is.
std::string verdict_of(const std::optional<BreakEven>& break_even) {
    return break_even && !break_even->findings.empty() ? break_even->findings.front() : "Nothing was measured.";
}

}  // namespace

Findings findings_of(const Measurement& measurement) {
    Findings findings;
    std::vector<Configuration> configurations = by_configuration(measurement.runs);
    const auto none = std::find_if(configurations.begin(), configurations.end(), [](const Configuration& one) {
        return one.runs.front()->setup.mode == paths::Mode::kNone;
    });
    if (none != configurations.end()) std::rotate(configurations.begin(), none, none + 1);
    for (std::size_t index = 1; index < configurations.size(); ++index) {
        findings.comparisons.push_back(compare(configurations.front(), configurations[index]));
    }
    std::vector<Subject> subjects;
    for (std::size_t index = 0; index < configurations.size(); ++index) {
        subjects.push_back(subject_of(configurations[index], index == 0 ? nullptr : &findings.comparisons[index - 1]));
    }
    findings.verdict = subjects.empty() ? verdict_of(measurement.break_even) : verdict_of(subjects);
    return findings;
}

}  // namespace outrider::measure
