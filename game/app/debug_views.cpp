#include "game/app/debug_views.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "game/render/palette.h"

namespace outrider::app {

namespace {

constexpr std::chrono::milliseconds kLongestFinish{20'000};
constexpr std::array<std::string_view, kDebugViews> kTitles{
    "", "Paths", "Jump points", "Expanded cells", "Connected components", "Clearance", "Flow field"};

/// A few colours of the ramp, side by side.
void add_ramp(std::vector<overlay::LegendEntry>& legend, std::string_view word, bool from_light) {
    constexpr int kSamples = 7;
    for (int i = 0; i < kSamples; ++i) {
        const float t = static_cast<float>(i) / (kSamples - 1);
        const render::Rgb colour = render::palette::even_ramp(from_light ? 1.0F - t : t);
        legend.push_back({colour, i == kSamples - 1 ? word : std::string_view{}, i != 0});
    }
}

}  // namespace

DebugViews::DebugViews(MapAnalyst& analyst, const QueryWatch& watch, DebugView first)
    : analyst_(analyst), watch_(watch), view_(first) {
    make_legends();
}

void DebugViews::make_legends() {
    namespace palette = render::palette;
    const auto legend = [this](DebugView view) -> std::vector<overlay::LegendEntry>& {
        return legends_[static_cast<std::size_t>(view)];
    };
    legend(DebugView::kJumpPoints) = {{palette::kAcross, "runs along rows stop here", false},
                                      {palette::kAlong, "along columns", false},
                                      {palette::kBothAxes, "both", false}};
    add_ramp(legend(DebugView::kExpanded), "expanded first to last", false);
    legend(DebugView::kExpanded).push_back({render::rgb(0xffffff), "the path found", false});
    legend(DebugView::kComponents) = {{palette::kParchment, "the largest", false}};
    for (const render::Rgb colour : palette::kData) legend(DebugView::kComponents).push_back({colour, "", true});
    legend(DebugView::kComponents).back().word = "others";
    legend(DebugView::kComponents)[1].joined = false;
    legend(DebugView::kComponents).push_back({palette::kVeil, "blocked", false});
    legend(DebugView::kClearance) = {{palette::kRoomy, "2x2 and 1x1 fit", false},
                                     {palette::kNarrow, "only 1x1 fits", false},
                                     {palette::kVeil, "blocked", false}};
    add_ramp(legend(DebugView::kFlow), "near to far", true);
    legend(DebugView::kFlow).push_back({palette::kVeil, "no way", false});
}

void DebugViews::update(const std::optional<DebugSubject>& subject) {
    analyst_.ask(question(subject));
    analyst_.exchange();
    write_caption();
}

void DebugViews::finish(const std::optional<DebugSubject>& subject) {
    analyst_.ask(question(subject));
    if (is_analysis(view_) && hint_.empty()) analyst_.wait(kLongestFinish);
    write_caption();
}

MapQuestion DebugViews::question(const std::optional<DebugSubject>& subject) {
    hint_ = {};
    if (!is_about_a_unit(view_)) return {view_, std::nullopt};
    const std::optional<PathQuery> query = query_of(subject);
    return {hint_.empty() ? view_ : DebugView::kOff, query};
}

/// What its view does not look at is left out, so that it is not asked again for that.
std::optional<PathQuery> DebugViews::query_of(const std::optional<DebugSubject>& subject) {
    if (!subject) {
        hint_ = "no unit is selected: click one";
        return std::nullopt;
    }
    const std::optional<PathQuery> last = watch_.last_of(subject->unit);
    if (view_ == DebugView::kExpanded) {
        if (!last) hint_ = "the selected unit has asked for no path yet";
        return last;
    }
    PathQuery flow;
    flow.goal = flow.start = subject->goal;
    if (last) flow.clearance = last->clearance;
    return flow;
}

bool DebugViews::shows_answer() const noexcept {
    return hint_.empty() && is_analysis(view_) && analyst_.answer() != nullptr &&
           analyst_.answer()->question.view == view_;
}

void DebugViews::write_caption() {
    if (!shows_answer()) {
        worded_ = 0;
        facts_.assign(hint_);
        if (view_ == DebugView::kPaths) facts_ = "units and their ways, in the colour of the worker that found them";
        state_ = is_analysis(view_) && hint_.empty() ? "computing\u2026" : "";
        return;
    }
    const MapAnswer& answer = *analyst_.answer();
    if (worded_ != answer.layer.number) facts_ = answer.facts;
    worded_ = answer.layer.number;
    const double took_ms = std::chrono::duration<double, std::milli>(answer.took).count();
    state_.clear();
    fmt::format_to(std::back_inserter(state_), "map version {}, {:.1f} ms", answer.version.value, took_ms);
}

const render::DebugLayer* DebugViews::layer() const noexcept {
    return shows_answer() ? &analyst_.answer()->layer : nullptr;
}

overlay::DebugCaption DebugViews::caption() const noexcept {
    const auto index = static_cast<std::size_t>(view_);
    overlay::DebugCaption caption{kTitles[index], facts_, state_, legends_[index], false};
    caption.is_late = shows_answer() && !analyst_.is_current();
    return caption;
}

}  // namespace outrider::app
