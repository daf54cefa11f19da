// What panels are drawn of: rectangles, figures, plots, and the few controls. All of it is made of axis-aligned
// rectangles and copies of baked shapes, which SDL's software renderer draws fast.
#pragma once

#include <imgui.h>

#include <string_view>

#include "game/overlay/overlay.h"
#include "game/overlay/theme.h"

namespace outrider::overlay {

struct Box {
    ImVec2 min;
    ImVec2 max;

    [[nodiscard]] float width() const noexcept { return max.x - min.x; }
    [[nodiscard]] float height() const noexcept { return max.y - min.y; }
    [[nodiscard]] bool contains(ImVec2 point) const noexcept {
        return point.x >= min.x && point.x < max.x && point.y >= min.y && point.y < max.y;
    }
};

[[nodiscard]] inline Box box_at(ImVec2 min, float width, float height) noexcept {
    return {min, {min.x + width, min.y + height}};
}

/// Of one line.
[[nodiscard]] float text_width(const Theme& theme, std::string_view text);

enum class Align { kLeft, kCentre, kRight };

/// Draws into the ImGui window that is current when it is made.
class Painter {
public:
    explicit Painter(const Theme& theme) noexcept : list_(*ImGui::GetWindowDrawList()), theme_(theme) {}

    [[nodiscard]] const Theme& theme() const noexcept { return theme_; }
    void rect(const Box& box, ImU32 fill) const;
    /// Rounded by the quarters of a disc.
    void rounded(const Box& box, ImU32 fill, const Sprite& disc) const;
    /// The ground of a panel: rounded, in the panels' colour. Its inside is copied from a picture without transparency,
    /// which SDL's software renderer blends three times as fast as a filled rectangle.
    void ground(const Box& box, std::uint32_t alpha = kPanelAlpha, bool is_rounded = true) const;
    /// A panel's: all of it, or its corners alone where a picture has the rest already.
    void panel_ground(const Box& box, bool is_all) const;
    void picture(const Box& box, ImTextureID texture) const;
    void frame(const Box& box, ImU32 line) const;  ///< one pixel, inside
    void sprite(const Sprite& sprite, ImVec2 centre, ImU32 fill) const;

    /// One line of text; (x, y) is its top left, top centre or top right. Returns its width.
    float text(ImVec2 at, std::string_view text, ImU32 fill = kText, Align align = Align::kLeft) const;
    float big_text(ImVec2 at, std::string_view text, ImU32 fill = kText, Align align = Align::kLeft) const;
    [[nodiscard]] float text_width(std::string_view text) const { return overlay::text_width(theme_, text); }
    [[nodiscard]] float big_text_width(std::string_view text) const;
    /// As text(), shortened with dots to the width.
    void text_within(ImVec2 at, float width, std::string_view text, ImU32 fill) const;

private:
    void corners(const Box& box, ImU32 fill, const Sprite& disc) const;
    void ground_tiles(const Box& box, std::uint32_t alpha) const;
    float text_with(const ImFont& font, ImVec2 at, std::string_view text, ImU32 fill, Align align) const;

    ImDrawList& list_;
    const Theme& theme_;
};

/// Controls return true when the player changed something. `id` is stable: tests and memory depend on it.
bool button(const Painter& painter, const char* id, const Box& box, std::string_view label, bool chosen = false);
/// A button of the mode list: a mark and a bar when chosen, a dim remark at the right.
bool choice(const Painter& painter, const char* id, const Box& box, std::string_view label, std::string_view remark,
            bool chosen);
/// One that cannot be had now: nothing to click, but the mouse over it is noticed, so that it can be said why.
void closed_choice(const Painter& painter, const char* id, const Box& box, std::string_view label,
                   std::string_view remark);
/// A small cross without a ground, for the corner of a panel.
bool close_button(const Painter& painter, const char* id, const Box& box);
bool checkbox(const Painter& painter, const char* id, const Box& box, std::string_view label, bool checked);
/// `position` runs from 0 to 1 and follows the mouse while it is held. `steps`: marks under the track, 0 is none.
bool slider(const Painter& painter, const char* id, const Box& box, double& position, int steps = 0);
/// A horizontal bar; `share` from 0 to 1.
void bar(const Painter& painter, const Box& box, double share, ImU32 fill);
/// A worker's name on its colour. Returns its width.
float worker_chip(const Painter& painter, ImVec2 at, Seat seat, bool alive);
[[nodiscard]] float worker_chip_width(const Painter& painter, Seat seat);
/// A key as on a keyboard. Returns its width.
float key_cap(const Painter& painter, ImVec2 at, std::string_view key, ImU32 fill = kField);
[[nodiscard]] float key_cap_width(const Painter& painter, std::string_view key);

}  // namespace outrider::overlay
