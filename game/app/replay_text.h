// The lines of a replay file (replay.h): values to text and back, every one of them checked.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

#include "game/app/replay.h"

namespace outrider::app {

/// What is wrong with a line, in words.
class ReplayFault : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// One line each, with its end.
[[nodiscard]] std::string line_of(const ReplayHeader& header);
[[nodiscard]] std::string line_of(std::uint64_t tick, const sim::WorldCommand& command);
[[nodiscard]] std::string line_of(std::uint64_t tick, const sim::siege::Command& command);
[[nodiscard]] std::string line_of(const ReplayEnd& end);
/// The last line of a file that begins with `text`.
[[nodiscard]] std::string checksum_line_of(std::string_view text);

// Each throws ReplayFault unless the line is one of its kind. Lines come without their end.
[[nodiscard]] ReplayHeader header_from(std::string_view line);
/// What follows the header. The command is one of its scenario's and stays within its map.
struct ReplayStep {
    std::uint64_t tick = 0;
    std::variant<sim::WorldCommand, sim::siege::Command, ReplayEnd> what;
};
[[nodiscard]] ReplayStep step_from(std::string_view line, const ReplayHeader& header);

}  // namespace outrider::app
