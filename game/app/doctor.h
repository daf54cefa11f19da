// `outrider doctor`: what this machine gives, one line each. A missing feature is a line, not a failure.
#pragma once

#include <string>
#include <vector>

#include "game/app/places.h"

namespace outrider::app {

struct Finding {
    std::string name;
    std::string value;
};

/// Tries each thing that the game uses, and leaves nothing behind.
[[nodiscard]] std::vector<Finding> examine_machine(const Places& places);

/// Prints the findings to standard output. Returns the exit code, which is 0.
[[nodiscard]] int doctor(const Places& places);

}  // namespace outrider::app
