// What bench_siege measures, as plain data: who answers the horde's questions, what frames took, what a closing did.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "game/measure/frame_recorder.h"
#include "game/paths/path_service.h"
#include "shared/protocol.h"

namespace outrider::bench {

/// Who answers the questions. As text: "none", "inline", "threads:2", "processes:2" (policy idle),
/// "processes:2:normal".
struct PathForm {
    paths::Mode mode = paths::Mode::kProcesses;
    std::uint32_t workers = 0;  ///< of threads and processes
    SchedulingPolicy policy = SchedulingPolicy::kIdle;
};
/// Throws std::runtime_error: there is no such form.
[[nodiscard]] PathForm form_from(const std::string& text);
[[nodiscard]] std::string to_string(const PathForm& form);

/// What every run needs to know of its surroundings.
struct Surroundings {
    std::filesystem::path assets;
    std::filesystem::path pathfinder;
    double frames_per_s = 60.0;  ///< 0: one after the other, without a pause
    /// A run is made again (at most kMostAttempts times) if others took more than so much of the cores meanwhile.
    double most_of_others_cores = 100.0;
    static constexpr int kMostAttempts = 6;
};

/// Were requests lost or doubled? Looked at after each frame.
struct Books {
    std::uint64_t submitted = 0;
    std::uint64_t answered = 0;
    std::uint64_t in_flight = 0;
    bool conserved = true;
};

// --- sim and draw ----------------------------------------------------------------------------------------------------

struct FrameSettings {
    std::string map_name;
    std::uint32_t units = 0;
    std::uint32_t ticks = 1800;  ///< one a frame; a tenth more go before, unmeasured
    PathForm form;
};

struct FramePhases {
    measure::Percentiles poll;
    measure::Percentiles sim;
    measure::Percentiles submit;
    measure::Percentiles draw;
    measure::Percentiles sim_and_draw;
    measure::Percentiles work;
};

struct FrameResult {
    std::string what;  ///< "siege" or "sandbox"
    FrameSettings settings;
    double aim_ms = 0.0;            ///< for p99 of sim_and_draw, at the number of units that is aimed at
    std::uint32_t units_there = 0;  ///< least of all frames; fewer than wanted: the field is not full
    FramePhases phases;
    Books books;
    std::uint64_t state_hash = 0;
    double load = 0.0;          ///< before it
    double others_cores = 0.0;  ///< what other programs took of the cores meanwhile
    [[nodiscard]] bool met() const noexcept { return phases.sim_and_draw.p99_ms <= aim_ms; }
};

/// A siege's parade. Throws std::runtime_error, or as Siege, Window, SiegeRenderer and PathDispatcher do.
[[nodiscard]] FrameResult measure_siege_frame(const Surroundings& surroundings, const FrameSettings& settings);
/// The sandbox. Throws alike.
[[nodiscard]] FrameResult measure_sandbox_frame(const Surroundings& surroundings, const FrameSettings& settings);

// --- closing the main gap --------------------------------------------------------------------------------------------

struct GapSettings {
    std::uint32_t raiders = 1400;
    std::uint32_t closings = 1;  ///< in a run; after the first the horde may stand in the gap
    std::uint32_t towers = 8;    ///< by the road, so that there is danger to think about; as far as the gold lasts
    double settle_s = 1.0;       ///< frames before the first closing
    double closed_s = 3.0;       ///< how long it stays closed: the frames that count
    double open_s = 2.5;         ///< how long it stands open between two closings
};

struct Reaction {
    double ms = 0.0;  ///< from the frame of the first wall to the end of the one in which 95 of 100 had new ways
    std::uint32_t ticks = 0;  ///< the same by the siege's own meter
    std::uint32_t minds = 0;  ///< whom it concerned
};

/// One closing, and the frames after it.
struct Closing {
    std::uint32_t minds = 0;            ///< raiders on the field
    std::uint32_t searches = 0;         ///< that ended in these frames
    double search_us = 0.0;             ///< CPU time of one, mean
    std::uint32_t frames_to_close = 0;  ///< until nobody got through: somebody may stand where walls should be
    std::optional<Reaction> reaction;   ///< of the event that concerned most; nothing: nobody's
    std::uint32_t frames = 0;
    std::uint32_t frames_late = 0;           ///< their work took longer than a frame may
    std::uint32_t longest_missed = 0;        ///< frame intervals missed in a row: 400 ms of work miss 24
    std::vector<measure::Nanoseconds> work;  ///< of each frame
};

/// One siege under one form: always the same one, up to the instant where the form takes over.
struct GapRun {
    PathForm form;
    std::vector<Closing> closings;
    measure::Percentiles settled_work;  ///< of the frames before the first closing
    std::uint32_t settled_late = 0;
    Books books;
    std::uint64_t first_hash = 0;  ///< of the siege when the form took over
    double load = 0.0;             ///< before it
    double others_cores = 0.0;     ///< what other programs took of the cores, from the first frame on
};

[[nodiscard]] GapRun run_gap(const Surroundings& surroundings, const GapSettings& settings, const PathForm& form);

}  // namespace outrider::bench
