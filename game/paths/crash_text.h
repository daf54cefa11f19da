// What a dying worker's signal handler left in its segment, as text with function names.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "shared/result_segment.h"

namespace outrider::paths {

/// A CrashNote, copied once. Numbers from a worker: shown, never trusted.
struct CrashFacts {
    int signal = 0;
    std::uint64_t fault_address = 0;
    std::uint64_t load_base = 0;
    std::uint32_t frames = 0;
    std::array<std::uint64_t, CrashNote::kMaxFrames> return_addresses{};
};

/// Nothing if the worker's handler did not run.
[[nodiscard]] std::optional<CrashFacts> read_crash(const CrashNote& note) noexcept;

/// One line a stack frame, innermost first, below a line that names the signal: "  #1 outrider::loop::WorkerLoop::serve
/// (worker_loop.cpp:118)". Names come from the program file's debug information (libdw) or symbol table; an address
/// without a name stays one. Slow: reads files.
[[nodiscard]] std::vector<std::string> describe_crash(const CrashFacts& crash, const std::filesystem::path& program);

}  // namespace outrider::paths
