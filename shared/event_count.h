// An event count over shared memory: workers without work sleep, the game wakes them with at most one call a frame.
//
// Nothing here is raised by one process and must be lowered by it: a sleeper bit left by a dead worker costs a needless
// wake-up until the supervisor clears it, a wake-up taken along by a dead worker costs at most kBackstop.
//
// No sleeper is missed, because each side writes before it reads, all four operations sequentially consistent:
//   game:   tail.store (work is there)          then  sleepers.load
//   worker: sleepers.fetch_or (I go to sleep)   then  tail.load (JobClaimer::has_news)
// In the one total order either the game's load sees the bit, or the worker's load sees the work.
//
// Not std::atomic::wait: libstdc++ 12 uses private futexes, which do not reach another process.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "shared/board_segment.h"
#include "shared/ids.h"

namespace outrider {

/// The longest that a missed wake-up can last.
inline constexpr std::chrono::milliseconds kBackstop{50};

/// Waits until `word` is no longer `value`, somebody wakes us, or `timeout` is over. Spurious returns are allowed.
void futex_wait(const std::atomic<std::uint32_t>& word, std::uint32_t value, std::chrono::nanoseconds timeout) noexcept;
void futex_wake(std::atomic<std::uint32_t>& word, int count) noexcept;

/// Game: wakes up to `count` sleepers, if anybody sleeps. Call after a sequentially consistent store of what is new.
/// True if a system call was made.
bool wake_sleepers(BoardSegment& board, int count) noexcept;
/// Game: wakes all, whatever the bits say (a death, an order to leave).
void wake_all(BoardSegment& board) noexcept;

/// Worker: sleeps until woken, unless `has_news()` is true after the sleeper bit is up. At most kBackstop.
template <class HasNews>
void sleep_unless(BoardSegment& board, Seat seat, HasNews has_news) noexcept {
    const std::uint64_t bit = std::uint64_t{1} << seat.value;
    const std::uint32_t ticket = board.wake_word.load(std::memory_order_seq_cst);
    board.sleepers.fetch_or(bit, std::memory_order_seq_cst);
    if (!has_news()) futex_wait(board.wake_word, ticket, kBackstop);
    board.sleepers.fetch_and(~bit, std::memory_order_relaxed);  // only a hint from here on: no partner
}

}  // namespace outrider
