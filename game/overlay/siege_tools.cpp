// The siege's tools at the window's foot.
#include <array>
#include <cmath>

#include "game/overlay/panels.h"
#include "game/overlay/siege_plates.h"
#include "game/overlay/siege_words.h"
#include "game/overlay/strips.h"
#include "game/overlay/text.h"

namespace outrider::overlay {
namespace {

using sim::siege::Standing;

constexpr float kToolWidth = 83.0F;
constexpr float kToolHeight = 42.0F;
constexpr float kToolGap = 5.0F;
constexpr float kBelowTools = 6.0F;

struct ToolWords {
    std::string_view name;
    std::string_view does;
};

[[nodiscard]] ToolWords words_of(SiegeTool tool) noexcept {
    switch (tool) {
        case SiegeTool::kWall: return {"Wall", "they go round it, or dig. Pay by the cell."};
        case SiegeTool::kArrow: return {"Arrow", "shoots fast, at one at a time."};
        case SiegeTool::kMortar: return {"Mortar", "slow; its shells hit an area."};
        case SiegeTool::kFrost: return {"Frost", "hurts little, slows all around it."};
        case SiegeTool::kRider: return {"Rider", "rides out of the keep and fights where you send it."};
        case SiegeTool::kSell: return {"Sell", "walls and towers, for a part of their price."};
        case SiegeTool::kRepair: return {"Repair", "walls and towers; the price goes by the damage."};
        case SiegeTool::kSelect: break;
    }
    return {"", ""};
}

[[nodiscard]] std::string_view key_of(SiegeTool tool, const KeyNames& keys) noexcept {
    constexpr std::array<std::string_view, 6> kDigits = {"", "1", "2", "3", "4", "5"};
    if (tool == SiegeTool::kSell) return keys.sell;
    if (tool == SiegeTool::kRepair) return keys.repair;
    return kDigits[static_cast<std::size_t>(tool)];
}

[[nodiscard]] Text price_text(SiegeTool tool, const sim::siege::Prices& prices) {
    if (tool == SiegeTool::kSell) return Text("pays back");
    if (tool == SiegeTool::kRepair) return Text("by damage");
    if (tool == SiegeTool::kWall) return Text("{} a cell", price_of(tool, prices));
    return Text("{} gold", price_of(tool, prices));
}

/// Why the tool cannot be had now; empty if it can.
[[nodiscard]] Text why_closed(SiegeTool tool, const SiegeHudModel& siege) {
    const Standing& standing = *siege.standing;
    if (is_over(standing)) return Text("The siege is over.");
    if (tool == SiegeTool::kRider && standing.riders >= sim::siege::Siege::kMaxRiders) {
        return Text("There are {} already, and no more horses.", standing.riders);
    }
    const std::int32_t price = price_of(tool, *siege.prices);
    return price > standing.gold ? verdict_message(sim::siege::Verdict::kNoGold, price, standing.gold) : Text("");
}

void tool_button(PanelContext& context, const Painter& painter, SiegeTool tool, const Box& box) {
    constexpr std::array<const char*, kSiegeToolCount> kIds = {"",           "tool wall",  "tool arrow", "tool mortar",
                                                               "tool frost", "tool rider", "tool sell",  "tool repair"};
    const Theme& theme = painter.theme();
    const SiegeHudModel& siege = *context.model.siege;
    const ToolWords words = words_of(tool);
    const Text closed = why_closed(tool, siege);
    const bool open = std::string_view(closed).empty();
    const bool in_hand = siege.tool == tool;
    const Plate plate{kIds[static_cast<std::size_t>(tool)], box, in_hand, open};
    context.boxes.siege.tools[static_cast<std::size_t>(tool)] = box;
    if (press(painter, plate)) {
        context.actions.siege.tool = in_hand ? SiegeTool::kSelect : tool;
        begin_play(context);
    }
    const bool hovered = ImGui::IsItemHovered();
    if (in_hand && !open) painter.frame(box, kAccent);  // too dear by now, but one sees what one holds
    const std::string_view key = key_of(tool, context.keys);
    const ImVec2 key_at{box.min.x + theme.px(5.0F), box.min.y + theme.px(4.0F)};
    const float name_x = key_at.x + key_cap(painter, key_at, key, kFieldHovered) + theme.px(6.0F);
    painter.text({name_x, box.min.y + theme.px(4.0F)}, words.name, word_fill(plate));
    painter.text({box.min.x + theme.px(6.0F), box.min.y + theme.px(24.0F)}, price_text(tool, *siege.prices),
                 remark_fill(plate));
    if (!hovered) return;
    context.tip = Tip{box, Tip::Side::kAbove, Text("{}: {}", words.name, words.does), closed, kLateColour};
}

/// How the tools stand: in one row if that fits, else in two.
struct ToolRows {
    std::size_t columns;
    ImVec2 size;
};

[[nodiscard]] ToolRows tool_rows(const Theme& theme, float width) noexcept {
    constexpr std::size_t kTools = kSiegeToolCount - 1;
    const auto length = [&](std::size_t count, float each) {
        return static_cast<float>(count) * (theme.px(each) + theme.px(kToolGap)) + theme.px(kToolGap);
    };
    const std::size_t rows = length(kTools, kToolWidth) <= width ? 1 : 2;
    const std::size_t columns = (kTools + rows - 1) / rows;
    return {columns, {length(columns, kToolWidth), length(rows, kToolHeight)}};
}

}  // namespace

float siege_tools_height(const Theme& theme, float width) noexcept {
    return tool_rows(theme, width).size.y + theme.px(kBelowTools);
}

void draw_siege_tools(PanelContext& context) {
    const Theme& theme = context.theme;
    const Box& middle = context.middle;
    const ToolRows rows = tool_rows(theme, middle.width());
    const Box ground = box_at({std::floor((middle.min.x + middle.max.x - rows.size.x) * 0.5F), middle.max.y},
                              rows.size.x, rows.size.y);
    begin_strip("siege tools", ground);
    const Painter painter(theme);
    painter.ground(ground);
    const float gap = theme.px(kToolGap);
    for (std::size_t i = 0; i + 1 < kSiegeToolCount; ++i) {
        const auto column = static_cast<float>(i % rows.columns);
        const auto row = static_cast<float>(i / rows.columns);
        const ImVec2 at{ground.min.x + gap + column * (theme.px(kToolWidth) + gap),
                        ground.min.y + gap + row * (theme.px(kToolHeight) + gap)};
        tool_button(context, painter, static_cast<SiegeTool>(i + 1),
                    box_at(at, theme.px(kToolWidth), theme.px(kToolHeight)));
    }
    ImGui::End();
}

}  // namespace outrider::overlay
