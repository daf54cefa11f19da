// What belongs to the player's hand in a siege: what would be built, where it is refused, how far a tower would reach,
// which way the raiders would take; the selection box and the ripple of an order. Always on top, always in the same
// frame.
#pragma once

#include <cstddef>

#include "game/render/siege_pen.h"
#include "game/render/siege_renderer.h"

namespace outrider::render {

class SiegeMarkers {
public:
    static constexpr std::size_t kMostCells = 1'024;  ///< of one preview that are drawn

    void build(const sim::siege::Siege& siege, const SiegePen& pen, const SiegeDrawOptions& options);
    /// Two draw calls.
    void draw(SDL_Renderer& renderer, const SiegePen& pen);
    [[nodiscard]] std::size_t quad_count() const noexcept { return quads_.size() + pictures_.size(); }

private:
    void add_ways(const sim::siege::Siege& siege, const SiegePen& pen, const SiegeDrawOptions& options);
    void add_way(const sim::siege::Siege& siege, const SiegePen& pen, const WayPreview& way,
                 const SiegeDrawOptions& options);
    void add_building(const SiegePen& pen, const BuildingPreview& building);
    void add_wanted(const SiegePen& pen, Cell cell, BuildingPreview::Hand hand);
    void add_refused(const SiegePen& pen, Cell cell);
    void add_reach(const SiegePen& pen, const ReachCircle& reach, bool allowed);

    QuadBatch quads_;
    QuadBatch pictures_;  ///< of the pen's atlas
};

}  // namespace outrider::render
