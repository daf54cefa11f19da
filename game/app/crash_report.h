// If the game itself crashes: one line on standard error, and a report with all that helps to understand why.
#pragma once

#include <filesystem>
#include <string_view>

namespace outrider::app {

/// One per process; the first call makes it. Everything the handler needs is in memory before it is needed.
class CrashReport {
public:
    /// Handles SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGABRT from now on: writes the report, prints the line, and dies of
    /// that very signal. `folder` is where reports go (empty: nowhere, and the line says so). Not in sanitizer builds:
    /// their own reports say more.
    static void install(const std::filesystem::path& folder);

    /// Short texts for the report, cut where they do not fit. Frame thread.
    static void note_settings(std::string_view settings) noexcept;
    /// What the game is doing now, as far as the player chose it.
    static void note_state(std::string_view now) noexcept;
    static void note_machine(std::string_view machine) noexcept;
    /// Why the game is about to die on purpose.
    static void note_reason(std::string_view reason) noexcept;
    /// A line of the log: the last kLines are kept. Any thread.
    static void keep_line(std::string_view line) noexcept;

    static constexpr std::size_t kLines = 200;
    static constexpr std::size_t kLongestLine = 240;
};

}  // namespace outrider::app
