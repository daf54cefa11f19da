// What is played, as the frame loop sees it: a world, its picture, and the player's hand on it. The sandbox and the
// siege stand behind this one interface. Frame thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "game/app/debug_views.h"
#include "game/app/fault_buttons.h"
#include "game/app/input.h"
#include "game/app/map_analysis.h"
#include "game/measure/frame_recorder.h"
#include "game/overlay/overlay.h"
#include "game/paths/path_service.h"
#include "game/paths/statistics.h"
#include "game/render/camera.h"
#include "game/sim/siege/siege.h"
#include "game/sim/world.h"
#include "shared/grid.h"
#include "shared/ids.h"

namespace outrider::app {

/// How a frame looks at the world.
struct SceneView {
    const render::Camera& camera;
    const Input& input;
    double tick_fraction = 1.0;  ///< how far between the last two ticks we are, 0..1
    bool show_paths = false;     ///< with everyone in the colour of the worker that found its way
    const render::DebugLayer* debug_layer = nullptr;
    bool has_hand = true;  ///< there is a cursor to show something under
    std::chrono::steady_clock::time_point now;
};

/// What the session has measured, for a scenario that shows or uses it.
struct SessionFacts {
    const measure::FrameRecorder& frames;
    const paths::PathStatistics& paths;
    double elapsed_s = 0.0;  ///< since the last such call
    bool paused = false;     ///< by the player
    double worst_latency_ms = 0.0;
    std::uint64_t frames_late = 0;
};

/// A new siege, as the player chose it on a card.
struct NewSiege {
    sim::siege::Difficulty difficulty = sim::siege::Difficulty::kNormal;
    std::string map_name;
    bool shows_start_card = false;  ///< chosen on the start card, which stays open
};

/// A world that can live one moment more than once ("measure now").
class RepeatableWorld {
public:
    virtual ~RepeatableWorld() = default;
    /// Keeps this moment; from now on the asking rate stays as it is. REQUIRES: all edits are submitted, and none is
    /// made until let_moment_go().
    virtual void keep_moment() = 0;
    /// The moment again. What is open at `service` ends `cancelled`.
    virtual void rewind(paths::PathService& service) noexcept = 0;
    virtual void let_moment_go() noexcept = 0;
    /// The player has painted walls: no file has this map.
    [[nodiscard]] virtual bool is_edited() const noexcept = 0;
};

class Scenario : public paths::AnswerSink, public FaultTarget {
public:
    // --- the frame's calls; answers come by on_answer() -------------------------------------------------------------
    /// An answer for the picture alone: it is taken here, in no lockstep with the world. False: it is the world's.
    virtual bool take_aside(const paths::PathAnswer& answer) noexcept {
        (void)answer;
        return false;
    }
    /// Carries out what a replay has for the coming tick; once, however long that waits.
    virtual void play_back() = 0;
    virtual void tick(paths::Mode mode) noexcept = 0;
    virtual void submit(paths::PathService& service) noexcept = 0;
    /// Ends with SDL_RenderFlush.
    virtual void draw(const SceneView& view) = 0;
    virtual void rebuild_textures() = 0;
    /// Four times a second.
    virtual void look_around(const SessionFacts& facts) = 0;

    // --- the player's hand ------------------------------------------------------------------------------------------
    /// What mouse and keys mean here. `camera`: as the player sees the world.
    virtual void carry_out(const Intent& intent, const render::Camera& camera) = 0;
    virtual void carry_out(const overlay::OverlayActions& actions) = 0;
    /// Esc: lets go of a tool. False: there was nothing to let go of.
    virtual bool let_go() { return false; }
    /// Ticks in the time of one.
    [[nodiscard]] virtual std::uint32_t speed() const noexcept { return 1; }
    /// The world stands still for a reason of its own (a card is shown), beside the player's pause.
    [[nodiscard]] virtual bool holds() const noexcept { return false; }
    /// A plain left drag selects; else it is a stroke of the tool in hand.
    [[nodiscard]] virtual bool drag_selects() const noexcept { return false; }
    /// A debug view about someone needs one before a hand can click.
    virtual void select_for_debug() = 0;

    /// Null: a moment of this scenario cannot be repeated.
    [[nodiscard]] virtual RepeatableWorld* repeatable() noexcept { return nullptr; }

    /// Not null: the player chose a new game.
    [[nodiscard]] virtual const NewSiege* wants_new_game() const noexcept { return nullptr; }

    // --- what others read -------------------------------------------------------------------------------------------
    virtual void fill(overlay::OverlayModel& model) = 0;
    [[nodiscard]] virtual std::uint64_t ticks() const noexcept = 0;
    [[nodiscard]] virtual std::uint64_t state_hash() const noexcept = 0;
    /// The wave on the field; 0 if there is none.
    [[nodiscard]] virtual std::uint32_t wave() const noexcept { return 0; }
    /// How the units ask now; nothing if the scenario has no such setting.
    [[nodiscard]] virtual std::optional<sim::AskPolicy> asking() const noexcept { return std::nullopt; }
    /// Nothing if nobody is selected.
    [[nodiscard]] virtual std::optional<DebugSubject> debug_subject() const noexcept = 0;
    /// Its part of `play --json`.
    virtual void add_to(nlohmann::ordered_json& json) const = 0;
};

}  // namespace outrider::app
