// A small siege to draw: open ground of 60 by 40 cells, the keep in the east, raiders from the west.
#pragma once

#include <string>

#include "game/render/camera.h"
#include "game/sim/siege/siege.h"
#include "software_stage.h"

namespace outrider::render {

inline sim::siege::SiegeSettings siege_ground(std::uint32_t parade) {
    sim::siege::SiegeSettings settings;
    settings.width_cells = 60;
    settings.height_cells = 40;
    settings.terrain = std::string(std::size_t{60} * 40, '.');
    settings.ground.keep = {48, 16, 54, 22};
    for (std::size_t y = 16; y < 22; ++y) settings.terrain.replace(y * 60 + 48, 6, 6, '@');
    settings.ground.door = {50, 22};
    settings.ground.gates = {{0, 12, 2, 28}};
    settings.parade = parade;
    return settings;
}

/// So many raiders have come in; nobody answers their questions, so they walk straight on.
inline void march(sim::siege::Siege& siege, int ticks) {
    for (int i = 0; i < ticks; ++i) siege.tick(paths::Mode::kNone);
}

inline Camera camera_over(const sim::siege::Siege& siege) {
    Camera camera;
    camera.set_viewport(SoftwareStage::kWidth, SoftwareStage::kHeight);
    camera.set_map(siege.width_cells(), siege.height_cells());
    camera.fit_map(true);
    return camera;
}

inline Camera camera_at(const sim::siege::Siege& siege, PointCells middle, double pixels_per_cell) {
    Camera camera = camera_over(siege);
    camera.zoom_at(std::log(pixels_per_cell / camera.pixels_per_cell()) / std::log(1.25), camera.to_screen(middle));
    camera.update(1.0);
    const PointPx at = camera.to_screen(middle);
    camera.drag(SoftwareStage::kWidth * 0.5 - at.x, SoftwareStage::kHeight * 0.5 - at.y);
    return camera;
}

}  // namespace outrider::render
