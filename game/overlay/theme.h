// The look of the overlay: colours, one font in two sizes, and small shapes baked into the font texture.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <vector>

#include "game/render/palette.h"
#include "shared/ids.h"

namespace outrider::overlay {

[[nodiscard]] constexpr ImU32 colour(render::Rgb rgb, std::uint32_t alpha = 255) noexcept {
    return IM_COL32(rgb.r, rgb.g, rgb.b, alpha);
}
[[nodiscard]] constexpr ImU32 with_alpha(ImU32 value, std::uint32_t alpha) noexcept {
    return (value & ~IM_COL32_A_MASK) | (alpha << IM_COL32_A_SHIFT);
}

inline constexpr ImU32 kPanelFill = IM_COL32(0x12, 0x16, 0x1C, 255);
inline constexpr std::uint32_t kPanelAlpha = 219;  // 86 %
inline constexpr int kGroundSide_px = 256;         ///< of Theme::ground
inline constexpr ImU32 kText = IM_COL32(0xE8, 0xEB, 0xEF, 255);
inline constexpr ImU32 kDimText = IM_COL32(0x9A, 0xA5, 0xB1, 255);
inline constexpr ImU32 kFaintText = IM_COL32(0x6C, 0x77, 0x84, 255);
inline constexpr ImU32 kDarkText = IM_COL32(0x12, 0x16, 0x1C, 255);
inline constexpr ImU32 kField = IM_COL32(0x24, 0x2B, 0x35, 255);
inline constexpr ImU32 kFieldHovered = IM_COL32(0x36, 0x40, 0x4D, 255);
inline constexpr ImU32 kClosedField = IM_COL32(0x18, 0x1D, 0x24, 255);  ///< of what cannot be clicked now
inline constexpr ImU32 kPlotFill = IM_COL32(0x0B, 0x0E, 0x12, 150);
inline constexpr ImU32 kGridLine = IM_COL32(0xFF, 0xFF, 0xFF, 18);
/// What can be clicked and is chosen: the warm light of the keep.
inline constexpr ImU32 kAccent = IM_COL32(0xD9, 0xC4, 0x8F, 255);

/// Never by colour alone: a sign or a word goes with it.
inline constexpr ImU32 kGoodColour = colour(render::palette::kData[2]);
inline constexpr ImU32 kLateColour = colour(render::palette::kData[1]);
inline constexpr ImU32 kOverColour = colour(render::palette::kData[5]);

/// Worker i has colour i everywhere; from the eighth on the colours come again, and the name tells them apart.
[[nodiscard]] constexpr render::Rgb worker_colour(Seat seat) noexcept {
    return render::palette::kData[seat.value % render::palette::kData.size()];
}

/// A white shape in the font texture; drawn in any colour.
struct Sprite {
    ImVec2 uv_min;
    ImVec2 uv_max;
    ImVec2 size_px;
};

/// Everything measured in pixels depends on the scale: a new scale is a new theme.
class Theme {
public:
    /// Builds ImGui's font atlas; upload it afterwards. Without a known font file, ImGui's own
    /// font is used.
    explicit Theme(float scale);

    [[nodiscard]] float scale() const noexcept { return scale_; }
    /// A length given for a 96 dpi screen, in whole pixels of this one.
    [[nodiscard]] float px(float length) const noexcept;
    [[nodiscard]] float line_height() const noexcept { return px(17.0F); }

    /// A picture of nothing but the panels' colour: see Painter::ground().
    ImTextureID ground = nullptr;
    ImFont* body = nullptr;
    ImFont* big = nullptr;
    Sprite panel_disc;   ///< its quarters are the corners of panels
    Sprite button_disc;  ///< ... of buttons, and key caps
    Sprite knob;
    Sprite tick;
    Sprite cross;
    Sprite triangle;

private:
    [[nodiscard]] bool build_with_font_file(float body_px, float big_px);
    void build_with_builtin_font();
    bool build_atlas();
    void bake_sprites();

    float scale_;
    std::vector<char> font_file_;  ///< the atlas reads from it
};

/// The scale for a drawable of this height on a display of this density: 1 at 720 lines and 96 dpi.
[[nodiscard]] float scale_for(int height_px, float dpi) noexcept;

}  // namespace outrider::overlay
