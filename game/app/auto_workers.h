// `--workers auto` in a game: gathers what the governor looks at, and does what it says. The player's own hand ends it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "game/app/worker_governor.h"
#include "game/paths/path_dispatcher.h"

namespace outrider::app {

/// Frame thread only.
class AutoWorkers {
public:
    /// `most`: the slider's end. `paths` must outlive it.
    AutoWorkers(paths::PathDispatcher& paths, std::uint32_t most, bool is_on);

    /// Four times a second. `frames`, `late_frames`: since the start.
    void look_around(double elapsed_s, std::uint64_t frames, std::uint64_t late_frames) noexcept;

    /// In place of look_around(), while the game is led by something else.
    void skip_look() noexcept;

    /// On, it begins with the workers that there are.
    void toggle() noexcept;
    /// The player set the number himself: it is his from now on.
    void end_by_hand() noexcept;

    [[nodiscard]] bool is_on() const noexcept { return is_on_; }
    /// Why so many, or why it is off; empty: it was never on. Valid until the next call.
    [[nodiscard]] std::string_view text() const noexcept;

private:
    [[nodiscard]] GovernorLook look(double elapsed_s, std::uint64_t frames, std::uint64_t late_frames) noexcept;
    [[nodiscard]] double game_cores() noexcept;

    paths::PathDispatcher& paths_;
    const std::uint32_t most_;
    const double granted_cores_;
    WorkerGovernor governor_;
    bool is_on_;
    bool was_ended_ = false;
    bool looks_are_missing_ = false;  ///< since the governor's last one
    // At the last look, which may be long ago.
    std::chrono::steady_clock::time_point looked_at_;
    double game_cpu_s_ = 0.0;
    double worker_cpu_s_ = 0.0;
};

}  // namespace outrider::app
