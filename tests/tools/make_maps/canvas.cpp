#include "tests/tools/make_maps/canvas.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <stdexcept>

namespace outrider::make_maps {

namespace {

std::int32_t clamped(double value, std::int32_t limit) {
    return static_cast<std::int32_t>(std::clamp(std::floor(value), 0.0, static_cast<double>(limit)));
}

void measure_segment(const Canvas& canvas, Field& field, Vec2 a, Vec2 b, double reach) {
    const std::int32_t x1 = clamped(std::max(a.x, b.x) + reach, canvas.width() - 1);
    const std::int32_t y1 = clamped(std::max(a.y, b.y) + reach, canvas.height() - 1);
    for (std::int32_t y = clamped(std::min(a.y, b.y) - reach, canvas.height() - 1); y <= y1; ++y) {
        for (std::int32_t x = clamped(std::min(a.x, b.x) - reach, canvas.width() - 1); x <= x1; ++x) {
            double& value = field.at({x, y});
            value = std::min(value, distance_to_segment(middle({x, y}), a, b));
        }
    }
}

}  // namespace

Canvas::Canvas(std::int32_t width, std::int32_t height, char letter)
    : layout_(width, height), letters_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), letter) {}

void Canvas::save(const std::filesystem::path& file) const {
    std::ofstream out(file, std::ios::binary);
    out << "type octile\nheight " << height() << "\nwidth " << width() << "\nmap\n";
    for (std::int32_t y = 0; y < height(); ++y) {
        out.write(letters_.data() + index({0, y}), width());
        out << '\n';
    }
    if (!out.flush()) throw std::runtime_error("cannot write the map " + file.string());
}

Cell cell_at(Vec2 point) noexcept {
    return {static_cast<std::int32_t>(std::floor(point.x)), static_cast<std::int32_t>(std::floor(point.y))};
}

Field distance_to(const Canvas& canvas, const std::vector<Curve>& curves, double reach) {
    Field field(canvas, reach);
    for (const Curve& curve : curves) {
        for (std::size_t i = 1; i < curve.size(); ++i) measure_segment(canvas, field, curve[i - 1], curve[i], reach);
    }
    return field;
}

Field distance_to(const Canvas& canvas, const Curve& curve, double reach) {
    return distance_to(canvas, std::vector<Curve>{curve}, reach);
}

void spread_steps(const Canvas& canvas, Field& steps) {
    std::vector<Cell> front;
    for (std::int32_t y = 0; y < canvas.height(); ++y) {
        for (std::int32_t x = 0; x < canvas.width(); ++x) {
            if (steps.at({x, y}) < 0.5) front.push_back({x, y});
        }
    }
    constexpr std::array<Cell, 4> kSides{{{1, 0}, {-1, 0}, {0, 1}, {0, -1}}};
    for (std::size_t next = 0; next < front.size(); ++next) {
        for (const Cell side : kSides) {
            const Cell cell{front[next].x + side.x, front[next].y + side.y};
            if (!canvas.contains(cell) || steps.at(cell) <= steps.at(front[next]) + 1.0) continue;
            steps.at(cell) = steps.at(front[next]) + 1.0;
            front.push_back(cell);
        }
    }
}

}  // namespace outrider::make_maps
