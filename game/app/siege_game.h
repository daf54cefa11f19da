// The siege as it is played: the battle, its picture, the tool in the player's hand, the HUD. Frame thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "game/app/order_mark.h"
#include "game/app/scenario.h"
#include "game/app/siege_preview.h"
#include "game/app/tape.h"
#include "game/overlay/siege_hud.h"
#include "game/render/siege_renderer.h"
#include "game/sim/siege/siege.h"

struct SDL_Renderer;

namespace outrider::app {

struct SiegeGameSettings {
    sim::siege::SiegeSettings siege;
    std::vector<std::string> map_names;  ///< to choose from
    std::string map_name;
    bool shows_cards = true;    ///< false: nobody is there to read a start card
    bool hand_is_tied = false;  ///< a replay plays: the player may look, and no more
};

class SiegeGame final : public Scenario {
public:
    /// Throws as Siege and SiegeRenderer do. `paths`: for what is shown and not played. `tape`: the record that is
    /// written or played.
    SiegeGame(SDL_Renderer& renderer, SiegeGameSettings settings, paths::PathService& paths, Tape& tape);

    bool take_aside(const paths::PathAnswer& answer) noexcept override { return preview_.take(answer); }
    void on_answer(const paths::PathAnswer& answer) noexcept override { siege_.on_answer(answer); }
    void play_back() override;
    void tick(paths::Mode mode) noexcept override { siege_.tick(mode); }
    void submit(paths::PathService& service) noexcept override { siege_.submit(service); }
    void draw(const SceneView& view) override;
    void rebuild_textures() override { renderer_.rebuild_textures(); }
    void look_around(const SessionFacts& facts) override;

    void carry_out(const Intent& intent, const render::Camera& camera) override;
    void carry_out(const overlay::OverlayActions& actions) override;
    bool let_go() override;
    [[nodiscard]] std::uint32_t speed() const noexcept override { return speed_; }
    [[nodiscard]] bool holds() const noexcept override { return shows_start_card_; }
    [[nodiscard]] bool drag_selects() const noexcept override { return tool_ == overlay::SiegeTool::kSelect; }
    void ask_all_again() override { command(sim::siege::ThinkAgain{}); }
    void select_for_debug() override;
    [[nodiscard]] const NewSiege* wants_new_game() const noexcept override { return new_game_ ? &*new_game_ : nullptr; }

    void fill(overlay::OverlayModel& model) override;
    [[nodiscard]] std::uint32_t unit_count() const noexcept override;
    [[nodiscard]] Cell some_cell() const noexcept override { return siege_.ground().door; }
    [[nodiscard]] MapVersion version() const noexcept override { return siege_.version(); }
    [[nodiscard]] std::uint64_t ticks() const noexcept override { return siege_.standing().ticks; }
    [[nodiscard]] std::uint64_t state_hash() const noexcept override { return siege_.state_hash(); }
    [[nodiscard]] std::uint32_t wave() const noexcept override;
    [[nodiscard]] std::optional<DebugSubject> debug_subject() const noexcept override;
    void add_to(nlohmann::ordered_json& json) const override;
    [[nodiscard]] const sim::siege::Siege& siege() const noexcept { return siege_; }

private:
    using Clock = std::chrono::steady_clock;

    void choose(overlay::SiegeTool tool);
    void use_tool(Cell from, PointPx to, const render::Camera& camera);
    void click(PointPx at, const render::Camera& camera);
    void order(PointPx at, const render::Camera& camera);
    void key(Command key);
    void watch_nearest(sim::FixedPoint point) noexcept;
    /// What the tool in hand would do; nothing for those that need no place.
    [[nodiscard]] std::optional<sim::siege::Command> command_of_tool(Cell from, PointPx to,
                                                                     const render::Camera& camera) const noexcept;
    void command(const sim::siege::Command& command);
    void say(sim::siege::Verdict verdict, std::int32_t cost_gold);
    void update_preview(const SceneView& view);
    [[nodiscard]] render::SiegeDrawOptions draw_options(const SceneView& view);
    void begin_again(const overlay::SiegeRestart& restart);

    const SiegeGameSettings settings_;
    std::vector<std::string_view> map_names_;
    paths::PathService& paths_;
    Tape& tape_;
    sim::siege::Siege siege_;
    render::SiegeRenderer renderer_;
    SiegePreview preview_;

    // --- the player's hand ---
    overlay::SiegeTool tool_ = overlay::SiegeTool::kSelect;
    std::optional<Cell> stroke_from_;  ///< where the stroke that is going on began: the view may move under it
    std::uint32_t speed_ = 1;
    bool shows_start_card_;
    std::optional<NewSiege> new_game_;
    std::optional<std::uint32_t> watched_;  ///< place of the unit that debug views are about
    std::string message_;
    Clock::time_point said_at_{};
    OrderMark order_mark_;

    // --- what is shown ---
    std::optional<render::BuildingPreview> building_;
    std::optional<overlay::SiegeHudModel::AtCursor> at_cursor_;
    std::uint64_t events_seen_ = 0;
    const Clock::time_point began_ = Clock::now();
    overlay::SiegeHudModel hud_;
    double seen_search_cpu_s_ = 0.0;
    double wave_cpu_s_ = 0.0;  ///< of searching, while waves were on the field
    double wave_s_ = 0.0;
};

}  // namespace outrider::app
