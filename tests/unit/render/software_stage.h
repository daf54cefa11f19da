// A window of SDL's software renderer in plain memory, for tests that draw: no display needed.
#pragma once

#include <SDL.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "game/render/camera.h"
#include "game/sim/world.h"

namespace outrider::render {

struct SoftwareStage {
    static constexpr std::int32_t kWidth = 640;
    static constexpr std::int32_t kHeight = 400;

    SDL_Surface* surface = SDL_CreateRGBSurfaceWithFormat(0, kWidth, kHeight, 32, SDL_PIXELFORMAT_ARGB8888);
    SDL_Renderer* renderer = SDL_CreateSoftwareRenderer(surface);

    SoftwareStage() = default;
    SoftwareStage(const SoftwareStage&) = delete;
    SoftwareStage& operator=(const SoftwareStage&) = delete;
    ~SoftwareStage() {
        SDL_DestroyRenderer(renderer);
        SDL_FreeSurface(surface);
    }

    [[nodiscard]] std::vector<std::uint32_t> picture() const {
        const auto* pixels = static_cast<const std::uint32_t*>(surface->pixels);
        return {pixels, pixels + kWidth * kHeight};
    }
};

inline sim::World open_world(std::int32_t width, std::int32_t height, std::uint32_t units) {
    sim::WorldSettings settings;
    settings.width_cells = width;
    settings.height_cells = height;
    settings.terrain = std::string(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), '.');
    settings.units = units;
    return sim::World(std::move(settings));
}

inline Camera camera_over(const sim::World& world) {
    Camera camera;
    camera.set_viewport(SoftwareStage::kWidth, SoftwareStage::kHeight);
    camera.set_map(world.width_cells(), world.height_cells());
    camera.fit_map(true);
    return camera;
}

}  // namespace outrider::render
