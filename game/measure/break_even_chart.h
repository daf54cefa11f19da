// The report's section "When does offloading pay?": the curves over the size of a request, and what they say.
#pragma once

#include <string>

#include "game/measure/break_even.h"

namespace outrider::measure {

/// HTML that is well-formed XML, in the look of the report's style sheet: some <figure>s and a list. Empty text if
/// nothing was measured.
[[nodiscard]] std::string break_even_charts(const BreakEven& break_even);

}  // namespace outrider::measure
