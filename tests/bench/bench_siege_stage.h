// A world, its picture and who answers it, run frame by frame as the game does: what all runs of bench_siege stand on.
// Drawn as with --headless: by SDL's software renderer, 1280 x 720, in memory, the whole map in view; without the
// overlay.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "game/app/frame_limiter.h"
#include "game/app/load_control.h"
#include "game/app/window.h"
#include "game/measure/frame_recorder.h"
#include "game/paths/path_dispatcher.h"
#include "game/render/camera.h"
#include "game/render/siege_renderer.h"
#include "game/render/world_renderer.h"
#include "game/sim/siege/siege.h"
#include "game/sim/world.h"
#include "pathfinder/search/moving_ai.h"
#include "tests/bench/bench_siege.h"

namespace outrider::bench {

/// Throws search::InputError.
[[nodiscard]] search::TerrainMap read_own_map(const Surroundings& surroundings, const std::string& name);
/// Searches inline, without a budget; `form` says what workers it will have after set_mode().
[[nodiscard]] paths::DispatcherSettings dispatcher_settings(const Surroundings& surroundings,
                                                            const search::TerrainMap& map, const PathForm& form);
[[nodiscard]] app::WindowOptions headless_window();

/// What other programs take of the cores: what nobody who measures can see in his own clock.
class OthersWatch {
public:
    explicit OthersWatch(const paths::PathDispatcher& paths) : paths_(paths), before_(look()) {}
    /// Mean since the beginning.
    [[nodiscard]] double cores() const;

private:
    struct Look {
        double all_s = 0.0;  ///< of all cores, since the machine started
        double own_s = 0.0;
        std::chrono::steady_clock::time_point at;
    };
    [[nodiscard]] Look look() const;

    const paths::PathDispatcher& paths_;
    Look before_;
};

/// Until others take no more than they may; at most some minutes.
void wait_for_quiet(const Surroundings& surroundings);

/// Runs until others took no more than they may. The quietest run counts.
template <class Run>
[[nodiscard]] auto run_in_quiet(const Surroundings& surroundings, Run run) {
    wait_for_quiet(surroundings);
    auto quietest = run();
    for (int attempt = 1; attempt < Surroundings::kMostAttempts; ++attempt) {
        if (quietest.others_cores <= surroundings.most_of_others_cores) break;
        wait_for_quiet(surroundings);
        auto again = run();
        if (again.others_cores < quietest.others_cores) quietest = std::move(again);
    }
    return quietest;
}

/// A world with its picture. Answers come by on_answer().
class Stage : public paths::AnswerSink {
public:
    virtual void tick(paths::Mode mode) noexcept = 0;
    virtual void submit(paths::PathService& service) noexcept = 0;
    virtual void draw(double tick_fraction) = 0;
    /// Four times a second.
    virtual void look_around(const paths::PathStatistics& statistics, double elapsed_s) {
        (void)statistics;
        (void)elapsed_s;
    }
    [[nodiscard]] virtual std::uint32_t units() const noexcept = 0;
    [[nodiscard]] virtual std::uint64_t state_hash() const noexcept = 0;
};

class SiegeStage final : public Stage {
public:
    SiegeStage(app::Window& window, sim::siege::SiegeSettings settings);

    void on_answer(const paths::PathAnswer& answer) noexcept override { siege_.on_answer(answer); }
    void tick(paths::Mode mode) noexcept override { siege_.tick(mode); }
    void submit(paths::PathService& service) noexcept override { siege_.submit(service); }
    void draw(double tick_fraction) override;
    [[nodiscard]] std::uint32_t units() const noexcept override;
    [[nodiscard]] std::uint64_t state_hash() const noexcept override { return siege_.state_hash(); }
    [[nodiscard]] sim::siege::Siege& siege() noexcept { return siege_; }

private:
    sim::siege::Siege siege_;
    render::SiegeRenderer renderer_;
    render::Camera camera_;
    std::uint64_t events_seen_ = 0;
    const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

class SandboxStage final : public Stage {
public:
    /// `load_cores`: what the units' asking is worth.
    SandboxStage(app::Window& window, const sim::WorldSettings& settings, double load_cores);

    void on_answer(const paths::PathAnswer& answer) noexcept override { world_.on_answer(answer); }
    void tick(paths::Mode mode) noexcept override { world_.tick(mode); }
    void submit(paths::PathService& service) noexcept override { world_.submit(service); }
    void draw(double tick_fraction) override;
    void look_around(const paths::PathStatistics& statistics, double elapsed_s) override;
    [[nodiscard]] std::uint32_t units() const noexcept override { return world_.unit_count(); }
    [[nodiscard]] std::uint64_t state_hash() const noexcept override { return world_.state_hash(); }

private:
    sim::World world_;
    render::WorldRenderer renderer_;
    render::Camera camera_;
    app::LoadControl load_;
};

class FrameLoop {
public:
    /// How many ticks a frame has: what the clock says, as in play, or one.
    enum class Ticks : std::uint8_t { kByClock, kOneAFrame };

    FrameLoop(Stage& stage, paths::PathDispatcher& paths, app::Window& window, double frames_per_s, Ticks ticks);

    /// `hand`: what the player does in it.
    void run_frame(const std::function<void()>& hand = {});
    /// Frames for so long. `after`: called after each, beside the frame's work.
    void run_for(double seconds, const std::function<void()>& after = {});
    [[nodiscard]] const measure::FrameRecorder& frames() const noexcept { return frames_; }
    [[nodiscard]] const Books& books() noexcept;

private:
    using Clock = std::chrono::steady_clock;
    void run_ticks();
    void look_around();
    void keep_books() noexcept;

    Stage& stage_;
    paths::PathDispatcher& paths_;
    app::Window& window_;
    app::FrameLimiter limiter_;
    Ticks ticks_;
    measure::FrameRecorder frames_;
    Clock::time_point frame_start_ = Clock::now();
    Clock::duration frame_delta_{};
    Clock::duration tick_debt_{};
    Clock::time_point last_look_ = frame_start_;
    Books books_;
};

/// Ticks without pictures or pauses.
void run_unseen(Stage& stage, paths::PathDispatcher& paths, std::uint32_t ticks);

}  // namespace outrider::bench
