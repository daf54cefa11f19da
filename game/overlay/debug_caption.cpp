// The words of a debug view: what it shows, how much of it, of which map version, and what its colours say.
#include <algorithm>
#include <cmath>

#include "game/overlay/panels.h"

namespace outrider::overlay {
namespace {

constexpr ImGuiWindowFlags kCaptionFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                           ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                                           ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoFocusOnAppearing |
                                           ImGuiWindowFlags_NoBringToFrontOnFocus;
constexpr float kMostWidth = 640.0F;

void draw_legend(const Painter& painter, ImVec2 at, std::span<const LegendEntry> legend) {
    const Theme& theme = painter.theme();
    const float side = theme.px(11.0F);
    for (const LegendEntry& entry : legend) {
        const Box swatch = box_at({at.x, at.y + theme.px(3.0F)}, side, side);
        painter.rect(swatch, colour(entry.colour));
        painter.frame(swatch, IM_COL32(255, 255, 255, entry.joined ? 0 : 40));
        at.x += side;
        if (entry.word.empty()) continue;
        at.x += theme.px(6.0F);
        at.x += painter.text(at, entry.word, kDimText) + theme.px(14.0F);
    }
}

}  // namespace

void draw_debug_caption(PanelContext& context) {
    const DebugCaption& caption = context.model.debug;
    if (caption.title.empty()) return;
    const Theme& theme = context.theme;
    const float left = context.middle.min.x;
    const float right = context.middle.max.x;
    const float width = std::min(right - left - theme.px(16.0F), theme.px(kMostWidth));
    const float line = theme.px(19.0F);
    const float lines = 1.0F + (caption.facts.empty() ? 0.0F : 1.0F) + (caption.legend.empty() ? 0.0F : 1.0F);
    const float height = lines * line + theme.px(15.0F);
    const float hint = context.model.siege != nullptr ? kSiegeHintHeight : 0.0F;
    const float foot = context.middle.max.y - theme.px(8.0F + hint);
    const Box box = box_at({std::floor((left + right - width) * 0.5F), foot - height}, width, height);
    ImGui::SetNextWindowPos(box.min);
    ImGui::SetNextWindowSize({box.width(), box.height()});
    ImGui::Begin("debug caption", nullptr, kCaptionFlags);
    const Painter painter(theme);
    painter.ground(box);
    const float inside = width - theme.px(28.0F);
    ImVec2 at{box.min.x + theme.px(14.0F), box.min.y + theme.px(7.0F)};
    painter.text(at, caption.title, kAccent);
    const ImVec2 state_at{box.max.x - theme.px(14.0F), at.y};
    if (caption.is_late) {
        painter.text(state_at, "computing\u2026", kLateColour, Align::kRight);
    } else {
        painter.text(state_at, caption.state, kDimText, Align::kRight);
    }
    at.y += line;
    if (!caption.facts.empty()) {
        painter.text_within(at, inside, caption.facts, kText);
        at.y += line;
    }
    if (!caption.legend.empty()) draw_legend(painter, at, caption.legend);
    ImGui::End();
}

}  // namespace outrider::overlay
