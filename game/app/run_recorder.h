// Fills a RunRecord from inside a session: each frame, each worker at the end of each frame, what happened, and the
// sums of the timed part. It changes nothing, and in steady state it allocates nothing. Frame thread only.
//
//   begin                      the next frame is the run's first
//   note_frame(facts)          once a frame, in its phase overlay: ends the frame before, and begins this one
//   note_answer / _submit / _poll / _event    whenever
//   end(facts)                 any frame; the frame that runs then is left out
//
// A run begins with a warm-up, which is in no sum and in no statistic. Its last frame takes the first look at the
// clocks and counts whose difference the totals are: that look costs the timed part nothing.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "game/app/machine.h"
#include "game/measure/duration_histogram.h"
#include "game/measure/frame_recorder.h"
#include "game/measure/run_record.h"
#include "game/overlay/overlay.h"
#include "game/paths/path_service.h"
#include "game/paths/statistics.h"

namespace outrider::app {

/// The first tenth of a run, at least a second.
[[nodiscard]] constexpr std::chrono::nanoseconds warm_up_of(std::chrono::nanoseconds length) noexcept {
    return std::max<std::chrono::nanoseconds>(length / 10, std::chrono::seconds(1));
}

struct RecorderSettings {
    measure::RunSetup setup;
    std::chrono::nanoseconds length{};  ///< how long it will be; 0: nobody knows
    double cores = 1.0;                 ///< that game and workers may use
    bool frames_alone = false;          ///< the times of the frames and nothing else: what recording itself costs
    std::function<CpuClocks()> read_clocks = read_cpu_clocks;
};

/// What the game knows in a frame's phase overlay, its statistics brought up to date.
struct FrameFacts {
    std::chrono::steady_clock::time_point start;  ///< of the frame that runs now
    const measure::FrameTimes& last;              ///< the frame before it
    overlay::Overlay::Cost last_overlay;          ///< of the frame before it
    const paths::PathStatistics& paths;
    std::span<const paths::WorkerStatistics> workers;
    bool conserved = true;
    bool paused = false;
    std::uint32_t wave = 0;  ///< 0: the scenario has none, or none has come
};

/// What only the end of a run can tell.
struct EndFacts {
    const paths::PathStatistics& paths;
    std::span<const paths::WorkerStatistics> workers;
    double game_mib = 0.0;
    std::uint64_t state_hash = 0;
    std::uint64_t ticks = 0;
    bool stopped_early = false;
};

class RunRecorder {
public:
    using Clock = std::chrono::steady_clock;
    using Nanoseconds = std::chrono::nanoseconds;

    /// Takes memory for the whole run, or for minutes.
    explicit RunRecorder(RecorderSettings settings);

    /// Ends the frame before (what was noted of it is now complete) and begins the one that runs.
    void note_frame(const FrameFacts& facts);
    /// How long gathering and note_frame() took in this frame.
    void note_telemetry(Nanoseconds time) noexcept { open_frame_.telemetry = time; }
    void note_answer(const paths::PathAnswer& answer) noexcept;
    void note_submit(Nanoseconds time) noexcept;
    void note_poll(Nanoseconds time) noexcept;
    /// Something that the player did. Changes of mode, workers, policy and wave, deaths and pauses are seen by
    /// note_frame().
    void note_event(measure::EventKind kind, std::string what);

    /// The run is over: what it measured. May be called once.
    [[nodiscard]] measure::RunRecord end(const EndFacts& facts);

    [[nodiscard]] bool frames_alone() const noexcept { return settings_.frames_alone; }

private:
    /// Requests in frames of their whole way: longer ones count as this many.
    static constexpr std::size_t kMostFrames = 4096;

    /// What was so in the frame before, to see what changed.
    struct Before {
        paths::Mode mode{};
        std::uint32_t workers = 0;
        SchedulingPolicy policy{};
        std::uint64_t deaths = 0;
        double worker_cpu_s = 0.0;
        std::uint32_t wave = 0;
        bool paused = false;
    };
    /// Counts and clocks when the timed part began.
    struct Base {
        Clock::time_point at{};
        CpuClocks clocks;
        paths::RequestCounters counts;
        double worker_cpu_s = 0.0;
        std::uint64_t restarts = 0;
    };

    void complete_open_frame(const FrameFacts& facts);
    void open_frame(const FrameFacts& facts);
    void add_beats(std::span<const paths::WorkerStatistics> workers);
    void add_changes(const FrameFacts& facts);
    void add_deaths(const FrameFacts& facts);
    void add_shares(const FrameFacts& facts) noexcept;
    void begin_timed_part(const FrameFacts& facts);
    void drop_open_frame();
    void fill_cpu(const EndFacts& facts, measure::RunTotals& totals) const;
    void fill_marks(const EndFacts& facts);
    [[nodiscard]] measure::LatencySteps latency() const;
    [[nodiscard]] double frames_percentile(std::uint32_t permille) const noexcept;
    [[nodiscard]] bool is_timed() const noexcept { return base_.at != Clock::time_point{}; }

    RecorderSettings settings_;
    measure::RunRecord record_;

    Clock::time_point origin_{};  ///< start of the run's first frame
    Clock::time_point now_{};     ///< start of the frame that runs
    bool has_open_frame_ = false;
    measure::FrameSample open_frame_;
    Before before_;
    Base base_;

    // --- of the timed part ---
    std::array<measure::DurationHistogram, paths::kLatencyStepCount> steps_;
    std::vector<std::uint64_t> ways_in_frames_;  ///< how many requests took so many frames
    measure::DurationHistogram submits_;
    measure::DurationHistogram polls_;
    double frames_s_ = 0.0;         ///< all intervals
    double wanted_worker_s_ = 0.0;  ///< workers wanted, times time
    double thread_cpu_s_ = 0.0;     ///< of the workers' CPU time, what was a part of this process's; of whole frames
};

}  // namespace outrider::app
