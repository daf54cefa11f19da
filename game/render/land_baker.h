// Terrain letters to pixels: a pure function of the map, without SDL. What is baked is the quiet part of the picture;
// what moves is drawn over it.
//
// A pixel is 0xAARRGGBB; its alpha says how much a worn path may show there (255: open ground, 0: rock, water, walls).
// A texel depends on the cells within kReachCells around it and on nothing else, so that any part of the land baked
// alone equals the same part of the whole.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "game/render/rect.h"
#include "shared/grid.h"

namespace outrider::render {

/// The map as the world shows it; a view.
struct LandSource {
    std::span<const char> terrain;
    std::int32_t width_cells = 0;
    std::int32_t height_cells = 0;
    bool dots_are_trodden = false;  ///< see dots_are_trodden()
    CellRect keep{};                ///< a hall with battlements and light around it; empty: there is none
};

/// What '.' means on this map: beside grass ('G') it is trodden or paved ground. Many maps know no grass; there it is
/// simply open land, and drawn as grass.
[[nodiscard]] bool dots_are_trodden(std::span<const char> terrain) noexcept;

class LandBaker {
public:
    /// How far, in cells, a change can be seen.
    static constexpr std::int32_t kReachCells = 5;
    static constexpr std::int32_t kMaxTexelsPerCell = 32;

    LandBaker();

    /// Bakes `part` of the land at `texels_per_cell` (a power of two, 1 .. kMaxTexelsPerCell) to `out`, row by row,
    /// `stride` texels apart. Beyond the map its border goes on. Allocates only when a part is larger than any before.
    void bake(const LandSource& land, std::int32_t texels_per_cell, const TexelRect& part, std::uint32_t* out,
              std::ptrdiff_t stride);

private:
    struct Painter;  ///< one cell to its texels
    enum class Ground : std::uint8_t { kGrass, kDry, kSwamp, kRock, kTrees, kWater, kWall, kHall };

    static constexpr std::int32_t kDetailPeriodCells = 16;
    static constexpr std::int32_t kScales = 6;  ///< 1, 2, 4, 8, 16, 32 texels per cell

    /// A crown above a cell of trees; its place in parts of that cell.
    struct Crown {
        float x = 0.0F;
        float y = 0.0F;
        float radius = 0.0F;
        float tone = 0.0F;
    };
    /// What varies slowly, at a cell's upper left corner; between corners it is interpolated.
    struct Corner {
        float shade = 0.0F;   ///< height of the land, 0 .. 1
        float light = 1.0F;   ///< darker towards the map's edge
        float warmth = 0.0F;  ///< of the keep's windows and fires
        float rock_depth = 0.0F;
        float water_depth = 0.0F;
    };

    [[nodiscard]] static Ground ground_of(char letter, bool trodden_dots) noexcept;
    void bake_directly(const LandSource& land, std::int32_t texels_per_cell, const TexelRect& part, std::uint32_t* out,
                       std::ptrdiff_t stride);
    void gather(const LandSource& land, const CellRect& cells);
    void measure_depths();
    void share_dryness();
    void shade_row(std::int32_t y);
    void make_corners(const LandSource& land);

    std::array<std::vector<std::int8_t>, kScales> detail_;  ///< fine mottling, repeating after kDetailPeriodCells
    std::array<std::uint32_t, 256> grass_ramp_{};           ///< shade to colour
    std::array<std::uint32_t, 256> dry_ramp_{};
    std::array<std::uint32_t, 256> rock_ramp_{};  ///< far from open land
    // Scratch, for the cells of one part and a margin around them:
    CellRect around_;  ///< which cells
    CellRect keep_;
    std::vector<Ground> ground_;            ///< their terrain; beyond the map its border goes on
    std::vector<std::uint8_t> rock_depth_;  ///< steps from open land, 0 .. kReachCells
    std::vector<std::uint8_t> water_depth_;
    std::vector<float> dryness_;  ///< share of trodden ground; empty where there is none at all
    std::vector<Crown> crowns_;   ///< meaningful where there are trees
    std::vector<float> shades_;   ///< one row of corners
    std::vector<Corner> corners_;
    std::vector<std::uint32_t> fine_;  ///< twice the texels, to be averaged
};

}  // namespace outrider::render
