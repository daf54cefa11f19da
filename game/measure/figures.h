// Figures as reports and sentences print them: the digits that matter, and a dash for what is no number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace outrider::measure {

inline constexpr std::string_view kTooFew = "too few frames";
inline constexpr std::string_view kTooFewSamples = "too few samples";  ///< of what is not once a frame
inline constexpr std::string_view kDash = "\u2013";                    ///< where there is no number

/// 1234567 as "1,234,567".
[[nodiscard]] std::string grouped(std::uint64_t value);
/// "0.042", "4.13", "16.7", "138", "24,100"; "0" for zero; a dash for what is not finite.
[[nodiscard]] std::string figure(double value);
/// As figure(), with a sign of either kind; zero has none.
[[nodiscard]] std::string signed_figure(double value);
/// 0.0312 as "3.12 %"; a share that is neither 0 nor 1 is never printed as "0 %" or "100 %".
[[nodiscard]] std::string percent(double share);
/// "two" up to "twelve", then digits.
[[nodiscard]] std::string in_words(std::uint64_t count);
/// "1 frame", "1,234 frames".
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view noun);
/// A share of the frames: "33 of 100 frames", "21 of 1,000 frames"; `more` goes after the number: "33 more of …".
[[nodiscard]] std::string frames_in_words(double share, std::string_view more = {});
/// Of a sentence: its first letter made big.
[[nodiscard]] std::string capitalised(std::string text);

}  // namespace outrider::measure
