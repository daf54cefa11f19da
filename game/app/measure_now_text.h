// What the card of "measure now" says of the measurement that does it properly.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "game/measure/run_record.h"
#include "game/sim/world.h"

namespace outrider::app {

struct ProperMeasurement {
    measure::RunSetup setup;                   ///< of a run in workers, as it is now
    std::optional<std::filesystem::path> map;  ///< as it was named; empty: the scenario's own
    bool chase = false;
    sim::OrderBy orders = sim::OrderBy::kFlowField;
};

/// The `outrider measure` line: the same map, units, rate and workers. What is as usual is left out.
[[nodiscard]] std::string proper_command(const ProperMeasurement& measurement);

}  // namespace outrider::app
