// The bar at the siege's top: how the battle stands, the wave to come, time, and the menu.
#include <algorithm>
#include <array>
#include <cmath>

#include "game/overlay/panels.h"
#include "game/overlay/siege_kinds.h"
#include "game/overlay/siege_plates.h"
#include "game/overlay/siege_words.h"
#include "game/overlay/strips.h"
#include "game/overlay/text.h"

namespace outrider::overlay {
namespace {

using sim::siege::Stage;
using sim::siege::Standing;

[[nodiscard]] ImU32 health_fill(double share) noexcept {
    if (share > 0.5) return kGoodColour;
    return share > 0.25 ? kLateColour : kOverColour;
}

/// "Keep 84 %" over its bar. Returns the x behind it.
float keep_block(const Painter& painter, const Standing& standing, float x) {
    const Theme& theme = painter.theme();
    const float width = theme.px(128.0F);
    const double full = std::max(standing.keep_full_health, 1);
    const double share = std::clamp(standing.keep_health / full, 0.0, 1.0);
    // As long as it stands there is at least one hundredth.
    const int percent = static_cast<int>(std::ceil(share * 100.0));
    painter.text({x, theme.px(6.0F)}, share > 0.25 ? "Keep" : "Keep !", share > 0.25 ? kDimText : kOverColour);
    painter.text({x + width, theme.px(6.0F)}, Text("{} %", percent), kText, Align::kRight);
    bar(painter, box_at({x, theme.px(26.0F)}, width, theme.px(9.0F)), share, health_fill(share));
    return x + width + theme.px(20.0F);
}

float gold_block(const Painter& painter, const Standing& standing, float x) {
    const Theme& theme = painter.theme();
    const auto gold = static_cast<std::uint64_t>(std::max(standing.gold, 0));
    x += painter.big_text({x, theme.px(9.0F)}, grouped(gold), kAccent) + theme.px(6.0F);
    return x + painter.text({x, theme.px(16.0F)}, "gold", kDimText) + theme.px(20.0F);
}

void wave_block(PanelContext& context, const Painter& painter, const Standing& standing, float left, float right) {
    const Theme& theme = painter.theme();
    const sim::siege::KindCounts counts = who_comes(standing);
    const bool with_words = kinds_width(painter, counts, true) <= right - left;
    const float width = kinds_width(painter, counts, with_words);
    // In the middle of the window as far as its neighbours allow.
    const float half = std::max(width, painter.text_width(wave_line(standing))) * 0.5F;
    const float middle = std::max(std::min(std::floor(context.screen_px.x * 0.5F), right - half), left + half);
    painter.text({middle, theme.px(is_over(standing) ? 14.0F : 5.0F)}, wave_line(standing), kText, Align::kCentre);
    if (is_over(standing)) return;
    draw_kinds(painter, {std::floor(middle - width * 0.5F), theme.px(24.0F)}, counts, with_words);
    if (standing.stage != Stage::kWave || total_of(standing.next) == 0) return;
    const Box box{{left, 0.0F}, {right, theme.px(kSiegeTopHeight)}};
    if (!ImGui::IsMouseHoveringRect(box.min, box.max, false) || !ImGui::IsWindowHovered()) return;
    context.tip = Tip{box, Tip::Side::kBelow, Text("The wave after this one:"), kinds_text(standing.next)};
}

void next_wave_button(PanelContext& context, const Painter& painter, const Box& box) {
    const Theme& theme = painter.theme();
    const SiegeHudModel& siege = *context.model.siege;
    const Plate plate{"next wave", box, false, siege.standing->stage == Stage::kBuilding};
    context.boxes.siege.next_wave = box;
    if (press(painter, plate)) {
        context.actions.siege.call_wave = true;
        begin_play(context);
    }
    const bool hovered = ImGui::IsItemHovered();
    const float x = box.min.x + theme.px(9.0F);
    painter.text({x, box.min.y + theme.px(1.0F)}, "Next wave", word_fill(plate));
    painter.text({box.max.x - theme.px(9.0F), box.min.y + theme.px(1.0F)}, context.keys.next_wave, remark_fill(plate),
                 Align::kRight);
    const bool has_bonus = plate.open && siege.call_wave_bonus_gold > 0;
    painter.text({x, box.min.y + theme.px(17.0F)},
                 has_bonus ? Text("+{} gold", siege.call_wave_bonus_gold)
                           : Text("{}", plate.open                 ? "call it now"
                                        : is_over(*siege.standing) ? ""
                                                                   : "not yet"),
                 has_bonus ? kAccent : remark_fill(plate));
    if (!hovered) return;
    if (!plate.open) {
        context.tip =
            Tip{box, Tip::Side::kBelow,
                Text("{}", is_over(*siege.standing) ? "The siege is over." : "When this wave is beaten."), Text("")};
    } else {
        context.tip = Tip{box, Tip::Side::kBelow, Text("Call the next wave now."),
                          Text("What is left of the time to build is paid: {} gold.", siege.call_wave_bonus_gold)};
    }
}

/// Two bars. The font has no such letter.
void pause_sign(const Painter& painter, const Box& box, ImU32 fill) {
    const Theme& theme = painter.theme();
    const float x = std::floor((box.min.x + box.max.x) * 0.5F);
    const float y = std::floor((box.min.y + box.max.y) * 0.5F) - theme.px(6.0F);
    for (const float shift : {-theme.px(5.0F), theme.px(1.0F)}) {
        painter.rect(box_at({x + shift, y}, theme.px(4.0F), theme.px(12.0F)), fill);
    }
}

void speed_buttons(PanelContext& context, const Painter& painter, float left, float width) {
    struct Choice {
        std::uint32_t speed;  ///< 0: pause
        const char* id;
        std::string_view label;
    };
    constexpr std::array kChoices = {Choice{0, "speed 0", ""}, Choice{1, "speed 1", "1x"}, Choice{2, "speed 2", "2x"},
                                     Choice{4, "speed 4", "4x"}};
    const Theme& theme = painter.theme();
    const SiegeHudModel& siege = *context.model.siege;
    for (std::size_t i = 0; i < kChoices.size(); ++i) {
        const auto& [speed, id, label] = kChoices[i];
        const Box box =
            box_at({left + static_cast<float>(i) * (width + theme.px(3.0F)), theme.px(9.0F)}, width, theme.px(26.0F));
        context.boxes.siege.speeds[i] = box;
        const bool is_pause = speed == 0;
        const bool chosen = is_pause ? siege.paused : !siege.paused && siege.speed == speed;
        const bool clicked = button(painter, id, box, label, chosen);
        if (is_pause) pause_sign(painter, box, chosen ? kDarkText : kText);
        if (!clicked) continue;
        if (is_pause || siege.paused) context.actions.paused = is_pause && !siege.paused;
        if (!is_pause) context.actions.siege.speed = speed;
    }
}

}  // namespace

void draw_siege_top_bar(PanelContext& context, OverlayVisibility& visibility) {
    const Theme& theme = context.theme;
    const Standing& standing = *context.model.siege->standing;
    const Box box = box_at({0.0F, 0.0F}, context.screen_px.x, theme.px(kSiegeTopHeight));
    begin_strip("siege top", box);
    const Painter painter(theme);
    painter.ground(box, kPanelAlpha, false);
    const float left = gold_block(painter, standing, keep_block(painter, standing, theme.px(14.0F)));

    const float menu_width = theme.px(52.0F);
    float right = box.max.x - theme.px(10.0F) - menu_width;
    context.boxes.siege.menu = box_at({right, theme.px(9.0F)}, menu_width, theme.px(26.0F));
    if (button(painter, "menu", context.boxes.siege.menu, "Menu")) visibility.menu = true;
    const float speed_width = theme.px(32.0F);
    right -= theme.px(12.0F) + 4.0F * speed_width + 3.0F * theme.px(3.0F);
    speed_buttons(context, painter, right, speed_width);
    const float next_width = theme.px(112.0F);
    right -= theme.px(12.0F) + next_width;
    next_wave_button(context, painter, box_at({right, theme.px(4.0F)}, next_width, theme.px(36.0F)));
    wave_block(context, painter, standing, left, right - theme.px(14.0F));
    ImGui::End();
}

}  // namespace outrider::overlay
