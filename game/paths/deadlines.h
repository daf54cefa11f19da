// When requests expire. Counted in the time that the game has lived through: a suspended machine, a stopped game or a
// very late frame moves all deadlines by that much.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "game/paths/path_service.h"

namespace outrider::paths {

/// Frame thread only. Grows when more deadlines are pending than ever before; otherwise allocates nothing.
class Deadlines {
public:
    Deadlines();

    /// `patience` from now on. A request that ends before is dropped when its time comes: find() of the ledger knows.
    void add(RequestId request, std::chrono::nanoseconds patience);
    /// Once a frame.
    void live_until(MonotonicTime now) noexcept;
    /// A request whose time is over; nothing if there is none.
    [[nodiscard]] std::optional<RequestId> take_due() noexcept;

    /// A frame that takes longer is late; what is beyond does not count.
    static constexpr std::chrono::milliseconds kLongestFrame{50};

private:
    struct Deadline {
        std::chrono::nanoseconds at;  ///< lived time
        RequestId request;
    };
    [[nodiscard]] static bool is_later(const Deadline& a, const Deadline& b) noexcept { return a.at > b.at; }

    std::vector<Deadline> heap_;  ///< the earliest in front
    std::chrono::nanoseconds lived_{};
    std::optional<MonotonicTime> last_frame_;
};

}  // namespace outrider::paths
