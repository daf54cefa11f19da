// `outrider compare A B`: two measurements against each other, configuration by configuration.
#pragma once

#include "game/app/command_line.h"

namespace outrider::app {

/// Returns the exit code. Throws UsageError if the two have no configuration in common.
[[nodiscard]] int compare(const CompareOptions& options);

}  // namespace outrider::app
