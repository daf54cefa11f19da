// What things in the siege are called, and how they are counted.
#pragma once

#include <cstdint>
#include <string_view>

#include "game/overlay/siege_hud.h"
#include "game/overlay/text.h"

namespace outrider::overlay {

/// "runner" or "runners".
[[nodiscard]] std::string_view kind_name(sim::siege::UnitKind kind, std::uint64_t count) noexcept;
/// As on a button: "Easy".
[[nodiscard]] std::string_view difficulty_name(sim::siege::Difficulty difficulty) noexcept;
/// What one use costs: a wall's cell, a tower, a rider. Nothing for kSelect, and none of a price of its own for kSell
/// and kRepair.
[[nodiscard]] std::int32_t price_of(SiegeTool tool, const sim::siege::Prices& prices) noexcept;
/// Why a command had no effect, or less than was asked for: "not enough gold: 60 needed, 12 there". Empty for kDone.
[[nodiscard]] Text verdict_message(sim::siege::Verdict verdict, std::int32_t cost_gold, std::int32_t gold);
/// "Wave 5 of 12 in 0:14", "Wave 5 of 12: 84 to come, 36 here".
[[nodiscard]] Text wave_line(const sim::siege::Standing& standing);
/// While building the wave to come, then what is left of it.
[[nodiscard]] sim::siege::KindCounts who_comes(const sim::siege::Standing& standing) noexcept;
/// "2.0 cores, reacts in 0.31 s": what the horde's thinking takes, and how fast it is.
[[nodiscard]] Text mind_text(const SiegeHudModel& siege, paths::Mode mode);
/// The reaction that is going on has lasted longer than all of the last one.
[[nodiscard]] bool reacts_longer_now(const SiegeHudModel& siege) noexcept;
/// 74.2 as "1:14", 4000 as "1:06:40".
[[nodiscard]] Text clock_text(double seconds);
/// The time until something: full seconds, rounded up, so that 0:00 is the moment itself.
[[nodiscard]] Text countdown_text(std::uint64_t ticks);

}  // namespace outrider::overlay
