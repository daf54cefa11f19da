#include "shared/event_count.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>

namespace outrider {
namespace {

using namespace std::chrono_literals;

TEST(EventCount, MakesNoSystemCallWhenNobodySleeps) {
    const auto board = std::make_unique<BoardSegment>();
    EXPECT_FALSE(wake_sleepers(*board, 1));
    EXPECT_EQ(board->wake_word.load(), 0U);
}

TEST(EventCount, DoesNotSleepOnNewsThatCameFirst) {
    const auto board = std::make_unique<BoardSegment>();
    const auto before = std::chrono::steady_clock::now();
    for (int i = 0; i < 100; ++i) sleep_unless(*board, Seat{3}, [] { return true; });
    EXPECT_LT(std::chrono::steady_clock::now() - before, 100 * kBackstop / 2);
    EXPECT_EQ(board->sleepers.load(), 0U);
}

TEST(EventCount, EndsASleepByItselfAfterTheBackstop) {
    const auto board = std::make_unique<BoardSegment>();
    sleep_unless(*board, Seat{63}, [] { return false; });
    EXPECT_EQ(board->sleepers.load(), 0U);
}

// A sleeper that missed its wake-up would sleep for the whole backstop: 2,000 rounds would take 100 s.
TEST(EventCount, MissesNoSleeper) {
    const auto board = std::make_unique<BoardSegment>();
    std::atomic<int> work{0};
    std::atomic<int> done{0};
    constexpr int kRounds = 2'000;
    std::thread worker([&] {
        for (int seen = 0; seen < kRounds;) {
            if (work.load(std::memory_order_seq_cst) > seen) {
                done.store(++seen);
                continue;
            }
            sleep_unless(*board, Seat{0}, [&] { return work.load(std::memory_order_seq_cst) > seen; });
        }
    });
    const auto before = std::chrono::steady_clock::now();
    for (int round = 1; round <= kRounds; ++round) {
        work.store(round, std::memory_order_seq_cst);
        wake_sleepers(*board, 1);
        while (done.load() < round) std::this_thread::yield();
    }
    worker.join();
    EXPECT_LT(std::chrono::steady_clock::now() - before, kRounds * kBackstop / 4);
}

}  // namespace
}  // namespace outrider
