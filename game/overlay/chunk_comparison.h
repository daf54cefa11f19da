// What two chunk sizes brought: the one that is set now, and the one before it that was held long enough to be
// measured.
#pragma once

#include <cstdint>
#include <optional>

#include "game/paths/statistics.h"

namespace outrider::overlay {

class ChunkComparison {
public:
    struct Figures {
        std::uint32_t chunk_jobs = 0;
        double paths_per_s = 0.0;
        double latency_p99_us = 0.0;
        std::uint64_t answers = 0;  ///< that the p99 is of
    };

    /// Once a frame.
    void update(const paths::PathStatistics& paths, double delta_s) noexcept;
    /// The last held one that is not the one set now; empty if there was none in this mode.
    [[nodiscard]] const std::optional<Figures>& before() const noexcept;

    /// A drag over the slider's steps holds none of them so long.
    static constexpr double kHeld_s = 2.0;

private:
    paths::Mode mode_{};
    std::uint32_t chunk_jobs_ = 0;
    double age_s_ = 0.0;
    std::optional<Figures> held_;          ///< last
    std::optional<Figures> held_earlier_;  ///< before that
};

}  // namespace outrider::overlay
