// The strip at the siege's foot, always there: the frame, who searches, how much waits, and how fast the horde thinks.
#include <array>

#include "game/overlay/panels.h"
#include "game/overlay/siege_words.h"
#include "game/overlay/strips.h"
#include "game/overlay/text.h"

namespace outrider::overlay {
namespace {

[[nodiscard]] bool is_late(const Readings& readings) noexcept { return readings.verdict != overlay::Verdict::kOnTime; }

void horde_mind(Line& line, const SiegeHudModel& siege, paths::Mode mode) {
    const bool is_well = mode != paths::Mode::kNone && !reacts_longer_now(siege);
    line.say("horde mind:", kDimText, 5.0F);
    line.say(mind_text(siege, mode), is_well ? kText : kLateColour, 20.0F);
}

struct StripKey {
    std::string_view key;
    std::string_view meaning;
};

/// From the right edge, the most needed first, as far as there is room.
void strip_keys(const Painter& painter, const KeyNames& keys, float left, float right, float y) {
    const Theme& theme = painter.theme();
    const Text workers("{} {}", keys.fewer, keys.more);
    const std::array entries = {StripKey{"Esc", "menu"},     StripKey{"F1", "help"},       StripKey{"F2", "panels"},
                                StripKey{keys.mode, "mode"}, StripKey{workers, "workers"}, StripKey{"F3", "debug"},
                                StripKey{"Space", "pause"}};
    float x = right;
    for (const StripKey& entry : entries) {
        const float width =
            key_cap_width(painter, entry.key) + theme.px(5.0F) + painter.text_width(entry.meaning) + theme.px(13.0F);
        if (x - width < left) return;
        x -= width;
        Line line{painter, x, y};
        line.key(entry.key, entry.meaning);
    }
}

}  // namespace

void draw_siege_strip(PanelContext& context) {
    const Theme& theme = context.theme;
    const Readings& readings = context.readings;
    const paths::PathStatistics& paths = readings.paths;
    const float top = context.screen_px.y - theme.px(kBottomStripHeight);
    const Box box{{0.0F, top}, context.screen_px};
    begin_strip("siege strip", box);
    const Painter painter(theme);
    painter.ground(box, kPanelAlpha, false);
    Line line{painter, theme.px(14.0F), top + theme.px(5.0F)};
    line.say("frame", kDimText, 5.0F);
    line.figure(short_number(readings.work_ms), is_late(readings) ? "ms, late" : "ms",
                is_late(readings) ? kLateColour : kText);
    line.figure(to_string(paths.mode), "mode");
    say_workers(line, context.model, paths, paths.workers_alive == paths.workers_wanted ? kText : kLateColour);
    line.figure(grouped(request_depth(paths)), "in queue");
    horde_mind(line, *context.model.siege, paths.mode);
    const float right = draw_panel_buttons(context, painter, box.max.x - theme.px(12.0F), top + theme.px(4.0F));
    if (!context.visibility.panels) strip_keys(painter, context.keys, line.x, right + theme.px(11.0F), line.y);
    ImGui::End();
}

}  // namespace outrider::overlay
