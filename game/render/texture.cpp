#include "game/render/texture.h"

#include <bit>
#include <stdexcept>
#include <string>

namespace outrider::render {

TexturePtr texture_of(SDL_Renderer& renderer, const std::vector<std::uint32_t>& pixels, std::int32_t width_px,
                      std::int32_t height_px, const char* what) {
    TexturePtr texture(
        SDL_CreateTexture(&renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STATIC, width_px, height_px));
    const int pitch = width_px * static_cast<int>(sizeof(std::uint32_t));
    if (texture == nullptr || SDL_UpdateTexture(texture.get(), nullptr, pixels.data(), pitch) != 0 ||
        SDL_SetTextureBlendMode(texture.get(), SDL_BLENDMODE_BLEND) != 0) {
        throw std::runtime_error(std::string("Cannot make the texture of ") + what + ": " + SDL_GetError());
    }
    return texture;
}

std::int32_t power_of_two(std::int32_t least) noexcept {
    return static_cast<std::int32_t>(std::bit_ceil(static_cast<std::uint32_t>(least)));
}

}  // namespace outrider::render
