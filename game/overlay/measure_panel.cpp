// "Measure now": the line while it runs, and its card. The card is the picture that people share: it is drawn over a
// veil, in the middle of everything, and says by itself what was measured, on what, and how much that is worth.
#include <algorithm>
#include <array>
#include <cmath>

#include "game/overlay/measure_card.h"
#include "game/overlay/panels.h"
#include "game/overlay/text.h"

namespace outrider::overlay {
namespace {

constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                    ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                                    ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoFocusOnAppearing;
constexpr std::uint32_t kCardAlpha = 250;
constexpr auto kBudget_ms = static_cast<float>(measure::kBudget60_ms);

// --- while it runs ---------------------------------------------------------------------------------------------------

constexpr float kLineHeight = 40.0F;
constexpr float kLineWidth = 614.0F;  ///< fits between the panels of a window 1280 wide
constexpr float kModeWidth = 82.0F;

struct Begun {
    Box box;
    Painter painter;
};

/// A window under the top strip, between open panels if there is room for it.
[[nodiscard]] Begun begin_line(const PanelContext& context, const char* id, float width, float height) {
    const Theme& theme = context.theme;
    const Box& across = context.middle.width() >= width ? context.middle : context.room;
    const float left = std::max((across.min.x + across.max.x - width) * 0.5F, 0.0F);
    const Box box = box_at({std::floor(left), context.room.min.y + theme.px(8.0F)}, width, theme.px(height));
    ImGui::SetNextWindowPos(box.min);
    ImGui::SetNextWindowSize({box.width(), box.height()});
    ImGui::Begin(id, nullptr, kFlags);
    const Painter painter(theme);
    painter.ground(box, kCardAlpha);
    return {box, painter};
}

/// One of the four, by turns: done, the one that goes on, or still to come.
void turn_mark(const Painter& painter, const MeasureModel& model, std::size_t index, const Box& box) {
    const Theme& theme = painter.theme();
    const bool done = index < model.turn || model.stage == MeasureStage::kWorkingOut;
    const bool now = index == model.turn && !done;
    painter.rounded(box, now ? kFieldHovered : kField, theme.button_disc);
    const double share = model.stage == MeasureStage::kRunning ? 1.0 - model.left_s / model.run_s : 0.0;
    if (now && share > 0.0) {
        const float width = std::round(box.width() * static_cast<float>(std::clamp(share, 0.0, 1.0)));
        const float foot = theme.px(3.0F);
        painter.rect({{box.min.x, box.max.y - foot}, {box.min.x + width, box.max.y}}, kAccent);
    }
    const float y = box.min.y + theme.px(3.0F);
    const float middle = (box.min.x + box.max.x) * 0.5F;
    const std::string_view name = to_string(model.order[index]);
    const float width = painter.text({middle, y}, name, now ? kAccent : done ? kDimText : kFaintText, Align::kCentre);
    if (!done) return;
    painter.sprite(theme.tick, {middle + width * 0.5F + theme.px(9.0F), y + theme.px(8.0F)}, kGoodColour);
}

[[nodiscard]] Text state_text(const MeasureModel& model) {
    switch (model.stage) {
        case MeasureStage::kSettling: return Text("settling");
        case MeasureStage::kRunning: return Text("{:.0f} s left", std::ceil(model.left_s));
        case MeasureStage::kWorkingOut: return Text("working out");
        default: return Text("");
    }
}

void draw_progress(PanelContext& context, const MeasureModel& model) {
    const Theme& theme = context.theme;
    const Begun line = begin_line(context, "measure line", theme.px(kLineWidth), kLineHeight);
    const Painter& painter = line.painter;
    const float y = line.box.min.y + theme.px(11.0F);
    float x = line.box.min.x + theme.px(14.0F);
    painter.text({x, y}, "Measuring", kAccent);
    x += theme.px(74.0F);
    for (std::size_t i = 0; i < model.order.size(); ++i) {
        turn_mark(painter, model, i, box_at({x, y - theme.px(3.0F)}, theme.px(kModeWidth), theme.px(25.0F)));
        x += theme.px(kModeWidth + 5.0F);
    }
    painter.text({x + theme.px(8.0F), y}, state_text(model), kText);
    const float right = line.box.max.x - theme.px(14.0F);
    const float stops = painter.text({right, y}, "stops", kDimText, Align::kRight);
    key_cap(painter, {right - stops - theme.px(6.0F) - key_cap_width(painter, "Esc"), y - 1.0F}, "Esc");
    ImGui::End();
}

void draw_said(PanelContext& context, std::string_view said) {
    const Theme& theme = context.theme;
    const float width = std::min(text_width(theme, said) + theme.px(32.0F), context.screen_px.x);
    const Begun line = begin_line(context, "measure said", width, 32.0F);
    line.painter.text_within({line.box.min.x + theme.px(16.0F), line.box.min.y + theme.px(7.0F)},
                             width - theme.px(24.0F), said, kText);
    ImGui::End();
}

// --- the card --------------------------------------------------------------------------------------------------------

constexpr float kCardWidth = 968.0F;
constexpr float kPadding = 26.0F;
constexpr float kNameWidth = 128.0F;
constexpr float kBesideStrip = 46.0F;
constexpr float kFiguresWidth = 272.0F;
constexpr float kRowHeight = 78.0F;
constexpr float kStripHeight = 62.0F;
constexpr float kRowsTop = 138.0F;
constexpr float kCardHeight = kRowsTop + 4.0F * kRowHeight + 144.0F;

/// The lines that a text breaks into at this width; what does not fit into so many is cut with dots.
float wrapped_text(const Painter& painter, ImVec2 at, float width, std::string_view text, ImU32 fill, int most_lines,
                   bool big = false) {
    const ImFont& font = big ? *painter.theme().big : *painter.theme().body;
    const float step = painter.theme().px(big ? 28.0F : 18.0F);
    for (int line = 1; !text.empty() && line <= most_lines; ++line) {
        const char* const end = text.data() + text.size();
        const char* cut = font.CalcWordWrapPositionA(1.0F, text.data(), end, width);
        if (cut == text.data()) ++cut;  // one letter is wider than that
        if (line == most_lines && cut != end) {
            painter.text_within(at, width, text, fill);
            return at.y + step;
        }
        const std::string_view words(text.data(), static_cast<std::size_t>(cut - text.data()));
        if (big) {
            painter.big_text(at, words, fill);
        } else {
            painter.text(at, words, fill);
        }
        text.remove_prefix(words.size());
        while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
        at.y += step;
    }
    return at.y;
}

[[nodiscard]] int lines_of(const ImFont& font, float width, std::string_view text) {
    int lines = 0;
    while (!text.empty()) {
        const char* cut = font.CalcWordWrapPositionA(1.0F, text.data(), text.data() + text.size(), width);
        text.remove_prefix(std::max<std::size_t>(static_cast<std::size_t>(cut - text.data()), 1));
        while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
        ++lines;
    }
    return lines;
}

/// A run of columns of one height is one rectangle.
class StripPainter {
public:
    StripPainter(const Painter& painter, const Box& plot, const MeasureCard& card) noexcept
        : painter_(painter), plot_(plot), card_(card) {}

    void draw(const MeasureRow& row) const {
        const auto width = static_cast<std::size_t>(plot_.width());
        std::size_t begin = 0;
        float before = plot_.max.y;
        for (std::size_t x = 1; x <= width; ++x) {
            const float ms = longest_at(row, begin, width);
            if (x < width && longest_at(row, x, width) == ms && is_warm_up(x) == is_warm_up(begin)) continue;
            if (ms >= 0.0F) before = draw_part(begin, x, ms, before);
            begin = x;
        }
    }

    [[nodiscard]] float y_of(float ms) const noexcept {
        return std::floor(plot_.max.y - plot_.height() * std::min(ms / card_.scale_ms, 1.0F));
    }
    [[nodiscard]] float x_of(std::size_t column) const noexcept {
        return std::floor(plot_.min.x + plot_.width() * static_cast<float>(column) / static_cast<float>(kStripColumns));
    }

private:
    /// Of the row's columns that this pixel stands for.
    [[nodiscard]] static float longest_at(const MeasureRow& row, std::size_t x, std::size_t width) noexcept {
        const std::size_t first = x * kStripColumns / width;
        const std::size_t end = std::max((x + 1) * kStripColumns / width, first + 1);
        return *std::max_element(row.work_ms.begin() + static_cast<std::ptrdiff_t>(first),
                                 row.work_ms.begin() + static_cast<std::ptrdiff_t>(end));
    }
    [[nodiscard]] bool is_warm_up(std::size_t x) const noexcept {
        return static_cast<float>(x) < card_.warm_up_s / card_.run_s * plot_.width();
    }
    /// Softly filled under a crisp line, with a step from the part before.
    float draw_part(std::size_t begin, std::size_t end, float ms, float before) const {
        const bool is_late = ms > kBudget_ms;
        const ImU32 hue = is_late ? kOverColour : kGoodColour;
        const std::uint32_t strength = is_warm_up(begin) ? 2 : 1;
        const Box area{{plot_.min.x + static_cast<float>(begin), y_of(ms)},
                       {plot_.min.x + static_cast<float>(end), plot_.max.y}};
        painter_.rect(area, with_alpha(hue, (is_late ? 150U : 95U) / strength));
        const ImU32 crisp = with_alpha(hue, 255U / strength);
        const float thick = painter_.theme().px(1.5F);
        painter_.rect({area.min, {area.max.x, area.min.y + thick}}, crisp);
        const auto [top, foot] = std::minmax(before, area.min.y);
        painter_.rect({{area.min.x, top}, {area.min.x + 1.0F, foot}}, crisp);
        if (ms > card_.scale_ms) {  // cut off: it goes on above
            painter_.rect({area.min, {area.max.x, area.min.y + painter_.theme().px(3.0F)}},
                          with_alpha(kText, 255U / strength));
        }
        return area.min.y;
    }

    const Painter& painter_;
    const Box plot_;
    const MeasureCard& card_;
};

void draw_strip(const Painter& painter, const MeasureCard& card, const MeasureRow& row, const Box& plot,
                bool is_first) {
    const Theme& theme = painter.theme();
    painter.rect(plot, kPlotFill);
    const StripPainter strip(painter, plot, card);
    for (int second = 1; second < static_cast<int>(card.run_s); ++second) {
        const float x =
            strip.x_of(static_cast<std::size_t>(second) * kStripColumns / static_cast<std::size_t>(card.run_s));
        painter.rect({{x, plot.min.y}, {x + 1.0F, plot.max.y}}, kGridLine);
    }
    strip.draw(row);
    const float budget = strip.y_of(kBudget_ms);
    painter.rect({{plot.min.x, budget}, {plot.max.x, budget + 1.0F}}, with_alpha(kText, 130));
    const float label = std::max(budget - theme.px(17.0F), plot.min.y - theme.px(2.0F));
    painter.text({plot.max.x + theme.px(5.0F), budget - theme.px(8.0F)}, "16.7", kDimText);
    if (is_first) painter.text({plot.max.x - theme.px(4.0F), label}, "60 frames a second", kDimText, Align::kRight);
    if (row.longest_ms <= card.scale_ms) return;
    const Text longest("up to {} ms", std::string_view(short_number(static_cast<double>(row.longest_ms))));
    const float width = painter.text_width(longest) + theme.px(8.0F);
    const Box tag = box_at({plot.max.x - width - theme.px(3.0F), plot.min.y + theme.px(5.0F)}, width, theme.px(17.0F));
    painter.rounded(tag, with_alpha(kPanelFill, 225), theme.button_disc);
    painter.text({tag.min.x + theme.px(4.0F), tag.min.y + theme.px(1.0F)}, longest, kText);
}

/// x of what stands right of the strips.
struct FigureColumns {
    float work = 0.0F;
    float late = 0.0F;   ///< right end
    float paths = 0.0F;  ///< right end
};

void draw_figures(const Painter& painter, const MeasureRow& row, const FigureColumns& columns, float top) {
    const Theme& theme = painter.theme();
    const float small = top + theme.px(28.0F);
    const float smaller = small + theme.px(16.0F);
    const float width = painter.big_text({columns.work, top}, row.value, row.is_late ? kOverColour : kText);
    if (row.value != "-") painter.text({columns.work + width + theme.px(5.0F), top + theme.px(7.0F)}, "ms", kDimText);
    painter.text({columns.work, small}, row.percentile, kDimText);
    if (!row.against.empty()) {
        const float used = painter.text({columns.work, smaller}, "against none: ", kDimText);
        painter.text({columns.work + used, smaller}, row.against, row.is_clear ? kText : kDimText);
    }
    painter.big_text({columns.late, top}, row.late, row.has_late ? kOverColour : kText, Align::kRight);
    painter.text({columns.late, small}, row.of, kDimText, Align::kRight);
    painter.big_text({columns.paths, top}, row.paths_per_s, row.paths_per_s == "-" ? kFaintText : kText, Align::kRight);
    if (row.starved) painter.text({columns.paths, small}, "starved", kLateColour, Align::kRight);
}

void draw_axis(const Painter& painter, const MeasureCard& card, const Box& plot, float y) {
    const Theme& theme = painter.theme();
    const float second = plot.width() / card.run_s;
    painter.text({plot.min.x + second * card.warm_up_s * 0.5F, y}, second > theme.px(88.0F) ? "warm-up, cut" : "cut",
                 kFaintText, Align::kCentre);
    for (int i = static_cast<int>(card.warm_up_s); i <= static_cast<int>(card.run_s); ++i) {
        painter.text({plot.min.x + second * static_cast<float>(i), y}, Text("{} s", i), kFaintText, Align::kCentre);
    }
}

void draw_rows(const Painter& painter, const MeasureCard& card, const Box& inside, float top) {
    const Theme& theme = painter.theme();
    const float strip_left = inside.min.x + theme.px(kNameWidth);
    const float strip_right = inside.max.x - theme.px(kBesideStrip + kFiguresWidth);
    const FigureColumns columns{
        .work = strip_right + theme.px(kBesideStrip), .late = inside.max.x - theme.px(74.0F), .paths = inside.max.x};
    const float head = top - theme.px(23.0F);
    painter.text({strip_left, head}, Text("work of each frame, all to one scale (top: {:.0f} ms)", card.scale_ms),
                 kDimText);
    painter.text({columns.work, head}, "frame's work", kDimText);
    painter.text({columns.late, head}, "late frames", kDimText, Align::kRight);
    painter.text({columns.paths, head}, "paths/s", kDimText, Align::kRight);
    float y = top;
    Box plot;
    for (const MeasureRow& row : card.rows) {
        plot = {{strip_left, y}, {strip_right, y + theme.px(kStripHeight)}};
        painter.big_text({inside.min.x, y + theme.px(4.0F)}, row.mode);
        painter.text({inside.min.x, y + theme.px(34.0F)}, row.workers, kDimText);
        draw_strip(painter, card, row, plot, &row == card.rows.data());
        draw_figures(painter, row, columns, y + theme.px(1.0F));
        y += theme.px(kRowHeight);
    }
    draw_axis(painter, card, plot, y - theme.px(kRowHeight - kStripHeight - 2.0F));
}

/// The buttons, or in a picture what they stand for.
void draw_foot(PanelContext& context, const Painter& painter, const MeasureModel& model, const Box& inside, float top) {
    const Theme& theme = context.theme;
    const MeasureCard& card = *model.card;
    if (model.for_picture) {
        painter.text({inside.max.x, top + theme.px(7.0F)}, card.made_by, kDimText, Align::kRight);
        return;
    }
    const float width = theme.px(96.0F);
    const float height = theme.px(30.0F);
    const Box close = box_at({inside.max.x - width, top}, width, height);
    const Box save = box_at({close.min.x - width - theme.px(8.0F), top}, width, height);
    context.boxes.measure_close = close;
    context.boxes.measure_save = save;
    if (button(painter, "save measurement", save, "Save", true)) context.actions.measure.save = true;
    if (button(painter, "close measurement", close, "Close")) context.actions.measure.close = true;
    const float room = save.min.x - inside.min.x - theme.px(16.0F);
    painter.text_within({inside.min.x, top + theme.px(7.0F)}, room, model.said, kAccent);
}

void draw_verdict(const Painter& painter, const MeasureCard& card, const Box& inside, float top) {
    const Theme& theme = painter.theme();
    const bool is_short = lines_of(*theme.big, inside.width(), card.verdict) <= 2;
    wrapped_text(painter, {inside.min.x, top}, inside.width(), card.verdict, kText, is_short ? 2 : 3, is_short);
}

/// Two hyphens at a time run together in this size: a little room between them.
void draw_command(const Painter& painter, ImVec2 at, float width, std::string_view command) {
    const float gap = painter.theme().px(1.0F);
    const float right = at.x + width;
    while (!command.empty()) {
        const std::size_t dashes = command.find("--");
        if (dashes == std::string_view::npos) break;
        at.x += painter.text(at, command.substr(0, dashes + 1), kText) + gap;
        command.remove_prefix(dashes + 1);
    }
    painter.text_within(at, right - at.x, command, kText);
}

void draw_notes(const Painter& painter, const MeasureCard& card, const Box& inside, float top) {
    const Theme& theme = painter.theme();
    painter.text_within({inside.min.x, top}, inside.width(), card.quick_look, kDimText);
    const ImVec2 second{inside.min.x, top + theme.px(19.0F)};
    const float machine = std::min(painter.text_width(card.machine), inside.width());
    painter.text_within(second, machine, card.machine, kDimText);
    const float room = inside.width() - machine - theme.px(18.0F);
    painter.text_within({inside.max.x - std::min(room, painter.text_width(card.warning)), second.y}, room, card.warning,
                        kLateColour);
    const Box field{{inside.min.x, top + theme.px(46.0F)}, {inside.max.x, top + theme.px(74.0F)}};
    painter.rounded(field, kPlotFill, theme.button_disc);
    const ImVec2 at{field.min.x + theme.px(10.0F), field.min.y + theme.px(6.0F)};
    const float left = at.x + painter.text(at, "Properly:", kAccent) + theme.px(8.0F);
    draw_command(painter, {left, at.y}, field.max.x - left - theme.px(8.0F), card.command);
}

[[nodiscard]] Box begin_card(const PanelContext& context) {
    const Theme& theme = context.theme;
    const ImVec2 size{std::min(theme.px(kCardWidth), context.screen_px.x - theme.px(16.0F)), theme.px(kCardHeight)};
    const ImVec2 at{std::floor(std::max((context.screen_px.x - size.x) * 0.5F, 0.0F)),
                    std::floor(std::max((context.screen_px.y - size.y) * 0.5F, 0.0F))};
    const Box box = box_at(at, size.x, size.y);
    ImGui::SetNextWindowPos(box.min);
    ImGui::SetNextWindowSize(size);
    ImGui::SetNextWindowFocus();
    ImGui::Begin("measure card", nullptr, kFlags);
    return box;
}

void draw_card(PanelContext& context, const MeasureModel& model) {
    const Theme& theme = context.theme;
    const MeasureCard& card = *model.card;
    draw_veil(context);
    const Box box = context.boxes.measure_card = begin_card(context);
    const Painter painter(theme);
    painter.ground(box, model.for_picture ? 255 : kCardAlpha);
    const float padding = theme.px(kPadding);
    const Box inside{{box.min.x + padding, box.min.y}, {box.max.x - padding, box.max.y}};
    const auto at = [&](float y) { return box.min.y + theme.px(y); };
    constexpr std::string_view kQuestion = "What does path-finding cost the frame?";
    painter.big_text({inside.min.x, at(15.0F)}, kQuestion, kAccent);
    const float room = inside.width() - painter.big_text_width(kQuestion) - theme.px(16.0F);
    const float title = std::min(painter.text_width(card.title), room);
    painter.text_within({inside.max.x - title, at(23.0F)}, title, card.title, kDimText);
    draw_verdict(painter, card, inside, at(52.0F));
    draw_rows(painter, card, inside, at(kRowsTop));
    const float notes = kRowsTop + 4.0F * kRowHeight + 12.0F;
    draw_notes(painter, card, inside, at(notes));
    draw_foot(context, painter, model, inside, at(notes + 86.0F));
    ImGui::End();
}

}  // namespace

void draw_measure(PanelContext& context) {
    if (context.model.measure == nullptr) return;
    const MeasureModel& model = *context.model.measure;
    switch (model.stage) {
        case MeasureStage::kIdle:
            if (!model.said.empty()) draw_said(context, model.said);
            break;
        case MeasureStage::kSettling:
        case MeasureStage::kRunning:
        case MeasureStage::kWorkingOut: draw_progress(context, model); break;
        case MeasureStage::kCard:
            if (model.card != nullptr) draw_card(context, model);
            break;
    }
}

}  // namespace outrider::overlay
