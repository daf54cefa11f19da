// What a measurement is called, and what is said of it on a terminal.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "game/app/play_session.h"
#include "game/measure/measurement.h"

namespace outrider::app {

/// What a session of these settings will run, as the first repeat. `asking`: of the sandbox.
[[nodiscard]] measure::RunSetup setup_of(const SessionSettings& settings, const Window& window,
                                         const std::optional<sim::AskPolicy>& asking);

/// "max", or "0.81" per unit and second.
[[nodiscard]] std::string asking_text(const sim::AskPolicy& asking);

/// "sandbox, city, 10,000 units, asking max"
[[nodiscard]] std::string title_of(const measure::RunSetup& setup);

/// A line for each configuration; with the marks of its runs.
[[nodiscard]] std::string to_table(const measure::Measurement& measurement);

/// A line for each comparison: "processes, 1 worker against none: no measurable effect on the frame".
[[nodiscard]] std::string to_text(const std::vector<measure::Comparison>& comparisons);

inline constexpr std::string_view kNothingMeasured =
    "measure: stopped before anything was measured; nothing was written";
/// One line on standard error. Returns the exit code.
[[nodiscard]] int fail_measuring(std::string_view reason);

}  // namespace outrider::app
