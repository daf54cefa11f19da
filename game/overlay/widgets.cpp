#include "game/overlay/widgets.h"

#include <algorithm>
#include <cmath>

#include "game/overlay/text.h"

namespace outrider::overlay {
namespace {

/// An item that ImGui knows at this place: hovered, held, clicked.
struct Touch {
    bool clicked = false;
    bool hovered = false;
    bool held = false;
};

[[nodiscard]] Touch touch(const char* id, const Box& box) {
    ImGui::SetCursorScreenPos(box.min);
    const bool clicked = ImGui::InvisibleButton(id, {box.width(), box.height()});
    return {clicked, ImGui::IsItemHovered(), ImGui::IsItemActive()};
}

[[nodiscard]] ImU32 field_fill(const Touch& state, bool chosen) noexcept {
    if (chosen) return kAccent;
    return state.hovered || state.held ? kFieldHovered : kField;
}

[[nodiscard]] float text_top(const Painter& painter, const Box& box) noexcept {
    return std::floor((box.min.y + box.max.y - painter.theme().body->FontSize) * 0.5F);
}

struct Words {
    std::string_view text;
    ImU32 fill;
};

void choice_words(const Painter& painter, const Box& box, Words label, Words remark) {
    const Theme& theme = painter.theme();
    const float y = text_top(painter, box);
    painter.text({box.min.x + theme.px(10.0F), y}, label.text, label.fill);
    painter.text({box.max.x - theme.px(8.0F), y}, remark.text, remark.fill, Align::kRight);
}

/// Black or white, whichever reads better on the colour (relative luminance, roughly).
[[nodiscard]] ImU32 text_on(render::Rgb rgb) noexcept {
    const int luminance = (rgb.r * 30 + rgb.g * 59 + rgb.b * 11) / 100;
    return luminance > 120 ? kDarkText : IM_COL32_WHITE;
}

}  // namespace

float text_width(const Theme& theme, std::string_view text) {
    if (text.empty()) return 0.0F;  // an empty view may have no address
    const ImFont& font = *theme.body;
    return font.CalcTextSizeA(font.FontSize, FLT_MAX, 0.0F, text.data(), text.data() + text.size()).x;
}

void Painter::rect(const Box& box, ImU32 fill) const {
    if (box.width() > 0.0F && box.height() > 0.0F) list_.AddRectFilled(box.min, box.max, fill);
}

void Painter::rounded(const Box& box, ImU32 fill, const Sprite& disc) const {
    const float radius = std::floor(disc.size_px.x * 0.5F);
    if (box.width() < 2.0F * radius || box.height() < 2.0F * radius) return rect(box, fill);
    corners(box, fill, disc);
    rect({{box.min.x + radius, box.min.y}, {box.max.x - radius, box.min.y + radius}}, fill);
    rect({{box.min.x, box.min.y + radius}, {box.max.x, box.max.y - radius}}, fill);
    rect({{box.min.x + radius, box.max.y - radius}, {box.max.x - radius, box.max.y}}, fill);
}

void Painter::ground(const Box& box, std::uint32_t alpha, bool is_rounded) const {
    if (!is_rounded) return ground_tiles(box, alpha);
    const Sprite& disc = theme_.panel_disc;
    const float radius = std::floor(disc.size_px.x * 0.5F);
    if (box.width() < 2.0F * radius || box.height() < 2.0F * radius) return;
    corners(box, with_alpha(kPanelFill, alpha), disc);
    ground_tiles({{box.min.x + radius, box.min.y}, {box.max.x - radius, box.min.y + radius}}, alpha);
    ground_tiles({{box.min.x, box.min.y + radius}, {box.max.x, box.max.y - radius}}, alpha);
    ground_tiles({{box.min.x + radius, box.max.y - radius}, {box.max.x - radius, box.max.y}}, alpha);
}

void Painter::panel_ground(const Box& box, bool is_all) const {
    if (is_all) return ground(box);
    corners(box, with_alpha(kPanelFill, kPanelAlpha), theme_.panel_disc);
}

void Painter::picture(const Box& box, ImTextureID texture) const { list_.AddImage(texture, box.min, box.max); }

void Painter::ground_tiles(const Box& box, std::uint32_t alpha) const {
    constexpr float kSide = kGroundSide_px;
    for (float y = box.min.y; y < box.max.y; y += kSide) {
        for (float x = box.min.x; x < box.max.x; x += kSide) {
            const ImVec2 size{std::min(kSide, box.max.x - x), std::min(kSide, box.max.y - y)};
            list_.AddImage(theme_.ground, {x, y}, {x + size.x, y + size.y}, {0.0F, 0.0F},
                           {size.x / kSide, size.y / kSide}, with_alpha(IM_COL32_WHITE, alpha));
        }
    }
}

void Painter::corners(const Box& box, ImU32 fill, const Sprite& disc) const {
    const float radius = std::floor(disc.size_px.x * 0.5F);
    const ImVec2 uv_middle{(disc.uv_min.x + disc.uv_max.x) * 0.5F, (disc.uv_min.y + disc.uv_max.y) * 0.5F};
    const ImTextureID texture = ImGui::GetIO().Fonts->TexID;
    for (const bool right : {false, true}) {
        for (const bool bottom : {false, true}) {
            const ImVec2 at{right ? box.max.x - radius : box.min.x, bottom ? box.max.y - radius : box.min.y};
            const ImVec2 uv_min{right ? uv_middle.x : disc.uv_min.x, bottom ? uv_middle.y : disc.uv_min.y};
            const ImVec2 uv_max{right ? disc.uv_max.x : uv_middle.x, bottom ? disc.uv_max.y : uv_middle.y};
            list_.AddImage(texture, at, {at.x + radius, at.y + radius}, uv_min, uv_max, fill);
        }
    }
}

void Painter::frame(const Box& box, ImU32 line) const {
    rect({box.min, {box.max.x, box.min.y + 1.0F}}, line);
    rect({{box.min.x, box.max.y - 1.0F}, box.max}, line);
    rect({{box.min.x, box.min.y + 1.0F}, {box.min.x + 1.0F, box.max.y - 1.0F}}, line);
    rect({{box.max.x - 1.0F, box.min.y + 1.0F}, {box.max.x, box.max.y - 1.0F}}, line);
}

void Painter::sprite(const Sprite& sprite, ImVec2 centre, ImU32 fill) const {
    const ImVec2 min{std::floor(centre.x - sprite.size_px.x * 0.5F), std::floor(centre.y - sprite.size_px.y * 0.5F)};
    list_.AddImage(ImGui::GetIO().Fonts->TexID, min, {min.x + sprite.size_px.x, min.y + sprite.size_px.y},
                   sprite.uv_min, sprite.uv_max, fill);
}

float Painter::text(ImVec2 at, std::string_view text, ImU32 fill, Align align) const {
    return text_with(*theme_.body, at, text, fill, align);
}

float Painter::big_text(ImVec2 at, std::string_view text, ImU32 fill, Align align) const {
    return text_with(*theme_.big, at, text, fill, align);
}

float Painter::big_text_width(std::string_view text) const {
    const ImFont& font = *theme_.big;
    return font.CalcTextSizeA(font.FontSize, FLT_MAX, 0.0F, text.data(), text.data() + text.size()).x;
}

float Painter::text_with(const ImFont& font, ImVec2 at, std::string_view text, ImU32 fill, Align align) const {
    if (text.empty()) return 0.0F;
    const char* end = text.data() + text.size();
    const float width = font.CalcTextSizeA(font.FontSize, FLT_MAX, 0.0F, text.data(), end).x;
    const float shift = align == Align::kLeft ? 0.0F : align == Align::kRight ? width : width * 0.5F;
    list_.AddText(&font, font.FontSize, {std::floor(at.x - shift), std::floor(at.y)}, fill, text.data(), end);
    return width;
}

void Painter::text_within(ImVec2 at, float width, std::string_view line, ImU32 fill) const {
    if (text_width(line) <= width) {
        text(at, line, fill);
        return;
    }
    const float room = width - text_width("...");
    while (!line.empty() && text_width(line) > room) {
        line.remove_suffix(1);
        while (!line.empty() && (static_cast<unsigned char>(line.back()) & 0xC0U) == 0x80U) line.remove_suffix(1);
    }
    const float used = text(at, line, fill);
    text({at.x + used, at.y}, "...", fill);
}

bool button(const Painter& painter, const char* id, const Box& box, std::string_view label, bool chosen) {
    const Touch state = touch(id, box);
    painter.rounded(box, field_fill(state, chosen), painter.theme().button_disc);
    const float middle = (box.min.x + box.max.x) * 0.5F;
    painter.text({middle, text_top(painter, box)}, label, chosen ? kDarkText : kText, Align::kCentre);
    return state.clicked;
}

bool choice(const Painter& painter, const char* id, const Box& box, std::string_view label, std::string_view remark,
            bool chosen) {
    const Touch state = touch(id, box);
    painter.rounded(box, field_fill(state, chosen), painter.theme().button_disc);
    choice_words(painter, box, {label, chosen ? kDarkText : kText},
                 {remark, chosen ? with_alpha(kDarkText, 190) : kDimText});
    return state.clicked;
}

void closed_choice(const Painter& painter, const char* id, const Box& box, std::string_view label,
                   std::string_view remark) {
    (void)touch(id, box);
    painter.rounded(box, kClosedField, painter.theme().button_disc);
    choice_words(painter, box, {label, kFaintText}, {remark, kFaintText});
}

bool close_button(const Painter& painter, const char* id, const Box& box) {
    const Touch state = touch(id, box);
    const ImVec2 middle{(box.min.x + box.max.x) * 0.5F, (box.min.y + box.max.y) * 0.5F};
    painter.sprite(painter.theme().cross, middle, state.hovered || state.held ? kText : kFaintText);
    return state.clicked;
}

bool checkbox(const Painter& painter, const char* id, const Box& box, std::string_view label, bool checked) {
    const Touch state = touch(id, box);
    const Theme& theme = painter.theme();
    const float side = theme.px(16.0F);
    const Box mark = box_at({box.min.x, std::floor((box.min.y + box.max.y - side) * 0.5F)}, side, side);
    painter.rounded(mark, field_fill(state, checked), theme.button_disc);
    if (checked) {
        painter.sprite(theme.tick, {(mark.min.x + mark.max.x) * 0.5F, (mark.min.y + mark.max.y) * 0.5F}, kDarkText);
    }
    painter.text({mark.max.x + theme.px(7.0F), text_top(painter, box)}, label);
    return state.clicked;
}

bool slider(const Painter& painter, const char* id, const Box& box, double& position, int steps) {
    const Touch state = touch(id, box);
    const Theme& theme = painter.theme();
    const float radius = theme.knob.size_px.x * 0.5F;
    const float left = box.min.x + radius;
    const float run = box.width() - 2.0F * radius;
    const double before = position;
    if (state.held) position = std::clamp(static_cast<double>((ImGui::GetIO().MousePos.x - left) / run), 0.0, 1.0);

    const float y = std::floor((box.min.y + box.max.y) * 0.5F);
    const float knob_x = left + run * static_cast<float>(std::clamp(position, 0.0, 1.0));
    const float half = theme.px(2.0F);
    for (int i = 0; i <= steps && steps > 0; ++i) {
        const float x = std::floor(left + run * static_cast<float>(i) / static_cast<float>(steps));
        painter.rect({{x, y - 3.0F * half}, {x + 1.0F, y + 3.0F * half}}, kFieldHovered);
    }
    painter.rect({{left, y - half}, {box.max.x - radius, y + half}}, state.hovered ? kFieldHovered : kField);
    painter.rect({{left, y - half}, {knob_x, y + half}}, with_alpha(kAccent, 170));
    painter.sprite(theme.knob, {knob_x, y}, state.hovered || state.held ? IM_COL32_WHITE : kAccent);
    return state.held && position != before;
}

void bar(const Painter& painter, const Box& box, double share, ImU32 fill) {
    painter.rect(box, kPlotFill);
    const float width = std::round(box.width() * static_cast<float>(std::clamp(share, 0.0, 1.0)));
    painter.rect({box.min, {box.min.x + width, box.max.y}}, fill);
}

float worker_chip(const Painter& painter, ImVec2 at, Seat seat, bool alive) {
    const Theme& theme = painter.theme();
    const render::Rgb rgb = worker_colour(seat);
    const Box box = box_at(at, worker_chip_width(painter, seat), theme.px(15.0F));
    painter.rounded(box, alive ? colour(rgb) : kField, theme.button_disc);
    painter.text({(box.min.x + box.max.x) * 0.5F, text_top(painter, box)}, Text("w{}", seat.value),
                 alive ? text_on(rgb) : kFaintText, Align::kCentre);
    return box.width();
}

float worker_chip_width(const Painter& painter, Seat seat) {
    return painter.theme().px(seat.value < 10 ? 24.0F : 31.0F);
}

float key_cap(const Painter& painter, ImVec2 at, std::string_view key, ImU32 fill) {
    const Theme& theme = painter.theme();
    const float width = key_cap_width(painter, key);
    const Box box = box_at(at, width, theme.px(17.0F));
    painter.rounded(box, fill, theme.button_disc);
    painter.text({(box.min.x + box.max.x) * 0.5F, text_top(painter, box)}, key, kText, Align::kCentre);
    return width;
}

float key_cap_width(const Painter& painter, std::string_view key) {
    return std::max(painter.text_width(key) + painter.theme().px(10.0F), painter.theme().px(18.0F));
}

}  // namespace outrider::overlay
