// bench_transport: what it costs to hand a job to a worker and to get the answer back, beside what two cores, a pipe
// and Boost's queues take for the like. All in one run, in turns, since machines change their speed within minutes.
//
//   bench_transport.cpp          the program: options, rounds, verdict
//   bench_transport_tools        cores, partner processes, clock, percentiles
//   bench_transport_limit.cpp    two cores that exchange a cache line: no transport is faster
//   bench_transport_ours.cpp     job board and result rings, with worker processes
//   bench_transport_rivals.cpp   Boost.Lockfree, Boost message_queue, a pipe
//   bench_transport_frame.cpp    what the frame thread pays: submit and poll (Google Benchmark)
//   bench_transport_report       medians of the rounds, ratios, table, JSON
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/bench/bench_transport_tools.h"

namespace outrider::bench {

/// What one slice of a measure found: "p50_ns", "p99_ns", "p999_ns", "ns" or "per_s".
using Figures = std::map<std::string, double>;

struct Measure {
    std::string name;
    std::string what;  ///< for people
    std::function<Figures(const Conditions&)> run;
};

[[nodiscard]] std::vector<Measure> limit_measures();
[[nodiscard]] std::vector<Measure> our_measures();
[[nodiscard]] std::vector<Measure> rival_measures();
[[nodiscard]] std::vector<Measure> frame_measures();

/// Percentiles of round trips: `prepare` is not timed, `turn` is.
template <class Prepare, class Turn>
[[nodiscard]] Figures time_round_trips(const Conditions& conditions, Prepare prepare, Turn turn) {
    Samples samples(conditions);
    for (const Ticks end = ticks_now() + conditions.ticks(conditions.slice) / 4; ticks_now() < end;) {
        prepare();
        turn();
    }
    const Ticks end = ticks_now() + conditions.ticks(conditions.slice);
    do {
        prepare();
        const Ticks began = ticks_now();
        turn();
        samples.add(ticks_now() - began);
    } while (ticks_now() < end);
    return {{"p50_ns", samples.percentile_ns(500)},
            {"p99_ns", samples.percentile_ns(990)},
            {"p999_ns", samples.percentile_ns(999)}};
}

/// Round trips back to back: each begins with the end of the one before, so that nothing between them goes untimed.
template <class Turn>
[[nodiscard]] Figures time_round_trips(const Conditions& conditions, Turn turn) {
    Samples samples(conditions);
    for (const Ticks end = ticks_now() + conditions.ticks(conditions.slice) / 4; ticks_now() < end;) turn();
    Ticks last = ticks_now();
    for (const Ticks end = last + conditions.ticks(conditions.slice); last < end;) {
        turn();
        const Ticks now = ticks_now();
        samples.add(now - last);
        last = now;
    }
    return {{"p50_ns", samples.percentile_ns(500)},
            {"p99_ns", samples.percentile_ns(990)},
            {"p999_ns", samples.percentile_ns(999)}};
}

/// How many a second: `turn` does some and returns how many. Goes on until there is one: on a busy machine the partner
/// may not have run at all.
template <class Turn>
[[nodiscard]] Figures count_per_second(const Conditions& conditions, Turn turn) {
    for (const Ticks end = ticks_now() + conditions.ticks(conditions.slice) / 4; ticks_now() < end;) turn();
    std::uint64_t count = 0;
    const Ticks began = ticks_now();
    Ticks now = began;
    for (const Ticks end = began + conditions.ticks(conditions.slice); now < end || count == 0; now = ticks_now()) {
        count += turn();
    }
    return {{"per_s", static_cast<double>(count) * 1e9 / conditions.ns(now - began)}};
}

}  // namespace outrider::bench
