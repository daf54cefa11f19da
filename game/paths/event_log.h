// Where the path service tells of what happened: a worker's start and death, a quarantined request, a raised policy.
// The app gives the one that writes the game's log; nothing here waits for it.
#pragma once

#include <cstdint>
#include <string_view>

#include "game/paths/path_service.h"
#include "shared/cost_field.h"
#include "shared/grid.h"

namespace outrider::paths {

enum class EventLevel : std::uint8_t { kDebug, kInfo, kWarning, kError };

/// A request that ended two workers, with all that is needed to ask it again elsewhere.
struct QuarantinedRequest {
    PathRequest request;
    FailReason reason = FailReason::kNone;
    std::int32_t value = 0;  ///< signal number or exit code
    MapView map;             ///< a version that the request may be asked on; valid during the call only
    CostField costs;         ///< of that version; valid as long
};

/// Any thread may call; no call blocks or throws. Lines that find no room are counted and dropped.
class EventLog {
public:
    virtual ~EventLog() = default;
    virtual void write(EventLevel level, std::string_view line) noexcept = 0;
    /// Frame thread: copies what it needs and returns at once; the file is written elsewhere.
    virtual void save_quarantined(const QuarantinedRequest& request) noexcept = 0;
};

}  // namespace outrider::paths
