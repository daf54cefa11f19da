// How often the units ask: led by the load dial, or fixed by the player. Fed four times a second.
#pragma once

#include <cstdint>
#include <optional>

#include "game/paths/statistics.h"
#include "game/sim/load_dial.h"
#include "game/sim/world.h"

namespace outrider::app {

class LoadControl {
public:
    LoadControl(double cores, std::optional<sim::AskPolicy> fixed) noexcept : dial_(cores), fixed_(fixed) {}

    /// What has been counted since the start, by now; `elapsed_s` since the last call.
    void update(const paths::PathStatistics& paths, const sim::WorldCounters& world, std::uint32_t units,
                double elapsed_s) noexcept;

    /// As update(), but nothing is learnt from it: counts of a time that is not to count, or that were set back.
    void pass_over(const paths::PathStatistics& paths, const sim::WorldCounters& world) noexcept;

    /// The player turned the dial: it leads, whatever was fixed before.
    void set_cores(double cores) noexcept;
    /// Another algorithm: the rate stays, so that one sees what the algorithm buys.
    void keep_rate() noexcept { dial_.freeze(); }

    [[nodiscard]] sim::AskPolicy policy() const noexcept;
    [[nodiscard]] bool leads() const noexcept { return !fixed_ && !dial_.frozen(); }
    [[nodiscard]] double cores() const noexcept { return dial_.cores(); }

private:
    sim::LoadDial dial_;
    std::optional<sim::AskPolicy> fixed_;
    double seen_search_cpu_s_ = 0.0;
    std::uint64_t seen_searches_ = 0;
    std::uint64_t seen_arrivals_ = 0;
};

}  // namespace outrider::app
