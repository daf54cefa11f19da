// What all panels begin with, and the buttons that open and close them.
#include <algorithm>
#include <array>
#include <cmath>

#include "game/overlay/panels.h"
#include "game/overlay/strips.h"

namespace outrider::overlay {
namespace {

constexpr float kButtonPadding = 7.0F;

void forget_widgets(WidgetBoxes& boxes, Panel panel) {
    if (panel == Panel::kControl) {
        boxes.mode_buttons = {};
        for (Box* box : {&boxes.workers_slider, &boxes.units_slider, &boxes.load_slider, &boxes.pause_button,
                         &boxes.step_button, &boxes.chunk_slider}) {
            *box = {};
        }
    }
    if (panel == Panel::kFaults) boxes.fault_buttons = {};
    if (panel == Panel::kCompare) boxes.keep_button = boxes.forget_button = {};
}

/// A button that is lit while its panel is open.
bool panel_button(const Painter& painter, const Box& box, Panel panel, bool is_open) {
    const bool clicked = button(painter, button_name(panel).data(), box, button_name(panel));
    const float inset = painter.theme().px(4.0F);
    if (is_open) {
        painter.rect({{box.min.x + inset, box.max.y - painter.theme().px(2.0F)}, {box.max.x - inset, box.max.y}},
                     kAccent);
    }
    return clicked;
}

}  // namespace

void forget_panel(WidgetBoxes& boxes, Panel panel) {
    boxes.close_marks[static_cast<std::size_t>(panel)] = {};
    for (std::size_t i = 0; i < kFigureCount; ++i) {
        if (words_of(static_cast<Figure>(i)).panel == panel) boxes.figures[i] = {};
    }
    forget_widgets(boxes, panel);
}

std::optional<Box> begin_panel(PanelContext& context, Panel panel) {
    const float width = is_right(panel) ? kRightPanelWidth : kLeftPanelWidth;
    const std::optional<Box> inside = context.layout.begin(panel, context.theme.px(width));
    if (!inside) return std::nullopt;
    forget_panel(context.boxes, panel);
    context.boxes.close_marks[static_cast<std::size_t>(panel)] = context.layout.close_mark(panel);
    return inside;
}

float draw_panel_buttons(PanelContext& context, const Painter& painter, float right, float top) {
    if (!context.visibility.panels) return right;
    const Theme& theme = context.theme;
    float x = right;
    for (std::size_t i = kPanelCount; i-- > 0;) {
        const auto panel = static_cast<Panel>(i);
        const float width = painter.text_width(button_name(panel)) + 2.0F * theme.px(kButtonPadding);
        x -= width;
        const Box box = context.boxes.panel_buttons[i] = box_at({x, top}, width, theme.px(19.0F));
        const bool is_open = context.visibility.open.has(panel);
        if (panel_button(painter, box, panel, is_open)) context.visibility.open.set(panel, !is_open);
        x -= theme.px(3.0F);
    }
    const float label = painter.text_width("panels") + theme.px(6.0F);
    painter.text({x - label, top + theme.px(1.0F)}, "panels", kDimText);
    x -= label + key_cap_width(painter, "F2") + theme.px(5.0F);
    key_cap(painter, {x, top + theme.px(1.0F)}, "F2");
    return x;
}

}  // namespace outrider::overlay
