// Every definition that a report rests on, in the words of the code that computes it.
#include <fmt/format.h>

#include <array>

#include "game/measure/figures.h"
#include "game/measure/report_parts.h"
#include "game/measure/svg_charts.h"

namespace outrider::measure {
namespace {

struct Entry {
    std::string_view word;
    std::string meaning;
};

std::vector<Entry> entries() {
    return {
        {"work", "What a frame computes: from its start to before its picture is presented."},
        {"core", "Work without the phases submit and poll: what the game does beside its path-finding."},
        {"off the processor",
         "The part of the work in which the frame's thread had no processor: others were given it, the host took it, "
         "or the thread slept. The rest of a long frame is its own."},
        {"present", "What follows the work: the picture is handed over, and the game waits for its pace."},
        {"interval", "From one frame's start to the next one's: what a player sees."},
        {"p50, p95, p99, p99.9",
         "The smallest value that at least that share of the frames does not exceed; p50 is the median."},
        {std::string_view(kTooFew),
         fmt::format("A percentile is said only if at least {} frames lie beyond it: p99 needs 500, p99.9 needs 5,000.",
                     in_words(kFewestBeyond))},
        {"late frame", "Its work is longer than 16.67 ms, the budget of a 60 Hz screen (8.33 ms: of a 120 Hz screen)."},
        {"1 % low, 0.1 % low",
         "Frames per second of the slowest hundredth (thousandth) of the frames: 1,000 over the mean of their "
         "intervals."},
        {"stutter",
         fmt::format("A frame whose interval is longer than {} times the mean of the {} before it; the share is of "
                     "the time.",
                     kStutterFactor, kStutterWindow)},
        {"hitch", "An interval of 50 ms or more: a 60 Hz screen shows the same picture at least three times."},
        {"difference",
         fmt::format(
             "A configuration less its base, medians over the repeats. The interval after it holds the true "
             "difference with a confidence of {:.1f} %; \u25B2 is clearly worse, \u25BC clearly better, \u2248 is "
             "not told apart from chance, = is no difference at all.",
             kConfidenceOfEach * 100.0)},
        {"no measurable effect",
         fmt::format(
             "No interval of mean work, of its slow end and of late frames lies clear of zero, or what does is too "
             "small to notice: below {} ms and {} %, or {} percentage points.",
             kFloor_ms, kFloorShare * 100.0, kFloor_points)},
        {"paths per second",
         "Answers that say where to go (found, or as near as can be) or that there is no way, over the time of the "
         "timed part; not those that were cancelled, expired or failed."},
        {"latency", "From the moment a unit wants a path until the game hands it over, in ms and in frames."},
        {"steps of an answer",
         "Queued: wanted, and not on the board. On the board: until a worker takes it. In its chunk: until the worker "
         "gets "
         "to it. Searching, publishing: the worker's. In the ring: until the game takes it in, which it does once a "
         "frame."},
        {"warm-up", "The first tenth of a run, and at least a second: drawn, and in no figure."},
        {"not saturated", "The workers were busy for less than 90 % of the time that they could have had."},
        {"starved",
         "Requests waited and the workers got next to no CPU: free to choose, the pool would have raised "
         "their policy."},
        {"PSS", "Memory of a process in which pages shared with others count by their part."},
    };
}

}  // namespace

std::string glossary() {
    std::string html = "<dl class=\"glossary\">\n";
    for (const Entry& entry : entries()) {
        html +=
            fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", svg::escaped(entry.word), svg::escaped(entry.meaning));
    }
    return html + "</dl>\n";
}

}  // namespace outrider::measure
