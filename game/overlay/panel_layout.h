// Where panels stand: stacked at their side of the window, or where the player dragged them, held to the nearest edges.
#pragma once

#include <imgui.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "game/overlay/widgets.h"

namespace outrider::overlay {

enum class Panel : std::uint8_t { kFrame, kQueues, kWorkers, kControl, kFaults };
inline constexpr std::size_t kPanelCount = 5;

/// Distance of a panel from the edges that it keeps to, for a 96 dpi screen: it stays there when the window's size
/// changes.
struct PanelPlace {
    bool moved = false;  ///< false: in its stack, the rest has no meaning
    bool from_right = false;
    bool from_bottom = false;
    float x = 0.0F;
    float y = 0.0F;
};

class PanelLayout {
public:
    /// Adds the places to ImGui's settings file. REQUIRES: lives as long as the context.
    void register_settings();

    /// The room between the strips, for this frame.
    void begin_frame(const Theme& theme, const Box& room) noexcept;

    /// Begins the panel's window and draws its ground. Returns its inside; its height is the panel's business.
    [[nodiscard]] Box begin(Panel panel, float width);
    /// Ends it; `bottom` is where its content ended. Lets the player drag it by any empty place; a double click puts it
    /// back into its stack.
    void end(Panel panel, float bottom);

    /// The lowest place that a panel's content may reach if it begins at `top`.
    [[nodiscard]] float lowest_content() const noexcept;
    [[nodiscard]] const Box& box(Panel panel) const noexcept { return boxes_[index(panel)]; }

    [[nodiscard]] PanelPlace& place(std::size_t panel) noexcept { return places_[panel]; }

private:
    [[nodiscard]] static std::size_t index(Panel panel) noexcept { return static_cast<std::size_t>(panel); }
    [[nodiscard]] ImVec2 stacked_position(Panel panel, float width) noexcept;
    [[nodiscard]] ImVec2 placed_position(const PanelPlace& place, float width, float height) const noexcept;
    void drag(Panel panel);
    [[nodiscard]] PanelPlace snapped(ImVec2 position, float width, float height) const noexcept;

    const Theme* theme_ = nullptr;
    Box room_{};
    std::array<float, 2> stack_top_{};  ///< left, right
    std::array<PanelPlace, kPanelCount> places_{};
    std::array<Box, kPanelCount> boxes_{};
    std::array<float, kPanelCount> heights_{};
    int dragged_ = -1;
    ImVec2 grip_{};
};

}  // namespace outrider::overlay
