// The other side: a program that runs the same scenarios, times each query with the same clock, and prints a line of
// figures for each map.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "tests/bench/bench_search.h"

namespace outrider::bench {

/// Finds `n=`, `mean=`, `med=` and `p99=` (microseconds) in the first line that has them all, as in
///     own-jpsBP      arena            n=160 mean=0.45 med=0.42 p99=0.95 max=1.2 opt=100.000% ...
/// Throws std::runtime_error, naming `map`, if there is no such line.
[[nodiscard]] YardstickFigures parse_yardstick(std::string_view output, std::string_view map);

/// Runs `PROGRAM ALGORITHM MAP`, which finds MAP.scen by itself. Throws std::runtime_error if that fails.
[[nodiscard]] YardstickFigures run_yardstick(const std::filesystem::path& program, std::string_view algorithm,
                                             const std::filesystem::path& map);

}  // namespace outrider::bench
