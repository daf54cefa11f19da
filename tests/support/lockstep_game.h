// A game in lockstep through the real service, from its first tick to its last: how it ends must not depend on who
// searches.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <ostream>
#include <random>
#include <thread>
#include <utility>

#include "game/paths/lockstep.h"
#include "game/paths/path_dispatcher.h"
#include "tests/support/own_maps.h"

namespace outrider::testing {

/// Who searches.
struct PoolForm {
    paths::Mode mode = paths::Mode::kInline;
    std::uint32_t workers = 0;
    unsigned kill_seed = 0;  ///< 0: nobody is killed
    bool changes = false;    ///< mode and workers change while it is played
    std::uint32_t delay_ticks = 8;
};

struct GameEnd {
    std::uint64_t state_hash = 0;
    std::uint64_t path_hash = 0;
    friend bool operator==(const GameEnd&, const GameEnd&) = default;
    friend std::ostream& operator<<(std::ostream& out, const GameEnd& end) {
        return out << std::hex << "state " << end.state_hash << ", paths " << end.path_hash << std::dec;
    }
};

class LockstepGame {
public:
    LockstepGame(const search::TerrainMap& map, const PoolForm& form)
        : form_(form),
          dispatcher_(settings(map, form)),
          lockstep_(
              dispatcher_, [this] { return dispatcher_.can_publish(kMostVersionsPerTick); }, form.delay_ticks),
          random_(form.kill_seed) {}

    /// Plays `ticks` ticks of a World or a Siege. `give(tick)` carries out the commands that come after so many ticks.
    template <class World, class Give>
    GameEnd play(World& world, std::uint64_t ticks, Give give) {
        const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(120);
        std::optional<std::uint64_t> given;
        while (lockstep_.tick() < ticks) {
            if (std::chrono::steady_clock::now() > patience) {
                ADD_FAILURE() << "tick " << lockstep_.tick() << " never ends: " << lockstep_.open() << " open";
                break;
            }
            dispatcher_.poll(lockstep_);
            if (std::exchange(given, lockstep_.tick()) != lockstep_.tick()) give(lockstep_.tick());
            run_tick(world);
            dispatcher_.refresh_statistics();
        }
        EXPECT_EQ(dispatcher_.requests().rejected, 0U);
        EXPECT_TRUE(dispatcher_.is_conserved());
        return {world.state_hash(), lockstep_.path_hash()};
    }

    [[nodiscard]] std::uint64_t waits() const { return lockstep_.waits(); }
    [[nodiscard]] std::uint64_t deaths() const { return dispatcher_.requests().deaths; }
    [[nodiscard]] std::uint64_t answers(AnswerStatus status) const {
        return dispatcher_.requests().answers[static_cast<std::size_t>(status)];
    }

private:
    /// Walls and danger.
    static constexpr std::uint32_t kMostVersionsPerTick = 2;

    static paths::DispatcherSettings settings(const search::TerrainMap& map, const PoolForm& form) {
        paths::DispatcherSettings settings = dispatcher_settings(map, form.mode, form.workers);
        settings.terrain_classes = search::terrain_classes(map);
        settings.terrain_factors = search::terrain_factors(map);
        settings.exact_versions = true;
        return settings;
    }

    template <class World>
    void run_tick(World& world) {
        const bool begun = lockstep_.try_begin_tick(world);
        if (begun) {
            world.tick(lockstep_.mode());
            world.submit(lockstep_);
            disturb();
        }
        dispatcher_.flush();
        if (!begun) std::this_thread::sleep_for(std::chrono::microseconds(500));
    }

    void disturb() {
        if (form_.kill_seed != 0 && random_() % 12 == 0) dispatcher_.kill_worker();
        if (!form_.changes) return;
        using paths::Mode;
        constexpr std::array<Mode, 3> kModes = {Mode::kInline, Mode::kThreads, Mode::kProcesses};
        const std::uint64_t tick = lockstep_.tick();
        if (tick % 20 == 0) dispatcher_.set_workers(1 + static_cast<std::uint32_t>(random_() % 3));
        if (tick % 35 == 0) dispatcher_.set_mode(kModes[tick / 35 % kModes.size()]);
    }

    const PoolForm form_;
    paths::PathDispatcher dispatcher_;
    paths::Lockstep lockstep_;
    std::mt19937 random_;
};

}  // namespace outrider::testing
