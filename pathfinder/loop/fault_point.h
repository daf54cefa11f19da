// Named instants of the worker loop at which a test can make a worker die, stop or write nonsense.
#pragma once

#include <cstdint>

namespace outrider::loop {

enum class FaultPoint : std::uint8_t {
    kAfterClaim,
    kMidSearch,
    kBeforePublish,
    kHalfWrittenResult,
    kAfterPublish,
    kAtSleep
};

inline void fault_point(FaultPoint) noexcept {}

}  // namespace outrider::loop
