// A window without a display for tests: SDL's dummy driver and its software renderer.
#pragma once

#include <SDL.h>

#include <cstdint>
#include <stdexcept>
#include <string>

namespace outrider::overlay {

class Screen {
public:
    Screen(int width, int height) {
        SDL_SetHint(SDL_HINT_VIDEODRIVER, "dummy");
        if (SDL_Init(SDL_INIT_VIDEO) != 0) throw std::runtime_error(SDL_GetError());
        window_ = SDL_CreateWindow("test", 0, 0, width, height, SDL_WINDOW_RESIZABLE);
        renderer_ = SDL_CreateRenderer(window_, -1, SDL_RENDERER_SOFTWARE);
        if (renderer_ == nullptr) throw std::runtime_error(SDL_GetError());
    }
    ~Screen() {
        SDL_DestroyRenderer(renderer_);
        SDL_DestroyWindow(window_);
        SDL_Quit();
    }
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;

    [[nodiscard]] SDL_Window& window() const { return *window_; }
    [[nodiscard]] SDL_Renderer& renderer() const { return *renderer_; }

    void clear() const {
        SDL_SetRenderDrawColor(renderer_, 0, 0, 0, 255);
        SDL_RenderClear(renderer_);
    }
    /// 0xRRGGBB
    [[nodiscard]] std::uint32_t pixel(int x, int y) const {
        const SDL_Rect place{x, y, 1, 1};
        std::uint32_t argb = 0;
        SDL_RenderReadPixels(renderer_, &place, SDL_PIXELFORMAT_ARGB8888, &argb, 4);
        return argb & 0xFFFFFFU;
    }

private:
    SDL_Window* window_ = nullptr;
    SDL_Renderer* renderer_ = nullptr;
};

}  // namespace outrider::overlay
