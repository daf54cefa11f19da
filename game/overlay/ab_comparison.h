// Compare: the frames of what runs now (B) beside the kept figures of what ran before (A).
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "game/measure/frame_statistics.h"
#include "game/overlay/overlay.h"
#include "game/overlay/text.h"

namespace outrider::overlay {

/// What the frame time depends on, as far as the player has it in hand.
struct RunningConfiguration {
    paths::Mode mode = paths::Mode::kNone;
    std::uint32_t workers = 0;
    SchedulingPolicy policy = SchedulingPolicy::kIdle;
    std::uint32_t chunk_jobs = 1;
    std::uint32_t units = 0;  ///< of a sandbox; a siege's come and go
    double load_cores = 0.0;
    Algorithm algorithm = Algorithm::kJps;

    friend bool operator==(const RunningConfiguration&, const RunningConfiguration&) = default;
};
[[nodiscard]] RunningConfiguration configuration_of(const OverlayModel& model) noexcept;
/// "processes, 2 workers, 4,000 units"
[[nodiscard]] Text label_of(const RunningConfiguration& configuration);

/// One side of the comparison.
struct ComparedWindow {
    RunningConfiguration configuration;
    measure::FrameStatistics statistics;
};

class AbComparison {
public:
    static constexpr std::size_t kMostFrames = 1800;  ///< of a side
    static constexpr std::size_t kLowsFrames = 7200;  ///< of the lows on the Frame panel
    static constexpr std::size_t kFewestFrames = 60;  ///< for means and medians; percentiles need what supports() says
    static constexpr double kSettling_s = 1.0;        ///< after a change: not counted

    /// Once a frame: notices when another configuration begins.
    void note_frame(const OverlayModel& model, double delta_s) noexcept;
    /// Works out B.
    void read(const OverlayModel& model);
    /// Works out the lows of all frames of this configuration.
    void read_lows(const OverlayModel& model);

    [[nodiscard]] bool can_keep() const noexcept { return now_.statistics.frames >= kFewestFrames; }
    void keep() { kept_ = now_; }
    void forget() noexcept { kept_.reset(); }
    [[nodiscard]] const std::optional<ComparedWindow>& kept() const noexcept { return kept_; }
    [[nodiscard]] const ComparedWindow& now() const noexcept { return now_; }

    struct Lows {
        std::size_t frames = 0;
        double low_1_percent_fps = 0.0;
        double low_01_percent_fps = 0.0;
    };
    [[nodiscard]] const Lows& lows() const noexcept { return lows_; }

private:
    /// The latest frames of what runs now, so many at most.
    [[nodiscard]] std::span<const measure::FrameTimes> frames(const OverlayModel& model,
                                                              std::size_t most) const noexcept;

    std::optional<ComparedWindow> kept_;
    ComparedWindow now_;
    Lows lows_;
    double settling_s_ = kSettling_s;
    std::size_t first_frame_ = 0;  ///< of what runs now, in the record of all frames
    std::vector<measure::Nanoseconds> scratch_ = std::vector<measure::Nanoseconds>(kLowsFrames);
};

}  // namespace outrider::overlay
