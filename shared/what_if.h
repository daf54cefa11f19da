// Walls that the map does not have: a search may be asked what the way would be if they were there.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "shared/grid.h"
#include "shared/wall_line.h"

namespace outrider {

/// A few cells that count as blocked, for one query. Cells outside the map are of no account.
struct WhatIf {
    enum class Kind : std::uint8_t {
        kNone = 0,  ///< the map as it is
        kLine = 1,  ///< a wall drawn from the one cell to the other (wall_line.h)
        kRect = 2,  ///< all cells between two opposite corners, both included
    };
    Kind kind = Kind::kNone;
    PackedCell from;
    PackedCell to;

    [[nodiscard]] constexpr bool any() const noexcept { return kind != Kind::kNone; }

    /// A few operations, however many cells there are.
    [[nodiscard]] constexpr bool blocks(Cell cell) const noexcept {
        const Cell a = unpack(from);
        const Cell b = unpack(to);
        switch (kind) {
            case Kind::kNone: return false;
            case Kind::kLine: return is_on_wall_line(a, b, cell);
            case Kind::kRect: {
                const bool beside = (cell.x < a.x && cell.x < b.x) || (cell.x > a.x && cell.x > b.x);
                const bool above_or_below = (cell.y < a.y && cell.y < b.y) || (cell.y > a.y && cell.y > b.y);
                return !beside && !above_or_below;
            }
        }
        return false;
    }

    /// Calls `visit(Cell)` for every cell of it that lies in a map of this size.
    template <typename Visit>
    constexpr void for_each_cell(const GridLayout& layout, Visit&& visit) const {
        const Cell a = unpack(from);
        const Cell b = unpack(to);
        if (kind == Kind::kLine) {
            for_each_wall_cell(a, b, [&](Cell cell) {
                if (layout.contains(cell)) visit(cell);
            });
        }
        if (kind == Kind::kRect) {
            for (std::int32_t y = std::min(a.y, b.y); y <= std::min(std::max(a.y, b.y), layout.height_cells - 1); ++y) {
                for (std::int32_t x = std::min(a.x, b.x); x <= std::min(std::max(a.x, b.x), layout.width_cells - 1);
                     ++x) {
                    visit(Cell{x, y});
                }
            }
        }
    }

    friend constexpr bool operator==(const WhatIf&, const WhatIf&) = default;
};

[[nodiscard]] constexpr std::string_view to_string(WhatIf::Kind kind) noexcept {
    switch (kind) {
        case WhatIf::Kind::kNone: return "none";
        case WhatIf::Kind::kLine: return "line";
        case WhatIf::Kind::kRect: return "rect";
    }
    return "?";
}

}  // namespace outrider
