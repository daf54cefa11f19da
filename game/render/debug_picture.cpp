#include "game/render/debug_picture.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "game/render/palette.h"

namespace outrider::render {

namespace {

constexpr double kGapsFrom_px = 9.0;  ///< from this zoom on, cells can be told apart
constexpr std::uint32_t kOpaque = 0xFF000000U;
constexpr std::uint32_t kEven = 0x00FF00FFU;
constexpr std::int32_t kDot_px = 5;  ///< the smallest
constexpr std::int32_t kLargestDot_px = 15;
constexpr std::uint32_t kArrowColour = argb(235, palette::kParchment);
constexpr std::uint32_t kLineColour = argb(255, rgb(0xffffff));
constexpr std::uint32_t kInkColour = argb(255, palette::kInk);

/// Between two colours, the alpha left out; t 0 .. 256.
constexpr std::uint32_t mixed(std::uint32_t a, std::uint32_t b, std::uint32_t t) noexcept {
    const std::uint32_t s = 256U - t;
    const std::uint32_t low = ((a & kEven) * s + (b & kEven) * t) >> 8U & kEven;
    const std::uint32_t high = ((a >> 8U & 0xFFU) * s + (b >> 8U & 0xFFU) * t) & 0xFF00U;
    return kOpaque | low | high;
}

/// 0 .. 255 as 0 .. 256.
constexpr std::uint32_t share(std::uint32_t alpha) noexcept { return alpha + (alpha >> 7U); }

constexpr std::uint32_t over(std::uint32_t land, std::uint32_t colour) noexcept {
    return mixed(land, colour, share(colour >> 24U));
}

constexpr std::uint32_t fainter(std::uint32_t colour) noexcept {
    return (colour & ~kOpaque) | ((colour >> 24U) * 5U / 8U) << 24U;
}

std::int32_t whole(double pixels) noexcept { return static_cast<std::int32_t>(std::floor(pixels)); }

}  // namespace

/// What is composed, and how.
struct DebugPicture::Source {
    const View& view;
    const DebugLayer& layer;
    PixelRect rect;
    const DebugLayer::Level* level;  ///< null: cells
    double texels_per_px;
    std::int32_t width;  ///< texels
    std::int32_t height;

    static Source of(const View& view, const DebugLayer& layer, const PixelRect& rect) noexcept {
        // A little too coarse loses nothing, a little too fine loses single cells.
        const double cells_per_px = 1.0 / view.zoom;
        const auto wanted = static_cast<std::int32_t>(std::ceil(std::log2(cells_per_px) - 0.15));
        const auto level = std::clamp(wanted, 0, static_cast<std::int32_t>(layer.levels.size()));
        const PixelRect visible = intersection(rect, view.screen());
        if (level == 0) return {view, layer, visible, nullptr, cells_per_px, layer.width_cells, layer.height_cells};
        const DebugLayer::Level& coarse = layer.levels[static_cast<std::size_t>(level - 1)];
        return {view, layer, visible, &coarse, std::ldexp(cells_per_px, -level), coarse.width, coarse.height};
    }

    /// The texel that a pixel reads; -1: beside the map.
    [[nodiscard]] std::int32_t texel(std::int32_t px, std::int32_t origin_px, std::int32_t texels) const noexcept {
        const std::int32_t at = whole((px + 0.5 - origin_px) * texels_per_px);
        return at >= 0 && at < texels ? at : -1;
    }
    /// Cells that `margin_px` around the rectangle show.
    [[nodiscard]] CellRect cells(std::int32_t margin_px) const noexcept {
        const auto cell = [&](std::int32_t px, std::int32_t origin_px, std::int32_t side) {
            return std::clamp(whole((px - origin_px) / view.zoom), 0, side);
        };
        return {cell(rect.x0 - margin_px, view.origin_x, layer.width_cells),
                cell(rect.y0 - margin_px, view.origin_y, layer.height_cells),
                cell(rect.x1 + margin_px, view.origin_x, layer.width_cells - 1) + 1,
                cell(rect.y1 + margin_px, view.origin_y, layer.height_cells - 1) + 1};
    }
    /// The pixel in the middle of a cell.
    [[nodiscard]] std::int32_t middle_x(Cell cell) const noexcept { return whole(view.screen_x(cell.x + 0.5)); }
    [[nodiscard]] std::int32_t middle_y(Cell cell) const noexcept { return whole(view.screen_y(cell.y + 0.5)); }
};

void DebugPicture::compose(const View& view, const DebugLayer& layer, const std::uint32_t* land,
                           const PixelRect& rect) {
    pixels_.resize(static_cast<std::size_t>(view.width_px) * static_cast<std::size_t>(view.height_px));
    const Source source = Source::of(view, layer, rect);
    if (source.rect.empty()) return;
    compose_cells(source, land);
    if (layer.marks_are == DebugMarks::kSteps) add_steps(source);
    if (layer.marks_are == DebugMarks::kRunEnds && view.zoom >= kRunEndsFrom_px) add_run_ends(source);
    add_points(source);
    add_line(source);
}

std::uint32_t* DebugPicture::row(const Source& source, std::int32_t y) noexcept {
    return pixels_.data() + static_cast<std::ptrdiff_t>(y) * source.view.width_px;
}

void DebugPicture::compose_cells(const Source& source, const std::uint32_t* land) {
    const PixelRect& rect = source.rect;
    const auto width = static_cast<std::size_t>(rect.width());
    const bool gaps = source.view.zoom >= kGapsFrom_px;
    texels_.resize(width + 1);
    for (std::int32_t x = rect.x0; x <= rect.x1; ++x) {
        texels_[static_cast<std::size_t>(x - rect.x0)] = source.texel(x, source.view.origin_x, source.width);
    }
    constexpr std::int32_t kNothingRead = -2;
    std::int32_t in_hand = kNothingRead;
    bool in_hand_is_gap = false;
    for (std::int32_t y = rect.y0; y < rect.y1; ++y) {
        const std::int32_t texel = source.texel(y, source.view.origin_y, source.height);
        const bool is_gap = gaps && texel >= 0 && texel != source.texel(y + 1, source.view.origin_y, source.height);
        if (texel != in_hand || is_gap != in_hand_is_gap) {
            in_hand = read_row(source, texel);
            in_hand_is_gap = is_gap;
            if (is_gap) std::ranges::transform(colours_, colours_.begin(), fainter);
        }
        const std::uint32_t* const from = land + static_cast<std::ptrdiff_t>(y) * source.view.width_px + rect.x0;
        std::uint32_t* const to = row(source, y) + rect.x0;
        for (std::size_t i = 0; i < width; ++i) to[i] = over(from[i], colours_[i]);
    }
}

/// The colours of a row of texels; returns its number.
std::int32_t DebugPicture::read_row(const Source& source, std::int32_t y) {
    const std::size_t width = texels_.size() - 1;
    colours_.assign(width, 0);
    if (y < 0) return y;
    const auto first = static_cast<std::size_t>(y) * static_cast<std::size_t>(source.width);
    for (std::size_t i = 0; i < width; ++i) {
        if (texels_[i] < 0) continue;
        const std::size_t at = first + static_cast<std::size_t>(texels_[i]);
        colours_[i] = source.level != nullptr ? source.level->colours[at] : source.layer.inks[source.layer.cells[at]];
    }
    if (source.view.zoom < kGapsFrom_px) return y;
    for (std::size_t i = 0; i < width; ++i) {
        if (texels_[i] != texels_[i + 1]) colours_[i] = fainter(colours_[i]);
    }
    return y;
}

/// Arrows at steady places of the map, as many as there is room for: each tells the step of the cell that it stands on.
void DebugPicture::add_steps(const Source& source) {
    std::int32_t every = 1;
    while (every * source.view.zoom < kArrowRoom_px) every *= 2;
    const double room_px = every * source.view.zoom;
    const std::int32_t side = std::clamp(static_cast<std::int32_t>(room_px * 0.72), 12, 30) | 1;
    stamps_.set_arrows(side);
    stamps_.set_dots(side / 2);
    const CellRect cells = source.cells(side + static_cast<std::int32_t>(room_px));
    const DebugLayer& layer = source.layer;
    for (std::int32_t y = cells.y0 / every * every + every / 2; y < cells.y1; y += every) {
        for (std::int32_t x = cells.x0 / every * every + every / 2; x < cells.x1; x += every) {
            const auto step = static_cast<FlowStep>(layer.marks[layer.index_of({x, y})]);
            if (offset_of(step) != Cell{}) stamp(source, stamps_.arrow(step), {x, y}, kArrowColour);
        }
    }
    if (layer.line_end.x >= 0) stamp(source, stamps_.ring(), layer.line_end, kLineColour);
}

void DebugPicture::add_run_ends(const Source& source) {
    const auto side = static_cast<std::int32_t>(source.view.zoom);
    stamps_.set_run_ends(side);
    const CellRect cells = source.cells(side);
    const DebugLayer& layer = source.layer;
    for (std::int32_t y = cells.y0; y < cells.y1; ++y) {
        for (std::int32_t x = cells.x0; x < cells.x1; ++x) {
            const std::uint32_t ends = layer.marks[layer.index_of({x, y})];
            for (std::size_t way = 0; ends >> way != 0; ++way) {
                if ((ends >> way & 1U) == 0) continue;
                const std::uint32_t colour = way % 2 == 0 ? argb(255, palette::kAcross) : argb(255, palette::kAlong);
                stamp(source, stamps_.run_end(way), {x, y}, colour);
            }
        }
    }
}

void DebugPicture::add_points(const Source& source) {
    const DebugLayer& layer = source.layer;
    if (layer.points.empty()) return;
    const auto wanted = static_cast<std::int32_t>(source.view.zoom * 0.6);
    const std::int32_t size = std::clamp(wanted, kDot_px, kLargestDot_px) | 1;
    stamps_.set_dots(size);
    const CellRect cells = source.cells(size);
    const auto by_cell = [](const DebugLayer::Point& point) { return point.cell.bits; };
    const auto first = std::ranges::lower_bound(layer.points, pack({0, cells.y0}).bits, {}, by_cell);
    for (auto point = first; point != layer.points.end(); ++point) {
        const Cell cell = unpack(point->cell);
        if (cell.y >= cells.y1) break;
        if (cell.x < cells.x0 || cell.x >= cells.x1) continue;
        stamp(source, stamps_.dot(), cell, layer.inks[point->ink] | kOpaque);
    }
}

/// White in a dark edge, with a ring at both its ends.
void DebugPicture::add_line(const Source& source) {
    const DebugLayer& layer = source.layer;
    if (layer.marks_are == DebugMarks::kSteps) return;
    const std::int32_t half = source.view.zoom >= 8.0 ? 1 : 0;
    for (const bool is_edge : {true, false}) {
        for (std::size_t i = 1; i < layer.line.size(); ++i) {
            add_leg(source, unpack(layer.line[i - 1]), unpack(layer.line[i]), half + (is_edge ? 1 : 0),
                    is_edge ? kInkColour : kLineColour);
        }
    }
    stamps_.set_dots(kDot_px);
    if (!layer.line.empty()) stamp(source, stamps_.ring(), unpack(layer.line.front()), kLineColour);
    if (layer.line_end.x >= 0) stamp(source, stamps_.ring(), layer.line_end, kLineColour);
}

/// Small squares, one for each pixel of the way.
void DebugPicture::add_leg(const Source& source, Cell from, Cell to, std::int32_t half_px, std::uint32_t colour) {
    const std::int32_t x0 = source.middle_x(from);
    const std::int32_t y0 = source.middle_y(from);
    const std::int32_t dx = source.middle_x(to) - x0;
    const std::int32_t dy = source.middle_y(to) - y0;
    const PixelRect box{std::min(x0, x0 + dx) - half_px, std::min(y0, y0 + dy) - half_px,
                        std::max(x0, x0 + dx) + half_px + 1, std::max(y0, y0 + dy) + half_px + 1};
    if (intersection(box, source.rect).empty()) return;
    const std::int32_t steps = std::max({std::abs(dx), std::abs(dy), 1});
    for (std::int32_t i = 0; i <= steps; ++i) {
        const auto at = [&](std::int32_t begin, std::int32_t span) {
            return begin + static_cast<std::int32_t>(std::int64_t{span} * i / steps);
        };
        const PixelRect dab{at(x0, dx) - half_px, at(y0, dy) - half_px, at(x0, dx) + half_px + 1,
                            at(y0, dy) + half_px + 1};
        const PixelRect seen = intersection(dab, source.rect);
        for (std::int32_t y = seen.y0; y < seen.y1; ++y) {
            std::fill_n(row(source, y) + seen.x0, std::max(seen.width(), 0), colour);
        }
    }
}

void DebugPicture::stamp(const Source& source, const Stamp& stamp, Cell cell, std::uint32_t colour) {
    const std::int32_t left = source.middle_x(cell) - stamp.side_px / 2;
    const std::int32_t top = source.middle_y(cell) - stamp.side_px / 2;
    const PixelRect seen = intersection({left, top, left + stamp.side_px, top + stamp.side_px}, source.rect);
    for (std::int32_t y = seen.y0; y < seen.y1; ++y) {
        const auto from = static_cast<std::ptrdiff_t>(y - top) * stamp.side_px - left;
        std::uint32_t* const to = row(source, y);
        for (std::int32_t x = seen.x0; x < seen.x1; ++x) {
            const auto i = static_cast<std::size_t>(from + x);
            if (stamp.edge[i] == 0) continue;
            const std::uint32_t edged = mixed(to[x], kInkColour, share(stamp.edge[i]) * 3 / 4);
            to[x] = mixed(edged, colour, share(stamp.fill[i]) * share(colour >> 24U) >> 8U);
        }
    }
}

}  // namespace outrider::render
