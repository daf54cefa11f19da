// Faults on purpose: six buttons, and what the last one led to.
#include <array>
#include <cmath>

#include "game/overlay/panels.h"
#include "game/overlay/text.h"

namespace outrider::overlay {
namespace {

struct FaultKey {
    const char* name;
    std::string_view key;
    std::string_view does;  ///< shown while the mouse is over it
    std::string_view how;
};

constexpr std::array<FaultKey, kFaultCount> kFaultKeys = {{
    {"Kill one", "F5", "SIGKILL to one worker:", "its jobs go to the others"},
    {"Stop one", "F6", "SIGSTOP to one worker:", "replaced after a second"},
    {"Poison", "F7", "A request that crashes whoever", "takes it; two tries, then 'failed'"},
    {"Slow", "F8", "A request that sleeps for", "half a second, then searches"},
    {"Kill all", "F9", "SIGKILL to every worker", "at once"},
    {"Storm", "F10", "Every unit asks again", "in one frame"},
}};

[[nodiscard]] Box button_box(const Box& inside, float top, std::size_t index, const Theme& theme) noexcept {
    constexpr std::size_t kColumns = 2;
    const float gap = theme.px(4.0F);
    const float width = std::floor((inside.width() - gap) / static_cast<float>(kColumns));
    const float x = inside.min.x + (width + gap) * static_cast<float>(index % kColumns);
    const float y = top + theme.px(27.0F) * static_cast<float>(index / kColumns);
    return box_at({x, y}, width, theme.px(24.0F));
}

}  // namespace

void draw_faults_panel(PanelContext& context) {
    const Theme& theme = context.theme;
    const Box inside = context.layout.begin(Panel::kFaults, theme.px(kRightPanelWidth));
    const Painter painter(theme);
    const bool possible = context.model.paths != nullptr && context.model.paths->mode != paths::Mode::kNone;
    painter.text(inside.min, "Break it", kDimText);
    if (!possible) painter.text({inside.max.x, inside.min.y}, "nothing searches", kFaintText, Align::kRight);
    float y = inside.min.y + theme.px(20.0F);
    std::string_view first_line = context.model.fault_done;
    std::string_view second_line = context.model.fault_led_to;
    for (std::size_t i = 0; i < kFaultKeys.size(); ++i) {
        const Box box = button_box(inside, y, i, theme);
        context.boxes.fault_buttons[i] = box;
        const bool pressed = choice(painter, kFaultKeys[i].name, box, kFaultKeys[i].name, kFaultKeys[i].key, false);
        if (pressed && possible) context.actions.fault = static_cast<Fault>(i);
        if (ImGui::IsItemHovered() && !ImGui::IsItemActive()) {
            first_line = kFaultKeys[i].does;
            second_line = kFaultKeys[i].how;
        }
    }
    y += theme.px(27.0F) * 3.0F + theme.px(2.0F);
    painter.text_within({inside.min.x, y}, inside.width(), first_line, kText);
    painter.text_within({inside.min.x, y + theme.px(16.0F)}, inside.width(), second_line, kDimText);
    context.layout.end(Panel::kFaults, y + theme.px(32.0F));
}

}  // namespace outrider::overlay
