// The strips at the window's top and bottom, and the notice of trouble between them.
#include <SDL_keyboard.h>

#include <algorithm>
#include <array>
#include <cfloat>
#include <cmath>

#include "game/overlay/panels.h"
#include "game/overlay/strips.h"
#include "game/overlay/text.h"

namespace outrider::overlay {
namespace {

constexpr ImGuiWindowFlags kStripFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                         ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                                         ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoFocusOnAppearing |
                                         ImGuiWindowFlags_NoBringToFrontOnFocus;

/// Returns its width.
float paused_mark(const Painter& painter, const KeyNames& keys, float x, float y) {
    const Theme& theme = painter.theme();
    const Text text("paused  -  Space goes on, {} is one tick", keys.step);
    const Box box = box_at({x, y - theme.px(2.0F)}, painter.text_width(text) + theme.px(18.0F), theme.px(20.0F));
    painter.rounded(box, kAccent, theme.button_disc);
    painter.text({x + theme.px(9.0F), y}, text, kDarkText);
    return box.width() + theme.px(20.0F);
}

[[nodiscard]] std::string key_at(SDL_Scancode place, const char* otherwise) {
    const char* name = SDL_GetKeyName(SDL_GetKeyFromScancode(place));
    return name != nullptr && *name != '\0' ? name : otherwise;
}

struct KeyHint {
    std::string_view key;
    std::string_view meaning;
};

[[nodiscard]] float hint_width(const Painter& painter, const KeyHint& hint) {
    return key_cap_width(painter, hint.key) + painter.text_width(hint.meaning) + painter.theme().px(18.0F);
}

struct Notice {
    const char* id;
    std::string_view text;
    ImU32 fill;
};

/// In the middle of the window, between the panels. Returns the y below.
[[nodiscard]] float draw_notice(const PanelContext& context, const Notice& notice, float y) {
    const Theme& theme = context.theme;
    const float between = context.screen_px.x - theme.px(kLeftPanelWidth + kRightPanelWidth + 32.0F);
    const float width = std::min(between - theme.px(28.0F), theme.px(560.0F));
    const float room = width - theme.px(56.0F);
    const ImFont& font = *theme.body;
    const char* end = notice.text.data() + notice.text.size();
    const ImVec2 size = font.CalcTextSizeA(font.FontSize, FLT_MAX, room, notice.text.data(), end);
    const float left = theme.px(kLeftPanelWidth + 16.0F) + (between - width) * 0.5F;
    const Box box = box_at({std::floor(left), y}, width, size.y + theme.px(18.0F));
    begin_strip(notice.id, box);
    const Painter painter(theme);
    painter.ground(box, 240);
    painter.rect({box.min, {box.min.x + theme.px(5.0F), box.max.y}}, notice.fill);
    painter.big_text({box.min.x + theme.px(18.0F), box.min.y + theme.px(4.0F)}, "!", notice.fill);
    ImGui::SetCursorScreenPos({box.min.x + theme.px(38.0F), box.min.y + theme.px(9.0F)});
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + room);
    ImGui::TextUnformatted(notice.text.data(), end);
    ImGui::PopTextWrapPos();
    ImGui::End();
    return box.max.y + theme.px(6.0F);
}

}  // namespace

void begin_strip(const char* id, const Box& box, bool is_shown_only) {
    ImGui::SetNextWindowPos(box.min);
    ImGui::SetNextWindowSize({box.width(), box.height()});
    ImGui::Begin(id, nullptr, is_shown_only ? kStripFlags | ImGuiWindowFlags_NoInputs : kStripFlags);
}

Text workers_text(const paths::PathStatistics& paths) {
    if (paths.workers_alive == paths.workers_wanted) return Text("{}", paths.workers_wanted);
    return Text("{} of {}", paths.workers_alive, paths.workers_wanted);
}

void say_workers(Line& line, const OverlayModel& model, const paths::PathStatistics& paths, ImU32 fill) {
    if (model.workers_are_auto) {
        line.say("workers", kDimText, 5.0F);
        line.say(model.auto_workers, fill, 20.0F);
    } else {
        line.figure(workers_text(paths), paths.workers_wanted == 1 ? "worker" : "workers", fill);
    }
}

KeyNames KeyNames::of_this_keyboard() {
    KeyNames names;
    names.up = key_at(SDL_SCANCODE_W, "W");
    names.left = key_at(SDL_SCANCODE_A, "A");
    names.down = key_at(SDL_SCANCODE_S, "S");
    names.right = key_at(SDL_SCANCODE_D, "D");
    names.fewer = key_at(SDL_SCANCODE_LEFTBRACKET, "[");
    names.more = key_at(SDL_SCANCODE_RIGHTBRACKET, "]");
    names.mode = key_at(SDL_SCANCODE_M, "M");
    names.step = key_at(SDL_SCANCODE_PERIOD, ".");
    names.sell = key_at(SDL_SCANCODE_X, "X");
    names.repair = key_at(SDL_SCANCODE_R, "R");
    names.measure = key_at(SDL_SCANCODE_B, "B");
    names.next_wave = key_at(SDL_SCANCODE_N, "N");
    names.slower = key_at(SDL_SCANCODE_MINUS, "-");
    names.faster = key_at(SDL_SCANCODE_EQUALS, "=");
    return names;
}

void draw_top_strip(PanelContext& context) {
    const Theme& theme = context.theme;
    const Readings& readings = context.readings;
    const Box box = box_at({0.0F, 0.0F}, context.screen_px.x, theme.px(kTopStripHeight));
    begin_strip("top", box);
    const Painter painter(theme);
    painter.ground(box, kPanelAlpha, false);
    Line line{painter, theme.px(18.0F), theme.px(7.0F)};
    line.say(context.model.map_name, kAccent, 22.0F);
    line.figure(Text("{:.0f}", readings.fps), "fps");
    line.figure(short_number(readings.work_ms), "ms frame");
    line.figure(to_string(readings.paths.mode), "mode");
    say_workers(line, context.model, readings.paths, kText);
    line.figure(grouped(request_depth(readings.paths)), "in flight");
    line.figure(grouped(context.model.units), "units");
    if (readings.units_waiting > 0) line.figure(grouped(readings.units_waiting), "wait for a path");
    if (context.model.selected_units > 0) line.figure(grouped(context.model.selected_units), "selected", kAccent);
    if (context.model.paused) line.x += paused_mark(painter, context.keys, line.x, line.y);
    const float right = box.max.x - theme.px(18.0F);
    if (line.x + painter.text_width(context.model.renderer_name) < right) {
        painter.text({right, line.y}, context.model.renderer_name, kDimText, Align::kRight);
    }
    ImGui::End();
}

void draw_bottom_strip(PanelContext& context) {
    const Theme& theme = context.theme;
    const KeyNames& keys = context.keys;
    const float top = context.screen_px.y - theme.px(kBottomStripHeight);
    const Box box{{0.0F, top}, context.screen_px};
    begin_strip("bottom", box);
    const Painter painter(theme);
    painter.ground(box, kPanelAlpha, false);
    const float y = top + theme.px(5.0F);
    const float end = draw_panel_buttons(context, painter, box.max.x - theme.px(12.0F), top + theme.px(4.0F));
    const Text workers("{} {}", keys.fewer, keys.more);
    const std::array hints = {
        KeyHint{"Left drag", "wall"}, KeyHint{"Right drag", "erase"},   KeyHint{"Right click", "order"},
        KeyHint{"F1", "help"},        KeyHint{"Space", "pause"},        KeyHint{keys.mode, "mode"},
        KeyHint{workers, "workers"},  KeyHint{keys.measure, "measure"}, KeyHint{"F3", "debug"},
        KeyHint{"Esc", "menu"},       KeyHint{"F11", "full screen"},    KeyHint{"Wheel", "zoom"},
    };
    Line line{painter, theme.px(14.0F), y};
    for (const KeyHint& hint : hints) {
        if (line.x + hint_width(painter, hint) > end) break;
        line.key(hint.key, hint.meaning);
    }
    ImGui::End();
}

// What is wrong comes first, then what was changed behind the player's back, then what he asked for himself.
void draw_trouble(PanelContext& context) {
    if (context.model.paths == nullptr) return;
    const paths::PathStatistics& paths = *context.model.paths;
    float y = context.room.min.y + context.theme.px(8.0F);
    if (!paths.trouble.empty()) y = draw_notice(context, {"trouble", paths.trouble, kOverColour}, y);
    if (context.model.siege != nullptr && paths.mode == paths::Mode::kNone) {
        const Text no_game("Mode none: raiders walk straight on, and that is no game. {} for the next mode.",
                           context.keys.mode);
        y = draw_notice(context, {"no game", no_game, kLateColour}, y);
    }
    if (paths.policy != paths.first_policy) {
        const Text raised("The workers got no CPU time: policy raised from {} to {}. Choose one to go back.",
                          to_string(paths.first_policy), to_string(paths.policy));
        y = draw_notice(context, {"raised policy", raised, kLateColour}, y);
    }
    if (paths.debug_workers) {
        constexpr std::string_view kDebugged =
            "Debug workers: nobody is killed for being hung, and no CPU limit holds.";
        (void)draw_notice(context, {"debug workers", kDebugged, kLateColour}, y);
    }
}

}  // namespace outrider::overlay
