#include "game/measure/run_record.h"

#include <fmt/format.h>

namespace outrider::measure {

std::string_view to_string(EventKind kind) noexcept {
    switch (kind) {
        case EventKind::kMode: return "mode";
        case EventKind::kWorkers: return "workers";
        case EventKind::kPolicy: return "policy";
        case EventKind::kKill: return "kill";
        case EventKind::kDeath: return "death";
        case EventKind::kWave: return "wave";
        case EventKind::kPause: return "pause";
        case EventKind::kOther: return "other";
    }
    return "?";
}

std::string configuration_of(const RunSetup& setup) {
    std::string name(to_string(setup.mode));
    if (setup.workers == 0) return name;
    name += fmt::format(", {} worker{}", setup.workers, setup.workers == 1 ? "" : "s");
    if (setup.chunk_jobs != kDefaultChunk_jobs) name += fmt::format(", chunks of {}", setup.chunk_jobs);
    return name;
}

std::string slug_of(const RunSetup& setup) {
    std::string slug(to_string(setup.mode));
    if (setup.workers > 0) slug += fmt::format("-{}", setup.workers);
    if (setup.workers > 0 && setup.chunk_jobs != kDefaultChunk_jobs) slug += fmt::format("-chunk{}", setup.chunk_jobs);
    return slug + fmt::format("_r{}", setup.repeat);
}

}  // namespace outrider::measure
