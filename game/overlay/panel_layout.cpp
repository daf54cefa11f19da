#include "game/overlay/panel_layout.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace outrider::overlay {
namespace {

constexpr std::array<const char*, kPanelCount> kNames = {"frame",   "queues",   "workers", "latency",
                                                         "compare", "own cost", "control", "faults"};
constexpr std::array<std::string_view, kPanelCount> kButtonNames = {"Frame",   "Queues", "Workers", "Latency",
                                                                    "Compare", "Cost",   "Control", "Faults"};
constexpr std::string_view kOpenEntry = "open";
constexpr float kMargin = 8.0F;
constexpr float kGap = 6.0F;
constexpr float kPadding = 10.0F;
constexpr float kSnapDistance = 14.0F;
constexpr float kCloseSide = 22.0F;

constexpr ImGuiWindowFlags kPanelFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                         ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                                         ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollWithMouse |
                                         ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoBringToFrontOnFocus;

[[nodiscard]] void* open_settings(ImGuiContext*, ImGuiSettingsHandler* handler, const char* name) {
    auto& layout = *static_cast<PanelLayout*>(handler->UserData);
    if (name == kOpenEntry) return &layout.open();
    for (std::size_t i = 0; i < kPanelCount; ++i) {
        if (std::string_view(name) == kNames[i]) return &layout.place(i);
    }
    return nullptr;
}

/// "Frame=1": a line for each panel, so that a panel which the file does not know yet is as usual.
void read_open(PanelSet& open, std::string_view line) {
    for (std::size_t i = 0; i < kPanelCount; ++i) {
        const std::string_view name = kButtonNames[i];
        if (line.size() != name.size() + 2 || !line.starts_with(name) || line[name.size()] != '=') continue;
        open.set(static_cast<Panel>(i), line.back() == '1');
    }
}

void read_setting(ImGuiContext*, ImGuiSettingsHandler* handler, void* entry, const char* line) {
    auto& layout = *static_cast<PanelLayout*>(handler->UserData);
    if (entry == &layout.open()) return read_open(layout.open(), line);
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
    out->append("[Panel][open]\n");
    for (std::size_t i = 0; i < kPanelCount; ++i) {
        out->appendf("%s=%d\n", kButtonNames[i].data(), layout.open().has(static_cast<Panel>(i)) ? 1 : 0);
    }
    out->append("\n");
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

std::string_view button_name(Panel panel) noexcept { return kButtonNames[static_cast<std::size_t>(panel)]; }

void PanelLayout::begin_frame(const Theme& theme, const Box& room, float foot, PanelSet open) noexcept {
    theme_ = &theme;
    const float margin = theme.px(kMargin);
    room_ = {{room.min.x + margin, room.min.y + margin}, {room.max.x - margin, room.max.y - margin}};
    foot_ = foot;
    open_ = open;
    closed_.reset();
    begin_stacks();
    boxes_.fill({});
}

std::optional<Box> PanelLayout::begin(Panel panel, float width) {
    const float height = heights_[index(panel)];
    const PanelPlace& place = places_[index(panel)];
    lowest_ = room_.max.y;
    const ImVec2 at = place.moved ? placed_position(place, width, height) : stacked_position(panel, width);
    const Box box = boxes_[index(panel)] = box_at(at, width, height);
    ImGui::SetNextWindowPos(at);
    ImGui::SetNextWindowSize({width, std::max(height, 1.0F)});
    ImGui::Begin(kNames[index(panel)], nullptr, kPanelFlags);
    const Painter painter(*theme_);
    const PanelPictures::Way way = pictures_.way_of(panel, box, is_touched(panel));
    if (way == PanelPictures::Way::kCopy) {
        painter.picture(box, pictures_.picture(panel));
        ImGui::End();
        return std::nullopt;
    }
    painter.panel_ground(box, way == PanelPictures::Way::kLive);
    close_mark(panel, box);
    const float padding = theme_->px(kPadding);
    return Box{{at.x + padding, at.y + theme_->px(7.0F)}, {at.x + width - padding, room_.max.y}};
}

/// The hand is on it: over it, or holding something of it.
bool PanelLayout::is_touched(Panel panel) const noexcept {
    if (dragged_ == static_cast<int>(panel) || boxes_[index(panel)].contains(ImGui::GetIO().MousePos)) return true;
    const ImGuiContext& context = *ImGui::GetCurrentContext();
    const ImGuiWindow* held = context.ActiveId != 0 ? context.ActiveIdWindow : nullptr;
    return held != nullptr && held->RootWindow == ImGui::GetCurrentWindow();
}

void PanelLayout::close_mark(Panel panel, const Box& box) {
    const float side = theme_->px(kCloseSide);
    const Box mark = close_marks_[index(panel)] = box_at({box.max.x - side, box.min.y}, side, side);
    if (close_button(Painter(*theme_), "close", mark)) closed_ = panel;
}

void PanelLayout::end(Panel panel, float bottom, float least_bottom) {
    const Box& box = boxes_[index(panel)];
    heights_[index(panel)] = bottom + theme_->px(8.0F) - box.min.y;
    least_heights_[index(panel)] = least_bottom > 0.0F ? least_bottom + theme_->px(8.0F) - box.min.y : 0.0F;
    pictures_.note_height(panel, heights_[index(panel)]);
    drag(panel);
    ImGui::End();
}

float PanelLayout::lowest_content() const noexcept { return lowest_ - theme_->px(8.0F); }

/// Those at the left may come as far as those at the right, who stay at the edge.
void PanelLayout::begin_stacks() noexcept {
    const float gap = theme_->px(kGap);
    const bool any_right = open_.has(Panel::kControl) || open_.has(Panel::kFaults);
    const float width = room_.max.x - room_.min.x - (any_right ? theme_->px(kRightPanelWidth) + gap : 0.0F);
    const float columns = std::floor((width + gap) / (theme_->px(kLeftPanelWidth) + gap));
    for (Stack& stack : stacks_) {
        stack = {};
        stack.tops.fill(room_.min.y);
    }
    stacks_[0].columns =
        std::clamp(static_cast<std::size_t>(std::max(columns, 1.0F)), std::size_t{1}, Stack::kMostColumns);
}

float PanelLayout::column_end(std::size_t column) const noexcept {
    return column == 0 ? room_.max.y : foot_ - theme_->px(kGap);
}

/// Of the same side, in their stack: they need room as well.
float PanelLayout::height_of_those_after(Panel panel) const noexcept {
    float sum = 0.0F;
    for (std::size_t i = index(panel) + 1; i < kPanelCount; ++i) {
        const auto other = static_cast<Panel>(i);
        const bool is_there = open_.has(other) && !places_[i].moved && is_right(other) == is_right(panel);
        if (is_there) sum += heights_[i] + theme_->px(kGap);
    }
    return sum;
}

/// In the first column that has room for it. One that none has room for stands over the others at the foot of the last,
/// within the window, where the player may drag it from.
ImVec2 PanelLayout::stacked_position(Panel panel, float width) noexcept {
    const float height = heights_[index(panel)];
    const float least = least_heights_[index(panel)];
    Stack& stack = stacks_[is_right(panel) ? 1 : 0];
    const auto x_of = [&](std::size_t column) {
        const float shift = static_cast<float>(column) * (width + theme_->px(kGap));
        return is_right(panel) ? room_.max.x - width - shift : room_.min.x + shift;
    };
    for (std::size_t column = 0; column < stack.columns; ++column) {
        const float top = stack.tops[column];
        const float end = column_end(column);
        if (top + (least > 0.0F ? least : height) > end + 1.0F) continue;
        stack.tops[column] = std::min(top + height, end) + theme_->px(kGap);
        lowest_ = column == 0 || least <= 0.0F ? end : std::max(end - height_of_those_after(panel), top + least);
        return {x_of(column), top};
    }
    const float lift = theme_->px(30.0F) * static_cast<float>(stack.left_over++);
    return {x_of(stack.columns - 1), std::max(column_end(stack.columns - 1) - height - lift, room_.min.y)};
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
