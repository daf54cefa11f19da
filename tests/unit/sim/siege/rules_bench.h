// A siege in which everything happens but waves, unless the test lets them come: on the open ground of mind_bench.h.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "game/sim/siege/siege_state.h"
#include "tests/unit/sim/siege/mind_bench.h"

namespace outrider::sim::siege {

struct RulesBench : MindBench {
    static constexpr std::int32_t kRich = 100'000;

    explicit RulesBench(SiegeSettings settings = open_ground()) : MindBench(std::move(settings)) {
        siege.standing.ticks_to_wave = ~0U;
        siege.standing.gold = kRich;
        service.least_polls = 0;
    }

    void tick() {
        answer_due();
        run_tick(siege, false);
        hand_over(siege, service);
    }
    void ticks(int count) {
        for (int i = 0; i < count; ++i) tick();
    }
    /// False: that did not come about within so many ticks.
    template <typename Condition>
    bool tick_until(int most, Condition&& condition) {
        for (int i = 0; i < most && !condition(); ++i) tick();
        return condition();
    }
    [[nodiscard]] bool is_alive(UnitIndex unit, std::uint32_t number) const {
        return is_there(siege, unit) && siege.folk.number[unit] == number;
    }
    [[nodiscard]] std::vector<Event> events_of(Event::Kind kind) const {
        std::uint64_t from = 0;
        std::vector<Event> events;
        for (const Event& event : siege.events.since(from)) {
            if (event.kind == kind) events.push_back(event);
        }
        return events;
    }
    UnitIndex hire() {
        const std::uint32_t number = siege.units_made + 1;
        EXPECT_EQ(hire_rider(siege), Verdict::kDone);
        for (const Rider& rider : siege.riders.list) {
            if (siege.folk.number[rider.unit] == number) return rider.unit;
        }
        return kNobody;
    }
};

}  // namespace outrider::sim::siege
