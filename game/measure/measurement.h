// A measurement: some runs on one machine, and all that a report says of them. What `measure`, `--record-frames`,
// "measure now" and `compare` make, write and read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "game/measure/break_even.h"
#include "game/measure/comparison.h"
#include "game/measure/run_record.h"

namespace outrider::measure {

/// What it was measured on: the header of every file.
struct MachineFacts {
    std::string cpu;                  ///< "AMD EPYC 7B13"
    std::uint32_t cores = 0;          ///< usable
    double cgroup_limit_cores = 0.0;  ///< 0: none
    std::string kernel;
    std::string system;  ///< "Debian GNU/Linux 12 (bookworm)"
    std::string build;   ///< "outrider 0.1.0, g++ 12.2.0, Release"
    std::string renderer;
    double memory_gib = 0.0;
    std::string governor;  ///< empty: not to be seen
    std::string date;      ///< ISO 8601
};

/// Before the timed runs: the same ticks in lockstep, in each mode with AI.
struct AgreementCheck {
    std::string configuration;
    std::uint64_t ticks = 0;
    std::uint64_t path_hash = 0;
    std::uint64_t state_hash = 0;
};

/// After the timed part: workers killed on purpose.
struct CrashTrial {
    paths::Mode mode = paths::Mode::kProcesses;
    std::uint32_t planted = 0;
    std::uint32_t survived = 0;  ///< the game played on, and nothing was lost
    double back_after_ms = 0.0;  ///< from the death to the replacement's first answer, median; 0: none came
    std::string how;             ///< what was done and what came of it, in a sentence
};

struct Measurement {
    std::string title;           ///< "sandbox, city, 10,000 units, asking max"
    std::string command;         ///< that makes it again
    bool is_quick_look = false;  ///< "measure now": one short run each
    MachineFacts machine;
    std::vector<AgreementCheck> agreement;  ///< equal hashes, or the measurement was refused
    std::vector<RunRecord> runs;            ///< in the order they were made
    std::vector<CrashTrial> crashes;
    std::optional<BreakEven> break_even;
    std::vector<std::string> warnings;  ///< of the machine and the whole, a sentence each
};

/// The one answer of a measurement: the comparisons with `none` (the first configuration if there is no `none`).
struct Findings {
    std::vector<Comparison> comparisons;
    std::string verdict;  ///< a sentence or two, for the head of the report and for the terminal
};
[[nodiscard]] Findings findings_of(const Measurement& measurement);

}  // namespace outrider::measure
