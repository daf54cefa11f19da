// outrider-torture: the real supervisor and real workers under full load, while things go wrong on purpose.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "shared/protocol.h"

namespace outrider::torture {

struct Options {
    std::uint64_t kills = 500;
    std::uint32_t workers = 2;
    std::uint32_t chunk = 1;
    SchedulingPolicy policy = SchedulingPolicy::kIdle;  ///< as the game's workers begin
    std::uint64_t seed = 1;
    std::string point;   ///< empty: kills at random instants
    std::string action;  ///< with `point`
    double most_seconds = 600.0;
    bool soak = false;       ///< no kills: a resize every second, for most_seconds
    std::uint32_t hogs = 0;  ///< busy processes beside it
    std::string control;     ///< "message_queue": the same for a textbook pool
    std::uint32_t trials = 60;
    std::filesystem::path pathfinder;
};

/// What was seen, as it is printed; `failed` holds the names of the checks that did not hold.
struct Verdict {
    nlohmann::ordered_json figures;
    bool passed = false;
};

/// Kills, or the faults of `point`. Throws std::runtime_error if it cannot be set up.
[[nodiscard]] Verdict torture_pool(const Options& options);
/// No kills: grows and shrinks for a while; memory, descriptors, mappings and processes must stay the same.
[[nodiscard]] Verdict soak_pool(const Options& options);
/// A textbook pool on boost::interprocess::message_queue whose workers are killed: {trials, hangs, lost}.
[[nodiscard]] nlohmann::ordered_json torture_textbook_pool(const Options& options);

}  // namespace outrider::torture
