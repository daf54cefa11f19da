// Textures that go away by themselves, made of pictures of our own.
#pragma once

#include <SDL.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace outrider::render {

struct TextureDeleter {
    void operator()(SDL_Texture* texture) const noexcept { SDL_DestroyTexture(texture); }
};
using TexturePtr = std::unique_ptr<SDL_Texture, TextureDeleter>;

/// Of width x height pixels, 0xAARRGGBB, to be blended over what is there. Throws std::runtime_error that names
/// `what` if it cannot be made.
[[nodiscard]] TexturePtr texture_of(SDL_Renderer& renderer, const std::vector<std::uint32_t>& pixels,
                                    std::int32_t width_px, std::int32_t height_px, const char* what);

/// The next power of two: sides of textures, so that texture coordinates are exact.
[[nodiscard]] std::int32_t power_of_two(std::int32_t least) noexcept;

}  // namespace outrider::render
