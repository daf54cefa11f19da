// Many rectangles in one call of SDL_RenderGeometryRaw. SDL's software renderer turns each into a plain fill or copy
// (uniform colour, axis-aligned, same size as in the texture), other renderers draw all of them at once.
#pragma once

#include <SDL.h>

#include <cstddef>
#include <vector>

#include "game/render/palette.h"

namespace outrider::render {

[[nodiscard]] constexpr SDL_Color sdl(Rgb c, std::uint8_t alpha = 255) noexcept { return {c.r, c.g, c.b, alpha}; }

class QuadBatch {
public:
    void clear() noexcept { vertices_.clear(); }
    [[nodiscard]] std::size_t size() const noexcept { return vertices_.size() / 4; }
    [[nodiscard]] bool empty() const noexcept { return vertices_.empty(); }

    /// A rectangle of one colour, in pixels.
    void add(float x, float y, float width, float height, SDL_Color color) { add(x, y, width, height, color, {}); }
    /// A rectangle of a texture; `from` in parts of the texture, 0 .. 1.
    void add(float x, float y, float width, float height, SDL_Color color, const SDL_FRect& from) {
        vertices_.push_back({{x, y}, color, {from.x, from.y}});
        vertices_.push_back({{x + width, y}, color, {from.x + from.w, from.y}});
        vertices_.push_back({{x + width, y + height}, color, {from.x + from.w, from.y + from.h}});
        vertices_.push_back({{x, y + height}, color, {from.x, from.y + from.h}});
    }
    /// Any four corners in order around.
    void add_corners(const SDL_FPoint& a, const SDL_FPoint& b, const SDL_FPoint& c, const SDL_FPoint& d,
                     SDL_Color color) {
        for (const SDL_FPoint& corner : {a, b, c, d}) vertices_.push_back({corner, color, {}});
    }

    /// One draw call, if there is anything to draw.
    void draw(SDL_Renderer& renderer, SDL_Texture* texture);

private:
    std::vector<SDL_Vertex> vertices_;
    std::vector<int> indices_;  ///< grows only: the same six for each rectangle
};

}  // namespace outrider::render
