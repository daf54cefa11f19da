// What there is to be seen and heard, for the picture alone: nothing in the game hangs on it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "game/sim/siege/siege.h"

namespace outrider::sim::siege {

/// The last Siege::kEventsKept events. Each is written to two places that far apart, so that any run of them that is
/// remembered lies in one piece.
class Events {
public:
    Events() : ring_(2 * Siege::kEventsKept) {}

    void add(const Event& event) noexcept {
        const std::size_t at = count_ % Siege::kEventsKept;
        ring_[at] = ring_[at + Siege::kEventsKept] = event;
        ++count_;
    }
    /// See Siege::events_since().
    [[nodiscard]] std::span<const Event> since(std::uint64_t& from) const noexcept {
        const std::uint64_t oldest = count_ < Siege::kEventsKept ? 0 : count_ - Siege::kEventsKept;
        const std::uint64_t first = from < oldest || from > count_ ? oldest : from;
        from = count_;
        return {ring_.data() + first % Siege::kEventsKept, static_cast<std::size_t>(count_ - first)};
    }

private:
    std::vector<Event> ring_;
    std::uint64_t count_ = 0;
};

}  // namespace outrider::sim::siege
