// What the player of the siege sees and can click: what the app gathers for it, and what the overlay gives back.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "game/paths/path_service.h"
#include "game/sim/siege/siege.h"

namespace outrider::overlay {

/// What the player's left button does. In the order of the toolbar; kSelect is no button: no tool is held.
enum class SiegeTool : std::uint8_t { kSelect, kWall, kArrow, kMortar, kFrost, kRider, kSell, kRepair };
inline constexpr std::size_t kSiegeToolCount = 8;

/// How a siege went, for the result card. Everything is measured.
struct SiegeSummary {
    std::uint64_t paths_found = 0;
    double worst_latency_ms = 0.0;  ///< from wish to answer
    std::uint64_t frames_late = 0;  ///< whose work missed the budget of 60 Hz
    std::uint64_t frames = 0;
    double mean_cores = 0.0;  ///< CPU time of all that searched over wall time, while waves were on the field
    paths::Mode mode = paths::Mode::kProcesses;
    std::uint32_t workers = 0;
    double seconds = 0.0;  ///< of the siege: its ticks at 1x
};

/// Gathered by the app once a frame. Views and pointers: valid during draw() only; the first three are never null.
struct SiegeHudModel {
    const sim::siege::Standing* standing = nullptr;
    const sim::siege::Thinking* thinking = nullptr;
    const sim::siege::Prices* prices = nullptr;

    SiegeTool tool = SiegeTool::kSelect;  ///< the chosen one
    bool paused = false;
    std::uint32_t speed = 1;                 ///< 1, 2 or 4
    std::int32_t call_wave_bonus_gold = 0;   ///< paid if the next wave is called now
    bool show_start_card = false;            ///< before the first wave, until it was closed
    std::span<const std::string_view> maps;  ///< to choose from, without folder and ending
    std::size_t map = 0;                     ///< the present one, an index into `maps`

    std::string_view message;    ///< the last verdict in words: "not enough gold: 60 needed, 12 there"
    double message_age_s = 1e9;  ///< since it was said; shown for kSiegeMessage_s

    /// What the tool would do under the cursor now; empty where there is nothing to preview.
    struct AtCursor {
        float x_px = 0.0F;  ///< the cursor, in pixels of the renderer
        float y_px = 0.0F;
        sim::siege::Verdict verdict = sim::siege::Verdict::kDone;
        std::int32_t cost_gold = 0;  ///< as in Plan: negative is paid out
    };
    std::optional<AtCursor> at_cursor;

    double think_cores = 0.0;          ///< CPU time of all that search, in the last quarter of a second
    std::optional<double> reaction_s;  ///< the last completed one: 95 of 100 had a new way; empty: none so far

    SiegeSummary summary;  ///< shown when the siege is lost or won
};

inline constexpr double kSiegeMessage_s = 2.0;

/// A new siege.
struct SiegeRestart {
    sim::siege::Difficulty difficulty = sim::siege::Difficulty::kNormal;
    std::size_t map = 0;  ///< index into SiegeHudModel::maps
    friend bool operator==(const SiegeRestart&, const SiegeRestart&) = default;
};

/// What the player asked for in this frame.
struct SiegeActions {
    std::optional<SiegeTool> tool;       ///< kSelect: lets go of the one he has
    std::optional<std::uint32_t> speed;  ///< 1, 2 or 4; comes with OverlayActions::paused if it was paused
    /// Difficulty or map chosen on the start card (which stays open then), or "again" on the result card.
    std::optional<SiegeRestart> restart;
    bool call_wave = false;
    bool endless_on = false;
    bool start_card_closed = false;  ///< by Start, or because a tool was chosen
};

}  // namespace outrider::overlay
