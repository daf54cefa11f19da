// How many workers there should be, by itself: `--workers auto`. A pure controller, fed four times a second.
//
//   one more   the oldest request of a lane has been too old for a while, and the workers are busy
//   one fewer  the frame has been late for a while, and no core is free; or the workers have been idle for long;
//              or the game itself takes more of the cores now
//
// Never more than the cores that the game leaves free, and at least one. What it does is slow and seldom: each worker
// that comes or goes is an event of its own, and a count that swings shows nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "shared/protocol.h"

namespace outrider::app {

/// What there is to see at one look. Counts are since the start of the game.
struct GovernorLook {
    double elapsed_s = 0.25;  ///< since the last look
    std::uint32_t wanted = 1;
    std::uint32_t alive = 1;
    double busy_cores = 0.0;  ///< the workers' busy shares, together
    std::array<double, kLaneCount> oldest_ms{};
    std::uint64_t in_flight = 0;
    std::uint64_t frames = 0;
    std::uint64_t late_frames = 0;
    double granted_cores = 1.0;  ///< usable, or what the cgroup grants if that is less
    double game_cores = 0.0;     ///< that the game takes without its workers, since the last look
    double idle_cores = 0.0;     ///< of the machine
    std::uint32_t most = kMaxSeats;
};

enum class GovernorReason : std::uint8_t {
    kSteady,       ///< nothing is amiss
    kQueueOld,     ///< the queue is old: one more, if that lasts
    kNoCoreFree,   ///< the queue is old, and there is no core for another worker
    kNoCpuTime,    ///< the queue is old, and the workers get no CPU time: another one would not either
    kFrameLate,    ///< the frame is late, and no core is free: one fewer, if that lasts
    kFrameFirst,   ///< the queue is old, but with one more the frame was late a while ago
    kIdle,         ///< fewer would do: one fewer, if that lasts
    kCoresNeeded,  ///< the game takes the cores itself
};

class WorkerGovernor {
public:
    /// How many workers there should be from now on: at most one more or fewer than there are.
    [[nodiscard]] std::uint32_t update(const GovernorLook& look) noexcept;
    /// Looks were left out: what was seen before them is no last second, and nothing lasts. What was learnt of the
    /// frame stays: how long not to grow for its sake.
    void begin_anew() noexcept;

    [[nodiscard]] GovernorReason reason() const noexcept { return reason_; }
    /// The most there could be now.
    [[nodiscard]] std::uint32_t limit() const noexcept { return limit_; }
    /// "auto: 2 of 3, queue 40 ms old". Valid until the next update().
    [[nodiscard]] std::string_view text() const noexcept { return {text_.data(), text_size_}; }

private:
    /// One second of looks.
    static constexpr std::size_t kHistory = 4;
    struct Counts {
        std::uint64_t frames = 0;
        std::uint64_t late_frames = 0;
        std::uint64_t in_flight = 0;
    };

    void learn(const GovernorLook& look) noexcept;
    void judge(const GovernorLook& look) noexcept;
    [[nodiscard]] std::uint32_t decide(const GovernorLook& look) noexcept;
    void note_change(std::uint32_t before, std::uint32_t after) noexcept;
    [[nodiscard]] GovernorReason reason_for(const GovernorLook& look) const noexcept;
    void write_text(std::uint32_t workers) noexcept;
    [[nodiscard]] bool is_draining(const GovernorLook& look) const noexcept;
    [[nodiscard]] bool frame_suffers(const GovernorLook& look) const noexcept;

    // What was seen.
    std::array<Counts, kHistory> history_{};  ///< the oldest at next_
    std::size_t next_ = 0;
    std::size_t looks_ = 0;
    double game_cores_ = 0.0;  ///< smoothed
    double idle_cores_ = 0.0;  ///< smoothed

    // What it means now.
    bool queue_is_old_ = false;
    bool queue_is_young_ = false;
    bool workers_are_busy_ = false;
    bool frame_is_late_ = false;  ///< and no core is free
    bool frame_can_bear_more_ = true;
    double queue_ms_ = 0.0;  ///< the age that counts

    // For how long it has been so.
    double queue_old_s_ = 0.0;
    double frame_late_s_ = 0.0;
    double idle_s_ = 0.0;
    double over_limit_s_ = 0.0;
    double settling_s_ = 0.0;     ///< left, after a change
    double frame_first_s_ = 0.0;  ///< left, in which the count does not grow for the frame's sake
    double next_hold_s_ = 0.0;    ///< how long that will be the next time
    double good_frames_s_ = 0.0;

    std::uint32_t limit_ = 1;
    GovernorReason reason_ = GovernorReason::kSteady;
    std::array<char, 96> text_{};
    std::size_t text_size_ = 0;
};

}  // namespace outrider::app
