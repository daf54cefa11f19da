// One game: the world, its paths, the window, and the frame loop that ties them together.
// Everything here belongs to the frame thread.
#pragma once

#include <chrono>
#include <csignal>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "game/app/command_line.h"
#include "game/app/debug_views.h"
#include "game/app/fault_buttons.h"
#include "game/app/frame_limiter.h"
#include "game/app/input.h"
#include "game/app/load_control.h"
#include "game/app/map_analyst.h"
#include "game/app/play_report.h"
#include "game/app/query_watch.h"
#include "game/app/screenshot.h"
#include "game/app/settings_store.h"
#include "game/app/timed_paths.h"
#include "game/app/window.h"
#include "game/measure/duration_histogram.h"
#include "game/measure/frame_recorder.h"
#include "game/overlay/overlay.h"
#include "game/paths/path_dispatcher.h"
#include "game/render/camera.h"
#include "game/render/world_renderer.h"
#include "game/sim/world.h"
#include "pathfinder/search/moving_ai.h"

namespace outrider::app {

/// What a session is made of, checked and complete.
struct SessionSettings {
    PlayOptions options;
    search::TerrainMap map;
    std::string map_name;
    std::filesystem::path pathfinder;
    std::uint32_t workers = 1;
    std::uint32_t max_workers = 2;  ///< the slider's end
    double load_cores = 0.8;
};

class PlaySession {
public:
    /// `stop` is set by a signal: the session then ends as if the window had been closed. `log` must outlive it.
    PlaySession(SessionSettings settings, const SettingsStore& store, paths::EventLog& log,
                const volatile std::sig_atomic_t& stop);

    /// Plays until it is ended. May be called once.
    void run();
    [[nodiscard]] PlayReport report() const;
    /// Waits until all pictures are written; false if one was not.
    [[nodiscard]] bool finish_pictures() { return screenshots_.finish(); }

private:
    using Clock = std::chrono::steady_clock;

    // --- the frame: play_session.cpp ---
    void run_frame();
    void take_input();
    void poll_answers();
    void run_ticks();
    void submit_wishes();
    void select_one_for_debug() noexcept;
    void draw_world();
    void draw_overlay();
    void present();
    void keep_pace();
    void look_around();
    void note_quarter_second(double elapsed_s);
    [[nodiscard]] bool is_last_frame() const noexcept;
    [[nodiscard]] overlay::OverlayModel overlay_model() const;
    [[nodiscard]] render::DrawOptions draw_options() const;
    [[nodiscard]] std::uint32_t units_waiting() const noexcept;

    // --- the player's hand: play_controls.cpp ---
    void carry_out(const Intent& intent);
    void paint(const PaintTo& stroke);
    void click(PointPx at);
    void order(PointPx at);
    void command(Command command);
    void carry_out(const overlay::OverlayActions& actions);
    void set_mode(paths::Mode mode) noexcept;
    void change_workers(int change) noexcept;
    void set_algorithm(Algorithm algorithm) noexcept;
    void set_brush(std::int32_t radius_cells) noexcept;
    void step_one_tick() noexcept;
    void close_or_open_menu() noexcept;
    void follow_window();
    [[nodiscard]] Cell cell_at(PointPx at) const noexcept;
    [[nodiscard]] sim::FixedPoint point_at(PointPx at) const noexcept;

    // --- set for good ---
    const SessionSettings settings_;
    const SettingsStore& store_;
    const volatile std::sig_atomic_t& stop_;

    // --- the game; the window comes first: with no display, nothing is started ---
    Window window_;
    sim::World world_;
    paths::PathDispatcher paths_;
    TimedPathService timed_paths_;
    MapAnalyst analyst_;
    QueryWatch watched_paths_;
    FaultButtons faults_;
    FaultSink fault_sink_;
    TimedSink timed_sink_;
    LoadControl load_;

    // --- what is seen ---
    DebugViews debug_;
    render::WorldRenderer renderer_;
    overlay::Overlay overlay_;
    render::Camera camera_;
    overlay::OverlayVisibility open_;
    Screenshots screenshots_;

    // --- what the player does ---
    Input input_;
    std::vector<Intent> intents_;
    Cell last_painted_;
    std::int32_t brush_radius_cells_ = 2;
    std::optional<Cell> order_mark_;
    Clock::time_point ordered_at_{};
    Algorithm algorithm_;
    bool chase_;
    sim::OrderBy orders_;
    bool paused_ = false;
    bool one_tick_ = false;
    bool picture_wanted_ = false;
    bool ending_ = false;

    // --- time ---
    measure::FrameRecorder frames_;
    FrameLimiter limiter_;
    Clock::time_point frame_start_{};
    Clock::duration frame_delta_{};
    Clock::duration tick_debt_{};  ///< time that the world is behind, less than a tick after run_ticks()
    Clock::time_point last_look_{};
    int looks_ = 0;

    // --- what was measured ---
    measure::DurationHistogram polls_;
    double busy_sum_ = 0.0;
    std::uint64_t busy_samples_ = 0;
    std::uint64_t mode_changes_ = 0;
    bool conserved_ = true;
};

}  // namespace outrider::app
