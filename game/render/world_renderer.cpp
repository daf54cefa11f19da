#include "game/render/world_renderer.h"

#include <SDL.h>

#include <map>

#include "game/render/land_picture.h"
#include "game/render/markers.h"
#include "game/render/path_trails.h"
#include "game/render/unit_atlas.h"
#include "game/render/unit_batch.h"
#include "game/render/view.h"

namespace outrider::render {

namespace {

LandSource land_of(const sim::World& world) noexcept {
    return {world.terrain(), world.width_cells(), world.height_cells(), dots_are_trodden(world.terrain())};
}

}  // namespace

struct WorldRenderer::Impl {
    SDL_Renderer& renderer;
    LandPicture land;
    std::map<std::int32_t, UnitAtlas> atlases;  ///< by size in pixels; each made when first needed
    UnitBatch units;
    PathTrails trails;
    Markers markers;

    Impl(SDL_Renderer& to, const sim::World& world) : renderer(to), land(to, land_of(world)) {}

    [[nodiscard]] const UnitAtlas* atlas_for(double zoom);
};

WorldRenderer::WorldRenderer(SDL_Renderer& renderer, const sim::World& world)
    : impl_(std::make_unique<Impl>(renderer, world)) {}

WorldRenderer::~WorldRenderer() = default;

void WorldRenderer::invalidate(const CellRect& cells) { impl_->land.invalidate(cells); }

void WorldRenderer::rebuild_textures() {
    impl_->land.rebuild_texture();
    impl_->atlases.clear();
}

void WorldRenderer::draw(const sim::World& world, const Camera& camera, const DrawOptions& options) {
    Impl& my = *impl_;
    const View view = View::of(camera);
    my.land.draw(world.terrain(), world.wear(), view, options.debug_layer);

    my.trails.build(world, view, {options.tick_fraction, options.show_paths, options.tint_by_worker});
    my.trails.draw(my.renderer);
    const UnitDrawing drawing{options.tick_fraction, options.tint_by_worker, my.land.is_software()};
    my.units.build(world, view, drawing, my.atlas_for(view.zoom));
    my.units.draw(my.renderer);
    my.markers.build(world, view, options);
    my.markers.draw(my.renderer);
    SDL_RenderFlush(&my.renderer);
}

const UnitAtlas* WorldRenderer::Impl::atlas_for(double zoom) {
    if (zoom < UnitBatch::kPicturesFrom_px) return nullptr;
    const std::int32_t size = UnitAtlas::size_for(zoom);
    const auto found = atlases.find(size);
    return found != atlases.end() ? &found->second : &atlases.try_emplace(size, renderer, size).first->second;
}

}  // namespace outrider::render
