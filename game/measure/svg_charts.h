// A small drawing kit for the report's charts: axes, lines, bars, marks, as inline SVG without any script.
// Lengths are units of the drawing; at its natural width one of them is a pixel. Colours come from classes of the
// page's style sheet, so that one drawing serves light, dark and print.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace outrider::measure::svg {

/// Text for HTML and SVG: & < > " are written out, what XML cannot hold becomes a blank, what is no
/// UTF-8 (names of maps need not be) U+FFFD.
[[nodiscard]] std::string escaped(std::string_view text);

inline constexpr double kWide = 960.0;  ///< of a drawing that takes the whole page
inline constexpr double kHalf = 400.0;  ///< of one of two side by side
inline constexpr double kText = 13.5;   ///< height of all text; at the narrowest that is 12 px
inline constexpr double kLine = 18.0;   ///< from one line of text to the next

/// About how wide it is, in a proportional font.
[[nodiscard]] double text_width(std::string_view text) noexcept;

struct Point {
    double x = 0.0;
    double y = 0.0;
};

struct Box {
    double x = 0.0;
    double y = 0.0;
    double width = 0.0;
    double height = 0.0;

    [[nodiscard]] double right() const noexcept { return x + width; }
    [[nodiscard]] double bottom() const noexcept { return y + height; }
};

/// From values to places. What lies beyond an end is put on that end.
class Axis {
public:
    /// REQUIRES: low < high (logarithmic: 0 < low).
    [[nodiscard]] static Axis linear(double low, double high, double from, double to) noexcept;
    [[nodiscard]] static Axis logarithmic(double low, double high, double from, double to) noexcept;

    [[nodiscard]] double at(double value) const noexcept;
    [[nodiscard]] bool holds(double value) const noexcept { return value >= low_ && value <= high_; }
    /// Round values, about `count` of them (logarithmic: 1, 2, 5 of each decade, or fewer).
    [[nodiscard]] std::vector<double> ticks(std::size_t count) const;
    [[nodiscard]] double low() const noexcept { return low_; }
    [[nodiscard]] double high() const noexcept { return high_; }

private:
    double low_ = 0.0;
    double high_ = 1.0;
    double from_ = 0.0;
    double to_ = 1.0;
    bool is_logarithmic_ = false;
};

/// 1, 2 or 5 times a power of ten, not above (not below) `value`. REQUIRES: value > 0.
[[nodiscard]] double round_down(double value) noexcept;
[[nodiscard]] double round_up(double value) noexcept;

enum class Anchor : std::uint8_t { kStart, kMiddle, kEnd };

class Drawing {
public:
    /// `title` and `description` are read out by screen readers. `id`: unique on the page.
    Drawing(double width, std::string_view id, std::string_view title, std::string_view description);

    void open(std::string_view classes, std::string_view id = {});
    void close();
    void line(Point from, Point to, std::string_view classes);
    /// `tip`: shown when the mouse rests on it; may be empty.
    void box(const Box& box, std::string_view classes, std::string_view tip = {});
    void dot(Point centre, double radius, std::string_view classes, std::string_view tip = {});
    void polyline(std::span<const Point> points, std::string_view classes);
    /// `d` as in SVG.
    void path(std::string_view d, std::string_view classes, std::string_view extra = {});
    void text(Point at, std::string_view words, Anchor anchor = Anchor::kStart, std::string_view classes = {});
    /// A part of the drawing that `extra` of path() may name: clip-path="url(#id)".
    void clip(std::string_view id, const Box& box);

    /// The whole, `height` high; the drawing is empty afterwards.
    [[nodiscard]] std::string finish(double height);

private:
    double width_;
    std::string head_;
    std::string body_;
};

/// Numbers of paths, short: "12.3". What is not finite becomes 0.
[[nodiscard]] std::string number(double value);

/// Labels and thin lines for each tick, across `plot`. `unit` goes to the last label.
void draw_x_axis(Drawing& drawing, const Axis& axis, const Box& plot, std::size_t ticks, std::string_view unit);
void draw_y_axis(Drawing& drawing, const Axis& axis, const Box& plot, std::size_t ticks);

/// One entry of a legend: a line in the look of `classes` and its name.
struct Key {
    std::string classes;
    std::string name;
    bool is_area = false;
};
/// Draws it from `top_left`, in as many lines as `width` asks for; returns the height that it took.
double draw_legend(Drawing& drawing, Point top_left, double width, std::span<const Key> keys);

}  // namespace outrider::measure::svg
