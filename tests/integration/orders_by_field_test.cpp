// 10,000 units are sent to one spot, through real worker processes: by one flow field, and by a path each.
#include <gtest/gtest.h>

#include <chrono>
#include <iostream>
#include <thread>

#include "game/paths/path_dispatcher.h"
#include "game/sim/world.h"
#include "tests/support/own_maps.h"
#include "tests/support/own_worlds.h"

namespace outrider {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::uint32_t kUnits = 10'000;
constexpr Cell kSpot{256, 256};

class Orders : public ::testing::Test {
protected:
    Orders()
        : map_(testing::own_map("city")),
          dispatcher_(testing::dispatcher_settings(map_, paths::Mode::kProcesses, 1)),
          world_(testing::world_settings(map_, kUnits, 7)) {
        // The paths of the beginning.
        until([&] { return world_.counters().paths_taken >= kUnits && dispatcher_.requests().in_flight == 0; });
    }

    void frame() {
        dispatcher_.poll(world_);
        world_.tick(dispatcher_.mode());
        world_.submit(dispatcher_);
        dispatcher_.flush();
    }
    template <class Condition>
    void until(Condition condition) {
        const Clock::time_point patience = Clock::now() + 60s;
        while (!condition()) {
            ASSERT_LT(Clock::now(), patience);
            frame();
            std::this_thread::sleep_for(1ms);
        }
    }

    std::uint64_t paths_answered() const {
        const auto& answers = dispatcher_.requests().answers;
        return answers[static_cast<std::size_t>(AnswerStatus::kFound)] +
               answers[static_cast<std::size_t>(AnswerStatus::kPartial)];
    }
    static double milliseconds_since(Clock::time_point begin) {
        return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    }

    search::TerrainMap map_;
    paths::PathDispatcher dispatcher_;
    sim::World world_;
};

TEST_F(Orders, EveryoneHasADirectionWithinTwoFramesOfTheFieldsAnswer) {
    const Clock::time_point begin = Clock::now();
    world_.order(kSpot);
    until([&] { return world_.counters().field_steps > 0; });
    const double time_ms = milliseconds_since(begin);
    frame();
    std::uint32_t by_field = 0;
    for (std::uint32_t unit = 0; unit < kUnits; ++unit) {
        // Who was cut off from the goal has gone alone by now, and who was there has gone on.
        if (world_.field_step({unit}) != FlowStep::kUnreachable) ++by_field;
    }
    EXPECT_GE(by_field, kUnits * 99 / 100);
    EXPECT_EQ(world_.counters().fields_asked, 1U);
    EXPECT_EQ(dispatcher_.requests().rejected, 0U);
    std::cout << "one flow field: " << by_field << " of " << kUnits << " units have a direction " << time_ms
              << " ms after the order\n";
}

TEST_F(Orders, APathEachTakesWhatThePathsPerSecondPredict) {
    world_.set_orders(sim::OrderBy::kPaths);
    dispatcher_.refresh_statistics();
    const double cpu_s = dispatcher_.statistics().search_cpu_s;
    const std::uint64_t searches = dispatcher_.statistics().searches;
    const std::uint64_t answered = paths_answered();
    const Clock::time_point begin = Clock::now();
    world_.order(kSpot);
    until([&] { return paths_answered() >= answered + kUnits; });
    const double time_ms = milliseconds_since(begin);
    dispatcher_.refresh_statistics();
    const std::uint64_t made = dispatcher_.statistics().searches - searches;
    const double search_ms = (dispatcher_.statistics().search_cpu_s - cpu_s) * 1e3;
    EXPECT_EQ(world_.counters().fields_asked, 0U);
    std::cout << kUnits << " paths answered " << time_ms << " ms after the order; " << made << " searches took "
              << search_ms << " ms\n";
}

}  // namespace
}  // namespace outrider
