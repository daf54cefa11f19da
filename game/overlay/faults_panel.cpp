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

/// What the panel says below its buttons.
struct TwoLines {
    std::string_view first;
    std::string_view second;
};

constexpr TwoLines kWhyClosed{"Not in this mode: nothing is", "searched, so nothing can break"};

[[nodiscard]] bool somebody_searches(const OverlayModel& model) noexcept {
    return model.paths != nullptr && model.paths->mode != paths::Mode::kNone;
}

/// Returns what to say of the button under the mouse; else `otherwise`.
[[nodiscard]] TwoLines fault_buttons(const Painter& painter, PanelContext& context, const Box& inside, float y,
                                     TwoLines otherwise) {
    const bool possible = somebody_searches(context.model);
    for (std::size_t i = 0; i < kFaultKeys.size(); ++i) {
        const FaultKey& fault = kFaultKeys[i];
        const Box box = context.boxes.fault_buttons[i] = button_box(inside, y, i, painter.theme());
        if (!possible) {
            closed_choice(painter, fault.name, box, fault.name, fault.key);
        } else if (choice(painter, fault.name, box, fault.name, fault.key, false)) {
            context.actions.fault = static_cast<Fault>(i);
        }
        if (!ImGui::IsItemHovered() || ImGui::IsItemActive()) continue;
        otherwise = possible ? TwoLines{fault.does, fault.how} : kWhyClosed;
    }
    return otherwise;
}

/// What went wrong without anybody's button: none of it is usual.
void counters(const Painter& painter, PanelContext& context, const Box& inside, float y) {
    const paths::PathStatistics& paths = *context.model.paths;
    const float middle = (inside.min.x + inside.max.x) * 0.5F;
    const auto fill = [](std::uint64_t count) { return count > 0 ? kLateColour : kFaintText; };
    painter.text({inside.min.x, y}, Text("{} hung, killed", paths.hung_kills), fill(paths.hung_kills));
    const std::uint64_t dropped = paths.log_lines_dropped;
    painter.text({inside.max.x, y},
                 Text("{} log lines lost", std::string_view(short_count(static_cast<double>(dropped)))), fill(dropped),
                 Align::kRight);
    note_figure(context, Figure::kHung, line_box(painter.theme(), inside.min.x, middle, y));
    note_figure(context, Figure::kLogLinesLost, line_box(painter.theme(), middle, inside.max.x, y));
}

}  // namespace

void draw_faults_panel(PanelContext& context) {
    const Theme& theme = context.theme;
    const std::optional<Box> place = begin_panel(context, Panel::kFaults);
    if (!place) return;
    const Box inside = *place;
    const Painter painter(theme);
    painter.text(inside.min, "Break it", kDimText);
    if (!somebody_searches(context.model)) {
        painter.text({title_right(theme, inside), inside.min.y}, "nothing searches", kFaintText, Align::kRight);
    }
    float y = inside.min.y + theme.px(20.0F);
    const TwoLines said =
        fault_buttons(painter, context, inside, y, {context.model.fault_done, context.model.fault_led_to});
    y += theme.px(27.0F) * 3.0F + theme.px(2.0F);
    painter.text_within({inside.min.x, y}, inside.width(), said.first, kText);
    painter.text_within({inside.min.x, y + theme.px(16.0F)}, inside.width(), said.second, kDimText);
    if (context.model.paths != nullptr) counters(painter, context, inside, y + theme.px(33.0F));
    context.layout.end(Panel::kFaults, y + theme.px(49.0F));
}

}  // namespace outrider::overlay
