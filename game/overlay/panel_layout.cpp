#include "game/overlay/panel_layout.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace outrider::overlay {
namespace {

constexpr std::array<const char*, kPanelCount> kNames = {"frame", "queues", "workers", "control", "faults"};
constexpr float kMargin = 8.0F;
constexpr float kGap = 6.0F;
constexpr float kPadding = 10.0F;
constexpr float kSnapDistance = 14.0F;

constexpr ImGuiWindowFlags kPanelFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                         ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                                         ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollWithMouse |
                                         ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoBringToFrontOnFocus;

[[nodiscard]] void* open_settings(ImGuiContext*, ImGuiSettingsHandler* handler, const char* name) {
    auto& layout = *static_cast<PanelLayout*>(handler->UserData);
    for (std::size_t i = 0; i < kPanelCount; ++i) {
        if (std::string_view(name) == kNames[i]) return &layout.place(i);
    }
    return nullptr;
}

void read_setting(ImGuiContext*, ImGuiSettingsHandler*, void* entry, const char* line) {
    auto& place = *static_cast<PanelPlace*>(entry);
    int from_right = 0;
    int from_bottom = 0;
    float x = 0.0F;
    float y = 0.0F;
    if (std::sscanf(line, "Place=%d,%d,%f,%f", &from_right, &from_bottom, &x, &y) != 4) return;
    if (!(x >= 0.0F && x < 1e5F && y >= 0.0F && y < 1e5F)) return;
    place = {true, from_right != 0, from_bottom != 0, x, y};
}

void write_settings(ImGuiContext*, ImGuiSettingsHandler* handler, ImGuiTextBuffer* out) {
    auto& layout = *static_cast<PanelLayout*>(handler->UserData);
    for (std::size_t i = 0; i < kPanelCount; ++i) {
        const PanelPlace& place = layout.place(i);
        if (!place.moved) continue;
        out->appendf("[Panel][%s]\nPlace=%d,%d,%.1f,%.1f\n\n", kNames[i], place.from_right ? 1 : 0,
                     place.from_bottom ? 1 : 0, static_cast<double>(place.x), static_cast<double>(place.y));
    }
}

}  // namespace

void PanelLayout::register_settings() {
    ImGuiSettingsHandler handler;
    handler.TypeName = "Panel";
    handler.TypeHash = ImHashStr("Panel");
    handler.UserData = this;
    handler.ReadOpenFn = open_settings;
    handler.ReadLineFn = read_setting;
    handler.WriteAllFn = write_settings;
    ImGui::GetCurrentContext()->SettingsHandlers.push_back(handler);
}

void PanelLayout::begin_frame(const Theme& theme, const Box& room) noexcept {
    theme_ = &theme;
    const float margin = theme.px(kMargin);
    room_ = {{room.min.x + margin, room.min.y + margin}, {room.max.x - margin, room.max.y - margin}};
    stack_top_.fill(room_.min.y);
    boxes_.fill({});
}

Box PanelLayout::begin(Panel panel, float width) {
    const float height = heights_[index(panel)];
    const PanelPlace& place = places_[index(panel)];
    const ImVec2 at = place.moved ? placed_position(place, width, height) : stacked_position(panel, width);
    boxes_[index(panel)] = box_at(at, width, height);
    ImGui::SetNextWindowPos(at);
    ImGui::SetNextWindowSize({width, std::max(height, 1.0F)});
    ImGui::Begin(kNames[index(panel)], nullptr, kPanelFlags);
    Painter(*theme_).ground(boxes_[index(panel)]);
    const float padding = theme_->px(kPadding);
    return {{at.x + padding, at.y + theme_->px(7.0F)}, {at.x + width - padding, room_.max.y}};
}

void PanelLayout::end(Panel panel, float bottom) {
    const Box& box = boxes_[index(panel)];
    heights_[index(panel)] = bottom + theme_->px(8.0F) - box.min.y;
    drag(panel);
    ImGui::End();
}

float PanelLayout::lowest_content() const noexcept { return room_.max.y - theme_->px(8.0F); }

ImVec2 PanelLayout::stacked_position(Panel panel, float width) noexcept {
    const bool right = panel == Panel::kControl || panel == Panel::kFaults;
    float& top = stack_top_[right ? 1 : 0];
    const ImVec2 at{right ? room_.max.x - width : room_.min.x, top};
    top += heights_[index(panel)] + theme_->px(kGap);
    return at;
}

ImVec2 PanelLayout::placed_position(const PanelPlace& place, float width, float height) const noexcept {
    const float x = theme_->px(place.x);
    const float y = theme_->px(place.y);
    const ImVec2 wanted{place.from_right ? room_.max.x - width - x : room_.min.x + x,
                        place.from_bottom ? room_.max.y - height - y : room_.min.y + y};
    return {std::max(std::min(wanted.x, room_.max.x - width), room_.min.x),
            std::max(std::min(wanted.y, room_.max.y - height), room_.min.y)};
}

void PanelLayout::drag(Panel panel) {
    const int self = static_cast<int>(panel);
    const Box& box = boxes_[index(panel)];
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const bool on_empty_place = ImGui::IsWindowHovered() && !ImGui::IsAnyItemHovered();
    if (on_empty_place && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
        places_[index(panel)] = {};
    } else if (on_empty_place && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
        dragged_ = self;
        grip_ = {mouse.x - box.min.x, mouse.y - box.min.y};
    }
    if (dragged_ != self) return;
    if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) dragged_ = -1;
    if (!ImGui::IsMouseDragging(ImGuiMouseButton_Left)) return;
    places_[index(panel)] = snapped({mouse.x - grip_.x, mouse.y - grip_.y}, box.width(), box.height());
}

PanelPlace PanelLayout::snapped(ImVec2 position, float width, float height) const noexcept {
    const float left = position.x - room_.min.x;
    const float right = room_.max.x - width - position.x;
    const float top = position.y - room_.min.y;
    const float bottom = room_.max.y - height - position.y;
    const auto distance = [this](float near, float far) {
        const float length = std::max(std::min(near, far), 0.0F) / theme_->scale();
        return length < kSnapDistance ? 0.0F : length;
    };
    return {true, right < left, bottom < top, distance(left, right), distance(top, bottom)};
}

}  // namespace outrider::overlay
