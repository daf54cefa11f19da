// The siege: a keep to hold against waves of raiders, each of whom thinks for itself which way to take.
// Integers and fixed point only; no SDL, no ImGui, no processes, no clocks: the same commands in the same ticks, and
// the same answers in the same ticks, give the same siege.
//
// The siege owns the truth about the map; the path service owns the versions that searches see. The player's hand
// reaches it as commands and in no other way, so that a recorded list of them is the whole of a game.
// All calls are the frame thread's.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "game/paths/path_service.h"
#include "game/sim/world.h"
#include "shared/grid.h"
#include "shared/ids.h"
#include "shared/wall_line.h"

namespace outrider::sim::siege {

struct SiegeState;

// --- who and what ----------------------------------------------------------------------------------------------------

enum class UnitKind : std::uint8_t {
    kRunner,  ///< quick and weak
    kBrute,   ///< two cells wide, slow and strong
    kSapper,  ///< weighs walls against ways round, and digs where that is cheapest
    kWolf,    ///< hunts the nearest outrider; without one, makes for the keep
    kRider,   ///< an outrider: the player's
};
inline constexpr std::size_t kRaiderKinds = 4;
inline constexpr std::size_t kUnitKinds = 5;

enum class TowerKind : std::uint8_t {
    kArrow,   ///< fast, one target
    kMortar,  ///< slow, an area
    kFrost,   ///< hurts little, slows an area
};
inline constexpr std::size_t kTowerKinds = 3;

enum class Difficulty : std::uint8_t { kEasy, kNormal, kHard };

/// As the command line has it.
[[nodiscard]] constexpr std::string_view to_string(Difficulty difficulty) noexcept {
    switch (difficulty) {
        case Difficulty::kEasy: return "easy";
        case Difficulty::kNormal: return "normal";
        case Difficulty::kHard: return "hard";
    }
    return "?";
}

/// What a unit is doing, as the player may see it.
enum class UnitDoing : std::uint8_t {
    kGone,      ///< this place is empty
    kThinking,  ///< has no way yet; asked for one
    kWalking,
    kDigging,   ///< breaks what stands in its way
    kFighting,  ///< a rider and a raider at arm's length
    kStanding,  ///< a rider without an order
};

enum class Stage : std::uint8_t {
    kBuilding,  ///< before a wave; it comes when its time is up, or is called
    kWave,      ///< raiders are coming or on the field
    kLost,
    kWon,  ///< the last composed wave is beaten; EndlessOn plays on
};

/// Towers and their footprint: kTowerSide_cells square, named by the upper left cell.
inline constexpr std::int32_t kTowerSide_cells = 2;
inline constexpr std::uint32_t kComposedWaves = 12;

// --- the player's hand -----------------------------------------------------------------------------------------------

/// Walls along a drag, each step of it straight or diagonal made four-connected (for_each_wall_cell()); as far as the
/// gold lasts, only where the ground is free and nobody stands.
struct BuildWall {
    Cell from;
    Cell to;
    friend bool operator==(const BuildWall&, const BuildWall&) = default;
};
struct BuildTower {
    TowerKind kind = TowerKind::kArrow;
    Cell at;
    friend bool operator==(const BuildTower&, const BuildTower&) = default;
};
/// An outrider, who rides out of the keep.
struct HireRider {
    friend bool operator==(const HireRider&, const HireRider&) = default;
};
/// Takes down walls and towers that the drag touches, for a part of their price.
struct Sell {
    Cell from;
    Cell to;
    friend bool operator==(const Sell&, const Sell&) = default;
};
/// Mends walls and towers that the drag touches, for a part of their price by damage; not those that are being dug at.
struct Repair {
    Cell from;
    Cell to;
    friend bool operator==(const Repair&, const Repair&) = default;
};
/// Selects the riders in the box (a box of no size: the one nearest to it within two cells), and no others.
struct SelectRiders {
    FixedPoint from;
    FixedPoint to;
    friend bool operator==(const SelectRiders&, const SelectRiders&) = default;
};
/// Sends the selected riders (all, if none is selected).
struct OrderRiders {
    Cell goal;
    friend bool operator==(const OrderRiders&, const OrderRiders&) = default;
};
/// The next wave now; what is left of the time to build is paid in gold.
struct CallWave {
    friend bool operator==(const CallWave&, const CallWave&) = default;
};
/// Everyone on the field thinks again in the next tick (the storm button).
struct ThinkAgain {
    friend bool operator==(const ThinkAgain&, const ThinkAgain&) = default;
};
/// After the last composed wave is beaten: on, without end.
struct EndlessOn {
    friend bool operator==(const EndlessOn&, const EndlessOn&) = default;
};

using Command = std::variant<BuildWall, BuildTower, HireRider, Sell, Repair, SelectRiders, OrderRiders, CallWave,
                             ThinkAgain, EndlessOn>;

/// What became of a command, or would.
enum class Verdict : std::uint8_t {
    kDone,
    kPartly,  ///< gold ended, or some of the ground was taken
    kNoGold,
    kTaken,    ///< by rock, water, another building, a unit, the keep's own ground or a gate's
    kNothing,  ///< there is nothing there to sell, mend, select or send
    kNotNow,   ///< in this stage
    kTooMany,  ///< riders or towers
};

/// What a building command would do now: shown under the cursor.
struct Plan {
    Verdict verdict = Verdict::kNothing;
    std::int32_t cost_gold = 0;     ///< negative: is paid out
    std::span<const Cell> cells;    ///< that would be built on, sold or mended; valid until the next call
    std::span<const Cell> refused;  ///< that cannot be had
};

// --- set-up ----------------------------------------------------------------------------------------------------------

/// Where the siege takes place.
struct SiegeGround {
    CellRect keep;                ///< the keep's hall: blocked cells; a raider beside it strikes
    Cell door;                    ///< a free cell beside the hall: what raiders make for, and where riders come out
    std::vector<CellRect> gates;  ///< free cells at the map's edge where raiders enter
};

struct SiegeSettings {
    std::int32_t width_cells = 0;
    std::int32_t height_cells = 0;
    std::string terrain;  ///< width x height Moving AI letters, row by row
    SiegeGround ground;
    std::uint64_t seed = 1;
    Difficulty difficulty = Difficulty::kNormal;
    /// 0: waves as composed. Otherwise no waves: so many raiders at a time, who cannot be killed, coming anew
    /// anywhere far from the door when they reach the keep. For measuring.
    std::uint32_t parade = 0;
};

// --- what others read ------------------------------------------------------------------------------------------------

struct Tower {
    TowerKind kind = TowerKind::kArrow;
    Cell at;
    std::int32_t health = 0;
    std::int32_t full_health = 0;
    std::uint8_t facing = 0;           ///< 0..255, 0 east, 64 south: to its last target
    std::uint32_t ready_in_ticks = 0;  ///< until it can shoot again
    bool stands = false;               ///< false: this place in the list is empty
};

/// A mortar's shell in the air.
struct Shell {
    FixedPoint from;
    FixedPoint to;
    std::uint32_t fired_tick = 0;
    std::uint32_t lands_tick = 0;
};

/// Something to be seen or heard, for a moment.
struct Event {
    enum class Kind : std::uint8_t {
        kArrow,       ///< from a tower to its target
        kMortarShot,  ///< leaves
        kMortarHit,   ///< lands; `size` in 1/65536 cells is the radius
        kFrost,       ///< a ring around a tower; `size` as above
        kHit,         ///< a unit was hurt
        kDeath,       ///< of `unit`
        kDig,         ///< at `to`
        kWallDown,    ///< the wall or tower at `to` fell
        kBuilt,
        kSold,
        kKeepHit,  ///< a raider struck the keep
        kSword,    ///< a rider and a raider
        kWaveBegins,
        kWaveBeaten,
    };
    Kind kind = Kind::kHit;
    UnitKind unit = UnitKind::kRunner;
    FixedPoint from;
    FixedPoint to;
    std::int32_t size = 0;
    std::uint64_t tick = 0;
};

using KindCounts = std::array<std::uint32_t, kRaiderKinds>;

/// How the battle stands.
struct Standing {
    Stage stage = Stage::kBuilding;
    Difficulty difficulty = Difficulty::kNormal;
    std::uint32_t wave = 0;  ///< the one on the field, or the next; 1 is the first
    std::uint32_t ticks_to_wave = 0;
    std::int32_t gold = 0;
    std::int32_t keep_health = 0;
    std::int32_t keep_full_health = 0;
    KindCounts coming{};  ///< of this wave, not yet on the field
    KindCounts field{};   ///< on the field
    KindCounts next{};    ///< composition of the wave after this (while building: of the coming one)
    std::uint32_t riders = 0;
    std::uint32_t selected_riders = 0;
    std::uint64_t kills = 0;
    std::uint64_t score = 0;
    std::uint64_t ticks = 0;
};

/// How the horde thinks. A reaction is the time from an event (a wall cuts ways, danger changes) to the tick in which
/// 95 of 100 of those whom it concerns have a new way.
struct Thinking {
    std::uint32_t minds = 0;        ///< raiders on the field
    std::uint32_t asking = 0;       ///< with a question open or waiting
    std::uint32_t without_way = 0;  ///< stand for want of a way
    std::uint64_t questions = 0;    ///< since the beginning, beside withdrawn ones
    std::uint64_t answers = 0;
    std::uint64_t reactions = 0;  ///< completed
    std::uint32_t last_reaction_ticks = 0;
    std::uint32_t worst_reaction_ticks = 0;
    std::uint32_t last_reaction_minds = 0;  ///< how many it concerned
    std::uint32_t pending_ticks = 0;        ///< of the reaction that is going on; 0: none
};

struct Prices {
    std::int32_t wall_gold = 0;
    std::array<std::int32_t, kTowerKinds> tower_gold{};
    std::int32_t rider_gold = 0;
};

class Siege final : public paths::AnswerSink {
public:
    /// Throws std::runtime_error if the map has no free cell, or the ground does not fit the map (the door or a gate is
    /// blocked, the hall has a free cell, or a gate has no way to the door).
    explicit Siege(SiegeSettings settings);
    ~Siege() override;

    // --- the frame's calls, in their order ---------------------------------------------------------------------------
    /// paths::PathService::poll() calls this for each answer.
    void on_answer(const paths::PathAnswer& answer) noexcept override;
    /// One sixtieth of a second. `mode` none: raiders walk straight on and turn at walls.
    void tick(paths::Mode mode) noexcept;
    /// Publishes walls and danger as map versions, then hands over the questions.
    void submit(paths::PathService& service) noexcept;

    // --- the player's hand -------------------------------------------------------------------------------------------
    /// Carries it out at once, between two ticks.
    Verdict apply(const Command& command) noexcept;
    /// What apply() would do now.
    [[nodiscard]] Plan plan(const Command& command) noexcept;

    // --- what others read --------------------------------------------------------------------------------------------
    [[nodiscard]] std::int32_t width_cells() const noexcept;
    [[nodiscard]] std::int32_t height_cells() const noexcept;
    [[nodiscard]] std::span<const char> terrain() const noexcept;  ///< a wall is World::kPaintedWall, a tower too
    [[nodiscard]] bool is_free(Cell cell) const noexcept;
    [[nodiscard]] std::span<const std::uint8_t> wear() const noexcept;
    /// By cell, 0: no wall of the player's; else its health, 255 is whole. Towers have their own.
    [[nodiscard]] std::span<const std::uint8_t> wall_health() const noexcept;
    /// Cells whose picture changed since the last call: built, fallen, sold.
    [[nodiscard]] CellRect take_changed_cells() noexcept;
    /// danger_bytes() of it, by blocks of 4 by 4 cells (cost_field.h).
    [[nodiscard]] std::span<const std::uint8_t> danger() const noexcept;
    [[nodiscard]] MapVersion version() const noexcept;
    [[nodiscard]] const SiegeGround& ground() const noexcept;

    // Units, by place: places of kGone are empty. All spans have unit_places() entries.
    [[nodiscard]] std::uint32_t unit_places() const noexcept;
    [[nodiscard]] std::span<const UnitDoing> doing() const noexcept;
    [[nodiscard]] std::span<const UnitKind> kinds() const noexcept;
    [[nodiscard]] std::span<const FixedPoint> positions() const noexcept;  ///< of a unit's middle, after the last tick
    [[nodiscard]] std::span<const FixedPoint> previous_positions() const noexcept;
    [[nodiscard]] std::span<const std::uint8_t> facings() const noexcept;
    [[nodiscard]] std::span<const std::uint8_t> health() const noexcept;  ///< 255 is whole
    [[nodiscard]] std::span<const std::uint8_t> slowed() const noexcept;  ///< 1: by frost
    [[nodiscard]] std::span<const std::uint8_t> selected() const noexcept;
    [[nodiscard]] std::span<const PackedCell> path_ahead(std::uint32_t place) const noexcept;
    [[nodiscard]] std::int32_t path_seat(std::uint32_t place) const noexcept;
    [[nodiscard]] bool has_open_request(std::uint32_t place) const noexcept;

    [[nodiscard]] std::span<const Tower> towers() const noexcept;
    [[nodiscard]] std::span<const Shell> shells() const noexcept;
    /// The events from number `from` on, as far as they are remembered (the last kEventsKept); `from` is then the
    /// number of the next.
    [[nodiscard]] std::span<const Event> events_since(std::uint64_t& from) noexcept;
    static constexpr std::size_t kEventsKept = 4096;

    [[nodiscard]] const Standing& standing() const noexcept;
    [[nodiscard]] const Thinking& thinking() const noexcept;
    [[nodiscard]] static const Prices& prices() noexcept;

    /// What a raider that enters at gate `gate` would ask now, of middling courage: for the way shown before a wall is
    /// built.
    [[nodiscard]] paths::PathRequest question_from_gate(std::size_t gate) const noexcept;

    /// One number for the whole state: equal sieges have equal hashes.
    [[nodiscard]] std::uint64_t state_hash() const noexcept;

    static constexpr std::uint32_t kMaxUnits = 12'000;
    static constexpr std::uint32_t kMaxRiders = 40;
    static constexpr std::uint32_t kMaxTowers = 400;

private:
    std::unique_ptr<SiegeState> state_;
};

}  // namespace outrider::sim::siege
