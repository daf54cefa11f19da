#include "game/app/status_line.h"

#include <fmt/format.h>

#include <chrono>
#include <vector>

namespace outrider::app {

std::string to_title(const StatusLine& line) {
    return fmt::format("Outrider - {} - {} {} worker{} - work p99 {:.1f} ms - queue {} - {:.1f} ms frames{}",
                       line.map_name, paths::to_string(line.mode), line.workers, line.workers == 1 ? "" : "s",
                       line.work_p99_ms, line.queue, line.interval_ms, line.paused ? " - paused" : "");
}

LastSecond last_second_of(const measure::FrameRecorder& frames) {
    std::vector<measure::Nanoseconds> work;
    measure::Nanoseconds covered{};
    for (std::size_t i = frames.window_size(); i > 0 && covered < std::chrono::seconds(1); --i) {
        const measure::FrameTimes& frame = frames.window(i - 1);
        work.push_back(frame.work);
        covered += frame.interval;
    }
    if (work.empty()) return {};
    const double covered_ms = std::chrono::duration<double, std::milli>(covered).count();
    const double count = static_cast<double>(work.size());
    return {measure::percentiles_of(work).p99_ms, covered_ms / count};
}

std::uint64_t queue_depth(const paths::PathStatistics& statistics) noexcept {
    std::uint64_t depth = 0;
    for (const paths::LaneDepth& lane : statistics.lanes) depth += std::uint64_t{lane.waiting} + lane.ready;
    return depth;
}

}  // namespace outrider::app
