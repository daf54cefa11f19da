#include "shared/event_count.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <climits>
#include <ctime>

namespace outrider {
namespace {

static_assert(sizeof(std::atomic<std::uint32_t>) == sizeof(std::uint32_t), "a futex is a plain 32-bit word");

// No FUTEX_PRIVATE_FLAG: the word lies in memory that several processes share.
long futex(const void* word, int operation, std::uint32_t value, const timespec* timeout) noexcept {
    return ::syscall(SYS_futex, word, operation, value, timeout, nullptr, 0);
}

}  // namespace

void futex_wait(const std::atomic<std::uint32_t>& word, std::uint32_t value,
                std::chrono::nanoseconds timeout) noexcept {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(timeout);
    const timespec time{seconds.count(), (timeout - seconds).count()};
    futex(&word, FUTEX_WAIT, value, &time);
}

void futex_wake(std::atomic<std::uint32_t>& word, int count) noexcept {
    futex(&word, FUTEX_WAKE, static_cast<std::uint32_t>(count), nullptr);
}

bool wake_sleepers(BoardSegment& board, int count) noexcept {
    if (board.sleepers.load(std::memory_order_seq_cst) == 0) return false;
    // Whoever read the old ticket after this will not sleep on it.
    board.wake_word.fetch_add(1, std::memory_order_seq_cst);
    futex_wake(board.wake_word, count);
    return true;
}

void wake_all(BoardSegment& board) noexcept {
    board.wake_word.fetch_add(1, std::memory_order_seq_cst);
    futex_wake(board.wake_word, INT_MAX);
}

}  // namespace outrider
