// Small texts made without memory: numbers with their units, into a buffer on the stack.
#pragma once

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

namespace outrider::overlay {

/// A short text by value; what does not fit is cut off.
class Text {
public:
    template <class... Args>
    explicit Text(fmt::format_string<Args...> format, Args&&... args) {
        const auto result = fmt::format_to_n(buffer_.data(), buffer_.size(), format, std::forward<Args>(args)...);
        size_ = static_cast<std::size_t>(result.out - buffer_.data());
    }
    // NOLINTNEXTLINE(google-explicit-constructor): a Text is meant to be used as a view, at once
    operator std::string_view() const noexcept { return {buffer_.data(), size_}; }

private:
    std::array<char, 120> buffer_;
    std::size_t size_ = 0;
};

/// 1234567 as "1,234,567".
[[nodiscard]] Text grouped(std::uint64_t value);
/// Three digits that matter: "0.04", "4.1", "16.7", "138".
[[nodiscard]] Text short_number(double value);
/// "950", "18.2k", "1.25M".
[[nodiscard]] Text short_count(double value);
/// Microseconds as "850 us" or "1.2 ms" or "3.1 s".
[[nodiscard]] Text short_duration(double duration_us);

}  // namespace outrider::overlay
