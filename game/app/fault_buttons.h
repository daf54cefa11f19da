// The fault buttons: faults on purpose, and what came of the last one. Frame thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "game/overlay/overlay.h"
#include "game/paths/path_dispatcher.h"
#include "shared/grid.h"
#include "shared/ids.h"

namespace outrider::app {

/// Answers to requests of the fault buttons carry this tag: they are nobody's in the world.
inline constexpr std::uint64_t kFaultTag = ~std::uint64_t{0};

/// Those who ask for paths, as far as a fault concerns them.
class FaultTarget {
public:
    virtual ~FaultTarget() = default;
    /// Everyone asks again in the next tick.
    virtual void ask_all_again() = 0;
    [[nodiscard]] virtual std::uint32_t unit_count() const noexcept = 0;
    /// Some cell of the map, for a question of which only the kind matters; best a free one.
    [[nodiscard]] virtual Cell some_cell() const noexcept = 0;
    [[nodiscard]] virtual MapVersion version() const noexcept = 0;
};

class FaultButtons {
public:
    using Clock = std::chrono::steady_clock;

    /// Both must outlive it.
    FaultButtons(paths::PathDispatcher& paths, FaultTarget& target) noexcept : paths_(paths), target_(target) {}

    /// Does it, or asks first where the game itself would die.
    void press(overlay::Fault fault);
    void answer(overlay::FaultAnswer answer);
    [[nodiscard]] std::optional<overlay::Fault> in_question() const noexcept { return in_question_; }

    /// The answer to a poison or slow request.
    void take(const paths::PathAnswer& answer);
    /// Once a frame, with how long the one before it worked: looks what came of it.
    void look(std::chrono::nanoseconds last_work, Clock::time_point now = Clock::now());

    [[nodiscard]] std::string_view done() const noexcept { return done_; }
    [[nodiscard]] std::string_view led_to() const noexcept { return led_to_; }

    /// Frames late are counted if they begin within so long after a fault, however long they last.
    static constexpr std::chrono::seconds kAftermath{1};

private:
    void carry_out(overlay::Fault fault);
    void do_to_the_game(overlay::Fault fault);
    /// From where a unit stands to that very cell: what matters is the kind.
    void ask(JobKind kind, bool may_end_the_game);
    void begin(std::string what);
    void count_if_late(std::chrono::nanoseconds last_work, Clock::time_point now) noexcept;
    void look_at_deaths();
    void look_at_storm();

    paths::PathDispatcher& paths_;
    FaultTarget& target_;

    std::optional<overlay::Fault> in_question_;
    /// Chosen while there was no worker process yet to do it to.
    std::optional<overlay::Fault> wanted_;
    std::optional<overlay::Fault> last_;
    Clock::time_point begun_{};
    std::uint64_t deaths_before_ = 0;
    std::uint64_t reissued_before_ = 0;
    std::optional<std::uint64_t> shown_reissued_;
    double shown_answer_ms_ = -1.0;      ///< of the heir; < 0: not shown yet
    std::uint64_t storm_submitted_ = 0;  ///< answered up to here: the storm is over; 0: there is none
    bool last_counts_ = false;           ///< the frame before this one began in the aftermath
    bool this_counts_ = false;
    bool news_ = false;  ///< led_to_ is to be written anew
    std::uint32_t late_frames_ = 0;
    std::string what_;  ///< without what became of its jobs
    std::string done_;
    std::string led_to_;
    std::string outcome_;  ///< without the frames
};

/// Keeps the answers of the fault buttons' requests from the world.
class FaultSink final : public paths::AnswerSink {
public:
    FaultSink(paths::AnswerSink& inner, FaultButtons& faults) noexcept : inner_(inner), faults_(faults) {}
    void on_answer(const paths::PathAnswer& answer) noexcept override {
        if (answer.tag == kFaultTag) return faults_.take(answer);
        inner_.on_answer(answer);
    }

private:
    paths::AnswerSink& inner_;
    FaultButtons& faults_;
};

}  // namespace outrider::app
