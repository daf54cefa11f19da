#include "game/overlay/tip.h"

#include <algorithm>
#include <cmath>

namespace outrider::overlay {
namespace {

constexpr ImGuiWindowFlags kTipFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                       ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                                       ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoFocusOnAppearing |
                                       ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_Tooltip;

[[nodiscard]] ImVec2 place_of(const Tip& tip, ImVec2 size, float gap) noexcept {
    const float middle = std::floor((tip.beside.min.x + tip.beside.max.x - size.x) * 0.5F);
    switch (tip.side) {
        case Tip::Side::kAbove: return {middle, tip.beside.min.y - gap - size.y};
        case Tip::Side::kBelow: return {middle, tip.beside.max.y + gap};
        case Tip::Side::kLeft: return {tip.beside.min.x - gap - size.x, tip.beside.min.y};
    }
    return tip.beside.min;
}

}  // namespace

Box draw_tip(const Theme& theme, const Tip& tip, ImVec2 screen_px) {
    const bool two_lines = !std::string_view(tip.second).empty();
    const ImVec2 size{std::max(text_width(theme, tip.first), text_width(theme, tip.second)) + theme.px(20.0F),
                      theme.px(two_lines ? 45.0F : 28.0F)};
    const float margin = theme.px(4.0F);
    ImVec2 at = place_of(tip, size, theme.px(8.0F));
    at.x = std::clamp(at.x, margin, std::max(screen_px.x - size.x - margin, margin));
    at.y = std::clamp(at.y, margin, std::max(screen_px.y - size.y - margin, margin));
    ImGui::SetNextWindowPos(at);
    ImGui::SetNextWindowSize(size);
    ImGui::Begin("tip", nullptr, kTipFlags);
    const Painter painter(theme);
    painter.ground(box_at(at, size.x, size.y), 250);
    painter.text({at.x + theme.px(10.0F), at.y + theme.px(6.0F)}, tip.first);
    painter.text({at.x + theme.px(10.0F), at.y + theme.px(23.0F)}, tip.second, tip.second_fill);
    ImGui::End();
    return box_at(at, size.x, size.y);
}

}  // namespace outrider::overlay
