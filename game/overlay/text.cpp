#include "game/overlay/text.h"

#include <cmath>

namespace outrider::overlay {

Text grouped(std::uint64_t value) {
    std::array<char, 27> digits{};  // 20 digits and 6 commas
    std::size_t begin = digits.size();
    int count = 0;
    do {
        if (count > 0 && count % 3 == 0) digits[--begin] = ',';
        digits[--begin] = static_cast<char>('0' + value % 10);
        value /= 10;
        ++count;
    } while (value > 0);
    return Text("{}", std::string_view(digits.data() + begin, digits.size() - begin));
}

Text short_number(double value) {
    const double size = std::abs(value);
    if (size < 0.995) return Text("{:.2f}", value);
    if (size < 99.95) return Text("{:.1f}", value);
    return Text("{:.0f}", value);
}

Text short_count(double value) {
    if (value < 999.5) return Text("{:.0f}", value);
    if (value < 99'950.0) return Text("{:.1f}k", value * 1e-3);
    if (value < 999'500.0) return Text("{:.0f}k", value * 1e-3);
    return Text("{:.2f}M", value * 1e-6);
}

Text short_duration(double duration_us) {
    if (duration_us < 999.5) return Text("{:.0f} \u00B5s", duration_us);
    if (duration_us < 999'500.0) return Text("{} ms", std::string_view(short_number(duration_us * 1e-3)));
    return Text("{} s", std::string_view(short_number(duration_us * 1e-6)));
}

}  // namespace outrider::overlay
