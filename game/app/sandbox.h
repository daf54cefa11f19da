// The sandbox: units that travel for ever, and walls that the player paints in their way. Frame thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "game/app/load_control.h"
#include "game/app/order_mark.h"
#include "game/app/scenario.h"
#include "game/app/tape.h"
#include "game/render/world_renderer.h"
#include "game/sim/world.h"
#include "game/sim/world_command.h"

struct SDL_Renderer;

namespace outrider::app {

/// Whoever is selected; of several the first.
[[nodiscard]] std::optional<DebugSubject> debug_subject_of(const sim::World& world) noexcept;

struct SandboxSettings {
    sim::WorldSettings world;
    LoadControl load;
    bool hand_is_tied = false;   ///< a replay plays: the player may look, and no more
    bool rate_is_fixed = false;  ///< the load dial follows the clock: in lockstep nothing may
};

class Sandbox final : public Scenario, public RepeatableWorld {
public:
    /// Throws as World and WorldRenderer do. `tape`: the record that is written or played.
    Sandbox(SDL_Renderer& renderer, const SandboxSettings& settings, Tape& tape);

    void on_answer(const paths::PathAnswer& answer) noexcept override { world_.on_answer(answer); }
    void play_back() override;
    void tick(paths::Mode mode) noexcept override { world_.tick(mode); }
    void submit(paths::PathService& service) noexcept override { world_.submit(service); }
    void draw(const SceneView& view) override;
    void rebuild_textures() override { renderer_.rebuild_textures(); }
    void look_around(const SessionFacts& facts) override;

    void carry_out(const Intent& intent, const render::Camera& camera) override;
    void carry_out(const overlay::OverlayActions& actions) override;
    void ask_all_again() override { command(sim::AskAllAgain{}); }
    void select_for_debug() override;

    [[nodiscard]] RepeatableWorld* repeatable() noexcept override { return this; }
    void keep_moment() override { moment_ = world_.snapshot(); }
    void rewind(paths::PathService& service) noexcept override { world_.restore(moment_, service); }
    void let_moment_go() noexcept override;
    [[nodiscard]] bool is_edited() const noexcept override { return world_.counters().edits > 0; }

    void fill(overlay::OverlayModel& model) override;
    [[nodiscard]] std::uint32_t unit_count() const noexcept override { return world_.unit_count(); }
    [[nodiscard]] Cell some_cell() const noexcept override;
    [[nodiscard]] MapVersion version() const noexcept override { return world_.version(); }
    [[nodiscard]] std::uint64_t ticks() const noexcept override { return world_.counters().ticks; }
    [[nodiscard]] std::uint64_t state_hash() const noexcept override { return world_.state_hash(); }
    [[nodiscard]] std::optional<sim::AskPolicy> asking() const noexcept override { return load_.policy(); }
    [[nodiscard]] std::optional<DebugSubject> debug_subject() const noexcept override {
        return debug_subject_of(world_);
    }
    void add_to(nlohmann::ordered_json& json) const override;

private:
    void paint(const PaintTo& stroke, const render::Camera& camera);
    void click(PointPx at, const render::Camera& camera);
    void order(PointPx at, const render::Camera& camera);
    void set_algorithm(Algorithm algorithm);
    void set_brush(std::int32_t radius_cells) noexcept;
    void command(const sim::WorldCommand& command);
    void apply(const sim::WorldCommand& command);
    [[nodiscard]] std::uint32_t units_waiting() const noexcept;

    sim::World world_;
    render::WorldRenderer renderer_;
    LoadControl load_;
    Tape& tape_;
    const bool hand_is_tied_;
    const bool rate_is_fixed_;
    sim::WorldSnapshot moment_;       ///< not null: it is being repeated
    bool comes_from_moment_ = false;  ///< counters were set back since the load dial saw them

    Cell last_painted_;
    std::int32_t brush_radius_cells_ = 2;
    OrderMark order_mark_;
    Algorithm algorithm_;
    bool chase_;
    sim::OrderBy orders_;
};

}  // namespace outrider::app
