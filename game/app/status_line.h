// The window's title: a live status line, for whoever looks at the task bar, and for tests that read titles.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "game/measure/frame_recorder.h"
#include "game/paths/statistics.h"

namespace outrider::app {

struct StatusLine {
    std::string_view map_name;
    paths::Mode mode = paths::Mode::kProcesses;
    std::uint32_t workers = 0;  ///< alive
    double work_p99_ms = 0.0;
    std::uint64_t queue = 0;  ///< requests that nobody works on yet
    double interval_ms = 0.0;
    bool paused = false;
};

/// "Outrider - city - processes 1 worker - work p99 5.0 ms - queue 212 - 16.7 ms frames"; at the end " - paused".
/// Tests read this format: `work p99 <number> ms` and `<mode> <n> worker[s]`.
[[nodiscard]] std::string to_title(const StatusLine& line);

/// Work p99 and mean interval over the frames of the last second.
struct LastSecond {
    double work_p99_ms = 0.0;
    double interval_ms = 0.0;
};
[[nodiscard]] LastSecond last_second_of(const measure::FrameRecorder& frames);

/// Requests that wait in the ledger or on the board, in all lanes.
[[nodiscard]] std::uint64_t queue_depth(const paths::PathStatistics& statistics) noexcept;

}  // namespace outrider::app
