// Many rectangles in one call of SDL_RenderGeometryRaw. SDL's software renderer turns each into a plain fill or copy
// (uniform colour, axis-aligned, same size as in the texture), other renderers draw all of them at once.
#pragma once

#include <SDL.h>

#include <algorithm>
#include <cstddef>
#include <vector>

#include "game/render/palette.h"

namespace outrider::render {

[[nodiscard]] constexpr SDL_Color sdl(Rgb c, std::uint8_t alpha = 255) noexcept { return {c.r, c.g, c.b, alpha}; }

class QuadBatch {
public:
    void clear() noexcept { used_ = 0; }
    [[nodiscard]] std::size_t size() const noexcept { return used_ / 4; }
    [[nodiscard]] bool empty() const noexcept { return used_ == 0; }

    /// A rectangle of one colour, in pixels.
    void add(float x, float y, float width, float height, SDL_Color color) { add(x, y, width, height, color, {}); }
    /// A rectangle of a texture; `from` in parts of the texture, 0 .. 1.
    void add(float x, float y, float width, float height, SDL_Color color, const SDL_FRect& from) {
        SDL_Vertex* const to = next_four();
        to[0] = {{x, y}, color, {from.x, from.y}};
        to[1] = {{x + width, y}, color, {from.x + from.w, from.y}};
        to[2] = {{x + width, y + height}, color, {from.x + from.w, from.y + from.h}};
        to[3] = {{x, y + height}, color, {from.x, from.y + from.h}};
    }
    /// Any four corners in order around.
    void add_corners(const SDL_FPoint& a, const SDL_FPoint& b, const SDL_FPoint& c, const SDL_FPoint& d,
                     SDL_Color color) {
        SDL_Vertex* to = next_four();
        for (const SDL_FPoint& corner : {a, b, c, d}) *to++ = {corner, color, {}};
    }

    /// One draw call, if there is anything to draw.
    void draw(SDL_Renderer& renderer, SDL_Texture* texture);

private:
    [[nodiscard]] SDL_Vertex* next_four() {
        if (used_ + 4 > vertices_.size()) vertices_.resize(std::max<std::size_t>(256, vertices_.size() * 2));
        used_ += 4;
        return vertices_.data() + used_ - 4;
    }

    std::vector<SDL_Vertex> vertices_;  ///< grows only
    std::size_t used_ = 0;
    std::vector<int> indices_;  ///< grows only: the same six for each rectangle
};

}  // namespace outrider::render
