#include "game/app/screenshot.h"

#include <SDL.h>
#include <SDL_image.h>
#include <fmt/chrono.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <ctime>
#include <memory>
#include <utility>

namespace outrider::app {

namespace {

struct FreeSurface {
    void operator()(SDL_Surface* surface) const noexcept { SDL_FreeSurface(surface); }
};
using Surface = std::unique_ptr<SDL_Surface, FreeSurface>;

Surface read_pixels(SDL_Renderer& renderer, const std::optional<PictureArea>& area) {
    SDL_Rect part{};
    if (SDL_GetRendererOutputSize(&renderer, &part.w, &part.h) != 0) return nullptr;
    if (area) {
        const SDL_Rect wanted{area->x, area->y, area->width, area->height};
        const SDL_Rect whole = part;
        if (SDL_IntersectRect(&whole, &wanted, &part) == SDL_FALSE) return nullptr;
    }
    Surface surface(SDL_CreateRGBSurfaceWithFormat(0, part.w, part.h, 24, SDL_PIXELFORMAT_RGB24));
    if (!surface) return nullptr;
    if (SDL_RenderReadPixels(&renderer, &part, SDL_PIXELFORMAT_RGB24, surface->pixels, surface->pitch) != 0) {
        return nullptr;
    }
    return surface;
}

bool write_png(const Surface& surface, const std::filesystem::path& file) {
    if (IMG_SavePNG(surface.get(), file.c_str()) == 0) {
        spdlog::info("{}: written", file.string());
        return true;
    }
    spdlog::warn("{}: the picture cannot be written: {}", file.string(), SDL_GetError());
    return false;
}

}  // namespace

void Screenshots::take(SDL_Renderer& renderer, const std::filesystem::path& file,
                       const std::optional<PictureArea>& area) {
    collect();
    Surface surface = read_pixels(renderer, area);
    if (!surface) {
        spdlog::warn("{}: the picture cannot be read back: {}", file.string(), SDL_GetError());
        all_written_ = false;
        return;
    }
    // Where no thread is to be had, finish() writes it.
    constexpr auto kBeside = std::launch::async | std::launch::deferred;
    writing_.push_back(std::async(kBeside, [picture = std::move(surface), file] { return write_png(picture, file); }));
}

bool Screenshots::finish() {
    for (std::future<bool>& picture : writing_) all_written_ = picture.get() && all_written_;
    writing_.clear();
    return all_written_;
}

void Screenshots::collect() {
    std::erase_if(writing_, [this](std::future<bool>& picture) {
        if (picture.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return false;
        all_written_ = picture.get() && all_written_;
        return true;
    });
}

std::string screenshot_name() {
    return fmt::format("outrider-{:%Y%m%d-%H%M%S}.png", fmt::localtime(std::time(nullptr)));
}

}  // namespace outrider::app
