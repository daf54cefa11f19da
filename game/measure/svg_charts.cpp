#include "game/measure/svg_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "game/measure/figures.h"

namespace outrider::measure::svg {
namespace {

/// The mean width of a letter over its height, in the fonts that browsers choose for sans-serif.
constexpr double kLetter = 0.56;
constexpr double kSwatch = 22.0;

std::string_view word_of(Anchor anchor) noexcept {
    switch (anchor) {
        case Anchor::kStart: return "start";
        case Anchor::kMiddle: return "middle";
        case Anchor::kEnd: return "end";
    }
    return "start";
}

double power_of_ten_below(double value) noexcept { return std::pow(10.0, std::floor(std::log10(value) + 1e-9)); }

std::vector<double> decade_ticks(double low, double high, std::size_t count) {
    const double decades = std::log10(high / low);
    const std::vector<double> steps = decades * 3.0 <= static_cast<double>(count) + 1.0
                                          ? std::vector<double>{1.0, 2.0, 5.0}
                                          : std::vector<double>{1.0};
    std::vector<double> ticks;
    for (double power = power_of_ten_below(low); power <= high; power *= 10.0) {
        for (const double step : steps) {
            const double value = power * step;
            if (value >= low * 0.999 && value <= high * 1.001) ticks.push_back(value);
        }
    }
    return ticks;
}

std::vector<double> even_ticks(double low, double high, std::size_t count) {
    const double step = round_up((high - low) / static_cast<double>(std::max<std::size_t>(count, 1)));
    std::vector<double> ticks;
    for (double index = std::ceil(low / step - 1e-9); index * step <= high + step * 1e-6; ++index) {
        ticks.push_back(index * step);
    }
    return ticks;
}

/// "0.5", "20", "5,000": as short as the tick is round.
std::string tick_label(double value) {
    if (std::abs(value) >= 1000.0) {
        const std::string digits = grouped(static_cast<std::uint64_t>(std::llround(std::abs(value))));
        return value < 0.0 ? "\u2212" + digits : digits;
    }
    std::string text = fmt::format("{:.6g}", std::abs(value) < 1e-12 ? 0.0 : value);
    if (text.starts_with('-')) text.replace(0, 1, "\u2212");
    return text;
}

/// With U+FFFD where it is not: out through JSON, which knows how, and back.
std::string as_utf8(std::string_view text) {
    using nlohmann::json;
    const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80U; };
    if (std::all_of(text.begin(), text.end(), is_ascii)) return std::string(text);
    return json::parse(json(text).dump(-1, ' ', false, json::error_handler_t::replace)).get<std::string>();
}

}  // namespace

std::string escaped(std::string_view raw) {
    std::string result;
    result.reserve(raw.size());
    for (const char c : as_utf8(raw)) {
        switch (c) {
            case '&': result += "&amp;"; break;
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            case '"': result += "&quot;"; break;
            default: result += static_cast<unsigned char>(c) < 0x20 && c != '\n' ? ' ' : c;
        }
    }
    return result;
}

double text_width(std::string_view text) noexcept {
    const auto letters = std::count_if(text.begin(), text.end(),
                                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    return static_cast<double>(letters) * kText * kLetter;
}

std::string number(double value) {
    if (!std::isfinite(value)) return "0";
    std::string text = fmt::format("{:.2f}", value);
    while (text.ends_with('0')) text.pop_back();
    if (text.ends_with('.')) text.pop_back();
    return text == "-0" ? "0" : text;
}

Axis Axis::linear(double low, double high, double from, double to) noexcept {
    Axis axis;
    axis.low_ = low;
    axis.high_ = high > low ? high : low + 1.0;
    axis.from_ = from;
    axis.to_ = to;
    return axis;
}

Axis Axis::logarithmic(double low, double high, double from, double to) noexcept {
    Axis axis = linear(low, high, from, to);
    axis.is_logarithmic_ = true;
    return axis;
}

double Axis::at(double value) const noexcept {
    const double held = std::clamp(std::isfinite(value) ? value : low_, low_, high_);
    const double share =
        is_logarithmic_ ? std::log(held / low_) / std::log(high_ / low_) : (held - low_) / (high_ - low_);
    return from_ + share * (to_ - from_);
}

std::vector<double> Axis::ticks(std::size_t count) const {
    return is_logarithmic_ ? decade_ticks(low_, high_, count) : even_ticks(low_, high_, count);
}

double round_down(double value) noexcept {
    const double power = power_of_ten_below(value);
    const double rest = value / power * (1.0 + 1e-9);
    return power * (rest >= 5.0 ? 5.0 : rest >= 2.0 ? 2.0 : 1.0);
}

double round_up(double value) noexcept {
    const double power = power_of_ten_below(value);
    const double rest = value / power * (1.0 - 1e-9);
    return power * (rest <= 1.0 ? 1.0 : rest <= 2.0 ? 2.0 : rest <= 5.0 ? 5.0 : 10.0);
}

Drawing::Drawing(double width, std::string_view id, std::string_view title, std::string_view description)
    : width_(width) {
    head_ = fmt::format(
        R"(role="img" aria-labelledby="{0}-t {0}-d"><title id="{0}-t">{1}</title><desc id="{0}-d">{2}</desc>)", id,
        escaped(title), escaped(description));
}

void Drawing::open(std::string_view classes, std::string_view id) {
    fmt::format_to(std::back_inserter(body_), R"(<g class="{}")", classes);
    if (!id.empty()) fmt::format_to(std::back_inserter(body_), R"( id="{}")", id);
    body_ += ">";
}

void Drawing::close() { body_ += "</g>\n"; }

void Drawing::line(Point from, Point to, std::string_view classes) {
    fmt::format_to(std::back_inserter(body_), R"(<line x1="{}" y1="{}" x2="{}" y2="{}" class="{}"/>)", number(from.x),
                   number(from.y), number(to.x), number(to.y), classes);
}

void Drawing::box(const Box& box, std::string_view classes, std::string_view tip) {
    fmt::format_to(std::back_inserter(body_), R"(<rect x="{}" y="{}" width="{}" height="{}" class="{}")", number(box.x),
                   number(box.y), number(std::max(box.width, 0.0)), number(std::max(box.height, 0.0)), classes);
    body_ += tip.empty() ? "/>" : fmt::format("><title>{}</title></rect>", escaped(tip));
}

void Drawing::dot(Point centre, double radius, std::string_view classes, std::string_view tip) {
    fmt::format_to(std::back_inserter(body_), R"(<circle cx="{}" cy="{}" r="{}" class="{}")", number(centre.x),
                   number(centre.y), number(radius), classes);
    body_ += tip.empty() ? "/>" : fmt::format("><title>{}</title></circle>", escaped(tip));
}

void Drawing::polyline(std::span<const Point> points, std::string_view classes) {
    body_ += R"(<polyline points=")";
    for (const Point& point : points) {
        fmt::format_to(std::back_inserter(body_), "{},{} ", number(point.x), number(point.y));
    }
    fmt::format_to(std::back_inserter(body_), R"(" class="{}"/>)", classes);
}

void Drawing::path(std::string_view d, std::string_view classes, std::string_view extra) {
    fmt::format_to(std::back_inserter(body_), R"(<path d="{}" class="{}"{}{}/>)", d, classes, extra.empty() ? "" : " ",
                   extra);
}

void Drawing::text(Point at, std::string_view words, Anchor anchor, std::string_view classes) {
    fmt::format_to(std::back_inserter(body_), R"(<text x="{}" y="{}")", number(at.x), number(at.y));
    if (anchor != Anchor::kStart) fmt::format_to(std::back_inserter(body_), R"( text-anchor="{}")", word_of(anchor));
    if (!classes.empty()) fmt::format_to(std::back_inserter(body_), R"( class="{}")", classes);
    fmt::format_to(std::back_inserter(body_), ">{}</text>", escaped(words));
}

void Drawing::clip(std::string_view id, const Box& box) {
    fmt::format_to(std::back_inserter(body_),
                   R"(<clipPath id="{}"><rect x="{}" y="{}" width="{}" height="{}"/></clipPath>)", id, number(box.x),
                   number(box.y), number(std::max(box.width, 0.0)), number(std::max(box.height, 0.0)));
}

std::string Drawing::finish(double height) {
    return fmt::format("<svg viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" {2}\n{3}</svg>\n", number(width_),
                       number(std::ceil(height)), head_, std::exchange(body_, {}));
}

void draw_x_axis(Drawing& drawing, const Axis& axis, const Box& plot, std::size_t ticks, std::string_view unit) {
    drawing.open("axis");
    drawing.line({plot.x, plot.bottom()}, {plot.right(), plot.bottom()}, "base");
    const std::vector<double> values = axis.ticks(ticks);
    // From the right: the last label has the unit, and one that would touch its neighbour is left out.
    double free_to = plot.right() + 12.0;
    for (auto value = values.rbegin(); value != values.rend(); ++value) {
        const double x = axis.at(*value);
        drawing.line({x, plot.y}, {x, plot.bottom() + 4.0}, "grid");
        const bool is_last = value == values.rbegin();
        const std::string label =
            is_last && !unit.empty() ? fmt::format("{} {}", tick_label(*value), unit) : tick_label(*value);
        const double width = text_width(label);
        const double right = is_last ? std::min(x + width / 2.0, free_to) : x + width / 2.0;
        if (right > free_to) continue;
        drawing.text({right - width / 2.0, plot.bottom() + kLine}, label, Anchor::kMiddle, "dim");
        free_to = right - width - 4.0;
    }
    drawing.close();
}

void draw_y_axis(Drawing& drawing, const Axis& axis, const Box& plot, std::size_t ticks) {
    drawing.open("axis");
    for (const double value : axis.ticks(ticks)) {
        const double y = axis.at(value);
        drawing.line({plot.x, y}, {plot.right(), y}, "grid");
        drawing.text({plot.x - 6.0, y + kText * 0.35}, tick_label(value), Anchor::kEnd, "dim");
    }
    drawing.close();
}

double draw_legend(Drawing& drawing, Point top_left, double width, std::span<const Key> keys) {
    drawing.open("legend");
    Point at = top_left;
    for (const Key& key : keys) {
        const double needed = kSwatch + 8.0 + text_width(key.name) + 14.0;
        if (at.x > top_left.x && at.x + needed > top_left.x + width) at = {top_left.x, at.y + kLine};
        const double middle = at.y + kLine / 2.0;
        if (key.is_area) {
            drawing.box({at.x + 4.0, middle - 6.0, 14.0, 12.0}, key.classes);
        } else {
            drawing.line({at.x, middle}, {at.x + kSwatch, middle}, key.classes);
        }
        drawing.text({at.x + kSwatch + 6.0, middle + kText * 0.35}, key.name);
        at.x += needed;
    }
    drawing.close();
    return at.y - top_left.y + kLine;
}

}  // namespace outrider::measure::svg
