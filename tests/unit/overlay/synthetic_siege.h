// A siege that is none: how it stands, as a test sets it.
#pragma once

#include <array>
#include <string_view>

#include "game/overlay/siege_hud.h"

namespace outrider::overlay {

/// Before wave 5 of 12, with gold for all tools.
struct SyntheticSiege {
    SyntheticSiege() {
        standing.wave = 5;
        standing.ticks_to_wave = 14 * 60;
        standing.gold = 1240;
        standing.keep_health = 840;
        standing.keep_full_health = 1000;
        standing.next = {120, 12, 0, 0};
        standing.kills = 812;
        standing.score = 20'460;
        thinking.reactions = 3;
        thinking.worst_reaction_ticks = 51;
        prices.wall_gold = 2;
        prices.tower_gold = {60, 140, 90};
        prices.rider_gold = 50;
        hud.call_wave_bonus_gold = 35;
        hud.think_cores = 1.94;
        hud.reaction_s = 0.31;
        hud.summary = {.paths_found = 148'211,
                       .worst_latency_ms = 12.4,
                       .frames_late = 3,
                       .frames = 52'210,
                       .mean_cores = 1.62,
                       .mode = paths::Mode::kProcesses,
                       .workers = 2,
                       .seconds = 872.0};
    }

    /// Wave 11 is on the field, with every kind in large numbers: the longest line.
    void let_wave_eleven_come() {
        standing.stage = sim::siege::Stage::kWave;
        standing.wave = 11;
        standing.coming = {1200, 120, 80, 40};
        standing.field = {1034, 211, 94, 77};
        standing.next = {2200, 350, 300, 150};
    }

    [[nodiscard]] SiegeHudModel view() const {
        SiegeHudModel model = hud;
        model.standing = &standing;
        model.thinking = &thinking;
        model.prices = &prices;
        model.maps = maps;
        return model;
    }

    sim::siege::Standing standing;
    sim::siege::Thinking thinking;
    sim::siege::Prices prices;
    std::array<std::string_view, 2> maps{"valley", "ford"};
    SiegeHudModel hud;
};

}  // namespace outrider::overlay
