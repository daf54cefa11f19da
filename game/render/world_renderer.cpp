#include "game/render/world_renderer.h"

#include <SDL.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "game/render/backdrop.h"
#include "game/render/debug_layer.h"
#include "game/render/debug_picture.h"
#include "game/render/land_tiles.h"
#include "game/render/markers.h"
#include "game/render/path_trails.h"
#include "game/render/unit_atlas.h"
#include "game/render/unit_batch.h"
#include "game/render/view.h"

namespace outrider::render {

namespace {

/// What a frame gives to baking tiles that came into view.
constexpr std::chrono::microseconds kBakeBudget{1500};
/// Texels of one edit that are baked in its own frame (some 3 ms); of a larger one a coarser picture is shown first.
constexpr std::int64_t kEditBudget_texels = 250'000;
/// An accelerated renderer enlarges the land of larger windows: it is soft, and composing it costs time.
constexpr std::int64_t kLargeWindow_px = 3'200'000;
constexpr std::size_t kMostPendingEdits = 64;

LandSource land_of(const sim::World& world, bool dots_are_trodden) noexcept {
    return {world.terrain(), world.width_cells(), world.height_cells(), dots_are_trodden};
}

CellRect bounds(const CellRect& a, const CellRect& b) noexcept {
    return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

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

struct WorldRenderer::Impl {
    SDL_Renderer& renderer;
    bool software;
    bool trodden;  ///< as the map was loaded: an edit does not change what its letters mean
    LandTiles tiles;
    Backdrop backdrop;
    DebugPicture debug_picture;
    std::uint64_t debug_shown = 0;  ///< DebugLayer::number of what the texture shows; 0: nothing but land
    TexturePtr backdrop_texture;
    std::int32_t texture_width = 0;
    std::int32_t texture_height = 0;
    std::map<std::int32_t, UnitAtlas> atlases;  ///< by size in pixels; each made when first needed
    UnitBatch units;
    PathTrails trails;
    Markers markers;
    double last_zoom = 0.0;
    std::vector<CellRect> edits;
    std::vector<TileAddress> ready;

    Impl(SDL_Renderer& to, const sim::World& world)
        : renderer(to),
          software(is_software(to)),
          trodden(dots_are_trodden(world.terrain())),
          tiles(land_of(world, trodden)) {
        edits.reserve(kMostPendingEdits);
    }

    void draw_land(const sim::World& world, const View& view, const DebugLayer* layer);
    void bake_what_is_wanted(const LandSource& land, const View& view);
    void show_backdrop(const View& view, const DebugLayer* layer);
    void make_backdrop_texture();
    [[nodiscard]] const UnitAtlas* atlas_for(double zoom);
};

WorldRenderer::WorldRenderer(SDL_Renderer& renderer, const sim::World& world)
    : impl_(std::make_unique<Impl>(renderer, world)) {}

WorldRenderer::~WorldRenderer() = default;

void WorldRenderer::invalidate(const CellRect& cells) {
    if (cells.empty()) return;
    if (impl_->edits.size() < kMostPendingEdits) {
        impl_->edits.push_back(cells);
    } else {
        impl_->edits.back() = bounds(impl_->edits.back(), cells);
    }
}

void WorldRenderer::rebuild_textures() {
    impl_->backdrop_texture.reset();
    impl_->atlases.clear();
}

void WorldRenderer::draw(const sim::World& world, const Camera& camera, const DrawOptions& options) {
    Impl& my = *impl_;
    const View view = View::of(camera);
    my.draw_land(world, view, options.debug_layer);

    my.trails.build(world, view, {options.tick_fraction, options.show_paths, options.tint_by_worker});
    my.trails.draw(my.renderer);
    my.units.build(world, view, {options.tick_fraction, options.tint_by_worker, my.software}, my.atlas_for(view.zoom));
    my.units.draw(my.renderer);
    my.markers.build(world, view, options);
    my.markers.draw(my.renderer);
    SDL_RenderFlush(&my.renderer);
}

void WorldRenderer::Impl::draw_land(const sim::World& world, const View& view, const DebugLayer* layer) {
    const bool large = !software && std::int64_t{view.width_px} * view.height_px > kLargeWindow_px;
    const View shown = scaled_down(view, large ? 2 : 1);
    const LandSource land = land_of(world, trodden);
    const std::int32_t across = shown.width_px * 2 / LandTiles::kTileTexels + 2;
    const std::int32_t down = shown.height_px * 2 / LandTiles::kTileTexels + 2;
    tiles.set_capacity(static_cast<std::size_t>(across * down) * 2);

    tiles.begin_frame();
    for (const CellRect& edit : edits)
        tiles.invalidate(land, edit, LandTiles::level_for(shown.zoom), kEditBudget_texels);
    backdrop.show(shown, tiles, land, world.wear());
    for (const CellRect& edit : edits) backdrop.refresh(edit);
    edits.clear();
    bake_what_is_wanted(land, shown);
    backdrop.freshen_wear();
    show_backdrop(shown, layer);
}

void WorldRenderer::Impl::bake_what_is_wanted(const LandSource& land, const View& view) {
    const bool zooming = std::exchange(last_zoom, view.zoom) != view.zoom;  // other tiles are wanted in a moment
    if (zooming || !tiles.has_wanted()) return;
    const Cell focus{static_cast<std::int32_t>((view.width_px / 2 - view.origin_x) / view.zoom),
                     static_cast<std::int32_t>((view.height_px / 2 - view.origin_y) / view.zoom)};
    ready.clear();
    tiles.bake_wanted(land, focus, std::chrono::steady_clock::now() + kBakeBudget, ready);
    for (const TileAddress& tile : ready) backdrop.refresh(tile);
}

void WorldRenderer::Impl::show_backdrop(const View& view, const DebugLayer* layer) {
    PixelRect changed = backdrop.take_changed();
    const std::uint64_t wanted = layer != nullptr ? layer->number : 0;
    if (std::exchange(debug_shown, wanted) != wanted) changed = view.screen();
    if (backdrop_texture == nullptr || texture_width != backdrop.width_px() || texture_height != backdrop.height_px()) {
        make_backdrop_texture();
        changed = {0, 0, texture_width, texture_height};
    }
    if (!changed.empty()) {
        if (layer != nullptr) debug_picture.compose(view, *layer, backdrop.pixels(), changed);
        const std::uint32_t* const pixels = layer != nullptr ? debug_picture.pixels() : backdrop.pixels();
        const SDL_Rect part{changed.x0, changed.y0, changed.width(), changed.height()};
        const std::uint32_t* from = pixels + static_cast<std::ptrdiff_t>(changed.y0) * texture_width + changed.x0;
        SDL_UpdateTexture(backdrop_texture.get(), &part, from, texture_width * static_cast<int>(sizeof(*from)));
    }
    SDL_RenderCopy(&renderer, backdrop_texture.get(), nullptr, nullptr);
}

void WorldRenderer::Impl::make_backdrop_texture() {
    texture_width = backdrop.width_px();
    texture_height = backdrop.height_px();
    backdrop_texture.reset(SDL_CreateTexture(&renderer, backdrop_format(renderer, software),
                                             SDL_TEXTUREACCESS_STREAMING, texture_width, texture_height));
    if (backdrop_texture == nullptr) {
        throw std::runtime_error(std::string("Cannot make the texture of the land: ") + SDL_GetError());
    }
    SDL_SetTextureBlendMode(backdrop_texture.get(), SDL_BLENDMODE_NONE);
    SDL_SetTextureScaleMode(backdrop_texture.get(), SDL_ScaleModeLinear);
}

const UnitAtlas* WorldRenderer::Impl::atlas_for(double zoom) {
    if (zoom < UnitBatch::kPicturesFrom_px) return nullptr;
    const std::int32_t size = UnitAtlas::size_for(zoom);
    const auto found = atlases.find(size);
    return found != atlases.end() ? &found->second : &atlases.try_emplace(size, renderer, size).first->second;
}

}  // namespace outrider::render
