// What the strips and bars at the window's edges are made of.
#pragma once

#include <string_view>

#include "game/overlay/overlay.h"
#include "game/overlay/text.h"
#include "game/overlay/widgets.h"
#include "game/paths/statistics.h"

namespace outrider::overlay {

/// A window without anything of ImGui's own, behind all others; `is_shown_only`: the mouse goes through it.
void begin_strip(const char* id, const Box& box, bool is_shown_only = false);

/// "2", or "1 of 2" while not all are there.
[[nodiscard]] Text workers_text(const paths::PathStatistics& paths);

/// Words along a strip, each after the one before.
struct Line {
    const Painter& painter;
    float x;
    float y;

    void say(std::string_view word, ImU32 fill, float gap) {
        x += painter.text({x, y}, word, fill) + painter.theme().px(gap);
    }
    /// "60 fps": the figure bright, its unit dim.
    void figure(std::string_view value, std::string_view unit, ImU32 fill = kText) {
        say(value, fill, 5.0F);
        say(unit, kDimText, 20.0F);
    }
    void key(std::string_view name, std::string_view meaning) {
        x += key_cap(painter, {x, y - painter.theme().px(1.0F)}, name) + painter.theme().px(5.0F);
        say(meaning, kDimText, 13.0F);
    }
};

/// "2 workers"; where the game finds the number itself, "workers auto: 2 of 3, queue 40 ms old".
void say_workers(Line& line, const OverlayModel& model, const paths::PathStatistics& paths, ImU32 fill);

}  // namespace outrider::overlay
