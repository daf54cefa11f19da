#include "game/sim/land.h"

#include <algorithm>
#include <bit>
#include <stdexcept>
#include <utility>

#include "game/sim/world.h"
#include "shared/path_hash.h"

namespace outrider::sim {
namespace {

constexpr char kGround = '.';
constexpr std::uint8_t kTread = 6;  // some forty steps in short order wear a cell out fully

/// As the Moving AI format has it.
constexpr bool is_passable(char letter) noexcept { return letter == '.' || letter == 'G' || letter == 'S'; }

void check_size(std::int32_t width, std::int32_t height, std::size_t letters) {
    const bool in_range = width > 0 && height > 0 && width <= kMaxMapSide_cells && height <= kMaxMapSide_cells;
    if (in_range && letters == static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) return;
    throw std::runtime_error("cannot make a world of " + std::to_string(width) + " x " + std::to_string(height) +
                             " cells from " + std::to_string(letters) + " letters: sides are 1 to " +
                             std::to_string(kMaxMapSide_cells) + ", one letter a cell");
}

/// Steps first .. last of a way along one axis that touch [low, high): those that begin or end in it.
struct StepRange {
    std::int32_t first;
    std::int32_t last;

    void clip(std::int32_t from, std::int32_t offset, std::int32_t low, std::int32_t high) noexcept {
        if (offset == 0) {
            if (from < low || from >= high) last = first - 1;
            return;
        }
        const std::int32_t enter = offset > 0 ? low - from : from - high + 1;
        const std::int32_t leave = offset > 0 ? high - 1 - from : from - low;
        first = std::max(first, enter - 1);
        last = std::min(last, leave);
    }
};

}  // namespace

Land::Land(std::int32_t width_cells, std::int32_t height_cells, std::string terrain)
    : terrain_(std::move(terrain)), original_(terrain_) {
    check_size(width_cells, height_cells, terrain_.size());
    layout_ = GridLayout(width_cells, height_cells);
    bits_.assign(layout_.total_words(), 0);
    view_ = MapView(layout_, bits_.data(), MapVersion{});
    wear_.assign(terrain_.size(), 0);
    for (Cell cell; cell.y < height_cells; ++cell.y) {
        for (cell.x = 0; cell.x < width_cells; ++cell.x) {
            if (!is_passable(terrain_[index_of(cell)])) continue;
            set_cell(layout_, bits_.data(), cell, true);
            ++free_cells_;
        }
    }
    if (free_cells_ == 0) throw std::runtime_error("cannot make a world: the map has no free cell ('.', 'G' or 'S')");
}

bool Land::can_walk(Cell from, Cell to, const CellRect& clip) const noexcept {
    if (from == to) return true;
    const Direction direction = direction_towards(from, to);
    const Cell offset = kOffsets[direction];
    StepRange steps{0, steps_between(from, to) - 1};
    // A diagonal step also asks for the cells beside it; they lie in the same rows and columns as its two ends.
    steps.clip(from.x, offset.x, clip.x0, clip.x1);
    steps.clip(from.y, offset.y, clip.y0, clip.y1);
    for (std::int32_t step = steps.first; step <= steps.last; ++step) {
        if (!can_step({from.x + offset.x * step, from.y + offset.y * step}, direction)) return false;
    }
    return true;
}

std::optional<Cell> Land::nearest_free(Cell around, std::int32_t radius_cells) const noexcept {
    for (std::int32_t radius = 0; radius <= radius_cells; ++radius) {
        std::optional<Cell> best;
        std::int32_t best_distance = 0;
        const auto consider = [&](std::int32_t dx, std::int32_t dy) {
            const Cell cell{around.x + dx, around.y + dy};
            const std::int32_t distance = dx * dx + dy * dy;
            if ((best && distance >= best_distance) || !is_free(cell)) return;
            best = cell;
            best_distance = distance;
        };
        for (std::int32_t along = -radius; along <= radius; ++along) {
            consider(along, -radius);
            consider(along, radius);
            consider(-radius, along);
            consider(radius, along);
        }
        if (best) return best;
    }
    return std::nullopt;
}

std::optional<Cell> Land::next_free(Cell first) const noexcept {
    if (free_cells_ == 0) return std::nullopt;
    const std::int32_t words = (layout_.width_cells + 63) / 64;
    for (std::int32_t row = 0; row <= layout_.height_cells; ++row) {
        const std::int32_t y = (first.y + row) % layout_.height_cells;
        for (std::int32_t word = 0; word < words; ++word) {
            std::uint64_t bits = view_.row(y)[word];
            if (row == 0 && word < first.x / 64) bits = 0;
            if (row == 0 && word == first.x / 64) bits &= ~std::uint64_t{0} << (static_cast<unsigned>(first.x) & 63U);
            if (bits != 0) return Cell{word * 64 + std::countr_zero(bits), y};
        }
    }
    return std::nullopt;
}

bool Land::set_wall(Cell cell, bool wall) noexcept {
    char& letter = terrain_[index_of(cell)];
    const char before = letter;
    if (wall == !is_passable(before)) return false;
    const char original = original_[index_of(cell)];
    letter = wall ? World::kPaintedWall : (is_passable(original) ? original : kGround);
    set_cell(layout_, bits_.data(), cell, !wall);
    free_cells_ += wall ? std::size_t{0} - 1 : 1;
    if (wall) wear_[index_of(cell)] = 0;
    return true;
}

void Land::tread(Cell cell) noexcept {
    std::uint8_t& wear = wear_[index_of(cell)];
    wear = static_cast<std::uint8_t>(std::min(wear + kTread, 255));
}

void Land::fade() noexcept {
    const std::size_t begin = wear_.size() * fade_part_ / kFadeRound_ticks;
    const std::size_t end = wear_.size() * (fade_part_ + 1) / kFadeRound_ticks;
    // A thirty-second part and a little, about once a second: half is gone after some fifteen seconds, and all in the
    // end.
    for (std::size_t i = begin; i < end; ++i) {
        wear_[i] = static_cast<std::uint8_t>(wear_[i] - (wear_[i] >> 5U) - (wear_[i] != 0));
    }
    fade_part_ = (fade_part_ + 1) % kFadeRound_ticks;
}

std::uint64_t Land::hash() const noexcept {
    std::uint64_t hash = 0;
    for (const std::uint64_t word : std::span(bits_).first(layout_.row_words())) hash = mix64(hash + word + 1);
    return hash;
}

}  // namespace outrider::sim
