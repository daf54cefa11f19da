// The map while it is painted: one terrain letter per cell.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "shared/grid.h"
#include "tests/tools/make_maps/geometry.h"

namespace outrider::make_maps {

/// The letters of the Moving AI format, by what we mean with them.
namespace terrain {
inline constexpr char kGround = '.';  ///< trodden or paved: roads, streets, yards, cave floor
inline constexpr char kGrass = 'G';
inline constexpr char kMarsh = 'S';  ///< fords and wet banks: can be walked on
inline constexpr char kRock = '@';   ///< cliffs, walls and houses
inline constexpr char kTree = 'T';
inline constexpr char kWater = 'W';
}  // namespace terrain

[[nodiscard]] constexpr bool is_walkable(char letter) noexcept {
    return letter == terrain::kGround || letter == terrain::kGrass || letter == terrain::kMarsh;
}

class Canvas {
public:
    Canvas(std::int32_t width, std::int32_t height, char letter);

    [[nodiscard]] std::int32_t width() const noexcept { return layout_.width_cells; }
    [[nodiscard]] std::int32_t height() const noexcept { return layout_.height_cells; }
    [[nodiscard]] bool contains(Cell cell) const noexcept { return layout_.contains(cell); }
    /// REQUIRES: the cell is on the canvas.
    [[nodiscard]] char& at(Cell cell) noexcept { return letters_[index(cell)]; }
    [[nodiscard]] char at(Cell cell) const noexcept { return letters_[index(cell)]; }
    /// Outside the canvas nothing is walkable.
    [[nodiscard]] bool walkable(Cell cell) const noexcept { return contains(cell) && is_walkable(at(cell)); }
    [[nodiscard]] std::size_t index(Cell cell) const noexcept {
        return static_cast<std::size_t>(cell.y) * static_cast<std::size_t>(width()) + static_cast<std::size_t>(cell.x);
    }
    [[nodiscard]] std::size_t size() const noexcept { return letters_.size(); }

    /// The Moving AI text. Throws std::runtime_error if the file cannot be written.
    void save(const std::filesystem::path& file) const;

private:
    GridLayout layout_;
    std::string letters_;
};

/// The middle of a cell: where brushes measure.
[[nodiscard]] constexpr Vec2 middle(Cell cell) noexcept { return {cell.x + 0.5, cell.y + 0.5}; }
[[nodiscard]] Cell cell_at(Vec2 point) noexcept;

/// Calls paint(cell, letter&) for each cell of the canvas, row by row.
template <typename Paint>
void paint_all(Canvas& canvas, Paint&& paint) {
    for (std::int32_t y = 0; y < canvas.height(); ++y) {
        for (std::int32_t x = 0; x < canvas.width(); ++x) paint(Cell{x, y}, canvas.at({x, y}));
    }
}

/// One number per cell of a canvas.
class Field {
public:
    Field(const Canvas& canvas, double value)
        : width_(static_cast<std::size_t>(canvas.width())), values_(canvas.size(), value) {}

    [[nodiscard]] double& at(Cell cell) noexcept { return values_[index(cell)]; }
    [[nodiscard]] double at(Cell cell) const noexcept { return values_[index(cell)]; }

private:
    [[nodiscard]] std::size_t index(Cell cell) const noexcept {
        return static_cast<std::size_t>(cell.y) * width_ + static_cast<std::size_t>(cell.x);
    }

    std::size_t width_;
    std::vector<double> values_;
};

/// How far each cell's middle is from the nearest of `curves`, in cells; `reach` and no more where it is farther.
[[nodiscard]] Field distance_to(const Canvas& canvas, const std::vector<Curve>& curves, double reach);
[[nodiscard]] Field distance_to(const Canvas& canvas, const Curve& curve, double reach);
/// How many straight steps each cell is from the nearest cell that `wanted(letter)` likes.
template <typename Wanted>
[[nodiscard]] Field steps_to(const Canvas& canvas, Wanted&& wanted);

}  // namespace outrider::make_maps

namespace outrider::make_maps {

/// Spreads the zeros of `steps` over the canvas, one straight step at a time.
void spread_steps(const Canvas& canvas, Field& steps);

template <typename Wanted>
Field steps_to(const Canvas& canvas, Wanted&& wanted) {
    Field steps(canvas, 1e9);
    for (std::int32_t y = 0; y < canvas.height(); ++y) {
        for (std::int32_t x = 0; x < canvas.width(); ++x) {
            if (wanted(canvas.at({x, y}))) steps.at({x, y}) = 0.0;
        }
    }
    spread_steps(canvas, steps);
    return steps;
}

}  // namespace outrider::make_maps
