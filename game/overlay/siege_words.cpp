#include "game/overlay/siege_words.h"

#include <algorithm>
#include <cmath>

#include "game/overlay/siege_kinds.h"

namespace outrider::overlay {
namespace {

using sim::siege::Difficulty;
using sim::siege::kComposedWaves;
using sim::siege::Stage;
using sim::siege::Standing;
using sim::siege::TowerKind;
using sim::siege::UnitKind;
using sim::siege::Verdict;

constexpr std::uint64_t kTicksPerSecond = 60;

[[nodiscard]] Text clock_of(std::uint64_t seconds) {
    if (seconds < 3600) return Text("{}:{:02}", seconds / 60, seconds % 60);
    return Text("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

[[nodiscard]] double pending_s(const SiegeHudModel& siege) noexcept {
    return static_cast<double>(siege.thinking->pending_ticks) / kTicksPerSecond;
}

}  // namespace

std::string_view kind_name(UnitKind kind, std::uint64_t count) noexcept {
    const bool one = count == 1;
    switch (kind) {
        case UnitKind::kRunner: return one ? "runner" : "runners";
        case UnitKind::kBrute: return one ? "brute" : "brutes";
        case UnitKind::kSapper: return one ? "sapper" : "sappers";
        case UnitKind::kWolf: return one ? "wolf" : "wolves";
        case UnitKind::kRider: return one ? "rider" : "riders";
    }
    return "?";
}

std::string_view difficulty_name(Difficulty difficulty) noexcept {
    switch (difficulty) {
        case Difficulty::kEasy: return "Easy";
        case Difficulty::kNormal: return "Normal";
        case Difficulty::kHard: return "Hard";
    }
    return "?";
}

std::int32_t price_of(SiegeTool tool, const sim::siege::Prices& prices) noexcept {
    const auto tower = [&](TowerKind kind) { return prices.tower_gold[static_cast<std::size_t>(kind)]; };
    switch (tool) {
        case SiegeTool::kWall: return prices.wall_gold;
        case SiegeTool::kArrow: return tower(TowerKind::kArrow);
        case SiegeTool::kMortar: return tower(TowerKind::kMortar);
        case SiegeTool::kFrost: return tower(TowerKind::kFrost);
        case SiegeTool::kRider: return prices.rider_gold;
        case SiegeTool::kSelect:
        case SiegeTool::kSell:
        case SiegeTool::kRepair: return 0;
    }
    return 0;
}

Text verdict_message(Verdict verdict, std::int32_t cost_gold, std::int32_t gold) {
    switch (verdict) {
        case Verdict::kDone: return Text("");
        case Verdict::kPartly: return Text("only a part of it: the gold ends, or the ground is taken");
        case Verdict::kNoGold: return Text("not enough gold: {} needed, {} there", cost_gold, gold);
        case Verdict::kTaken: return Text("the ground is taken");
        case Verdict::kNothing: return Text("there is nothing there");
        case Verdict::kNotNow: return Text("not now");
        case Verdict::kTooMany: return Text("there are too many of these already");
    }
    return Text("?");
}

Text wave_line(const Standing& standing) {
    if (standing.stage == Stage::kLost) return Text("The keep has fallen");
    if (standing.stage == Stage::kWon) return Text("All {} waves are beaten", kComposedWaves);
    const Text wave = standing.wave <= kComposedWaves ? Text("Wave {} of {}", standing.wave, kComposedWaves)
                                                      : Text("Wave {} without end", standing.wave);
    if (standing.stage == Stage::kBuilding) {
        return Text("{} in {}", std::string_view(wave), std::string_view(countdown_text(standing.ticks_to_wave)));
    }
    return Text("{}: {} to come, {} here", std::string_view(wave), std::string_view(grouped(total_of(standing.coming))),
                std::string_view(grouped(total_of(standing.field))));
}

sim::siege::KindCounts who_comes(const Standing& standing) noexcept {
    if (standing.stage == Stage::kBuilding) return standing.next;
    sim::siege::KindCounts left = standing.coming;
    for (std::size_t kind = 0; kind < left.size(); ++kind) left[kind] += standing.field[kind];
    return left;
}

bool reacts_longer_now(const SiegeHudModel& siege) noexcept {
    return pending_s(siege) > siege.reaction_s.value_or(0.0);
}

Text mind_text(const SiegeHudModel& siege, paths::Mode mode) {
    if (mode == paths::Mode::kNone) return Text("off, they walk straight on");
    if (reacts_longer_now(siege)) {
        return Text("{:.1f} cores, reacting for {} s", siege.think_cores,
                    std::string_view(short_number(pending_s(siege))));
    }
    if (!siege.reaction_s) return Text("{:.1f} cores", siege.think_cores);
    return Text("{:.1f} cores, reacts in {} s", siege.think_cores, std::string_view(short_number(*siege.reaction_s)));
}

Text clock_text(double seconds) { return clock_of(static_cast<std::uint64_t>(std::floor(std::max(seconds, 0.0)))); }

Text countdown_text(std::uint64_t ticks) { return clock_of((ticks + kTicksPerSecond - 1) / kTicksPerSecond); }

}  // namespace outrider::overlay
