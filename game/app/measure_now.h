// "Measure now": the present moment, run for some seconds in each mode, in the window that is open; then a card that
// says what each mode cost. A small state machine, driven once a frame. Frame thread only.
//
//   idle -> settling -> running -> settling -> … four times -> working out -> card -> idle
//              \___________\____________________________________/ stop(): the moment comes back, and play goes on
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "game/measure/measurement.h"
#include "game/overlay/measure_card.h"
#include "game/paths/path_service.h"

namespace outrider::app {

/// What a measurement of the present moment asks of the game.
class MeasuredGame {
public:
    virtual ~MeasuredGame() = default;

    /// Why there is nothing to measure here; nothing if there is.
    [[nodiscard]] virtual std::optional<std::string> refusal() const = 0;
    /// Keeps the moment: the world, mode, workers and pause. The asking rate and the pool's policy stay as they are now
    /// until restore().
    virtual void keep_moment() = 0;
    /// The moment again, in this mode; no request is open, and the world stands still until begin_run().
    virtual void rewind_to(paths::Mode mode) = 0;
    /// Everyone whom the mode needs is there.
    [[nodiscard]] virtual bool is_ready() const = 0;
    /// Why the measurement cannot go on; nothing if it can.
    [[nodiscard]] virtual std::optional<std::string> obstacle() const = 0;
    /// The world goes on from here and is recorded, from the next frame on.
    virtual void begin_run(std::chrono::nanoseconds length) = 0;
    [[nodiscard]] virtual measure::RunRecord end_run() = 0;
    /// The moment as it was kept, with the mode and the workers of then. A run that is recorded is dropped.
    virtual void restore() = 0;
    /// Title, command and machine of the measurement.
    [[nodiscard]] virtual measure::Measurement describe() const = 0;
};

/// A measurement and what comes of it. Made beside the frame, never changed afterwards.
struct QuickLook {
    measure::Measurement measurement;
    overlay::MeasureCard card;
};

class MeasureNow {
public:
    using Clock = std::chrono::steady_clock;
    using WorkOut = std::function<QuickLook(measure::Measurement)>;

    static constexpr std::array kModes = {paths::Mode::kNone, paths::Mode::kInline, paths::Mode::kThreads,
                                          paths::Mode::kProcesses};
    static constexpr std::chrono::seconds kRunTime{5};  ///< the first second is warm-up: warm_up_of()
    /// The least that is waited before a run: late answers come in, and the picture is steady.
    static constexpr std::chrono::milliseconds kSettleTime{300};
    /// Workers that are not there by then do not come.
    static constexpr std::chrono::seconds kLongestSettling{5};
    static constexpr std::chrono::seconds kNoticeTime{5};

    /// `game` must outlive it. `work_out` runs on a thread of its own.
    explicit MeasureNow(MeasuredGame& game, WorkOut work_out);

    /// Begins, or says why not. `seed` draws the order of the modes.
    void start(std::uint64_t seed, Clock::time_point now);
    /// Esc, or the card's Close: play goes on as before. False: there was nothing to stop.
    bool stop(Clock::time_point now);
    /// Once a frame, before anything else is done in it.
    void look(Clock::time_point now);

    [[nodiscard]] bool is_idle() const noexcept { return stage_ == overlay::MeasureStage::kIdle; }
    /// The world stands still; nobody ticks it or hands its wishes over.
    [[nodiscard]] bool holds_world() const noexcept { return !is_idle() && stage_ != overlay::MeasureStage::kRunning; }
    [[nodiscard]] overlay::MeasureStage stage() const noexcept { return stage_; }
    /// By turns; meaningless while idle.
    [[nodiscard]] const std::array<paths::Mode, 4>& order() const noexcept { return order_; }
    /// Null before the card.
    [[nodiscard]] const QuickLook* result() const noexcept { return look_ ? look_.get() : nullptr; }
    /// Shared with whoever writes it to files.
    [[nodiscard]] std::shared_ptr<const QuickLook> shared_result() const noexcept { return look_; }

    /// Said on the card's foot, or as a line of its own while idle.
    void say(std::string text, Clock::time_point now);

    [[nodiscard]] std::string_view said() const noexcept { return said_; }

    /// For the overlay; valid until the next call of anything here.
    [[nodiscard]] overlay::MeasureModel model(Clock::time_point now) const;

private:
    using Stage = overlay::MeasureStage;

    void enter(Stage stage, Clock::time_point now) noexcept;
    void settle(Clock::time_point now);
    void look_at_settling(Clock::time_point now);
    void look_at_run(Clock::time_point now);
    void look_at_thread(Clock::time_point now);
    void work_out(Clock::time_point now);
    void give_up(const std::string& why, Clock::time_point now);

    MeasuredGame& game_;
    const WorkOut work_out_;

    Stage stage_ = Stage::kIdle;
    Clock::time_point since_{};  ///< the stage began
    std::array<paths::Mode, 4> order_ = kModes;
    std::size_t turn_ = 0;
    measure::Measurement measurement_;

    std::future<QuickLook> working_;  ///< also one that nobody waits for any more
    std::shared_ptr<const QuickLook> look_;

    std::string said_;
    Clock::time_point said_at_{};
};

/// As `outrider measure` would find it, made short for the card.
[[nodiscard]] QuickLook work_out_quick_look(measure::Measurement measurement);

}  // namespace outrider::app
