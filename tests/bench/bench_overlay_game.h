// A game that is none, busy in all that the overlay shows: what bench_overlay draws.
#pragma once

#include <cmath>
#include <cstdint>
#include <random>

#include "tests/unit/overlay/synthetic_model.h"

namespace outrider::bench {

class BusyGame {
public:
    BusyGame(std::uint32_t workers, std::uint32_t cores) : model(workers, cores) {}

    /// A frame later: every figure is another one.
    void go_on() {
        ++frame_;
        model.frame(std::chrono::microseconds(2000 + uniform(1500) + (uniform(100) == 0 ? 6000 : 0)));
        ask_and_answer();
        work();
        if (frame_ % 301 == 300) model.paths.workers_wanted = model.paths.workers_wanted == 2 ? 3 : 2;
    }

    overlay::SyntheticModel model;

private:
    [[nodiscard]] std::uint32_t uniform(std::uint32_t end) {
        return std::uniform_int_distribution<std::uint32_t>(0, end - 1)(random_);
    }

    void ask_and_answer() {
        paths::PathStatistics& paths = model.paths;
        const std::uint32_t asked = 100 + uniform(200);
        paths.requests.submitted += asked;
        paths.requests.answers[static_cast<std::size_t>(AnswerStatus::kFound)] += asked - 7;
        paths.requests.answers[static_cast<std::size_t>(AnswerStatus::kCancelled)] += 7;
        paths.requests.superseded += 5;
        paths.lanes[1] = {uniform(40), 800 + uniform(400), 8, 150.0 + uniform(60)};
        paths.requests.in_flight = paths.lanes[1].waiting + paths.lanes[1].ready + paths.lanes[1].claimed;
        paths.requests.submitted = paths.requests.answered() + paths.requests.in_flight;
        paths.results_waiting = uniform(90);
        paths.oldest_wait_ms = paths.lanes[1].oldest_ms;
        paths.paths_per_s = 18'000.0 + uniform(900);
        answer_times();
    }

    void answer_times() {
        paths::PathStatistics& paths = model.paths;
        const std::array<double, paths::kLatencyStepCount> usual_us = {400, 21'000, 300, 900, 40, 7000, 30'000};
        for (std::size_t i = 0; i < usual_us.size(); ++i) {
            const double p50_us = usual_us[i] * (1.0 + uniform(100) * 1e-3);
            paths.anatomy.steps[i] = {p50_us, p50_us * 2.0, p50_us * 3.1, p50_us * 5.0, 4096};
        }
        paths.anatomy.p50_frames = 2.0;
        paths.anatomy.p99_frames = 6.0;
        for (std::size_t i = 0; i < paths.anatomy.histogram.size(); ++i) {
            paths.anatomy.histogram[i] = (i < 9 ? 1U << i : 1U << (17 - i)) + uniform(40);
        }
        paths.latency = paths.anatomy.steps.back();
    }

    void work() {
        for (paths::WorkerStatistics& worker : model.workers) {
            worker.busy_share = 0.4 + 0.5 * std::abs(std::sin(frame_ * 0.02 + worker.seat.value));
            worker.paths_per_s = 4000.0 + uniform(900);
            worker.pss_mib = 6.9;
            worker.start_ms = 3.8;
            worker.expanded += 10'000 + uniform(2000);
            worker.sleeps += uniform(2);
            worker.jobs += 70;
            worker.cpu_s += 0.012;
        }
        for (paths::CoreLoad& core : model.cores) core.busy_share = 0.3 + uniform(60) * 0.01;
    }

    std::mt19937 random_{20260101};
    std::uint32_t frame_ = 0;
};

}  // namespace outrider::bench
