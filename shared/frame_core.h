// Where the frame is being made, so that workers keep off that core meanwhile.
//
// A worker under the policy `idle` or `nice` is to get what the frame leaves over. The kernel's scheduler sees to that
// in the mean and not in the moment: from time to time, at its tick, it takes the core from the frame for a whole tick
// (4 ms at 250 Hz), in up to 9 of 10 frames where workers fall asleep and wake (decision 22). A worker that finds
// itself there yields, and with that forgoes its turn: the frame goes on, mostly after some tens of us.
//
// Advice: nobody waits for it, and who reads it late does no harm. Relaxed everywhere: nothing else hangs on it.
#pragma once

#include <sched.h>

#include <atomic>
#include <cstdint>

namespace outrider {

class FrameCore {
public:
    /// The game's frame thread: a frame begins, on the core that it is on now (should the thread be moved meanwhile,
    /// the word is not); it is presented. A frame that sleeps in between costs workers on that core a system call each
    /// time that they look, and nothing else.
    void begin() noexcept { word_.store(own_core_plus_one(), std::memory_order_relaxed); }
    void end() noexcept { word_.store(kNowhere, std::memory_order_relaxed); }

    /// A worker: is the frame being made on the core that we run on? Costs a few nanoseconds; no system call.
    [[nodiscard]] bool is_here() const noexcept {
        const std::uint32_t word = word_.load(std::memory_order_relaxed);
        return word != kNowhere && word == own_core_plus_one();
    }

private:
    static constexpr std::uint32_t kNowhere = 0;

    /// 0 if the kernel does not say.
    [[nodiscard]] static std::uint32_t own_core_plus_one() noexcept {
        return static_cast<std::uint32_t>(::sched_getcpu() + 1);
    }

    std::atomic<std::uint32_t> word_;
};

}  // namespace outrider
