// Workers killed on purpose, after the timed runs: what a crash costs where workers are processes, and where they are
// threads.
#pragma once

#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "game/measure/measurement.h"
#include "game/paths/path_dispatcher.h"

namespace outrider::app {

/// Kills a worker process three times while the game plays, and looks what comes of it. Give look() to a session as
/// its SessionSettings::each_frame.
class KillTrial {
public:
    using Clock = std::chrono::steady_clock;

    /// True: the trial is over.
    bool look(paths::PathDispatcher& paths, Clock::time_point now = Clock::now());
    [[nodiscard]] measure::CrashTrial result() const;

    static constexpr std::uint32_t kKills = 3;

private:
    void kill(paths::PathDispatcher& paths, Clock::time_point now);
    void look_after(const paths::PathDispatcher& paths, Clock::time_point now);

    std::uint32_t planted_ = 0;
    std::uint32_t survived_ = 0;
    std::vector<double> back_after_ms_;
    bool waits_ = false;  ///< for what comes of the last kill
    std::uint64_t deaths_before_ = 0;
    Clock::time_point killed_at_{};
    Clock::time_point began_{};
    Clock::time_point next_kill_{};
};

/// Starts a small game of `program` in mode threads, without a screen, ends one of its workers as a bad pointer would
/// (SIGSEGV), and looks whether the game plays on. Waits for at most some seconds; leaves nothing behind. A game that
/// could not be tried has 0 planted, and `how` says why. `stop` (a signal): at once, and what it returns says nothing.
[[nodiscard]] measure::CrashTrial try_crash_of_a_thread(const std::filesystem::path& program,
                                                        const std::filesystem::path& map,
                                                        const volatile std::sig_atomic_t& stop);

}  // namespace outrider::app
