// The brushes that look at a whole map and set it right.
#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "tests/tools/make_maps/brushes.h"

namespace outrider::make_maps {

namespace {

constexpr std::array<Cell, 4> kSides{{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}};
constexpr std::array<Cell, 4> kSquare{{{0, 0}, {1, 0}, {0, 1}, {1, 1}}};

constexpr Cell operator+(Cell a, Cell b) noexcept { return {a.x + b.x, a.y + b.y}; }

int solid_around(const Canvas& canvas, Cell cell, char open) {
    int count = 0;
    for (std::int32_t y = -1; y <= 1; ++y) {
        for (std::int32_t x = -1; x <= 1; ++x) {
            const Cell next = cell + Cell{x, y};
            if (!canvas.contains(next) || canvas.at(next) != open) ++count;
        }
    }
    return count;
}

/// The cells that straight steps reach from `first` over cells for which `open(cell)` holds; `seen` is marked.
template <typename Open>
std::vector<Cell> flood(const Canvas& canvas, Cell first, std::vector<bool>& seen, Open&& open) {
    std::vector<Cell> reached{first};
    seen[canvas.index(first)] = true;
    for (std::size_t next = 0; next < reached.size(); ++next) {
        for (const Cell side : kSides) {
            const Cell cell = reached[next] + side;
            if (!canvas.contains(cell) || seen[canvas.index(cell)] || !open(cell)) continue;
            seen[canvas.index(cell)] = true;
            reached.push_back(cell);
        }
    }
    return reached;
}

/// All floods over `open`, each as its cells.
template <typename Open>
std::vector<std::vector<Cell>> floods(const Canvas& canvas, Open&& open) {
    std::vector<std::vector<Cell>> all;
    std::vector<bool> seen(canvas.size(), false);
    for (std::int32_t y = 0; y < canvas.height(); ++y) {
        for (std::int32_t x = 0; x < canvas.width(); ++x) {
            const Cell cell{x, y};
            if (!seen[canvas.index(cell)] && open(cell)) all.push_back(flood(canvas, cell, seen, open));
        }
    }
    return all;
}

/// Is there a free 2x2 square with its upper left cell here?
bool square_is_free(const Canvas& canvas, Cell cell) {
    return std::all_of(kSquare.begin(), kSquare.end(), [&](Cell part) { return canvas.walkable(cell + part); });
}

/// Marks the cells of the largest connected set of free 2x2 squares.
std::vector<bool> roomy_cells(const Canvas& canvas) {
    const auto all = floods(canvas, [&](Cell cell) { return square_is_free(canvas, cell); });
    std::vector<bool> roomy(canvas.size(), false);
    if (all.empty()) return roomy;
    const auto largest =
        std::max_element(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
    for (const Cell cell : *largest) {
        for (const Cell part : kSquare) roomy[canvas.index(cell + part)] = true;
    }
    return roomy;
}

/// Gives every cell in `blocked` the letter of the nearest cell that was blocked before.
void block(Canvas& canvas, std::vector<Cell> blocked) {
    constexpr char kOpen = '?';
    for (const Cell cell : blocked) canvas.at(cell) = kOpen;
    while (!blocked.empty()) {
        std::vector<std::pair<Cell, char>> changes;
        std::vector<Cell> rest;
        for (const Cell cell : blocked) {
            const auto solid = std::find_if(kSides.begin(), kSides.end(), [&](Cell side) {
                return canvas.contains(cell + side) && canvas.at(cell + side) != kOpen && !canvas.walkable(cell + side);
            });
            if (solid == kSides.end())
                rest.push_back(cell);
            else
                changes.emplace_back(cell, canvas.at(cell + *solid));
        }
        // A pocket between free cells only has no look to take over.
        if (changes.empty())
            for (const Cell cell : std::exchange(rest, {})) changes.emplace_back(cell, terrain::kRock);
        for (const auto& [cell, letter] : changes) canvas.at(cell) = letter;
        blocked = std::move(rest);
    }
}

std::vector<Cell> cramped_cells(const Canvas& canvas) {
    const std::vector<bool> roomy = roomy_cells(canvas);
    std::vector<Cell> cramped;
    for (std::int32_t y = 0; y < canvas.height(); ++y) {
        for (std::int32_t x = 0; x < canvas.width(); ++x) {
            if (canvas.walkable({x, y}) && !roomy[canvas.index({x, y})]) cramped.push_back({x, y});
        }
    }
    return cramped;
}

/// One cell of every pair of free cells that touch at a corner between two blocked ones.
std::vector<Cell> pinholes(const Canvas& canvas) {
    std::vector<Cell> found;
    for (std::int32_t y = 0; y + 1 < canvas.height(); ++y) {
        for (std::int32_t x = 0; x + 1 < canvas.width(); ++x) {
            const bool a = canvas.walkable({x, y});
            const bool b = canvas.walkable({x + 1, y});
            if (a == canvas.walkable({x + 1, y + 1}) && b == canvas.walkable({x, y + 1}) && a != b) {
                found.push_back(a ? Cell{x, y} : Cell{x + 1, y});
            }
        }
    }
    return found;
}

}  // namespace

void smooth_edges(Canvas& canvas, char solid, char open, int rounds) {
    for (int round = 0; round < rounds; ++round) {
        const Canvas before = canvas;
        paint_all(canvas, [&](Cell cell, char& at) {
            if (at == solid || at == open) at = solid_around(before, cell, open) >= 5 ? solid : open;
        });
    }
}

void remove_specks(Canvas& canvas, char letter, std::size_t least_cells, char instead) {
    for (const auto& spot : floods(canvas, [&](Cell cell) { return canvas.at(cell) == letter; })) {
        if (spot.size() >= least_cells) continue;
        for (const Cell cell : spot) canvas.at(cell) = instead;
    }
}

void fill_pockets(Canvas& canvas) {
    // Mending one fault may make another; it ends because cells are only ever blocked.
    while (true) {
        std::vector<Cell> wrong = cramped_cells(canvas);
        if (wrong.empty()) wrong = pinholes(canvas);
        if (wrong.empty()) return;
        block(canvas, std::move(wrong));
    }
}

}  // namespace outrider::make_maps
