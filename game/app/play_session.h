// One game: what is played, its paths, and the frame loop that ties them together.
// Everything here belongs to the frame thread.
#pragma once

#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "game/app/auto_workers.h"
#include "game/app/burn_load.h"
#include "game/app/command_line.h"
#include "game/app/debug_views.h"
#include "game/app/fault_buttons.h"
#include "game/app/frame_limiter.h"
#include "game/app/input.h"
#include "game/app/map_analyst.h"
#include "game/app/measure_now.h"
#include "game/app/measure_saving.h"
#include "game/app/play_report.h"
#include "game/app/query_watch.h"
#include "game/app/run_recorder.h"
#include "game/app/scenario.h"
#include "game/app/screenshot.h"
#include "game/app/settings_store.h"
#include "game/app/tape.h"
#include "game/app/timed_paths.h"
#include "game/app/window.h"
#include "game/measure/duration_histogram.h"
#include "game/measure/frame_recorder.h"
#include "game/overlay/overlay.h"
#include "game/paths/lockstep.h"
#include "game/paths/path_dispatcher.h"
#include "game/render/camera.h"
#include "game/sim/world.h"
#include "pathfinder/search/moving_ai.h"

namespace outrider::app {

/// In lockstep the load dial does not lead: nothing may follow the clock.
inline constexpr sim::AskPolicy kLockstepAsking{.per_unit_per_second = 0.5};

/// What a session is made of, checked and complete.
struct SessionSettings {
    PlayOptions options;
    search::TerrainMap map;
    std::string map_name;
    std::filesystem::path map_file;
    std::filesystem::path pathfinder;
    std::uint32_t workers = 1;
    std::uint32_t max_workers = 2;  ///< the slider's end
    double load_cores = 0.8;
    std::uint32_t units = 0;              ///< of the sandbox; of the siege's parade
    sim::siege::SiegeGround ground;       ///< of the siege
    std::vector<std::string> siege_maps;  ///< that a new siege may take place on
    std::shared_ptr<const Replay> replay;
    bool shows_start_card = false;

    // --- for measuring: nothing of this is a player's choice ---
    std::optional<std::chrono::nanoseconds> run_for;  ///< wall time, then it ends
    bool policy_is_fixed = false;                     ///< a starving pool keeps its policy
    bool telemetry = true;                            ///< false: statistics four times a second, to see what they cost
    bool draws = true;                                ///< false: for what depends on no picture
    RunRecorder* recorder = nullptr;  ///< records from the first frame to the last; outlives the session
    /// At the end of each frame's gathering; true: this frame is the last.
    std::function<bool(paths::PathDispatcher&)> each_frame;
    BurnLoad* burn_load = nullptr;  ///< asks in place of the units, who walk as in mode none; outlives the session
};

/// The pace of a session's frames: as asked, else with the screen, else 60; 0: as fast as it can.
[[nodiscard]] double frames_per_s(const PlayOptions& options, const Window& window) noexcept;

class PlaySession {
public:
    using Clock = std::chrono::steady_clock;

    /// `stop` is set by a signal: the session then ends as if the window had been closed. `tape`: the record that is
    /// written or played. All of these must outlive it.
    PlaySession(SessionSettings settings, Window& window, Tape& tape, const SettingsStore& store, paths::EventLog& log,
                const volatile std::sig_atomic_t& stop);

    /// Plays until it is ended. May be called once.
    void run();
    [[nodiscard]] PlayReport report() const;
    /// How the units ask by now; nothing where that cannot be set.
    [[nodiscard]] std::optional<sim::AskPolicy> asking() const noexcept { return scenario_->asking(); }
    /// Ends what settings.recorder has recorded. Once, after run().
    [[nodiscard]] measure::RunRecord take_record();
    /// How long the frames took together: the run without its start and end.
    [[nodiscard]] Clock::duration played_for() const noexcept { return played_for_; }
    /// Not null: ended because the player wants another game, in the same window.
    [[nodiscard]] const NewSiege* wants_new_game() const noexcept { return scenario_->wants_new_game(); }
    [[nodiscard]] std::uint64_t frames() const noexcept { return frames_.frames(); }
    /// Waits until all pictures are written; false if one was not.
    [[nodiscard]] bool finish_pictures() { return screenshots_.finish(); }
    /// Of `--measure-now`: it was done and saved. If not, measure_said() has the reason.
    [[nodiscard]] bool measure_done() const noexcept { return measure_done_; }
    [[nodiscard]] std::string_view measure_said() const noexcept { return measure_now_.said(); }
    [[nodiscard]] std::string_view measure_verdict() const noexcept {
        return measure_now_.result() != nullptr ? std::string_view(measure_now_.result()->card.verdict) : "";
    }

private:
    // --- the frame: play_session.cpp ---
    void run_frame();
    void take_input();
    void poll_answers();
    void run_ticks();
    [[nodiscard]] bool run_tick();
    void submit_wishes();
    void draw_world();
    void draw_overlay();
    void gather();
    void note_frame();
    /// Null: nobody records any more. From the next frame on.
    void record_into(RunRecorder* recorder) noexcept;
    /// For the end of a recording, in any frame.
    [[nodiscard]] EndFacts end_facts(bool stopped_early) const;
    void present();
    void keep_pace();
    void look_around();
    void note_quarter_second(double elapsed_s);
    [[nodiscard]] bool is_last_frame() const noexcept;
    [[nodiscard]] bool is_seen() const noexcept { return settings_.draws && !window_.is_hidden(); }
    [[nodiscard]] overlay::OverlayModel overlay_model();
    [[nodiscard]] std::uint64_t last_tick() const noexcept;

    // --- the player's hand: play_controls.cpp ---
    void carry_out(const Intent& intent);
    void command(Command command);
    void carry_out(const overlay::OverlayActions& actions);
    [[nodiscard]] paths::Mode next_mode() const noexcept;
    void press(overlay::Fault fault);
    void answer(overlay::FaultAnswer answer);
    void note_fault(overlay::Fault fault);
    void set_mode(paths::Mode mode) noexcept;
    void change_workers(int change) noexcept;
    void set_workers(std::uint32_t workers) noexcept;
    void step_one_tick() noexcept;
    void close_or_open_menu() noexcept;
    void follow_window();

    // --- measure now: play_measure.cpp ---
    /// The game as a measurement of the present moment drives it.
    class MeasuredPlay final : public MeasuredGame {
    public:
        explicit MeasuredPlay(PlaySession& play) noexcept : play_(play) {}
        [[nodiscard]] std::optional<std::string> refusal() const override;
        void keep_moment() override;
        void rewind_to(paths::Mode mode) override;
        [[nodiscard]] bool is_ready() const override;
        [[nodiscard]] std::optional<std::string> obstacle() const override;
        void begin_run(std::chrono::nanoseconds length) override;
        [[nodiscard]] measure::RunRecord end_run() override;
        void restore() override;
        [[nodiscard]] measure::Measurement describe() const override;

    private:
        struct Before {
            paths::Mode mode = paths::Mode::kProcesses;
            std::uint32_t workers = 0;
            bool paused = false;
            RunRecorder* recorder = nullptr;
        };
        [[nodiscard]] measure::RunSetup setup_now() const;

        PlaySession& play_;
        Before before_;
        std::optional<RunRecorder> recorder_;  ///< of the run that goes on
    };
    void look_at_measurement();
    void attend_measurement();
    void save_measurement(const std::filesystem::path& folder);
    void take_card_picture();
    [[nodiscard]] bool hand_is_free_for(const Intent& intent) const noexcept;
    void carry_out_measuring(const overlay::OverlayActions& actions);

    /// The world's answers to the world (in lockstep: to the lockstep), those for the picture aside.
    class AnswerRouter final : public paths::AnswerSink {
    public:
        AnswerRouter(Scenario& scenario, paths::AnswerSink& world) noexcept : scenario_(scenario), world_(world) {}
        void on_answer(const paths::PathAnswer& answer) noexcept override {
            if (!scenario_.take_aside(answer)) world_.on_answer(answer);
        }

    private:
        Scenario& scenario_;
        paths::AnswerSink& world_;
    };

    // --- set for good ---
    const SessionSettings settings_;
    const SettingsStore& store_;
    const volatile std::sig_atomic_t& stop_;

    // --- the game ---
    Window& window_;
    Tape& tape_;
    paths::PathDispatcher paths_;
    TimedPathService timed_paths_;
    std::optional<paths::Lockstep> lockstep_;
    MapAnalyst analyst_;
    QueryWatch watched_paths_;
    std::unique_ptr<Scenario> scenario_;
    FaultButtons faults_;
    AutoWorkers auto_workers_;
    AnswerRouter router_;
    FaultSink fault_sink_;
    TimedSink timed_sink_;

    // --- what is seen ---
    DebugViews debug_;
    overlay::Overlay overlay_;
    render::Camera camera_;
    overlay::OverlayVisibility open_;
    Screenshots screenshots_;

    // --- what the player does ---
    Input input_;
    std::vector<Intent> intents_;
    bool paused_ = false;
    bool one_tick_ = false;
    bool tick_waits_ = false;  ///< in lockstep, where each frame has a tick
    bool picture_wanted_ = false;
    bool ending_ = false;

    // --- measure now ---
    MeasuredPlay measured_play_{*this};
    MeasureNow measure_now_{measured_play_, work_out_quick_look};
    MeasureSaving saving_;
    overlay::MeasureModel measure_model_;                  ///< of this frame
    std::optional<std::filesystem::path> picture_folder_;  ///< where the card's picture goes, as soon as it is drawn
    bool measure_wanted_ = false;
    bool measure_begun_ = false;  ///< by --measure-now
    bool measure_done_ = false;

    // --- time ---
    measure::FrameRecorder frames_;
    FrameLimiter limiter_;
    Clock::time_point frame_start_{};
    Clock::duration frame_delta_{};
    Clock::duration telemetry_{};  ///< what gather() took in this frame
    Clock::duration tick_debt_{};  ///< time that the world is behind, less than a tick after run_ticks()
    Clock::time_point last_look_{};
    int looks_ = 0;
    Clock::time_point began_{};
    Clock::duration played_for_{};

    // --- what was measured ---
    RunRecorder* recorder_ = nullptr;  ///< null: nobody records
    measure::DurationHistogram polls_;
    double busy_sum_ = 0.0;
    std::uint64_t busy_samples_ = 0;
    std::uint64_t mode_changes_ = 0;
    std::uint64_t frames_late_ = 0;
    bool conserved_ = true;
};

}  // namespace outrider::app
