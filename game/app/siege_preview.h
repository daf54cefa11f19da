// The raiders' new way, shown before the player commits a wall or a tower: for each gate one request on the urgent
// lane, on the map as it would be. For the picture alone: the siege never hears of it. Frame thread only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "game/paths/path_service.h"
#include "game/render/siege_renderer.h"
#include "game/sim/siege/siege.h"
#include "shared/path_query.h"

namespace outrider::app {

class SiegePreview {
public:
    explicit SiegePreview(std::size_t gates) : gates_(gates), ways_(gates) {}

    /// What would stand, as a query names it; kNone: there is nothing to preview.
    void show(const WhatIf& what_if) noexcept;
    /// Asks what has not been asked yet, and all anew when the map has changed. `service`: the dispatcher's own door,
    /// beside any lockstep.
    void submit(const sim::siege::Siege& siege, paths::PathService& service) noexcept;
    /// True if it was an answer to one of these requests.
    bool take(const paths::PathAnswer& answer) noexcept;
    /// Of the gates whose answer has come: as it would be now, or in a moment.
    [[nodiscard]] std::span<const render::WayPreview> ways() const noexcept { return ways_shown_; }

private:
    /// A gate and what is known of it. An open way is asked for first; where there is none, one through walls.
    struct Gate {
        RequestId request;
        bool wanted = false;
        bool breaks_walls = false;
        bool known = false;
        render::WayPreview::Kind kind = render::WayPreview::Kind::kNone;
        std::vector<PackedCell> points;
    };

    void want_all() noexcept;
    void list_ways();

    std::vector<Gate> gates_;
    WhatIf what_if_;
    MapVersion asked_on_;  ///< of the map, when it was asked last
    std::vector<render::WayPreview> ways_;
    std::span<const render::WayPreview> ways_shown_;
};

}  // namespace outrider::app
