#include "game/render/siege_renderer.h"

#include <SDL.h>

#include <map>
#include <utility>

#include "game/render/battle_effects.h"
#include "game/render/drawn_place.h"
#include "game/render/land_picture.h"
#include "game/render/path_trails.h"
#include "game/render/siege_atlas.h"
#include "game/render/siege_markers.h"
#include "game/render/siege_pen.h"
#include "game/render/siege_units.h"
#include "game/render/siege_works.h"
#include "game/render/unit_atlas.h"
#include "game/render/view.h"

namespace outrider::render {

namespace {

using sim::siege::Siege;

LandSource land_of(const Siege& siege) noexcept {
    return {siege.terrain(), siege.width_cells(), siege.height_cells(), dots_are_trodden(siege.terrain()),
            siege.ground().keep};
}

/// Everybody in the siege. A brute's way is that of its anchor: its middle is the lower right corner of that cell.
class Fighters final : public TrailSource {
public:
    explicit Fighters(const Siege& siege) noexcept : siege_(siege) {}

    [[nodiscard]] std::uint32_t count() const noexcept override { return siege_.unit_places(); }
    [[nodiscard]] bool any_chosen() const noexcept override { return siege_.standing().selected_riders > 0; }
    [[nodiscard]] bool is_chosen(std::uint32_t i) const noexcept override { return siege_.selected()[i] != 0; }
    [[nodiscard]] Trail trail(std::uint32_t i, double tick_fraction) const noexcept override {
        if (siege_.doing()[i] == sim::siege::UnitDoing::kGone) return {};
        const double middle = siege_.kinds()[i] == sim::siege::UnitKind::kBrute ? 1.0 : 0.5;
        return {siege_.path_ahead(i), middle, drawn_place(siege_, i, tick_fraction), siege_.path_seat(i), is_chosen(i)};
    }

private:
    const Siege& siege_;
};

}  // namespace

struct SiegeRenderer::Impl {
    SDL_Renderer& renderer;
    LandPicture land;
    std::map<std::pair<std::int32_t, Tinting>, SiegeAtlas> atlases;  ///< by size in pixels; each made when first needed
    double last_zoom = 0.0;
    const SiegeAtlas* last_atlas = nullptr;
    PathTrails horde_trails;
    PathTrails rider_trails;
    SiegeUnits units;
    BattleEffects effects;
    SiegeMarkers markers;
    QuadBatch gates;
    QuadBatch on_ground;  ///< pictures that everybody walks on
    QuadBatch figures;    ///< pictures: the horde, towers, shells, smoke; plain squares from afar
    QuadBatch sparks;     ///< plain rectangles above them

    Impl(SDL_Renderer& to, const Siege& siege) : renderer(to), land(to, land_of(siege)) {}

    [[nodiscard]] const SiegeAtlas* atlas_for(double zoom, Tinting tinting);
    void draw_ground(const Siege& siege, const SiegePen& pen, const SiegeDrawOptions& options,
                     const BattleEffects::Now& now);
    void draw_trails(const Siege& siege, const View& view, const SiegeDrawOptions& options);
    void draw_battle(const Siege& siege, const SiegePen& pen, const SiegeDrawOptions& options,
                     const BattleEffects::Now& now);
};

SiegeRenderer::SiegeRenderer(SDL_Renderer& renderer, const Siege& siege)
    : impl_(std::make_unique<Impl>(renderer, siege)) {}

SiegeRenderer::~SiegeRenderer() = default;

void SiegeRenderer::invalidate(const CellRect& cells) { impl_->land.invalidate(cells); }

void SiegeRenderer::rebuild_textures() {
    impl_->land.rebuild_texture();
    impl_->last_atlas = nullptr;
    impl_->atlases.clear();
}

void SiegeRenderer::draw(const Siege& siege, const Camera& camera, const SiegeDrawOptions& options) {
    Impl& my = *impl_;
    const View view = View::of(camera);
    const Tinting tinting = options.tint_by_worker ? Tinting::kByWorker : Tinting::kByKind;
    const SiegePen pen{view, my.atlas_for(view.zoom, tinting), my.land.is_software()};
    const BattleEffects::Now now{static_cast<double>(options.now_tick) - 1.0 + options.tick_fraction, options.clock_s};
    my.effects.begin(options.events, pen, now);
    my.effects.end_old(now);

    my.land.draw(siege.terrain(), siege.wear(), view, options.debug_layer);
    SDL_SetRenderDrawBlendMode(&my.renderer, SDL_BLENDMODE_BLEND);
    my.draw_ground(siege, pen, options, now);
    my.draw_trails(siege, view, options);
    my.draw_battle(siege, pen, options, now);
    my.markers.build(siege, pen, options);
    my.markers.draw(my.renderer, pen);
    SDL_RenderFlush(&my.renderer);
}

void SiegeRenderer::Impl::draw_ground(const Siege& siege, const SiegePen& pen, const SiegeDrawOptions& options,
                                      const BattleEffects::Now& now) {
    gates.clear();
    add_gates(siege, pen, effects.wave_alarm(now), options.clock_s, gates);
    gates.draw(renderer, nullptr);
    if (pen.atlas == nullptr) return;
    on_ground.clear();
    effects.add_ground(pen, now, on_ground);
    add_cracks(siege, pen, on_ground);
    on_ground.draw(renderer, pen.atlas->texture());
}

void SiegeRenderer::Impl::draw_trails(const Siege& siege, const View& view, const SiegeDrawOptions& options) {
    const Fighters fighters(siege);
    if (options.show_paths) {
        horde_trails.build(fighters, view, {options.tick_fraction, true, options.tint_by_worker});
        horde_trails.draw(renderer);
    }
    rider_trails.build(fighters, view, {options.tick_fraction, false, options.tint_by_worker});
    rider_trails.draw(renderer);
}

void SiegeRenderer::Impl::draw_battle(const Siege& siege, const SiegePen& pen, const SiegeDrawOptions& options,
                                      const BattleEffects::Now& now) {
    figures.clear();
    sparks.clear();
    units.add_flags(siege, pen, figures);
    units.add(siege, pen, {options.tick_fraction, now.ticks, options.tint_by_worker}, figures, sparks);
    add_towers(siege, pen, figures, sparks);
    effects.add_smoke(pen, now, figures);
    add_shells(siege, pen, now.ticks, figures);
    effects.add_sparks(pen, now, sparks);
    add_keep(siege, pen, effects.keep_alarm(now), sparks);
    figures.draw(renderer, pen.atlas != nullptr ? pen.atlas->texture() : nullptr);
    sparks.draw(renderer, nullptr);
}

/// While the view zooms, a size that is not there yet is not made: the last one serves for a moment.
const SiegeAtlas* SiegeRenderer::Impl::atlas_for(double zoom, Tinting tinting) {
    const bool zooming = std::exchange(last_zoom, zoom) != zoom;
    if (zoom < SiegeUnits::kPicturesFrom_px) return last_atlas = nullptr;
    constexpr double kLargerThanLife = 1.15;  // so that few in a wide valley are seen
    const std::pair key{UnitAtlas::size_for(zoom * kLargerThanLife), tinting};
    const auto found = atlases.find(key);
    if (found != atlases.end()) return last_atlas = &found->second;
    if (zooming && last_atlas != nullptr && last_atlas->pictures().tinting == tinting) return last_atlas;
    return last_atlas = &atlases.try_emplace(key, renderer, key.first, tinting).first->second;
}

}  // namespace outrider::render
