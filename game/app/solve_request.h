// `outrider solve --request FILE`: one saved request, asked again, wherever that ends.
#pragma once

#include "game/app/command_line.h"
#include "game/app/places.h"

namespace outrider::app {

/// Prints the answer. A poison request ends this very program in the modes inline and threads: that is what it is for.
/// Returns the exit code: 0 for a path or a proof that there is none, 1 for `failed`. Throws UsageError.
[[nodiscard]] int solve_request(const SolveOptions& options, const Places& places);

}  // namespace outrider::app
