// What is said to the siege's hand: above the tools the last verdict or what the tool does, at the cursor its price.
#include <cmath>
#include <optional>

#include "game/overlay/panels.h"
#include "game/overlay/siege_plates.h"
#include "game/overlay/siege_words.h"
#include "game/overlay/strips.h"
#include "game/overlay/text.h"

namespace outrider::overlay {
namespace {

struct Hint {
    Text text;
    ImU32 fill = kDimText;
    bool is_message = false;
};

/// What to do with the tool in hand.
[[nodiscard]] std::string_view use_of(SiegeTool tool) noexcept {
    switch (tool) {
        case SiegeTool::kWall: return "Wall: hold the left button and draw.";
        case SiegeTool::kArrow: return "Arrow tower: click where it shall stand.";
        case SiegeTool::kMortar: return "Mortar: click where it shall stand.";
        case SiegeTool::kFrost: return "Frost tower: click where it shall stand.";
        case SiegeTool::kRider: return "Rider: click, and one rides out.";
        case SiegeTool::kSell: return "Sell: click or drag over what shall go.";
        case SiegeTool::kRepair: return "Repair: click or drag over the damage.";
        case SiegeTool::kSelect: break;
    }
    return "";
}

[[nodiscard]] std::optional<Hint> hint_of(const SiegeHudModel& siege, const KeyNames& keys) {
    if (!siege.message.empty() && siege.message_age_s < kSiegeMessage_s) {
        return Hint{Text("{}", siege.message), kText, true};
    }
    if (is_over(*siege.standing) || siege.show_start_card) return std::nullopt;
    if (siege.tool != SiegeTool::kSelect) {
        return Hint{Text("{}  Esc: let go.", use_of(siege.tool))};
    }
    if (siege.paused) return Hint{Text("Paused: build on.  Space goes on, {} is one tick.", keys.step), kAccent};
    const std::uint32_t selected = siege.standing->selected_riders;
    if (selected == 0) return std::nullopt;
    return Hint{Text("{} {} selected: a right click sends {}.", selected,
                     kind_name(sim::siege::UnitKind::kRider, selected), selected == 1 ? "it" : "them")};
}

struct CursorWords {
    Text text;
    ImU32 fill;
};

[[nodiscard]] CursorWords cursor_words(const SiegeHudModel::AtCursor& at, std::int32_t gold) {
    const Text amount = at.cost_gold < 0 ? Text("+{} gold", -at.cost_gold) : Text("{} gold", at.cost_gold);
    using sim::siege::Verdict;
    switch (at.verdict) {
        case Verdict::kDone: return {amount, at.cost_gold < 0 ? kAccent : kText};
        case Verdict::kPartly: return {Text("{}, a part of it", std::string_view(amount)), kLateColour};
        case Verdict::kNoGold: return {Text("{}: only {} there", std::string_view(amount), gold), kOverColour};
        case Verdict::kTaken: return {Text("taken"), kOverColour};
        case Verdict::kNothing: return {Text("nothing here"), kDimText};
        case Verdict::kNotNow: return {Text("not now"), kDimText};
        case Verdict::kTooMany: return {Text("too many already"), kOverColour};
    }
    return {amount, kText};
}

}  // namespace

void draw_siege_hint(PanelContext& context) {
    const std::optional<Hint> hint = hint_of(*context.model.siege, context.keys);
    const bool tip_is_there = context.tip && context.tip->side == Tip::Side::kAbove;
    if (!hint || tip_is_there) return;
    const Theme& theme = context.theme;
    const float sign = hint->is_message ? theme.px(16.0F) : 0.0F;
    const float width = text_width(theme, hint->text) + sign + theme.px(28.0F);
    const Box& middle = context.middle;
    const Box box =
        box_at({std::floor((middle.min.x + middle.max.x - width) * 0.5F), middle.max.y - theme.px(kSiegeHintHeight)},
               width, theme.px(kSiegeHintHeight - 6.0F));
    begin_strip("siege hint", box, true);
    const Painter painter(theme);
    painter.ground(box, hint->is_message ? 250 : kPanelAlpha);
    const ImVec2 at{box.min.x + theme.px(14.0F), box.min.y + theme.px(5.0F)};
    if (hint->is_message) painter.text(at, "!", kLateColour);
    painter.text({at.x + sign, at.y}, hint->text, hint->fill);
    ImGui::End();
}

void draw_siege_cursor(PanelContext& context) {
    const SiegeHudModel& siege = *context.model.siege;
    if (!siege.at_cursor) return;
    const Theme& theme = context.theme;
    const CursorWords words = cursor_words(*siege.at_cursor, siege.standing->gold);
    const ImVec2 size{text_width(theme, words.text) + theme.px(16.0F), theme.px(24.0F)};
    ImVec2 at{std::floor(siege.at_cursor->x_px) + theme.px(16.0F), std::floor(siege.at_cursor->y_px) + theme.px(18.0F)};
    if (at.x + size.x > context.screen_px.x) at.x = siege.at_cursor->x_px - theme.px(10.0F) - size.x;
    if (at.y + size.y > context.middle.max.y) at.y = siege.at_cursor->y_px - theme.px(10.0F) - size.y;
    const Box box = box_at(at, size.x, size.y);
    begin_strip("siege cursor", box, true);
    const Painter painter(theme);
    painter.ground(box, 235);
    painter.text({at.x + theme.px(8.0F), at.y + theme.px(4.0F)}, words.text, words.fill);
    ImGui::End();
}

}  // namespace outrider::overlay
