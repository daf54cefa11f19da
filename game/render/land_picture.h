// The land on the window: tiles baked where the view needs them, composed into a picture that is kept between frames,
// with the worn paths and, if wanted, a debug layer upon it. What every scenario draws first.
#pragma once

#include <SDL.h>

#include <cstdint>
#include <span>
#include <vector>

#include "game/render/backdrop.h"
#include "game/render/debug_layer.h"
#include "game/render/debug_picture.h"
#include "game/render/land_baker.h"
#include "game/render/land_tiles.h"
#include "game/render/texture.h"
#include "game/render/view.h"

namespace outrider::render {

class LandPicture {
public:
    /// Bakes the coarse picture of the whole land. `land.terrain` is read now; draw() is given it anew.
    LandPicture(SDL_Renderer& renderer, const LandSource& land);

    /// These cells changed: their picture is baked again (within a time budget per frame, nearest to the view first).
    void invalidate(const CellRect& cells);
    /// The device was lost: the texture is made again. Throws std::runtime_error in draw() if that cannot be.
    void rebuild_texture() noexcept { texture_.reset(); }
    /// One copy to the whole window. `terrain` and `wear` have a value for each cell of the land, row by row.
    void draw(std::span<const char> terrain, std::span<const std::uint8_t> wear, const View& view,
              const DebugLayer* layer);

    [[nodiscard]] bool is_software() const noexcept { return software_; }

private:
    void bake_what_is_wanted(const View& view);
    void show(const View& view, const DebugLayer* layer);
    void make_texture();

    SDL_Renderer& renderer_;
    bool software_;
    LandSource land_;  ///< what its letters mean stays as the map was loaded; its terrain is that of the last draw()
    LandTiles tiles_;
    Backdrop backdrop_;
    DebugPicture debug_picture_;
    std::uint64_t debug_shown_ = 0;  ///< DebugLayer::number of what the texture shows; 0: nothing but land
    TexturePtr texture_;
    std::int32_t texture_width_ = 0;
    std::int32_t texture_height_ = 0;
    double last_zoom_ = 0.0;
    std::vector<CellRect> edits_;
    std::vector<TileAddress> ready_;
};

}  // namespace outrider::render
