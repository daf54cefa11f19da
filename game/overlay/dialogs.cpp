// Help (F1) and the menu (Esc): windows in the middle, over everything else.
#include <array>
#include <cmath>
#include <vector>

#include "game/overlay/panels.h"
#include "game/overlay/text.h"

namespace outrider::overlay {
namespace {

constexpr ImGuiWindowFlags kDialogFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                          ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                                          ImGuiWindowFlags_NoNav;
constexpr std::uint32_t kDialogAlpha = 245;

[[nodiscard]] Box begin_dialog(const char* id, const PanelContext& context, float width, float height) {
    const Theme& theme = context.theme;
    const ImVec2 size{theme.px(width), theme.px(height)};
    const Box box =
        box_at({std::floor((context.screen_px.x - size.x) * 0.5F), std::floor((context.screen_px.y - size.y) * 0.5F)},
               size.x, size.y);
    ImGui::SetNextWindowPos(box.min);
    ImGui::SetNextWindowSize(size);
    ImGui::SetNextWindowFocus();
    ImGui::Begin(id, nullptr, kDialogFlags);
    return box;
}

struct KeyRow {
    std::string_view keys;
    std::string_view meaning;
};

/// A group of keys under its name. Returns the y below.
float key_group(const Painter& painter, ImVec2 at, std::string_view name, std::span<const KeyRow> rows) {
    const Theme& theme = painter.theme();
    painter.text(at, name, kAccent);
    float y = at.y + theme.px(22.0F);
    for (const KeyRow& row : rows) {
        key_cap(painter, {at.x, y}, row.keys);
        painter.text({at.x + theme.px(138.0F), y + 1.0F}, row.meaning);
        y += theme.px(22.0F);
    }
    return y + theme.px(10.0F);
}

float sandbox_hand(const Painter& painter, ImVec2 at) {
    constexpr std::array kHand = {
        KeyRow{"Left drag", "build a wall"},
        KeyRow{"Right drag", "erase"},
        KeyRow{"Shift + wheel", "size of the brush"},
        KeyRow{"Left click", "select a unit"},
        KeyRow{"Ctrl + drag", "select a box of units"},
        KeyRow{"Right click", "send them there (or all)"},
    };
    return key_group(painter, at, "Your hand", kHand);
}

float siege_hand(const Painter& painter, ImVec2 at, const KeyNames& keys) {
    const Text mend("{}  {}", keys.sell, keys.repair);
    const std::array hand = {
        KeyRow{"1", "wall: drag it"},
        KeyRow{"2  3  4", "towers: arrow, mortar, frost"},
        KeyRow{"5", "a rider"},
        KeyRow{mend, "sell, repair: click or drag"},
        KeyRow{"Left drag", "without a tool: select riders"},
        KeyRow{"Right click", "send riders; let go of a tool"},
    };
    return key_group(painter, at, "Your hand", hand);
}

void help_left(const Painter& painter, ImVec2 at, const KeyNames& keys, bool is_siege) {
    const Text move("{} {} {} {}", keys.up, keys.left, keys.down, keys.right);
    const std::array view = {KeyRow{move, "move the view"}, KeyRow{"Middle drag", "move the view"},
                             KeyRow{"Wheel", "zoom at the cursor"}, KeyRow{"Home", "the whole map"}};
    constexpr std::array kFaults = {KeyRow{"F5  F6  F9", "kill one, stop one, kill all"},
                                    KeyRow{"F7  F8", "poison request, slow request"},
                                    KeyRow{"F10", "storm: everybody asks at once"}};
    at.y = is_siege ? siege_hand(painter, at, keys) : sandbox_hand(painter, at);
    at.y = key_group(painter, at, "The view", view);
    key_group(painter, at, "Faults", kFaults);
}

float siege_time(const Painter& painter, ImVec2 at, const KeyNames& keys) {
    const Text speed("{}  {}", keys.slower, keys.faster);
    const std::array time = {KeyRow{keys.next_wave, "the next wave, now"}, KeyRow{"Space", "pause (build on), go on"},
                             KeyRow{speed, "slower, faster"}, KeyRow{keys.step, "one tick"}};
    return key_group(painter, at, "Time", time);
}

float sandbox_time(const Painter& painter, ImVec2 at, const KeyNames& keys) {
    const std::array time = {KeyRow{"Space", "pause, go on"}, KeyRow{keys.step, "one tick"},
                             KeyRow{keys.measure, "measure now: 4 modes, 5 s each"}};
    return key_group(painter, at, "Time", time);
}

void help_right(const Painter& painter, ImVec2 at, const KeyNames& keys, bool is_siege) {
    const Text fewer("{}  or  Page Down", keys.fewer);
    const Text more("{}  or  Page Up", keys.more);
    const std::array search = {KeyRow{fewer, "one worker fewer"}, KeyRow{more, "one worker more"},
                               KeyRow{keys.mode, "next mode: where search runs"}};
    constexpr std::array kShow = {
        KeyRow{"F1", "this help"},    KeyRow{"F2", "panels"},      KeyRow{"F3  Shift + F3", "debug views, and back"},
        KeyRow{"F11", "full screen"}, KeyRow{"F12", "screenshot"}, KeyRow{"Esc", "let go, close, menu"},
    };
    at.y = key_group(painter, at, "The search", search);
    at.y = is_siege ? siege_time(painter, at, keys) : sandbox_time(painter, at, keys);
    key_group(painter, at, "Show", kShow);
}

}  // namespace

void draw_veil(const PanelContext& context) {
    ImGui::SetNextWindowPos({0.0F, 0.0F});
    ImGui::SetNextWindowSize(context.screen_px);
    ImGui::Begin("veil", nullptr, kDialogFlags | ImGuiWindowFlags_NoFocusOnAppearing);
    Painter(context.theme).ground({{0.0F, 0.0F}, context.screen_px}, 130, false);
    ImGui::End();
}

void draw_help(PanelContext& context, OverlayVisibility& visibility) {
    constexpr float kWidth = 680.0F;
    constexpr float kHeight = 446.0F;
    const Theme& theme = context.theme;
    const Box box = begin_dialog("help", context, kWidth, kHeight);
    const Painter painter(theme);
    painter.ground(box, kDialogAlpha);
    painter.big_text({box.min.x + theme.px(22.0F), box.min.y + theme.px(14.0F)}, "Keys");
    const float close_width = theme.px(84.0F);
    const ImVec2 close_at{box.max.x - close_width - theme.px(18.0F), box.min.y + theme.px(16.0F)};
    if (button(painter, "close help", box_at(close_at, close_width, theme.px(24.0F)), "Close")) visibility.help = false;
    const float top = box.min.y + theme.px(54.0F);
    const bool is_siege = context.model.siege != nullptr;
    help_left(painter, {box.min.x + theme.px(22.0F), top}, context.keys, is_siege);
    help_right(painter, {box.min.x + theme.px(352.0F), top}, context.keys, is_siege);
    ImGui::End();
}

void draw_fault_question(PanelContext& context, Fault fault) {
    constexpr std::array<const char*, 3> kWaysOut = {"Do it anyway", "Switch to processes and do it", "Cancel"};
    const Theme& theme = context.theme;
    const bool stops = fault == Fault::kStop;
    draw_veil(context);
    const Box box = begin_dialog("fault question", context, 460.0F, 252.0F);
    const Painter painter(theme);
    painter.ground(box, kDialogAlpha);
    const ImVec2 at{box.min.x + theme.px(24.0F), box.min.y + theme.px(16.0F)};
    painter.big_text(at, stops ? "In this mode the game itself would stop" : "In this mode the game itself would die",
                     kOverColour);
    painter.text({at.x, at.y + theme.px(36.0F)}, "Here the search runs inside the game, with no border around it.",
                 kDimText);
    painter.text({at.x, at.y + theme.px(54.0F)},
                 stops ? "A stop holds everything until a terminal says 'fg'."
                       : "Worker processes die alone, and nothing is lost.",
                 kDimText);
    for (std::size_t i = 0; i < kWaysOut.size(); ++i) {
        const ImVec2 place{at.x, at.y + theme.px(88.0F) + theme.px(46.0F) * static_cast<float>(i)};
        const Box button_box = box_at(place, box.width() - theme.px(48.0F), theme.px(36.0F));
        context.boxes.question_buttons[i] = button_box;
        if (button(painter, kWaysOut[i], button_box, kWaysOut[i], i == 1)) {
            context.actions.fault_answer = static_cast<FaultAnswer>(i);
        }
    }
    ImGui::End();
}

void draw_menu(PanelContext& context, OverlayVisibility& visibility, int& chosen, bool entered) {
    constexpr std::array<const char*, kMenuItems> kItems = {"Resume", "Help", "Quit"};
    const Theme& theme = context.theme;
    draw_veil(context);
    const Box box = begin_dialog("menu", context, 260.0F, 196.0F);
    const Painter painter(theme);
    painter.ground(box, kDialogAlpha);
    painter.big_text({(box.min.x + box.max.x) * 0.5F, box.min.y + theme.px(16.0F)}, "Outrider", kAccent,
                     Align::kCentre);

    int picked = entered ? chosen : -1;
    for (int i = 0; i < static_cast<int>(kItems.size()); ++i) {
        const auto index = static_cast<std::size_t>(i);
        const ImVec2 at{box.min.x + theme.px(24.0F),
                        box.min.y + theme.px(56.0F) + theme.px(42.0F) * static_cast<float>(i)};
        const Box place = box_at(at, box.width() - theme.px(48.0F), theme.px(34.0F));
        context.boxes.menu_buttons[index] = place;
        if (button(painter, kItems[index], place, kItems[index], i == chosen)) picked = i;
        if (ImGui::IsItemHovered() && (ImGui::GetIO().MouseDelta.x != 0.0F || ImGui::GetIO().MouseDelta.y != 0.0F)) {
            chosen = i;
        }
    }
    ImGui::End();
    if (picked < 0) return;
    visibility.menu = false;
    context.actions.close_menu = true;
    if (picked == 1) visibility.help = true;
    if (picked == 2) context.actions.quit = true;
}

}  // namespace outrider::overlay
