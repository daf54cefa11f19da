// What bench_siege found, put together: by form, medians over closings, beside what is aimed at.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/bench/bench_siege.h"

namespace outrider::bench {

/// All closings of one form.
struct GapSummary {
    PathForm form;
    std::uint32_t closings = 0;
    double minds = 0.0;  ///< median, as all that follow
    double concerned = 0.0;
    double frames_to_close = 0.0;
    double searches = 0.0;
    double search_us = 0.0;
    double reaction_ms = 0.0;
    double reaction_ticks = 0.0;
    std::uint32_t unfinished = 0;  ///< closings without a completed reaction; they count in no median of it
    double frames_late = 0.0;
    double longest_missed = 0.0;
    double work_p99_ms = 0.0;  ///< of a closing's frames
    double work_max_ms = 0.0;
    std::uint32_t most_frames_late = 0;  ///< of any closing
    double settled_p99_ms = 0.0;         ///< median of the runs: before the first closing
    double others_cores = 0.0;           ///< median of the runs
    bool conserved = true;
};

/// Something that is aimed at.
struct Aim {
    std::string what;
    double value = 0.0;
    double limit = 0.0;
    bool at_least = false;  ///< otherwise at most
    [[nodiscard]] bool met() const noexcept { return at_least ? value >= limit : value <= limit; }
};

/// In the order in which forms appear.
[[nodiscard]] std::vector<GapSummary> summaries_of(const std::vector<GapRun>& runs);
/// Those whose forms were run.
[[nodiscard]] std::vector<Aim> aims_of(const std::vector<GapSummary>& summaries);

[[nodiscard]] nlohmann::ordered_json to_json(const FrameResult& result);
[[nodiscard]] nlohmann::ordered_json to_json(const std::vector<GapRun>& runs, const GapSettings& settings);
[[nodiscard]] std::string to_table(const std::vector<FrameResult>& results);
[[nodiscard]] std::string to_table(const std::vector<GapRun>& runs, const GapSettings& settings);

}  // namespace outrider::bench
