#include "game/measure/figures.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace outrider::measure {
namespace {

constexpr std::string_view kMinus = "\u2212";

std::string without_sign(double size) {
    if (size == 0.0) return "0";
    if (size < 0.0005) return "0.000";
    if (size < 0.0995) return fmt::format("{:.3f}", size);
    if (size < 9.995) return fmt::format("{:.2f}", size);
    if (size < 99.95) return fmt::format("{:.1f}", size);
    if (size < 1e15) return grouped(static_cast<std::uint64_t>(std::llround(size)));
    return fmt::format("{:.3g}", size);
}

}  // namespace

std::string grouped(std::uint64_t value) {
    std::string digits = std::to_string(value);
    for (std::size_t end = digits.size(); end > 3; end -= 3) digits.insert(end - 3, 1, ',');
    return digits;
}

std::string figure(double value) {
    if (!std::isfinite(value)) return std::string(kDash);
    return (value < 0.0 ? std::string(kMinus) : std::string()) + without_sign(std::abs(value));
}

std::string signed_figure(double value) {
    if (!std::isfinite(value)) return std::string(kDash);
    return fmt::format("{}{}", value > 0.0 ? "+" : "", figure(value));
}

std::string percent(double share) {
    if (!std::isfinite(share)) return std::string(kDash);
    const double value = share * 100.0;
    if (value > 0.0 && value < 0.005) return "< 0.01 %";
    if (value < 100.0 && value > 99.95) return "> 99.9 %";
    if (value == 0.0 || value >= 99.95) return fmt::format("{:.0f} %", value);
    return fmt::format("{:.{}f} %", value, value < 9.995 ? 2 : 1);
}

std::string in_words(std::uint64_t count) {
    static constexpr std::array<std::string_view, 13> kWords = {
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"};
    return count < kWords.size() ? std::string(kWords[count]) : grouped(count);
}

std::string counted(std::uint64_t count, std::string_view noun) {
    return fmt::format("{} {}{}", grouped(count), noun, count == 1 ? "" : "s");
}

std::string frames_in_words(double share, std::string_view more) {
    const double points = share * 100.0;
    // Of a hundred where that is exact enough: never "100 of 100" that are not all.
    if (points >= 99.995) return fmt::format("100{} of 100 frames", more);
    const bool of_100 = points >= 9.95 && points < 99.5;
    const double frames = of_100 ? points : 10.0 * points;
    return fmt::format("{:.{}f}{} of {} frames", frames, frames < 9.95 || frames >= 999.5 ? 1 : 0, more,
                       of_100 ? "100" : "1,000");
}

std::string capitalised(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

}  // namespace outrider::measure
