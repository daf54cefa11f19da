// Two cores that exchange one cache line, by turns: what a round trip takes at the least.
#include <atomic>
#include <cstdint>

#include "shared/grid.h"
#include "tests/bench/bench_transport.h"

namespace outrider::bench {
namespace {

struct alignas(kCacheLineBytes) Ball {
    std::atomic<std::uint64_t> turn{0};  ///< even: the game has it
};

Figures ping_pong(const Conditions& conditions) {
    Shared<Ball> ball;
    const Partner partner(conditions.cores.workers.front(), [&ball] {
        for (std::uint64_t turn = 1;; turn += 2) {
            // Acquire and release on both sides: each one's store is what the other one's loads wait for.
            while (ball->turn.load(std::memory_order_acquire) != turn) {
            }
            ball->turn.store(turn + 1, std::memory_order_release);
        }
    });
    std::uint64_t turn = 0;
    return time_round_trips(conditions, [&] {
        ball->turn.store(turn + 1, std::memory_order_release);
        turn += 2;
        while (ball->turn.load(std::memory_order_acquire) != turn) {
        }
    });
}

}  // namespace

std::vector<Measure> limit_measures() {
    return {{"ping_pong", "two cores exchange a cache line: the limit", ping_pong}};
}

}  // namespace outrider::bench
