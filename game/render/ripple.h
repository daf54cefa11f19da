// Rings that run outwards from a cell and fade.
#pragma once

#include "shared/grid.h"

namespace outrider::render {

struct Ripple {
    Cell cell;
    double age_s = 0.0;  ///< an old one is not to be seen any more
};

}  // namespace outrider::render
