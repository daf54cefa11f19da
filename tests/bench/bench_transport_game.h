// The whole of the game's side, as the frame thread has it: PathDispatcher with workers on the other cores.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <thread>

#include "game/paths/path_dispatcher.h"
#include "tests/bench/bench_transport_tools.h"
#include "tests/support/board_fixture.h"

namespace outrider::bench {

/// How long the game does other things before a round trip that begins with a sleeper: he sleeps for certain then.
inline constexpr std::chrono::microseconds kThinkTime{30};

class Game final : public paths::AnswerSink {
public:
    /// Waits until all workers are there. Throws std::runtime_error if they do not come.
    Game(const Conditions& conditions, paths::Mode mode, std::uint32_t workers)
        : dispatcher_(start(conditions, mode, workers)) {
        run_on({conditions.cores.game});
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (dispatcher_.statistics().workers_alive < workers) {
            if (std::chrono::steady_clock::now() > deadline) {
                throw std::runtime_error("no worker: " + dispatcher_.statistics().trouble);
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
            dispatcher_.poll(*this);
            dispatcher_.refresh_statistics();
        }
        for (int i = 0; i < 100 && workers > 0; ++i) {
            submit();
            dispatcher_.flush();
            while (poll() == 0) pause_briefly();
        }
    }

    RequestId submit() noexcept {
        paths::PathRequest request;
        request.start = request.goal = Cell{3, 3};
        request.version = MapVersion{1};
        return dispatcher_.submit(request);
    }
    /// Answers that came.
    std::uint32_t poll() noexcept {
        answers_ = 0;
        dispatcher_.poll(*this);
        return answers_;
    }
    [[nodiscard]] paths::PathDispatcher& dispatcher() noexcept { return dispatcher_; }

    void on_answer(const paths::PathAnswer& answer) noexcept override {
        answers_ += answer.status == AnswerStatus::kFound ? 1U : 0U;
    }

private:
    // What is started now runs where the starter runs: away from the game's core.
    static paths::DispatcherSettings start(const Conditions& conditions, paths::Mode mode, std::uint32_t workers) {
        run_on(conditions.cores.workers);
        paths::DispatcherSettings settings;
        settings.layout = GridLayout(16, 16);
        settings.bits = testing::open_field(settings.layout);
        settings.mode = mode;
        settings.workers = workers;
        settings.policy = SchedulingPolicy::kNormal;
        settings.pathfinder = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "outrider-pathfinder";
        settings.poll_budget = std::chrono::seconds(1);
        return settings;
    }

    paths::PathDispatcher dispatcher_;
    std::uint32_t answers_ = 0;
};

}  // namespace outrider::bench
