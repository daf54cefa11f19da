#include "game/app/measure_now_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "game/app/shell_word.h"
#include "shared/protocol.h"

namespace outrider::app {

std::string proper_command(const ProperMeasurement& measurement) {
    const measure::RunSetup& setup = measurement.setup;
    std::string command = "outrider measure";
    if (measurement.map) command += fmt::format(" --map {}", shell_word(measurement.map->string()));
    command += fmt::format(" --units {}", setup.units);
    if (!setup.ask_rate.empty()) command += fmt::format(" --ask-rate {}", setup.ask_rate);
    command += fmt::format(" --workers {}", std::max(setup.workers, 1U));
    if (setup.algorithm != Algorithm::kJps) command += fmt::format(" --algorithm {}", to_string(setup.algorithm));
    if (measurement.chase) command += " --chase";
    if (measurement.orders == sim::OrderBy::kPaths) command += " --orders paths";
    if (setup.policy != SchedulingPolicy::kIdle) command += fmt::format(" --policy {}", to_string(setup.policy));
    if (setup.chunk_jobs != kDefaultChunk_jobs) command += fmt::format(" --chunks {}", setup.chunk_jobs);
    if (setup.seed != 1) command += fmt::format(" --seed {}", setup.seed);
    return command + fmt::format(" --out measured-{}", shell_word(setup.map));
}

}  // namespace outrider::app
