// What the frame thread pays. Simple costs, timed by Google Benchmark: batches where a call is shorter than a clock.
#include <benchmark/benchmark.h>

#include <string>
#include <thread>
#include <vector>

#include "game/paths/job_board.h"
#include "game/paths/shared_memory.h"
#include "tests/bench/bench_transport.h"
#include "tests/bench/bench_transport_game.h"

namespace outrider::bench {
namespace {

using namespace std::chrono_literals;

/// Calls to a batch: a storm of a small army.
constexpr std::uint32_t kBatch = 1000;
/// Long enough for a worker to have answered a hundred requests.
constexpr auto kAnswerTime = 300us;
constexpr auto kFrame = 16'667us;

/// Keeps what Google Benchmark found instead of printing it.
class Keeper final : public benchmark::BenchmarkReporter {
public:
    bool ReportContext(const Context&) override { return true; }
    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs) ns_ = run.GetAdjustedRealTime();
    }
    [[nodiscard]] double ns() const noexcept { return ns_; }

private:
    double ns_ = 0.0;
};

/// Runs `body(state)`, which times batches of kBatch calls itself, until they add up to a part of the slice: what is
/// not timed takes longer.
template <class Body>
Figures time_calls(const Conditions& conditions, Body body) {
    benchmark::RegisterBenchmark("cost", [&](benchmark::State& state) { body(state); })
        ->UseManualTime()
        ->Unit(benchmark::kNanosecond)
        ->MinTime(std::chrono::duration<double>(conditions.slice).count() / 8);
    Keeper keeper;
    benchmark::RunSpecifiedBenchmarks(&keeper, "cost");
    benchmark::ClearRegisteredBenchmarks();
    return {{"ns", keeper.ns() / kBatch}};
}

/// Times `work` alone, one batch.
template <class Work>
void time_batch(const Conditions& conditions, benchmark::State& state, Work work) {
    const Ticks began = ticks_now();
    work();
    state.SetIterationTime(conditions.ns(ticks_now() - began) * 1e-9);
}

// PathDispatcher::submit on a board with room. With a worker, he takes the jobs while the storm goes on.
Figures submit(const Conditions& conditions, std::uint32_t workers) {
    Game game(conditions, paths::Mode::kThreads, workers);
    std::vector<RequestId> ids(kBatch);
    return time_calls(conditions, [&](benchmark::State& state) {
        for ([[maybe_unused]] auto _ : state) {
            time_batch(conditions, state, [&] {
                for (RequestId& id : ids) id = game.submit();
            });
            if (workers == 0) {
                for (const RequestId id : ids) game.dispatcher().cancel(id);
            } else {
                for (std::uint32_t answered = 0; answered < kBatch;) answered += game.poll();
            }
        }
    });
}

Figures try_issue(const Conditions& conditions) {
    const paths::SharedMemory memory(GridLayout(16, 16));
    paths::JobBoard board(memory.world(), memory.board());
    Job job;
    std::vector<std::uint64_t> sequences(kBatch);
    return time_calls(conditions, [&](benchmark::State& state) {
        for ([[maybe_unused]] auto _ : state) {
            time_batch(conditions, state, [&] {
                for (std::uint64_t& sequence : sequences) {
                    ++job.issue.value;
                    sequence = board.try_issue(Lane::kNormal, job, 0).value_or(0);
                }
            });
            for (const std::uint64_t sequence : sequences) {
                if (!board.try_withdraw(Lane::kNormal, sequence)) state.SkipWithError("a job has gone");
            }
        }
    });
}

// PathDispatcher::poll when nothing came; all workers sleep.
Figures empty_poll(const Conditions& conditions, std::uint32_t workers) {
    Game game(conditions, paths::Mode::kThreads, workers);
    return time_calls(conditions, [&](benchmark::State& state) {
        for ([[maybe_unused]] auto _ : state) {
            time_batch(conditions, state, [&] {
                for (std::uint32_t i = 0; i < kBatch; ++i) game.poll();
            });
        }
    });
}

// PathDispatcher::poll when the answers to `results` requests lie in the ring.
Figures poll_with(const Conditions& conditions, std::uint32_t results) {
    Game game(conditions, paths::Mode::kThreads, 1);
    std::uint32_t answered = results;
    const auto ask = [&] {
        // If the worker was too late the last time: take the rest.
        while (answered < results) answered += game.poll();
        for (std::uint32_t i = 0; i < results; ++i) game.submit();
        game.dispatcher().flush();
        conditions.spin_for(kAnswerTime);
    };
    return time_round_trips(conditions, ask, [&] { answered = game.poll(); });
}

// A poll as a game at 60 frames a second has it: everything went cold, and the sweep of the board has much to look at.
Figures poll_once_a_frame(const Conditions& conditions, bool board_full) {
    Game game(conditions, paths::Mode::kThreads, 0);
    for (std::uint32_t i = 0; board_full && i < kLaneCapacity_slots[1]; ++i) game.submit();
    return time_round_trips(
        conditions, [] { std::this_thread::sleep_for(kFrame); }, [&] { game.poll(); });
}

}  // namespace

std::vector<Measure> frame_measures() {
    return {
        {"submit", "submit, nobody takes the jobs", [](const auto& conditions) { return submit(conditions, 0); }},
        {"submit_watched", "submit, a worker takes them meanwhile",
         [](const auto& conditions) { return submit(conditions, 1); }},
        {"try_issue", "of that, the board alone", try_issue},
        {"empty_poll_0", "poll, nothing there, no worker",
         [](const auto& conditions) { return empty_poll(conditions, 0); }},
        {"empty_poll_1", "poll, nothing there, 1 worker",
         [](const auto& conditions) { return empty_poll(conditions, 1); }},
        {"empty_poll_8", "poll, nothing there, 8 workers",
         [](const auto& conditions) { return empty_poll(conditions, 8); }},
        {"poll_1", "poll, 1 result", [](const auto& conditions) { return poll_with(conditions, 1); }},
        {"poll_100", "poll, 100 results", [](const auto& conditions) { return poll_with(conditions, 100); }},
        {"frame_poll_empty", "poll once in 16.7 ms, empty board",
         [](const auto& conditions) { return poll_once_a_frame(conditions, false); }},
        {"frame_poll_full", "poll once in 16.7 ms, full board",
         [](const auto& conditions) { return poll_once_a_frame(conditions, true); }},
    };
}

}  // namespace outrider::bench
