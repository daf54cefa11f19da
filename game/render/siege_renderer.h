// Draws the siege: land, keep, gates, walls and towers, the horde and the riders, what happens for a moment, and what
// the player's hand is about to do. Reads the siege, changes nothing. SDL stays behind this header.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "game/render/camera.h"
#include "game/render/ripple.h"
#include "game/sim/siege/siege.h"
#include "shared/grid.h"

struct SDL_Renderer;

namespace outrider::render {

struct DebugLayer;

/// What a building command would do, shown under the cursor in the same frame: as Siege::plan() tells.
struct BuildingPreview {
    enum class Hand : std::uint8_t { kWall, kTower, kSell, kRepair };

    Hand hand = Hand::kWall;
    std::span<const Cell> cells;    ///< that would be built on, sold or mended
    std::span<const Cell> refused;  ///< that cannot be had
    sim::siege::TowerKind tower = sim::siege::TowerKind::kArrow;
    Cell tower_at;                 ///< Hand::kTower: its upper left cell
    std::int32_t tower_range = 0;  ///< Hand::kTower: how far it would reach, 1/65536 cells; 0: not shown
};

/// The way that raiders from one gate would take if the player built what the preview shows.
struct WayPreview {
    enum class Kind : std::uint8_t {
        kOpen,
        kBreaksWalls,  ///< there is no open way: they would dig
        kNone,         ///< none at all; `points` may be empty: the gate is marked
    };

    Kind kind = Kind::kOpen;
    std::span<const PackedCell> points;  ///< turning points or waypoints, from the gate to the door
    std::size_t gate = 0;                ///< of Siege::ground().gates
};

/// How far a tower reaches, around the cursor or a chosen tower.
struct ReachCircle {
    sim::FixedPoint middle;
    std::int32_t radius = 0;  ///< 1/65536 cells
};

/// All spans are read during draw() only.
struct SiegeDrawOptions {
    /// The siege's tick, and how far between the last two ticks we are, 0..1: units are drawn in between, and what
    /// happens in the battle is shown by this time: it stands still in a pause and runs at the game's speed.
    std::uint64_t now_tick = 0;
    double tick_fraction = 1.0;
    /// Seconds of the window, going on in a pause: what the player's own hand does is shown by this time.
    double clock_s = 0.0;
    /// What happened since the last draw(): Siege::events_since(). Each event is handed over once.
    std::span<const sim::siege::Event> events;

    bool show_paths = false;                  ///< of all; those of selected riders are always shown
    bool tint_by_worker = false;              ///< units in the colour of the worker that found their way
    const DebugLayer* debug_layer = nullptr;  ///< lies over the land; null: none

    std::optional<BuildingPreview> building;
    std::span<const WayPreview> ways;  ///< of some gates, or none
    std::optional<ReachCircle> reach;
    std::optional<sim::FixedPoint> box_from;  ///< a drag that selects: one corner ...
    std::optional<sim::FixedPoint> box_to;    ///< ... and the other
    std::optional<Ripple> order_mark;         ///< where riders were just sent
};

class SiegeRenderer {
public:
    /// Bakes the land. Throws std::runtime_error if a texture cannot be made.
    SiegeRenderer(SDL_Renderer& renderer, const sim::siege::Siege& siege);
    ~SiegeRenderer();
    SiegeRenderer(const SiegeRenderer&) = delete;
    SiegeRenderer& operator=(const SiegeRenderer&) = delete;

    /// These cells changed (Siege::take_changed_cells()): their picture is baked again, within a budget per frame.
    void invalidate(const CellRect& cells);
    /// Render targets or the device were lost: everything is made again.
    void rebuild_textures();
    /// Draws; ends with SDL_RenderFlush. The horde is one draw call.
    void draw(const sim::siege::Siege& siege, const Camera& camera, const SiegeDrawOptions& options);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace outrider::render
