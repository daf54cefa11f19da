// Figures as they are printed: measured every frame, taken over four times a second, so that an eye can read them.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "game/overlay/ab_comparison.h"
#include "game/overlay/chunk_comparison.h"
#include "game/overlay/cost_log.h"
#include "game/overlay/overlay.h"
#include "game/overlay/worker_rates.h"

namespace outrider::overlay {

/// How the frames of the window did against the budget of a 60 Hz frame.
enum class Verdict : std::uint8_t { kOnTime, kLate, kOver };

class Readings {
public:
    /// Once a frame. What takes long is worked out one part a frame.
    void update(const OverlayModel& model, double delta_s);

    double fps = 0.0;           ///< frames begun in the last second or so
    double work_ms = 0.0;       ///< of the latest frame
    measure::Percentiles work;  ///< of the recorder's window
    std::array<double, measure::kPhaseCount> phase_p50_ms{};
    Verdict verdict = Verdict::kOnTime;  ///< late: p99 misses the budget; over: the median does
    paths::PathStatistics paths;
    ChunkComparison chunks;
    AbComparison compare;
    CostLog costs;
    WorkerRateMeter rates;
    std::uint32_t units_waiting = 0;
    int game_core = -1;  ///< where the frame thread runs

    /// Frames in which submitted was not answered + in flight; looked at in every frame.
    std::uint64_t broken_frames = 0;
    std::uint64_t checked_frames = 0;

private:
    void check_conservation(const paths::PathStatistics& paths) noexcept;
    void read_at_once(const OverlayModel& model);
    void read_part(const OverlayModel& model, int part);
    void read_work(const measure::FrameRecorder& frames);
    void read_phases(const measure::FrameRecorder& frames, std::size_t begin, std::size_t end);

    static constexpr int kParts = 7;

    double age_s_ = 1.0;
    int part_ = 0;  ///< the next to be worked out; kParts: all are
    int round_ = -1;
    bool is_first_ = true;
    std::vector<measure::Nanoseconds> scratch_;
};

}  // namespace outrider::overlay
