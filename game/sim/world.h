// The world of the sandbox: a map that the player edits and units that travel on it for ever.
// Integers and fixed point only; no SDL, no ImGui, no processes, no clocks: the same calls give the same world.
//
// The world owns the truth about the map (`terrain()`); the path service owns the versions that searches see.
// All calls are the frame thread's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "game/paths/path_service.h"
#include "shared/flow_field.h"
#include "shared/grid.h"
#include "shared/ids.h"

namespace outrider::sim {

/// Simulation ticks per second. Everything that moves is per tick.
inline constexpr int kTicksPerSecond = 60;

/// Position in 1/65536 of a cell; the centre of cell (x, y) is (x + 0.5, y + 0.5).
struct FixedPoint {
    std::int32_t x = 0;
    std::int32_t y = 0;
    friend constexpr bool operator==(const FixedPoint&, const FixedPoint&) = default;
};
inline constexpr std::int32_t kFixedOne = 1 << 16;

[[nodiscard]] constexpr Cell cell_of(FixedPoint point) noexcept { return {point.x >> 16, point.y >> 16}; }
[[nodiscard]] constexpr FixedPoint centre_of(Cell cell) noexcept {
    return {cell.x * kFixedOne + kFixedOne / 2, cell.y * kFixedOne + kFixedOne / 2};
}

/// In squared 1/65536 of a cell: no root, no rounding.
[[nodiscard]] constexpr std::int64_t squared_distance(FixedPoint a, FixedPoint b) noexcept {
    const std::int64_t dx = std::int64_t{a.x} - b.x;
    const std::int64_t dy = std::int64_t{a.y} - b.y;
    return dx * dx + dy * dy;
}

/// What a unit is doing, as the player may see it.
enum class UnitState : std::uint8_t {
    kWaiting = 0,  ///< has no path yet; asked for one
    kWalking = 1,
    kRerouting = 2,  ///< its way was cut; stands still until a new path comes
    kNoWay = 3,      ///< its goal cannot be reached: stands a moment, then picks another
    kWandering = 4,  ///< mode `none`: walks by the local rule
};

/// How an order to many units is carried out. To few (fields.h), by the weighted search (a field knows lengths only)
/// and with too many fields in use it is a path each.
enum class OrderBy : std::uint8_t { kFlowField, kPaths };

/// How the units ask, beside asking on arrival.
struct AskPolicy {
    bool again_at_once = false;        ///< `--ask-rate max`: again as soon as answered
    double per_unit_per_second = 0.0;  ///< otherwise: this often, staggered over the units
    friend bool operator==(const AskPolicy&, const AskPolicy&) = default;
};

struct WorldSettings {
    std::int32_t width_cells = 0;
    std::int32_t height_cells = 0;
    std::string terrain;  ///< width x height Moving AI letters, row by row
    std::uint32_t units = 0;
    std::uint64_t seed = 1;
    Algorithm algorithm = Algorithm::kJps;
    bool chase = false;  ///< units run after other units instead of cells
    OrderBy orders = OrderBy::kFlowField;
    bool re_aims = true;  ///< paths of a chase are mended where that is exact; false is for comparison
};

/// Counts of what happened in the world since it began.
struct WorldCounters {
    std::uint64_t ticks = 0;
    std::uint64_t arrivals = 0;
    std::uint64_t wishes = 0;            ///< requests for paths handed to the service
    std::uint64_t paths_taken = 0;       ///< answers walked on
    std::uint64_t paths_unjoinable = 0;  ///< the unit had walked off the new path's beginning
    std::uint64_t paths_blocked = 0;     ///< a cell of the path was no longer free: asked again
    std::uint64_t no_way = 0;            ///< honest `unreachable` answers
    std::uint64_t edited_cells = 0;
    std::uint64_t edits = 0;         ///< map versions made
    std::uint64_t fields_asked = 0;  ///< requests for flow fields, beside the wishes
    std::uint64_t field_steps = 0;   ///< steps walked by one
    std::uint64_t re_aimed = 0;      ///< paths mended after the quarry had moved, in place of a request
};

/// All of a world that moves, as it was at one moment (snapshot.h); whoever holds it keeps it. The map is no part of
/// it: its versions only rise.
struct SavedWorld;
using WorldSnapshot = std::shared_ptr<const SavedWorld>;

class World final : public paths::AnswerSink {
public:
    /// Throws std::runtime_error if the map has no free cell.
    explicit World(WorldSettings settings);
    ~World() override;

    // --- the frame's calls, in their order -----------------------------------------------------------------------
    /// paths::PathService::poll() calls this for each answer.
    void on_answer(const paths::PathAnswer& answer) noexcept override;
    /// One sixtieth of a second: units move; wishes are noted, not yet submitted. `mode` none: the local rule.
    void tick(paths::Mode mode) noexcept;
    /// Publishes the edits made since the last call as one map version, then hands the noted wishes to the service.
    void submit(paths::PathService& service) noexcept;

    // --- the player's hand ---------------------------------------------------------------------------------------
    /// Sets a disc of cells to wall or to ground. Border cells too. A unit under a new wall steps to the nearest free
    /// cell; if there is none near, it starts anew elsewhere. Returns the cells that changed (empty if none did).
    CellRect paint(Cell centre, std::int32_t radius_cells, bool wall) noexcept;
    /// As paint(), along a straight line: what one mouse motion draws.
    CellRect paint_line(Cell from, Cell to, std::int32_t radius_cells, bool wall) noexcept;
    void select_nearest(FixedPoint point, std::int32_t within_cells) noexcept;  ///< or nobody, if nobody is near
    void select_box(FixedPoint corner, FixedPoint opposite) noexcept;
    void clear_selection() noexcept;
    /// Sends the selected units (all, if none is selected) to `goal`, on the urgent lane: many by one flow field. A
    /// blocked goal means the nearest free cell; one out of reach, for each unit, the nearest cell within it.
    void order(Cell goal) noexcept;

    // --- settings that change live -------------------------------------------------------------------------------
    void set_unit_count(std::uint32_t units) noexcept;  ///< 0 .. kMaxUnits; units that go take their requests along
    void set_ask_policy(const AskPolicy& policy) noexcept;
    void set_algorithm(Algorithm algorithm) noexcept;
    void set_orders(OrderBy orders) noexcept;  ///< for orders from now on
    void set_chase(bool chase) noexcept;
    /// Every unit asks again in this tick.
    void ask_all_again() noexcept;

    // --- the same moment more than once --------------------------------------------------------------------------
    /// REQUIRES: every edit is published (submit() was called since the last one). Takes the time and memory of a copy
    /// of all units: not for the middle of a frame that counts. Open requests are no part of it: in the snapshot, who
    /// waits for an answer wishes to ask again.
    [[nodiscard]] WorldSnapshot snapshot() const;
    /// The world as it was then, counters included; requests that are open now end `cancelled` at `service`, at once.
    /// Each restore of one snapshot gives the same state_hash(). REQUIRES: a snapshot of this world, and no edit since.
    void restore(const WorldSnapshot& snapshot, paths::PathService& service) noexcept;

    // --- what others read ----------------------------------------------------------------------------------------
    [[nodiscard]] std::int32_t width_cells() const noexcept;
    [[nodiscard]] std::int32_t height_cells() const noexcept;
    /// Moving AI letters, row by row; a painted wall is kPaintedWall.
    [[nodiscard]] std::span<const char> terrain() const noexcept;
    [[nodiscard]] bool is_free(Cell cell) const noexcept;
    /// How much each cell was walked on lately, 0 .. 255, fading: the worn paths.
    [[nodiscard]] std::span<const std::uint8_t> wear() const noexcept;
    /// The version published last; 1 is the map as it was loaded. Edits are in it from the next submit() on.
    [[nodiscard]] MapVersion version() const noexcept;

    [[nodiscard]] std::uint32_t unit_count() const noexcept;
    [[nodiscard]] std::span<const FixedPoint> positions() const noexcept;           ///< after the last tick
    [[nodiscard]] std::span<const FixedPoint> previous_positions() const noexcept;  ///< before it: draw in between
    [[nodiscard]] std::span<const std::uint8_t> facings() const noexcept;           ///< 0..255, 0 east, 64 south
    [[nodiscard]] std::span<const UnitState> states() const noexcept;
    [[nodiscard]] std::span<const Cell> goals() const noexcept;
    [[nodiscard]] std::span<const std::uint8_t> selected() const noexcept;  ///< 1: selected
    [[nodiscard]] std::uint32_t selected_count() const noexcept;
    /// Turning points that the unit has still to walk to, next one first; empty if it has no path.
    [[nodiscard]] std::span<const PackedCell> path_ahead(UnitId unit) const noexcept;
    /// The seat of the worker that found its path; -1: none.
    [[nodiscard]] std::int32_t path_seat(UnitId unit) const noexcept;
    [[nodiscard]] bool has_open_request(UnitId unit) const noexcept;
    /// What its flow field says where it stands; kUnreachable if it goes by none, or none has come yet.
    [[nodiscard]] FlowStep field_step(UnitId unit) const noexcept;
    [[nodiscard]] std::uint32_t fields_in_use() const noexcept;

    [[nodiscard]] const WorldCounters& counters() const noexcept;
    /// One number for the whole state: equal worlds have equal hashes.
    [[nodiscard]] std::uint64_t state_hash() const noexcept;

    static constexpr char kPaintedWall = '#';
    static constexpr std::uint32_t kMaxUnits = 50'000;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace outrider::sim
