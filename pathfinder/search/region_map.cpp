#include "pathfinder/search/region_map.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <utility>

#include "pathfinder/search/exact_cost.h"

namespace outrider::search {
namespace {

constexpr std::uint16_t kNoNumber = 0xFFFF;

/// The first cells of the runs of free cells.
[[nodiscard]] constexpr std::uint64_t starts_of(std::uint64_t cells) noexcept { return cells & ~(cells << 1U); }

/// Which run of a line a free cell lies in.
[[nodiscard]] std::uint32_t run_at(std::uint64_t starts, std::uint32_t bit) noexcept {
    const std::uint64_t up_to = (std::uint64_t{2} << bit) - 1;
    return static_cast<std::uint32_t>(std::popcount(starts & up_to)) - 1;
}

/// Calls `each(bit)` for the set bits, lowest first.
template <class Each>
void for_each_bit(std::uint64_t bits, Each each) noexcept {
    for (; bits != 0; bits &= bits - 1) each(static_cast<std::uint32_t>(std::countr_zero(bits)));
}

/// The runs of one block as a forest, then as numbered components. Run i of row y is number 32 * y + i.
class BlockForest {
public:
    explicit BlockForest(const std::array<std::uint64_t, 64>& rows) noexcept {
        std::uint64_t above = 0;
        std::uint64_t starts_above = 0;
        for (std::uint32_t y = 0; y < 64; ++y) {
            const std::uint64_t starts = starts_of(rows[y]);
            const auto runs = static_cast<std::uint32_t>(std::popcount(starts));
            for (std::uint32_t i = 0; i < runs; ++i) plant(32 * y + i);
            for_each_bit(starts_of(rows[y] & above), [&](std::uint32_t bit) {
                join(32 * (y - 1) + run_at(starts_above, bit), 32 * y + run_at(starts, bit));
            });
            above = rows[y];
            starts_above = starts;
        }
    }

    /// Numbers a run's component, if it has none yet, with the next number.
    std::uint16_t number(std::uint32_t run) noexcept {
        std::uint16_t& number = numbers_[root_of(run)];
        if (number == kNoNumber) number = count_++;
        return number;
    }
    [[nodiscard]] std::uint16_t count() const noexcept { return count_; }

private:
    void plant(std::uint32_t run) noexcept {
        parents_[run] = static_cast<std::uint16_t>(run);
        numbers_[run] = kNoNumber;
    }
    void join(std::uint32_t a, std::uint32_t b) noexcept {
        a = root_of(a);
        b = root_of(b);
        parents_[std::max(a, b)] = static_cast<std::uint16_t>(std::min(a, b));
    }
    [[nodiscard]] std::uint32_t root_of(std::uint32_t run) noexcept {
        while (parents_[run] != run) {
            parents_[run] = parents_[parents_[run]];
            run = parents_[run];
        }
        return run;
    }

    // Not initialized: only runs that there are get planted, and only these are looked at.
    std::array<std::uint16_t, 2048> parents_;
    std::array<std::uint16_t, 2048> numbers_;
    std::uint16_t count_ = 0;
};

}  // namespace

void RegionMap::prepare(const GridLayout& layout) {
    width_cells_ = layout.width_cells;
    height_cells_ = layout.height_cells;
    blocks_across_ = (static_cast<std::uint32_t>(width_cells_) + 63) / 64;
    blocks_down_ = (static_cast<std::uint32_t>(height_cells_) + 63) / 64;
    chunks_across_ = (blocks_across_ + kChunkSide_blocks - 1) / kChunkSide_blocks;
    const std::uint32_t chunks_down = (blocks_down_ + kChunkSide_blocks - 1) / kChunkSide_blocks;
    version_.reset();
    joints_are_stale_ = false;
    const std::size_t blocks = std::size_t{blocks_across_} * blocks_down_;
    words_.assign(blocks * 64, 0);
    runs_.resize(blocks);
    borders_.assign(blocks, {});
    joints_right_.assign(blocks, {});
    joints_down_.assign(blocks, {});
    roots_.assign(blocks * kMostAtBorder, 0);
    boxes_.assign(blocks * kMostAtBorder, {});
    regions_.assign(blocks * kMostAtBorder, 0);
    region_boxes_.assign(blocks * kMostAtBorder, {});
    stale_blocks_.assign(blocks, 0);
    stale_chunks_.assign(std::size_t{chunks_across_} * chunks_down, 0);
}

std::size_t RegionMap::memory_bytes() const noexcept {
    const std::size_t per_block = sizeof(RunComponents) + sizeof(Border) + 2 * sizeof(Joints) + 1 +
                                  2 * kMostAtBorder * (sizeof(std::uint32_t) + sizeof(BlockBox)) +
                                  64 * sizeof(std::uint64_t);
    return runs_.size() * per_block;
}

// --- following -------------------------------------------------------------------------------------------------------

void RegionMap::follow(const MapView& map) noexcept {
    assert(is_prepared_for(map.layout()) && "prepare() was called for maps of this size");
    if (map.version() == version_) return;
    version_ = map.version();
    const std::size_t row_bytes = blocks_across_ * sizeof(std::uint64_t);
    for (std::int32_t y = 0; y < height_cells_; ++y) {
        const std::uint64_t* const row = map.row(y);
        std::uint64_t* const known = &word_at(y, 0);
        if (std::memcmp(known, row, row_bytes) == 0) continue;
        std::uint8_t* const stale = stale_blocks_.data() + static_cast<std::size_t>(y >> 6) * blocks_across_;
        for (std::size_t across = 0; across < blocks_across_; ++across) stale[across] |= known[across] != row[across];
        std::memcpy(known, row, row_bytes);
    }
    for (std::uint32_t block = 0; block < stale_blocks_.size(); ++block) {
        if (std::exchange(stale_blocks_[block], std::uint8_t{0}) != 0) renew_block(block);
    }
    join_if_stale();
}

void RegionMap::renew_block(std::uint32_t block) noexcept {
    std::array<std::uint64_t, 64> rows;
    const std::int32_t top = static_cast<std::int32_t>(block / blocks_across_) * 64;
    for (std::uint32_t y = 0; y < 64; ++y) {
        rows[y] = word_at(top + static_cast<std::int32_t>(y), block % blocks_across_);
    }
    BlockForest forest(rows);
    Border border;
    const auto number_line = [&](std::uint32_t y, std::array<std::uint8_t, 32>& components) {
        const auto runs = static_cast<std::uint32_t>(std::popcount(starts_of(rows[y])));
        for (std::uint32_t i = 0; i < runs; ++i) components[i] = static_cast<std::uint8_t>(forest.number(32 * y + i));
    };
    border.top = rows[0];
    border.bottom = rows[63];
    number_line(0, border.top_components);
    number_line(63, border.bottom_components);
    for (std::uint32_t y = 0; y < 64; ++y) {
        const auto runs = static_cast<std::uint32_t>(std::popcount(starts_of(rows[y])));
        if ((rows[y] & 1U) != 0) {
            border.left |= std::uint64_t{1} << y;
            border.left_components[y] = static_cast<std::uint8_t>(forest.number(32 * y));
        }
        if (rows[y] >> 63U != 0) {
            border.right |= std::uint64_t{1} << y;
            border.right_components[y] = static_cast<std::uint8_t>(forest.number(32 * y + runs - 1));
        }
    }
    border.components = forest.count();
    // The border has its numbers; now the rest.
    RunComponents& components = runs_[block];
    for (std::uint32_t y = 0; y < 64; ++y) {
        const auto runs = static_cast<std::uint32_t>(std::popcount(starts_of(rows[y])));
        for (std::uint32_t run = 32 * y; run < 32 * y + runs; ++run) components[run] = forest.number(run);
    }
    if (border == borders_[block]) return;
    borders_[block] = border;
    renew_joints_around(block);
}

void RegionMap::renew_joints_around(std::uint32_t block) noexcept {
    renew_joints_right(block);
    renew_joints_down(block);
    if (block % blocks_across_ != 0) renew_joints_right(block - 1);
    if (block >= blocks_across_) renew_joints_down(block - blocks_across_);
    const std::uint32_t across = block % blocks_across_ / kChunkSide_blocks;
    const std::uint32_t down = block / blocks_across_ / kChunkSide_blocks;
    stale_chunks_[down * chunks_across_ + across] = 1;
    joints_are_stale_ = true;
}

/// Two chunks may lose their last joint, and join_chunks() would not meet these roots again. The roots are those of the
/// last joining; where a list is undone twice they may be others, which join_chunks() puts right.
void RegionMap::undo(Joints& joints, std::uint32_t here, std::uint32_t there) noexcept {
    for (std::uint32_t i = 0; i < joints.count; ++i) {
        set_apart(roots_[here * kMostAtBorder + joints.list[i].here]);
        set_apart(roots_[there * kMostAtBorder + joints.list[i].there]);
    }
    joints.count = 0;
}

void RegionMap::renew_joints_right(std::uint32_t block) noexcept {
    Joints& joints = joints_right_[block];
    undo(joints, block, block + 1);
    if ((block + 1) % blocks_across_ == 0) return;
    const Border& here = borders_[block];
    const Border& there = borders_[block + 1];
    for_each_bit(starts_of(here.right & there.left), [&](std::uint32_t y) {
        joints.list[joints.count++] = {here.right_components[y], there.left_components[y]};
    });
}

void RegionMap::renew_joints_down(std::uint32_t block) noexcept {
    Joints& joints = joints_down_[block];
    undo(joints, block, block + blocks_across_);
    if (block + blocks_across_ >= borders_.size()) return;
    const Border& here = borders_[block];
    const Border& there = borders_[block + blocks_across_];
    for_each_bit(starts_of(here.bottom & there.top), [&](std::uint32_t x) {
        joints.list[joints.count++] = {here.bottom_components[run_at(starts_of(here.bottom), x)],
                                       there.top_components[run_at(starts_of(there.top), x)]};
    });
}

void RegionMap::join_if_stale() noexcept {
    if (!std::exchange(joints_are_stale_, false)) return;
    for (std::uint32_t chunk = 0; chunk < stale_chunks_.size(); ++chunk) {
        if (std::exchange(stale_chunks_[chunk], std::uint8_t{0}) != 0) join_chunk(chunk);
    }
    join_chunks();
}

template <class Each>
void RegionMap::for_each_block_of(std::uint32_t chunk, Each each) const noexcept {
    const std::uint32_t left = chunk % chunks_across_ * kChunkSide_blocks;
    const std::uint32_t top = chunk / chunks_across_ * kChunkSide_blocks;
    for (std::uint32_t down = top; down < std::min(top + kChunkSide_blocks, blocks_down_); ++down) {
        for (std::uint32_t across = left; across < std::min(left + kChunkSide_blocks, blocks_across_); ++across) {
            each(across, down, down * blocks_across_ + across);
        }
    }
}

/// Joins the blocks of a chunk with each other, as if the chunk were alone.
void RegionMap::join_chunk(std::uint32_t chunk) noexcept {
    for_each_block_of(chunk, [this](std::uint32_t, std::uint32_t, std::uint32_t block) {
        const std::uint32_t first = block * kMostAtBorder;
        const auto components = static_cast<std::uint32_t>(borders_[block].components);
        for (std::uint32_t node = first; node < first + components; ++node) roots_[node] = node;
    });
    const auto join_list = [this](const Joints& joints, std::uint32_t here, std::uint32_t there) {
        for (std::uint32_t i = 0; i < joints.count; ++i) {
            join(roots_, here * kMostAtBorder + joints.list[i].here, there * kMostAtBorder + joints.list[i].there);
        }
    };
    for_each_block_of(chunk, [&](std::uint32_t across, std::uint32_t down, std::uint32_t block) {
        if (!ends_chunk(across)) join_list(joints_right_[block], block, block + 1);
        if (!ends_chunk(down)) join_list(joints_down_[block], block, block + blocks_across_);
    });
    for_each_block_of(chunk, [this](std::uint32_t across, std::uint32_t down, std::uint32_t block) {
        flatten_block(static_cast<std::uint8_t>(across), static_cast<std::uint8_t>(down), block);
    });
    for_each_block_of(chunk, [this](std::uint32_t, std::uint32_t, std::uint32_t block) {
        const std::uint32_t first = block * kMostAtBorder;
        for (std::uint32_t node = first; node < first + borders_[block].components; ++node) set_apart(roots_[node]);
    });
}

/// Makes a chunk's root a region of its own.
void RegionMap::set_apart(std::uint32_t root) noexcept {
    regions_[root] = root;
    region_boxes_[root] = boxes_[root];
}

/// Points the nodes of a block to their roots. A node's parent comes before it, so it points to its root already.
void RegionMap::flatten_block(std::uint8_t across, std::uint8_t down, std::uint32_t block) noexcept {
    const std::uint32_t first = block * kMostAtBorder;
    for (std::uint32_t node = first; node < first + borders_[block].components; ++node) {
        const std::uint32_t root = roots_[roots_[node]];
        roots_[node] = root;
        if (root == node) boxes_[node] = {across, down, across, down};
        boxes_[root] = around(boxes_[root], {across, down, across, down});
    }
}

template <class Each>
void RegionMap::for_each_joint_of_chunks(Each each) const noexcept {
    const auto visit = [&](const Joints& joints, std::uint32_t here, std::uint32_t there) {
        for (std::uint32_t i = 0; i < joints.count; ++i) {
            each(roots_[here * kMostAtBorder + joints.list[i].here],
                 roots_[there * kMostAtBorder + joints.list[i].there]);
        }
    };
    for (std::uint32_t down = 0; down < blocks_down_; ++down) {
        const std::uint32_t row = down * blocks_across_;
        for (std::uint32_t across = kChunkSide_blocks - 1; across < blocks_across_; across += kChunkSide_blocks) {
            visit(joints_right_[row + across], row + across, row + across + 1);
        }
        if (!ends_chunk(down)) continue;
        for (std::uint32_t across = 0; across < blocks_across_; ++across) {
            visit(joints_down_[row + across], row + across, row + across + blocks_across_);
        }
    }
}

/// Joins the chunks: only roots that touch another chunk take part.
void RegionMap::join_chunks() noexcept {
    for_each_joint_of_chunks([this](std::uint32_t here, std::uint32_t there) {
        set_apart(here);
        set_apart(there);
    });
    for_each_joint_of_chunks([this](std::uint32_t here, std::uint32_t there) { join(regions_, here, there); });
    for_each_joint_of_chunks([this](std::uint32_t here, std::uint32_t there) {
        for (const std::uint32_t node : {here, there}) {
            const std::uint32_t root = root_of(regions_, node);
            regions_[node] = root;
            region_boxes_[root] = around(region_boxes_[root], boxes_[node]);
        }
    });
}

RegionMap::BlockBox RegionMap::around(BlockBox a, BlockBox b) noexcept {
    return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

void RegionMap::join(std::vector<std::uint32_t>& forest, std::uint32_t a, std::uint32_t b) noexcept {
    a = root_of(forest, a);
    b = root_of(forest, b);
    forest[std::max(a, b)] = std::min(a, b);
}

std::uint32_t RegionMap::root_of(std::vector<std::uint32_t>& forest, std::uint32_t node) noexcept {
    while (forest[node] != node) {
        forest[node] = forest[forest[node]];
        node = forest[node];
    }
    return node;
}

// --- questions -------------------------------------------------------------------------------------------------------

/// Components at a border are named by their root, others by themselves.
std::uint32_t RegionMap::label_of(std::uint32_t block, std::uint32_t component) const noexcept {
    if (component >= borders_[block].components) return 1 + block * kMostRuns + component;
    const std::uint32_t root = regions_[roots_[block * kMostAtBorder + component]];
    return 1 + root / kMostAtBorder * kMostRuns + root % kMostAtBorder;
}

std::uint32_t RegionMap::label(Cell cell) const noexcept {
    const auto x = static_cast<std::uint32_t>(cell.x);
    const auto y = static_cast<std::uint32_t>(cell.y);
    const std::uint64_t word = word_at(cell.y, x / 64);
    if ((word >> x % 64 & 1U) == 0) return 0;
    const std::uint32_t block = y / 64 * blocks_across_ + x / 64;
    return label_of(block, runs_[block][y % 64 * 32 + run_at(starts_of(word), x % 64)]);
}

/// The best cell so far, and what is looked for.
struct RegionMap::Nearest {
    Cell goal;
    std::uint32_t label = 0;
    Cost cost = std::numeric_limits<Cost>::max();
    Cell cell;

    void consider(Cell other) noexcept {
        const Cost other_cost = octile_cost(goal, other);
        if (other_cost > cost) return;
        if (other_cost == cost && std::pair(other.y, other.x) > std::pair(cell.y, cell.x)) return;
        cost = other_cost;
        cell = other;
    }
    /// Can nothing that far away, along one axis, be as near as what was found?
    [[nodiscard]] bool beats_distance(std::int32_t cells) const noexcept {
        return static_cast<Cost>(std::max(cells, 0)) * kStraightCost > cost;
    }
};

std::optional<Cell> RegionMap::nearest_connected(Cell goal, Cell start) const noexcept {
    Nearest nearest;
    nearest.goal = goal;
    nearest.label = label(start);
    if (nearest.label == 0) return std::nullopt;
    if (label(goal) == nearest.label) return goal;
    const BlockBox box = box_of(nearest.label);
    const std::int32_t x0 = box.x0, y0 = box.y0, x1 = box.x1, y1 = box.y1;
    const std::int32_t at_x = goal.x >> 6;
    const std::int32_t at_y = goal.y >> 6;
    const auto look = [&](std::int32_t across, std::int32_t down) {
        const auto block = static_cast<std::uint32_t>(down) * blocks_across_ + static_cast<std::uint32_t>(across);
        if (reaches_block(block, nearest.label)) look_into_block(block, nearest);
    };
    // Rings of blocks around the goal's, as far as they lie in the box.
    const std::int32_t first = std::max({0, x0 - at_x, at_x - x1, y0 - at_y, at_y - y1});
    const std::int32_t last = std::max({at_x - x0, x1 - at_x, at_y - y0, y1 - at_y});
    for (std::int32_t ring = first; ring <= last; ++ring) {
        const std::int32_t to_side = std::min({goal.x & 63, 63 - (goal.x & 63), goal.y & 63, 63 - (goal.y & 63)});
        if (ring > 0 && nearest.beats_distance(to_side + 1 + 64 * (ring - 1))) break;
        for (std::int32_t down = std::max(at_y - ring, y0); down <= std::min(at_y + ring, y1); ++down) {
            const bool is_whole = down == at_y - ring || down == at_y + ring;
            const std::int32_t step = is_whole ? 1 : 2 * ring;
            const std::int32_t begin = is_whole ? std::max(at_x - ring, x0) : at_x - ring;
            for (std::int32_t across = begin; across <= std::min(at_x + ring, x1); across += step) {
                if (across >= x0) look(across, down);
            }
        }
    }
    return nearest.cell;
}

/// The blocks that the cells with this label lie in, or a few more.
RegionMap::BlockBox RegionMap::box_of(std::uint32_t label) const noexcept {
    const std::uint32_t block = (label - 1) / kMostRuns;
    const std::uint32_t component = (label - 1) % kMostRuns;
    if (component < borders_[block].components) return region_boxes_[block * kMostAtBorder + component];
    const auto x = static_cast<std::uint8_t>(block % blocks_across_);
    const auto y = static_cast<std::uint8_t>(block / blocks_across_);
    return {x, y, x, y};
}

bool RegionMap::reaches_block(std::uint32_t block, std::uint32_t label) const noexcept {
    const std::uint32_t home = (label - 1) / kMostRuns;
    if (block == home) return true;
    const std::uint32_t root = home * kMostAtBorder + (label - 1) % kMostRuns;
    const auto first = roots_.begin() + block * kMostAtBorder;
    const auto end = first + static_cast<std::ptrdiff_t>(borders_[block].components);
    return std::any_of(first, end, [&](std::uint32_t node) { return regions_[node] == root; });
}

void RegionMap::look_into_block(std::uint32_t block, Nearest& nearest) const noexcept {
    const std::int32_t left = static_cast<std::int32_t>(block % blocks_across_) * 64;
    const std::int32_t top = static_cast<std::int32_t>(block / blocks_across_) * 64;
    const std::int32_t bottom = std::min(top + 64, height_cells_) - 1;
    const std::int32_t dx = std::max({0, left - nearest.goal.x, nearest.goal.x - (left + 63)});
    const std::int32_t middle = std::clamp(nearest.goal.y, top, bottom);
    const auto is_too_far = [&](std::int32_t y) { return octile_cost(dx, y - nearest.goal.y) > nearest.cost; };
    for (std::int32_t away = 0; away < 64; ++away) {
        const std::int32_t above = middle - away;
        const std::int32_t below = middle + away;
        const bool has_above = above >= top && !is_too_far(above);
        const bool has_below = away != 0 && below <= bottom && !is_too_far(below);
        if (has_above) look_into_row(block, above, nearest);
        if (has_below) look_into_row(block, below, nearest);
        if (!has_above && !has_below && away != 0) return;
    }
}

/// Of each run, the cell nearest to the goal's column: it is nearer to the goal than all others of the run.
void RegionMap::look_into_row(std::uint32_t block, std::int32_t y, Nearest& nearest) const noexcept {
    const std::int32_t left = static_cast<std::int32_t>(block % blocks_across_) * 64;
    const std::uint64_t word = word_at(y, block % blocks_across_);
    const std::uint16_t* component = runs_[block].data() + static_cast<std::size_t>(y & 63) * 32;
    for_each_bit(starts_of(word), [&](std::uint32_t bit) {
        if (label_of(block, *component++) != nearest.label) return;
        const std::int32_t begin = left + static_cast<std::int32_t>(bit);
        const std::int32_t length = std::countr_one(word >> bit);
        nearest.consider({std::clamp(nearest.goal.x, begin, begin + length - 1), y});
    });
}

}  // namespace outrider::search
