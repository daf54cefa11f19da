// The siege's cards: at the start what this is, at the end how it went. Bars, tools and view can be used
// beside them.
#include <algorithm>
#include <array>
#include <cmath>

#include "game/overlay/panels.h"
#include "game/overlay/siege_words.h"
#include "game/overlay/text.h"

namespace outrider::overlay {
namespace {

using sim::siege::Difficulty;
using sim::siege::Stage;

constexpr ImGuiWindowFlags kCardFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                        ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                                        ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoFocusOnAppearing;
constexpr std::uint32_t kCardAlpha = 250;
constexpr float kCardWidth = 560.0F;
constexpr float kCardPadding = 24.0F;
constexpr std::array kDifficulties = {Difficulty::kEasy, Difficulty::kNormal, Difficulty::kHard};
constexpr std::array<const char*, 3> kDifficultyIds = {"easy", "normal", "hard"};

/// Between open panels if there is room for it, else over them.
[[nodiscard]] Box begin_card(const char* id, const PanelContext& context, float height) {
    const Theme& theme = context.theme;
    const ImVec2 size{theme.px(kCardWidth), theme.px(height)};
    const Box& middle = context.middle;
    const Box& across = middle.width() >= size.x ? middle : context.room;
    const float spare = std::max(middle.height() - size.y, 0.0F);
    const Box box =
        box_at({std::floor((across.min.x + across.max.x - size.x) * 0.5F), std::floor(middle.min.y + spare * 0.5F)},
               size.x, size.y);
    ImGui::SetNextWindowPos(box.min);
    ImGui::SetNextWindowSize(size);
    ImGui::Begin(id, nullptr, kCardFlags);
    Painter(theme).ground(box, kCardAlpha);
    return box;
}

/// The `index`-th of `count` equal buttons in a row.
[[nodiscard]] Box in_row(const Theme& theme, const Box& row, std::size_t index, std::size_t count) noexcept {
    const float gap = theme.px(6.0F);
    const float step = (row.width() + gap) / static_cast<float>(count);
    const auto edge = [&](std::size_t i) { return std::floor(row.min.x + step * static_cast<float>(i)); };
    return {{edge(index), row.min.y}, {edge(index + 1) - gap, row.max.y}};
}

[[nodiscard]] SiegeRestart as_now(const SiegeHudModel& siege) noexcept {
    return {siege.standing->difficulty, siege.map};
}

// --- start -----------------------------------------------------------------------------------------------------------

void what_this_is(const Painter& painter, const KeyNames& keys, ImVec2 at) {
    const Theme& theme = painter.theme();
    painter.big_text({at.x, at.y}, "Hold the keep", kAccent);
    const std::array lines = {Text("Raiders come in at the map's edges and make for your keep."),
                              Text("Draw walls: each of them thinks again, and looks for another way."),
                              Text("Line the long way with towers. Shut it wholly, and they dig.")};
    for (std::size_t i = 0; i < lines.size(); ++i) {
        painter.text({at.x, at.y + theme.px(38.0F) + theme.px(21.0F) * static_cast<float>(i)}, lines[i]);
    }
    painter.text({at.x, at.y + theme.px(270.0F)},
                 Text("Or take a tool: 1 is the wall.  {} calls the first wave, F1 has all keys.", keys.next_wave),
                 kDimText);
}

void difficulty_row(PanelContext& context, const Painter& painter, const Box& row) {
    const SiegeHudModel& siege = *context.model.siege;
    for (std::size_t i = 0; i < kDifficulties.size(); ++i) {
        const bool chosen = siege.standing->difficulty == kDifficulties[i];
        const Box box = context.boxes.siege.difficulties[i] = in_row(painter.theme(), row, i, kDifficulties.size());
        const bool clicked = button(painter, kDifficultyIds[i], box, difficulty_name(kDifficulties[i]), chosen);
        if (clicked && !chosen) context.actions.siege.restart = SiegeRestart{kDifficulties[i], siege.map};
    }
}

void map_row(PanelContext& context, const Painter& painter, const Box& row) {
    const SiegeHudModel& siege = *context.model.siege;
    const std::size_t count = std::min(siege.maps.size(), context.boxes.siege.maps.size());
    for (std::size_t i = 0; i < count; ++i) {
        const bool chosen = siege.map == i;
        const Box box = context.boxes.siege.maps[i] = in_row(painter.theme(), row, i, count);
        ImGui::PushID(static_cast<int>(i));
        const bool clicked = button(painter, "map", box, siege.maps[i], chosen);
        ImGui::PopID();
        if (clicked && !chosen) context.actions.siege.restart = SiegeRestart{siege.standing->difficulty, i};
    }
}

void draw_start_card(PanelContext& context) {
    const Theme& theme = context.theme;
    const Box card = begin_card("start card", context, 316.0F);
    const Painter painter(theme);
    const float left = card.min.x + theme.px(kCardPadding);
    const float right = card.max.x - theme.px(kCardPadding);
    const float buttons_left = left + theme.px(84.0F);
    const auto row = [&](float y, float height) {
        return Box{{buttons_left, card.min.y + theme.px(y)}, {right, card.min.y + theme.px(y + height)}};
    };
    what_this_is(painter, context.keys, {left, card.min.y + theme.px(16.0F)});
    painter.text({left, card.min.y + theme.px(142.0F)}, "Difficulty", kDimText);
    difficulty_row(context, painter, row(136.0F, 28.0F));
    painter.text({left, card.min.y + theme.px(178.0F)}, "Map", kDimText);
    map_row(context, painter, row(172.0F, 28.0F));
    Box start = row(222.0F, 46.0F);
    start.min.x = left;
    context.boxes.siege.start = start;
    if (button(painter, "start", start, "", true)) context.actions.siege.start_card_closed = true;
    painter.big_text({(start.min.x + start.max.x) * 0.5F, start.min.y + theme.px(9.0F)}, "Start", kDarkText,
                     Align::kCentre);
    ImGui::End();
}

// --- result ----------------------------------------------------------------------------------------------------------

[[nodiscard]] std::uint32_t waves_beaten(const sim::siege::Standing& standing) noexcept {
    if (standing.stage == Stage::kWon) return sim::siege::kComposedWaves;
    return standing.wave == 0 ? 0 : standing.wave - 1;
}

/// A figure under its name, left-aligned at its place in a row.
void figure(const Painter& painter, const Box& place, std::string_view name, std::string_view value) {
    painter.text(place.min, name, kDimText);
    painter.big_text({place.min.x, place.min.y + painter.theme().px(16.0F)}, value);
}

void battle_figures(const Painter& painter, const SiegeHudModel& siege, const Box& row) {
    const Theme& theme = painter.theme();
    const sim::siege::Standing& standing = *siege.standing;
    figure(painter, in_row(theme, row, 0, 4), "Score", grouped(standing.score));
    figure(painter, in_row(theme, row, 1, 4), "Kills", grouped(standing.kills));
    figure(painter, in_row(theme, row, 2, 4), "Time", clock_text(siege.summary.seconds));
    figure(painter, in_row(theme, row, 3, 4), "Waves beaten", Text("{}", waves_beaten(standing)));
}

[[nodiscard]] Text where_it_searched(const SiegeSummary& summary) {
    const std::string_view mode = to_string(summary.mode);
    if (summary.mode == paths::Mode::kNone || summary.mode == paths::Mode::kInline) return Text("mode {}", mode);
    return Text("mode {}, {} {}", mode, summary.workers, summary.workers == 1 ? "worker" : "workers");
}

void mind_figures(const Painter& painter, const SiegeHudModel& siege, const Box& row) {
    constexpr double kTick_us = 1e6 / 60.0;
    const Theme& theme = painter.theme();
    const SiegeSummary& summary = siege.summary;
    figure(painter, in_row(theme, row, 0, 4), "Paths found", grouped(summary.paths_found));
    figure(painter, in_row(theme, row, 1, 4), "Worst latency", short_duration(summary.worst_latency_ms * 1e3));
    const Box late = in_row(theme, row, 2, 4);
    figure(painter, late, "Frames late", grouped(summary.frames_late));
    const float behind = painter.big_text_width(grouped(summary.frames_late)) + theme.px(6.0F);
    painter.text({late.min.x + behind, late.min.y + theme.px(22.0F)},
                 Text("of {}", std::string_view(short_count(static_cast<double>(summary.frames)))), kDimText);
    figure(painter, in_row(theme, row, 3, 4), "Worst reaction",
           short_duration(siege.thinking->worst_reaction_ticks * kTick_us));
}

void result_buttons(PanelContext& context, const Painter& painter, float left, float right, float top) {
    const Theme& theme = painter.theme();
    const SiegeHudModel& siege = *context.model.siege;
    const Box levels{{left + theme.px(84.0F), top}, {right, top + theme.px(28.0F)}};
    painter.text({left, top + theme.px(6.0F)}, "Again, on", kDimText);
    difficulty_row(context, painter, levels);

    const bool won = siege.standing->stage == Stage::kWon;
    const std::size_t count = won ? 3 : 2;
    const float y = top + theme.px(38.0F);
    const Box row{{left, y}, {right, y + theme.px(38.0F)}};
    std::size_t next = 0;
    SiegeWidgets<Box>& boxes = context.boxes.siege;
    boxes.again = in_row(theme, row, next++, count);
    if (button(painter, "again", boxes.again, "Play again", !won)) context.actions.siege.restart = as_now(siege);
    if (won) {
        boxes.endless = in_row(theme, row, next++, count);
        if (button(painter, "endless", boxes.endless, "On, without end", true)) context.actions.siege.endless_on = true;
    }
    boxes.quit = in_row(theme, row, next, count);
    if (button(painter, "quit", boxes.quit, "Quit")) context.actions.quit = true;
}

void draw_result_card(PanelContext& context) {
    const Theme& theme = context.theme;
    const SiegeHudModel& siege = *context.model.siege;
    const bool won = siege.standing->stage == Stage::kWon;
    const Box card = begin_card("result card", context, 340.0F);
    const Painter painter(theme);
    const float left = card.min.x + theme.px(kCardPadding);
    const float right = card.max.x - theme.px(kCardPadding);
    const auto at_y = [&](float y) { return card.min.y + theme.px(y); };
    painter.big_text({left, at_y(16.0F)}, won ? "The keep stands" : "The keep has fallen", won ? kAccent : kOverColour);
    const std::string_view map = siege.map < siege.maps.size() ? siege.maps[siege.map] : context.model.map_name;
    painter.text({right, at_y(23.0F)}, Text("{}, {}", map, difficulty_name(siege.standing->difficulty)), kDimText,
                 Align::kRight);
    battle_figures(painter, siege, {{left, at_y(58.0F)}, {right, at_y(100.0F)}});
    painter.rect({{left, at_y(114.0F)}, {right, at_y(115.0F)}}, kGridLine);
    painter.text({left, at_y(124.0F)}, "What the horde's mind did", kAccent);
    painter.text({right, at_y(124.0F)}, where_it_searched(siege.summary), kDimText, Align::kRight);
    mind_figures(painter, siege, {{left, at_y(148.0F)}, {right, at_y(190.0F)}});
    painter.big_text({left, at_y(204.0F)},
                     won ? Text("You beat {:.1f} cores.", siege.summary.mean_cores)
                         : Text("{:.1f} cores beat you.", siege.summary.mean_cores),
                     kAccent);
    result_buttons(context, painter, left, right, at_y(246.0F));
    ImGui::End();
}

}  // namespace

void begin_play(PanelContext& context) {
    if (context.model.siege->show_start_card) context.actions.siege.start_card_closed = true;
}

void draw_siege_card(PanelContext& context) {
    const SiegeHudModel& siege = *context.model.siege;
    const Stage stage = siege.standing->stage;
    if (stage == Stage::kLost || stage == Stage::kWon) return draw_result_card(context);
    if (siege.show_start_card) draw_start_card(context);
}

}  // namespace outrider::overlay
