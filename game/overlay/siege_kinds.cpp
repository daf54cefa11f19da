#include "game/overlay/siege_kinds.h"

#include <array>
#include <numeric>

#include "game/overlay/siege_words.h"

namespace outrider::overlay {
namespace {

using sim::siege::KindCounts;
using sim::siege::kRaiderKinds;
using sim::siege::UnitKind;

/// As the kinds look on the field, light enough for a dark letter upon them.
constexpr std::array<ImU32, kRaiderKinds> kKindColours = {
    IM_COL32(0xD6, 0x5A, 0x50, 255),  // runner
    IM_COL32(0xB8, 0x64, 0x88, 255),  // brute
    IM_COL32(0xD9, 0x8F, 0x45, 255),  // sapper
    IM_COL32(0x8E, 0x7C, 0xC4, 255),  // wolf
};
constexpr std::array<std::string_view, kRaiderKinds> kLetters = {"R", "B", "S", "W"};

constexpr float kChipSide = 16.0F;
constexpr float kAfterChip = 5.0F;
constexpr float kBetween = 14.0F;

[[nodiscard]] Text count_text(std::size_t kind, std::uint32_t count, bool with_words) {
    if (!with_words) return grouped(count);
    return Text("{} {}", std::string_view(grouped(count)), kind_name(static_cast<UnitKind>(kind), count));
}

}  // namespace

std::uint64_t total_of(const KindCounts& counts) noexcept {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

Text kinds_text(const KindCounts& counts) {
    Text all("");
    for (std::size_t kind = 0; kind < counts.size(); ++kind) {
        if (counts[kind] == 0) continue;
        const std::string_view before = all;
        all =
            Text("{}{}{}", before, before.empty() ? "" : ", ", std::string_view(count_text(kind, counts[kind], true)));
    }
    return std::string_view(all).empty() ? Text("nobody") : all;
}

float kinds_width(const Painter& painter, const KindCounts& counts, bool with_words) {
    const Theme& theme = painter.theme();
    float width = 0.0F;
    for (std::size_t kind = 0; kind < counts.size(); ++kind) {
        if (counts[kind] == 0) continue;
        if (width > 0.0F) width += theme.px(kBetween);
        width +=
            theme.px(kChipSide) + theme.px(kAfterChip) + painter.text_width(count_text(kind, counts[kind], with_words));
    }
    return width;
}

void draw_kinds(const Painter& painter, ImVec2 at, const KindCounts& counts, bool with_words) {
    const Theme& theme = painter.theme();
    const float side = theme.px(kChipSide);
    for (std::size_t kind = 0; kind < counts.size(); ++kind) {
        if (counts[kind] == 0) continue;
        painter.rounded(box_at(at, side, side), kKindColours[kind], theme.button_disc);
        painter.text({at.x + side * 0.5F, at.y}, kLetters[kind], kDarkText, Align::kCentre);
        at.x += side + theme.px(kAfterChip);
        at.x += painter.text(at, count_text(kind, counts[kind], with_words)) + theme.px(kBetween);
    }
}

}  // namespace outrider::overlay
