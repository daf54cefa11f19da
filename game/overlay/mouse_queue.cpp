#include "game/overlay/mouse_queue.h"

#include <algorithm>
#include <cfloat>
#include <cstdint>

namespace outrider::overlay {
namespace {

/// ImGui's number of an SDL button: left, right, middle.
[[nodiscard]] int imgui_button(std::uint8_t sdl_button) noexcept {
    switch (sdl_button) {
        case SDL_BUTTON_LEFT: return ImGuiMouseButton_Left;
        case SDL_BUTTON_RIGHT: return ImGuiMouseButton_Right;
        case SDL_BUTTON_MIDDLE: return ImGuiMouseButton_Middle;
        case SDL_BUTTON_X1: return 3;
        case SDL_BUTTON_X2: return 4;
        default: return -1;
    }
}

[[nodiscard]] ImVec2 in_pixels(std::int32_t x, std::int32_t y, float pixels_per_unit) noexcept {
    return {static_cast<float>(x) * pixels_per_unit, static_cast<float>(y) * pixels_per_unit};
}

}  // namespace

void MouseQueue::push(const SDL_Event& event, float pixels_per_unit) noexcept {
    if (event.type == SDL_MOUSEMOTION) {
        append({in_pixels(event.motion.x, event.motion.y, pixels_per_unit), kNoButton, false});
    } else if (event.type == SDL_MOUSEBUTTONDOWN || event.type == SDL_MOUSEBUTTONUP) {
        append({in_pixels(event.button.x, event.button.y, pixels_per_unit), imgui_button(event.button.button),
                event.type == SDL_MOUSEBUTTONDOWN});
    }
}

void MouseQueue::append(const Entry& entry) noexcept {
    const bool is_motion = entry.button == kNoButton;
    const bool follows_motion = waiting_count_ > 0 && waiting_[waiting_count_ - 1].button == kNoButton;
    if (is_motion && follows_motion) {
        waiting_[waiting_count_ - 1] = entry;
    } else if (waiting_count_ < kCapacity_events) {
        waiting_[waiting_count_++] = entry;
    }
}

void MouseQueue::release_all() noexcept {
    waiting_count_ = 0;
    down_.fill(false);
}

void MouseQueue::leave() noexcept { append({{-FLT_MAX, -FLT_MAX}, kNoButton, false}); }

void MouseQueue::apply(ImGuiIO& io) noexcept {
    std::size_t used = 0;
    bool is_enough = false;
    while (used < waiting_count_ && !is_enough) {
        const Entry& entry = waiting_[used++];
        position_ = entry.position;
        if (entry.button != kNoButton) down_[static_cast<std::size_t>(entry.button)] = entry.down;
        // A drag is seen where it ended before its button is let go.
        is_enough = entry.button != kNoButton || std::find(down_.begin(), down_.end(), true) != down_.end();
    }
    std::copy(waiting_.begin() + static_cast<std::ptrdiff_t>(used),
              waiting_.begin() + static_cast<std::ptrdiff_t>(waiting_count_), waiting_.begin());
    waiting_count_ -= used;
    io.MousePos = position_;
    std::copy(down_.begin(), down_.end(), io.MouseDown);
}

}  // namespace outrider::overlay
