#include "game/overlay/theme.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iterator>

#ifdef OUTRIDER_HINTED_TEXT
#include <imgui_freetype.h>
#endif

namespace outrider::overlay {
namespace {

struct FontChoice {
    const char* path;  ///< nullptr: ImGui's own
    float body_px;
    float big_px;
};

/// The first that is there. Figures must be of one width: these have such, and so tables stay in line.
constexpr std::array kFonts = {
    FontChoice{"/usr/share/fonts/truetype/roboto/unhinted/RobotoTTF/Roboto-Regular.ttf", 14.0F, 23.0F},
    FontChoice{"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 12.0F, 20.0F},
};
constexpr FontChoice kBuiltinFont = {nullptr, 13.0F, 26.0F};

/// Latin, Greek, Cyrillic (names of keys and maps), dashes and dots.
constexpr std::array<ImWchar, 11> kGlyphRanges = {0x0020, 0x024F, 0x0370, 0x03FF, 0x0400, 0x04FF,
                                                  0x2010, 0x2026, 0x2190, 0x2193, 0};

[[nodiscard]] std::vector<char> read_file(const char* path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

[[nodiscard]] float distance(ImVec2 a, ImVec2 b) noexcept { return std::hypot(a.x - b.x, a.y - b.y); }

[[nodiscard]] float distance_to_segment(ImVec2 p, ImVec2 a, ImVec2 b) noexcept {
    const ImVec2 along{b.x - a.x, b.y - a.y};
    const float t = ((p.x - a.x) * along.x + (p.y - a.y) * along.y) / (along.x * along.x + along.y * along.y);
    const float inside = std::clamp(t, 0.0F, 1.0F);
    return distance(p, {a.x + inside * along.x, a.y + inside * along.y});
}

/// Shapes give, for a point in a unit square, the signed distance to their edge in units: inside is below zero.
[[nodiscard]] float disc_shape(ImVec2 p) noexcept { return distance(p, {0.5F, 0.5F}) - 0.5F; }
[[nodiscard]] float tick_shape(ImVec2 p) noexcept {
    const float down = distance_to_segment(p, {0.12F, 0.55F}, {0.38F, 0.82F});
    const float up = distance_to_segment(p, {0.38F, 0.82F}, {0.88F, 0.2F});
    return std::min(down, up) - 0.09F;
}
[[nodiscard]] float cross_shape(ImVec2 p) noexcept {
    const float falling = distance_to_segment(p, {0.16F, 0.16F}, {0.84F, 0.84F});
    const float rising = distance_to_segment(p, {0.16F, 0.84F}, {0.84F, 0.16F});
    return std::min(falling, rising) - 0.1F;
}
[[nodiscard]] float triangle_shape(ImVec2 p) noexcept { return std::abs(p.x - 0.5F) - 0.5F * p.y; }

using Shape = float (*)(ImVec2) noexcept;

struct SpriteOrder {
    Sprite Theme::*sprite;
    Shape shape;
    float size;  ///< on a 96 dpi screen
};

/// In the order of their rectangles in the atlas.
constexpr std::array kSprites = {
    SpriteOrder{&Theme::panel_disc, disc_shape, 12.0F}, SpriteOrder{&Theme::button_disc, disc_shape, 6.0F},
    SpriteOrder{&Theme::knob, disc_shape, 14.0F},       SpriteOrder{&Theme::tick, tick_shape, 11.0F},
    SpriteOrder{&Theme::cross, cross_shape, 9.0F},      SpriteOrder{&Theme::triangle, triangle_shape, 7.0F},
};

/// Coverage by distance: one pixel of soft edge.
void bake(Shape shape, const ImFontAtlasCustomRect& rect, unsigned char* rgba, int atlas_width_px) noexcept {
    const float size = rect.Width;
    for (int y = 0; y < rect.Height; ++y) {
        for (int x = 0; x < rect.Width; ++x) {
            const ImVec2 point{(static_cast<float>(x) + 0.5F) / size, (static_cast<float>(y) + 0.5F) / size};
            const float coverage = std::clamp(0.5F - shape(point) * size, 0.0F, 1.0F);
            unsigned char* pixel = rgba + 4 * ((rect.Y + y) * atlas_width_px + rect.X + x);
            std::fill_n(pixel, 3, static_cast<unsigned char>(255));
            pixel[3] = static_cast<unsigned char>(std::lround(coverage * 255.0F));
        }
    }
}

[[nodiscard]] ImFontConfig crisp_config() noexcept {
    ImFontConfig config;
    config.OversampleH = 1;  // glyphs are copied pixel by pixel: sharp, and fast in software
    config.PixelSnapH = true;
    config.FontDataOwnedByAtlas = false;
    return config;
}

}  // namespace

Theme::Theme(float scale) : scale_(scale) {
    const bool is_built = std::any_of(kFonts.begin(), kFonts.end(), [this](const FontChoice& font) {
        font_file_ = read_file(font.path);
        return !font_file_.empty() && build_with_font_file(font.body_px, font.big_px);
    });
    if (!is_built) build_with_builtin_font();
    bake_sprites();
}

float Theme::px(float length) const noexcept { return std::round(length * scale_); }

bool Theme::build_with_font_file(float body_px, float big_px) {
    ImFontAtlas& fonts = *ImGui::GetIO().Fonts;
    fonts.Clear();
    const ImFontConfig config = crisp_config();
    const int size = static_cast<int>(font_file_.size());
    body = fonts.AddFontFromMemoryTTF(font_file_.data(), size, px(body_px), &config, kGlyphRanges.data());
    big = fonts.AddFontFromMemoryTTF(font_file_.data(), size, px(big_px), &config, kGlyphRanges.data());
    return build_atlas();
}

void Theme::build_with_builtin_font() {
    ImFontAtlas& fonts = *ImGui::GetIO().Fonts;
    fonts.Clear();
    ImFontConfig config = crisp_config();
    config.SizePixels = px(kBuiltinFont.body_px);
    body = fonts.AddFontDefault(&config);
    config.SizePixels = px(kBuiltinFont.big_px);
    big = fonts.AddFontDefault(&config);
    build_atlas();
}

bool Theme::build_atlas() {
    ImFontAtlas& fonts = *ImGui::GetIO().Fonts;
#ifdef OUTRIDER_HINTED_TEXT
    fonts.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    fonts.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
#endif
    fonts.Flags |= ImFontAtlasFlags_NoMouseCursors | ImFontAtlasFlags_NoBakedLines;
    for (const SpriteOrder& order : kSprites) {
        const int size = 2 * static_cast<int>(std::lround(order.size * scale_ / 2.0F));
        fonts.AddCustomRectRegular(size, size);
    }
    return fonts.Build();
}

void Theme::bake_sprites() {
    ImFontAtlas& fonts = *ImGui::GetIO().Fonts;
    unsigned char* rgba = nullptr;
    int width_px = 0;
    int height_px = 0;
    fonts.GetTexDataAsRGBA32(&rgba, &width_px, &height_px);
    for (std::size_t i = 0; i < kSprites.size(); ++i) {
        const ImFontAtlasCustomRect& rect = *fonts.GetCustomRectByIndex(static_cast<int>(i));
        bake(kSprites[i].shape, rect, rgba, width_px);
        Sprite& sprite = this->*kSprites[i].sprite;
        fonts.CalcCustomRectUV(&rect, &sprite.uv_min, &sprite.uv_max);
        sprite.size_px = {static_cast<float>(rect.Width), static_cast<float>(rect.Height)};
    }
}

float scale_for(int height_px, float dpi) noexcept {
    const float by_height = 1.0F + (static_cast<float>(height_px) - 720.0F) / 1440.0F;
    const float by_density = dpi / 96.0F;
    const float most = static_cast<float>(height_px) / 700.0F;  // the left column must fit
    const float wanted = std::min(std::max(by_height, by_density), most);
    return std::clamp(std::round(wanted * 4.0F) / 4.0F, 1.0F, 4.0F);
}

}  // namespace outrider::overlay
