// The mouse as ImGui shall see it, taken from events alone.
//
// The SDL backend of Dear ImGui 1.86 asks for the global mouse state instead, so clicks shorter than a frame are lost
// and pushed or synthesised events are not seen at all. Here each change of a button is shown to ImGui for at least one
// frame, at the place where it happened; what came after it waits for the next frame.
#pragma once

#include <SDL_events.h>
#include <imgui.h>

#include <array>
#include <cstddef>

namespace outrider::overlay {

class MouseQueue {
public:
    /// Takes motion and button events; others are ignored. `pixels_per_unit`: renderer pixels per window unit.
    void push(const SDL_Event& event, float pixels_per_unit) noexcept;
    /// All buttons are up (the window lost the focus).
    void release_all() noexcept;
    /// The pointer left the window.
    void leave() noexcept;

    /// Applies events up to the first change of a button or, while a button is held, up to the next place. Call after
    /// ImGui_ImplSDL2_NewFrame().
    void apply(ImGuiIO& io) noexcept;

private:
    static constexpr std::size_t kCapacity_events = 64;
    static constexpr int kNoButton = -1;
    static constexpr std::size_t kButtons = 5;

    struct Entry {
        ImVec2 position;
        int button = kNoButton;
        bool down = false;
    };

    void append(const Entry& entry) noexcept;

    std::array<Entry, kCapacity_events> waiting_{};
    std::size_t waiting_count_ = 0;
    ImVec2 position_{-1.0e9F, -1.0e9F};
    std::array<bool, kButtons> down_{};
};

}  // namespace outrider::overlay
