#include "game/render/land_picture.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>

namespace outrider::render {

namespace {

/// What a frame gives to baking tiles that came into view.
constexpr std::chrono::microseconds kBakeBudget{1500};
/// Texels of one edit that are baked in its own frame (some 3 ms); of a larger one a coarser picture is shown first.
constexpr std::int64_t kEditBudget_texels = 250'000;
/// An accelerated renderer enlarges the land of larger windows: it is soft, and composing it costs time.
constexpr std::int64_t kLargeWindow_px = 3'200'000;
constexpr std::size_t kMostPendingEdits = 64;

bool is_software(SDL_Renderer& renderer) noexcept {
    SDL_RendererInfo info{};
    return SDL_GetRendererInfo(&renderer, &info) == 0 && (info.flags & SDL_RENDERER_SOFTWARE) != 0;
}

/// The software renderer copies fastest from a texture in the window's own format.
Uint32 backdrop_format(SDL_Renderer& renderer, bool software) noexcept {
    SDL_Window* const window = software ? SDL_RenderGetWindow(&renderer) : nullptr;
    const Uint32 format = window != nullptr ? SDL_GetWindowPixelFormat(window) : Uint32{SDL_PIXELFORMAT_UNKNOWN};
    return format == SDL_PIXELFORMAT_RGB888 ? format : Uint32{SDL_PIXELFORMAT_ARGB8888};
}

/// The same view at 1/scale of its size.
View scaled_down(const View& view, std::int32_t scale) noexcept {
    return {view.zoom / scale, view.origin_x / scale, view.origin_y / scale, (view.width_px + scale - 1) / scale,
            (view.height_px + scale - 1) / scale};
}

}  // namespace

LandPicture::LandPicture(SDL_Renderer& renderer, const LandSource& land)
    : renderer_(renderer), software_(render::is_software(renderer)), land_(land), tiles_(land) {
    edits_.reserve(kMostPendingEdits);
}

void LandPicture::invalidate(const CellRect& cells) {
    if (cells.empty()) return;
    if (edits_.size() < kMostPendingEdits) {
        edits_.push_back(cells);
    } else {
        edits_.back() = joined(edits_.back(), cells);
    }
}

void LandPicture::draw(std::span<const char> terrain, std::span<const std::uint8_t> wear, const View& view,
                       const DebugLayer* layer) {
    const bool large = !software_ && std::int64_t{view.width_px} * view.height_px > kLargeWindow_px;
    const View shown = scaled_down(view, large ? 2 : 1);
    land_.terrain = terrain;
    const std::int32_t across = shown.width_px * 2 / LandTiles::kTileTexels + 2;
    const std::int32_t down = shown.height_px * 2 / LandTiles::kTileTexels + 2;
    tiles_.set_capacity(static_cast<std::size_t>(across * down) * 2);

    tiles_.begin_frame();
    for (const CellRect& edit : edits_) {
        tiles_.invalidate(land_, edit, LandTiles::level_for(shown.zoom), kEditBudget_texels);
    }
    backdrop_.show(shown, tiles_, land_, wear);
    for (const CellRect& edit : edits_) backdrop_.refresh(edit);
    edits_.clear();
    bake_what_is_wanted(shown);
    backdrop_.freshen_wear();
    show(shown, layer);
}

void LandPicture::bake_what_is_wanted(const View& view) {
    const bool zooming = std::exchange(last_zoom_, view.zoom) != view.zoom;  // other tiles are wanted in a moment
    if (zooming || !tiles_.has_wanted()) return;
    const Cell focus{static_cast<std::int32_t>((view.width_px / 2 - view.origin_x) / view.zoom),
                     static_cast<std::int32_t>((view.height_px / 2 - view.origin_y) / view.zoom)};
    ready_.clear();
    tiles_.bake_wanted(land_, focus, std::chrono::steady_clock::now() + kBakeBudget, ready_);
    for (const TileAddress& tile : ready_) backdrop_.refresh(tile);
}

void LandPicture::show(const View& view, const DebugLayer* layer) {
    PixelRect changed = backdrop_.take_changed();
    const std::uint64_t wanted = layer != nullptr ? layer->number : 0;
    if (std::exchange(debug_shown_, wanted) != wanted) changed = view.screen();
    if (texture_ == nullptr || texture_width_ != backdrop_.width_px() || texture_height_ != backdrop_.height_px()) {
        make_texture();
        changed = {0, 0, texture_width_, texture_height_};
    }
    if (!changed.empty()) {
        if (layer != nullptr) debug_picture_.compose(view, *layer, backdrop_.pixels(), changed);
        const std::uint32_t* const pixels = layer != nullptr ? debug_picture_.pixels() : backdrop_.pixels();
        const SDL_Rect part{changed.x0, changed.y0, changed.width(), changed.height()};
        const std::uint32_t* from = pixels + static_cast<std::ptrdiff_t>(changed.y0) * texture_width_ + changed.x0;
        SDL_UpdateTexture(texture_.get(), &part, from, texture_width_ * static_cast<int>(sizeof(*from)));
    }
    SDL_RenderCopy(&renderer_, texture_.get(), nullptr, nullptr);
}

void LandPicture::make_texture() {
    texture_width_ = backdrop_.width_px();
    texture_height_ = backdrop_.height_px();
    texture_.reset(SDL_CreateTexture(&renderer_, backdrop_format(renderer_, software_), SDL_TEXTUREACCESS_STREAMING,
                                     texture_width_, texture_height_));
    if (texture_ == nullptr) {
        throw std::runtime_error(std::string("Cannot make the texture of the land: ") + SDL_GetError());
    }
    SDL_SetTextureBlendMode(texture_.get(), SDL_BLENDMODE_NONE);
    SDL_SetTextureScaleMode(texture_.get(), SDL_ScaleModeLinear);
}

}  // namespace outrider::render
