// Where panels stand: stacked at their side of the window, or where the player dragged them, held to the nearest edges.
#pragma once

#include <imgui.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "game/overlay/panel_pictures.h"
#include "game/overlay/panel_set.h"
#include "game/overlay/widgets.h"

namespace outrider::overlay {

inline constexpr float kLeftPanelWidth = 380.0F;
inline constexpr float kRightPanelWidth = 246.0F;

/// The name on the panel's button.
[[nodiscard]] std::string_view button_name(Panel panel) noexcept;
/// Does it stand at the right?
[[nodiscard]] constexpr bool is_right(Panel panel) noexcept {
    return panel == Panel::kControl || panel == Panel::kFaults;
}

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
    explicit PanelLayout(PanelPictures& pictures) noexcept : pictures_(pictures) {}

    /// Adds the places, and which panels are open, to ImGui's settings file. REQUIRES: lives as long as the context.
    void register_settings();

    /// The room between the strips, for this frame; `foot`: what stands at the middle's foot, which only the first
    /// stack at each side may reach.
    void begin_frame(const Theme& theme, const Box& room, float foot, PanelSet open) noexcept;

    /// Begins the panel's window and draws its ground and its close mark. Returns its inside; its height is the panel's
    /// business. Nothing: its picture is shown, there is nothing to build and no end() to call.
    [[nodiscard]] std::optional<Box> begin(Panel panel, float width);
    /// Ends it; `bottom` is where its content ended, `least_bottom` where it could have ended in a smaller room (0:
    /// there as well). Lets the player drag it by any empty place; a double click puts it back into its stack.
    void end(Panel panel, float bottom, float least_bottom = 0.0F);
    /// The panel whose close mark was clicked in this frame.
    [[nodiscard]] std::optional<Panel> closed() const noexcept { return closed_; }
    [[nodiscard]] const Box& close_mark(Panel panel) const noexcept { return close_marks_[index(panel)]; }

    /// The lowest place that the content of the panel which was begun last may reach.
    [[nodiscard]] float lowest_content() const noexcept;
    [[nodiscard]] const Box& box(Panel panel) const noexcept { return boxes_[index(panel)]; }

    [[nodiscard]] PanelPlace& place(std::size_t panel) noexcept { return places_[panel]; }
    /// As of the settings file; begin_frame() says what is to be written there.
    [[nodiscard]] PanelSet& open() noexcept { return open_; }

private:
    [[nodiscard]] static std::size_t index(Panel panel) noexcept { return static_cast<std::size_t>(panel); }
    void begin_stacks() noexcept;
    [[nodiscard]] ImVec2 stacked_position(Panel panel, float width) noexcept;
    [[nodiscard]] float column_end(std::size_t column) const noexcept;
    [[nodiscard]] float height_of_those_after(Panel panel) const noexcept;
    [[nodiscard]] bool is_touched(Panel panel) const noexcept;
    void close_mark(Panel panel, const Box& box);
    [[nodiscard]] ImVec2 placed_position(const PanelPlace& place, float width, float height) const noexcept;
    void drag(Panel panel);
    [[nodiscard]] PanelPlace snapped(ImVec2 position, float width, float height) const noexcept;

    PanelPictures& pictures_;
    const Theme* theme_ = nullptr;
    Box room_{};
    float foot_ = 0.0F;
    PanelSet open_ = kUsualPanels;
    std::optional<Panel> closed_;
    std::array<Box, kPanelCount> close_marks_{};
    /// Columns of panels at a side, from the window's edge towards the middle. A panel goes into the first that has
    /// room for it.
    struct Stack {
        static constexpr std::size_t kMostColumns = 4;
        std::size_t columns = 1;
        std::array<float, kMostColumns> tops{};  ///< where the next panel goes
        int left_over = 0;                       ///< panels that no column had room for
    };
    std::array<Stack, 2> stacks_{};  ///< left, right
    float lowest_ = 0.0F;            ///< where the panel that was begun last must end
    std::array<PanelPlace, kPanelCount> places_{};
    std::array<Box, kPanelCount> boxes_{};
    std::array<float, kPanelCount> heights_{};
    std::array<float, kPanelCount> least_heights_{};
    int dragged_ = -1;
    ImVec2 grip_{};
};

}  // namespace outrider::overlay
