// The overlay: Dear ImGui panels that show what offloading costs, and the switches to change it live.
// It reads statistics and gives back wishes; it changes nothing itself. SDL and ImGui stay behind this header.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "game/measure/frame_recorder.h"
#include "game/overlay/figures.h"
#include "game/overlay/measure_card.h"
#include "game/overlay/panel_set.h"
#include "game/overlay/siege_hud.h"
#include "game/paths/statistics.h"
#include "game/render/palette.h"
#include "game/sim/world.h"
#include "shared/protocol.h"

struct SDL_Window;
struct SDL_Renderer;
union SDL_Event;

namespace outrider::overlay {

/// Faults on purpose.
enum class Fault : std::uint8_t { kKill, kStop, kPoison, kSlow, kKillAll, kStorm };
inline constexpr std::size_t kFaultCount = 6;

/// Where the game itself would die of a fault, the player is asked first.
enum class FaultAnswer : std::uint8_t { kDoAnyway, kDoInProcesses, kCancel };

/// A colour of a debug view and what it stands for. `joined`: a further colour of the entry before.
struct LegendEntry {
    render::Rgb colour;
    std::string_view word;
    bool joined = false;
};

/// The debug view that is on, in words; without a title none is.
struct DebugCaption {
    std::string_view title;
    std::string_view facts;
    std::string_view state;  ///< of which map version, and how long it took
    std::span<const LegendEntry> legend;
    bool is_late = false;  ///< the world has moved on, the next look is being taken
};

/// All that the panels show, gathered by the app once a frame. Views: valid during draw() only.
struct OverlayModel {
    const measure::FrameRecorder* frames = nullptr;
    const paths::PathStatistics* paths = nullptr;
    std::span<const paths::WorkerStatistics> workers;  ///< one per seat that is or was in use, by seat
    std::span<const paths::CoreLoad> cores;            ///< one per core of the machine
    std::string_view map_name;
    std::string_view renderer_name;  ///< "opengl (accelerated)", "software"
    std::uint32_t units = 0;
    std::uint32_t units_waiting = 0;  ///< without a path
    std::uint32_t selected_units = 0;
    std::uint32_t max_workers = 0;  ///< the slider's end: twice the cores
    bool workers_are_auto = false;
    std::string_view auto_workers;  ///< why so many, or why no longer auto; empty: it never was
    std::uint32_t max_units = 0;
    double load_cores = 0.0;         ///< the dial; meaningless if !load_leads
    bool load_leads = false;         ///< false: --ask-rate, or frozen by a change of algorithm
    double ask_rate_per_unit = 0.0;  ///< requests per unit and second, beside those on arrival
    bool ask_again_at_once = false;
    Algorithm algorithm = Algorithm::kJps;
    bool chase = false;
    sim::OrderBy orders = sim::OrderBy::kFlowField;
    std::uint32_t fields_in_use = 0;  ///< flow fields that units go by
    std::int32_t brush_radius_cells = 0;
    bool paused = false;
    double inline_budget_ms = 0.0;         ///< 0: no limit
    std::chrono::nanoseconds telemetry{};  ///< what gathering the statistics took in this frame; 0: not measured
    std::uint64_t tick = 0;
    DebugCaption debug;                      ///< F3
    std::string_view fault_done;             ///< the last fault: what was done …
    std::string_view fault_led_to;           ///< … and what came of it, as far as it has come
    std::optional<Fault> fault_in_question;  ///< waits for the player's FaultAnswer
    const SiegeHudModel* siege = nullptr;    ///< null: the sandbox
    const MeasureModel* measure = nullptr;   ///< B; null: nothing of it is shown
};

/// What the player asked for in this frame; the app carries it out.
struct OverlayActions {
    std::optional<std::uint32_t> workers;
    std::optional<std::uint32_t> units;
    std::optional<paths::Mode> mode;
    std::optional<SchedulingPolicy> policy;
    std::optional<Algorithm> algorithm;
    std::optional<double> load_cores;
    std::optional<bool> chase;
    std::optional<sim::OrderBy> orders;
    std::optional<std::int32_t> brush_radius_cells;
    std::optional<double> inline_budget_ms;
    std::optional<bool> paused;
    std::optional<std::uint32_t> chunk_jobs;
    std::optional<Fault> fault;
    std::optional<FaultAnswer> fault_answer;
    bool step_one_tick = false;
    bool toggle_auto_workers = false;
    bool quit = false;
    bool close_menu = false;
    SiegeActions siege;
    MeasureActions measure;
};

/// What is open. The app owns it: keys change it too. The strip (frame, mode, workers, queue) is there always, and so
/// are the siege's bars and cards.
struct OverlayVisibility {
    bool panels = true;  ///< F2: shows and hides all that are open; a siege begins with them hidden
    bool help = false;   ///< F1
    bool menu = false;   ///< Esc
    PanelSet open = kUsualPanels;
};

/// A rectangle in window coordinates (what SDL's mouse events and xdotool count in).
struct WindowRect {
    std::int32_t x = 0;
    std::int32_t y = 0;
    std::int32_t width = 0;
    std::int32_t height = 0;
};

/// Where the siege's widgets are; empty of what is not there. Tools and the next wave's button are there also when they
/// are closed, and then clicks on them have no effect.
template <class Rectangle>
struct SiegeWidgets {
    std::array<Rectangle, kSiegeToolCount> tools{};  ///< by SiegeTool; that of kSelect is empty
    Rectangle next_wave{};
    std::array<Rectangle, 4> speeds{};  ///< pause, 1x, 2x, 4x
    Rectangle menu{};
    // On the card that is there: start or result.
    Rectangle start{};
    std::array<Rectangle, 3> difficulties{};  ///< by sim::siege::Difficulty
    std::array<Rectangle, 4> maps{};          ///< the first four of them; on the start card
    Rectangle again{};
    Rectangle endless{};
    Rectangle quit{};
};
using SiegePlaces = SiegeWidgets<WindowRect>;

/// Where the last draw() put what end-to-end tests click on; empty rectangles of what is not there.
struct WidgetPlaces {
    std::array<WindowRect, 4> mode_buttons;  ///< by paths::Mode
    WindowRect workers_slider;
    WindowRect auto_button;
    WindowRect units_slider;
    WindowRect load_slider;
    WindowRect pause_button;
    WindowRect step_button;
    WindowRect chunk_slider;
    std::array<WindowRect, 3> menu_buttons;             ///< resume, help, quit
    std::array<WindowRect, kFaultCount> fault_buttons;  ///< by Fault
    std::array<WindowRect, 3> question_buttons;         ///< by FaultAnswer
    std::array<WindowRect, kPanelCount> panel_buttons;  ///< by Panel: they open and close it
    std::array<WindowRect, kPanelCount> panels;         ///< by Panel: all of it
    std::array<WindowRect, kPanelCount> close_marks;    ///< by Panel
    std::array<WindowRect, kFigureCount> figures;       ///< by Figure: what has a tip
    WindowRect tip;
    WindowRect keep_button;    ///< on Compare: keep as A
    WindowRect forget_button;  ///< on Compare
    SiegePlaces siege;
    WindowRect measure_save;
    WindowRect measure_close;
    WindowRect measure_card;  ///< all of it
};

class Overlay {
public:
    /// `settings_file`: where panels remember their places; empty: nowhere. Throws std::runtime_error.
    Overlay(SDL_Window& window, SDL_Renderer& renderer, const std::string& settings_file);
    ~Overlay();
    Overlay(const Overlay&) = delete;
    Overlay& operator=(const Overlay&) = delete;

    /// True if the overlay wants this event for itself (mouse over a panel, typing): the world must not see it.
    bool handle_event(const SDL_Event& event);
    [[nodiscard]] bool wants_mouse() const noexcept;
    [[nodiscard]] bool wants_keyboard() const noexcept;
    /// Render targets or the device were lost: textures are made again.
    void rebuild_textures();
    /// The panels that were open when the settings file was written; the usual ones if it does not say.
    [[nodiscard]] PanelSet remembered_panels() const noexcept;
    /// Panels are kept as pictures and drawn anew kPicturesPerSecond times, so that a frame only copies them. False:
    /// every frame draws everything, to see what that would cost.
    void keep_pictures(bool keep) noexcept;

    /// Builds and draws all panels; ends with SDL_RenderFlush.
    OverlayActions draw(const OverlayModel& model, OverlayVisibility& visibility, double delta_s);

    [[nodiscard]] const WidgetPlaces& places() const noexcept;
    /// What the last draw() took: building the panels, and drawing them up to the end of the flush.
    struct Cost {
        std::chrono::nanoseconds build{};
        std::chrono::nanoseconds draw{};
    };
    [[nodiscard]] Cost last_cost() const noexcept;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace outrider::overlay
