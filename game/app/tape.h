// The record of a game as its scenario sees it: written while it is played, or played again, or neither.
// Frame thread only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "game/app/replay.h"

namespace outrider::app {

class Tape {
public:
    /// Neither writes nor plays.
    Tape() = default;
    /// Writes. Throws UsageError if `file` cannot be written.
    Tape(std::filesystem::path file, const ReplayHeader& header) : writer_(std::in_place, std::move(file), header) {}
    /// Plays.
    explicit Tape(std::shared_ptr<const Replay> replay)
        : replay_(std::move(replay)), cursor_(std::in_place, *replay_) {}

    /// A command that the player gave when so many ticks had been played.
    template <typename Command>
    void note(std::uint64_t tick, const Command& command) {
        if (writer_) writer_->note(tick, command);
    }

    /// Hands the commands to carry out when so many ticks have been played to `carry_out`, each once.
    template <typename CarryOut>
    void play_siege(std::uint64_t tick, CarryOut&& carry_out) {
        if (!cursor_) return;
        for (const sim::siege::Command& command : cursor_->siege_commands_at(tick)) carry_out(command);
    }
    template <typename CarryOut>
    void play_world(std::uint64_t tick, CarryOut&& carry_out) {
        if (!cursor_) return;
        for (const sim::WorldCommand& command : cursor_->world_commands_at(tick)) carry_out(command);
    }

    /// The game is over. Throws UsageError if the record could not be written.
    void end(const ReplayEnd& played) {
        if (writer_) writer_->finish(played);
        writer_.reset();
        if (replay_ && cursor_->is_over(played.ticks)) difference_ = difference(*replay_, played);
    }
    /// How a game that was played again to its end differs from the record; nothing if it does not.
    [[nodiscard]] const std::optional<std::string>& found_difference() const noexcept { return difference_; }

private:
    std::optional<ReplayWriter> writer_;
    std::shared_ptr<const Replay> replay_;
    std::optional<ReplayCursor> cursor_;
    std::optional<std::string> difference_;
};

}  // namespace outrider::app
