// Which cells can reach each other, kept up to date through edits.
//
// The map is cut into blocks of 64 by 64 cells. In each block the free cells fall into local components (straight steps
// suffice, see components.h), found by their runs in the rows. Those that touch the block's border are joined with
// those of the blocks beside it (union-find, as in components.h): first within chunks of 16 by 16 blocks, then the
// chunks with each other. An edit makes the touched blocks anew; their chunks and the whole are joined again only if
// one of the blocks looks different from outside, which an edit within a block need not bring about. That is the
// abstraction of A. Botea, M. Mueller, J. Schaeffer, "Near Optimal Hierarchical Path-Finding", J. of Game Development
// 1(1), 2004, reduced to the question whether there is a path at all.
//
// Internal to the search library. Belongs to one searcher and one clearance class; not thread-safe.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "shared/grid.h"

namespace outrider::search {

class RegionMap {
public:
    /// Memory for maps of this size, in the state of a map without free cells: the only call that allocates. Throws
    /// std::bad_alloc.
    void prepare(const GridLayout& layout);
    [[nodiscard]] bool is_prepared_for(const GridLayout& layout) const noexcept {
        return layout.width_cells == width_cells_ && layout.height_cells == height_cells_;
    }

    /// Brings it up to date with `map`, whatever it knew before; nothing to do if that was this version. Compares all
    /// words of the rows. REQUIRES: prepared for maps of this size; the bits of a version never change.
    void follow(const MapView& map) noexcept;

    /// The same for one who knows what changed. `row(y)` gives the words of row y, in which all cells outside the map
    /// are blocked; `blocks` are numbered down * blocks_across() + across, may repeat, and hold every changed cell.
    /// An eroded map changes next to an edit, too. Do not mix with follow(map): this one knows no versions.
    template <class RowOf>
    void follow(RowOf row, std::span<const std::uint32_t> blocks) noexcept {
        for (const std::uint32_t block : blocks) {
            const std::int32_t top = static_cast<std::int32_t>(block / blocks_across_) * 64;
            const std::size_t across = block % blocks_across_;
            bool changed = false;
            for (std::int32_t y = top; y < top + 64 && y < height_cells_; ++y) {
                const std::uint64_t word = row(y)[across];
                std::uint64_t& known = word_at(y, across);
                changed = changed || known != word;
                known = word;
            }
            if (changed) renew_block(block);
        }
        join_if_stale();
    }
    [[nodiscard]] std::uint32_t blocks_across() const noexcept { return blocks_across_; }

    /// The same number for cells that can reach each other, another for others; 0 for a blocked cell. Numbers mean
    /// nothing else, and hold until the next follow(). REQUIRES: the cell lies in the map.
    [[nodiscard]] std::uint32_t label(Cell cell) const noexcept;
    /// Is there a path between two cells? False if one of them is blocked.
    [[nodiscard]] bool connected(Cell a, Cell b) const noexcept {
        const std::uint32_t of_a = label(a);
        return of_a != 0 && of_a == label(b);
    }
    /// The cell that `start` can reach and that is nearest to `goal` by octile distance as if the map were empty; of
    /// equally near ones the uppermost, then the leftmost. None if start is blocked.
    /// Looks at the blocks around the goal, nearest first, and within them at rows, nearest first.
    [[nodiscard]] std::optional<Cell> nearest_connected(Cell goal, Cell start) const noexcept;

    [[nodiscard]] std::size_t memory_bytes() const noexcept;

private:
    static constexpr std::uint32_t kMostRuns = 64 * 32;  ///< of a block: every other cell of each row
    static constexpr std::uint32_t kMostAtBorder = 128;  ///< more than every other of a block's 252 border cells
    static constexpr std::uint32_t kChunkSide_blocks = 16;
    static constexpr std::uint32_t kMostJoints = 32;  ///< places where two blocks touch

    /// How a block looks from outside: its free border cells and their components, which are numbered in the order in
    /// which they are met here. Equal borders join the same way.
    struct Border {
        std::uint64_t top = 0;
        std::uint64_t bottom = 0;
        std::uint64_t left = 0;
        std::uint64_t right = 0;
        std::array<std::uint8_t, 32> top_components{};     ///< by run
        std::array<std::uint8_t, 32> bottom_components{};  ///< by run
        std::array<std::uint8_t, 64> left_components{};    ///< by row
        std::array<std::uint8_t, 64> right_components{};   ///< by row
        std::uint64_t components = 0;                      ///< how many

        friend bool operator==(const Border&, const Border&) = default;
    };
    /// Components of a block and of the one to the right of it, or below, that touch.
    struct Joint {
        std::uint8_t here = 0;
        std::uint8_t there = 0;
    };
    struct Joints {
        std::uint32_t count = 0;
        std::array<Joint, kMostJoints> list{};
    };
    /// Blocks [x0, x1] by [y0, y1].
    struct BlockBox {
        std::uint8_t x0, y0, x1, y1;
    };
    struct Nearest;
    /// One cache line for each row of a block: the component of each run of free cells.
    using RunComponents = std::array<std::uint16_t, kMostRuns>;

    [[nodiscard]] std::uint64_t& word_at(std::int32_t y, std::size_t across) noexcept {
        return words_[static_cast<std::size_t>(y) * blocks_across_ + across];
    }
    [[nodiscard]] std::uint64_t word_at(std::int32_t y, std::size_t across) const noexcept {
        return words_[static_cast<std::size_t>(y) * blocks_across_ + across];
    }
    [[nodiscard]] std::uint32_t label_of(std::uint32_t block, std::uint32_t component) const noexcept;

    void renew_block(std::uint32_t block) noexcept;
    void renew_joints_around(std::uint32_t block) noexcept;
    void undo(Joints& joints, std::uint32_t here, std::uint32_t there) noexcept;
    void set_apart(std::uint32_t root) noexcept;
    void renew_joints_right(std::uint32_t block) noexcept;
    void renew_joints_down(std::uint32_t block) noexcept;
    void join_if_stale() noexcept;
    template <class Each>
    void for_each_block_of(std::uint32_t chunk, Each each) const noexcept;
    void join_chunk(std::uint32_t chunk) noexcept;
    void flatten_block(std::uint8_t across, std::uint8_t down, std::uint32_t block) noexcept;
    template <class Each>
    void for_each_joint_of_chunks(Each each) const noexcept;
    void join_chunks() noexcept;
    static void join(std::vector<std::uint32_t>& forest, std::uint32_t a, std::uint32_t b) noexcept;
    [[nodiscard]] static std::uint32_t root_of(std::vector<std::uint32_t>& forest, std::uint32_t node) noexcept;
    [[nodiscard]] static BlockBox around(BlockBox a, BlockBox b) noexcept;
    /// Of a column or row of blocks: is it the last of its chunk?
    [[nodiscard]] static bool ends_chunk(std::uint32_t line) noexcept {
        return line % kChunkSide_blocks == kChunkSide_blocks - 1;
    }

    [[nodiscard]] BlockBox box_of(std::uint32_t label) const noexcept;
    [[nodiscard]] bool reaches_block(std::uint32_t block, std::uint32_t label) const noexcept;
    void look_into_block(std::uint32_t block, Nearest& nearest) const noexcept;
    void look_into_row(std::uint32_t block, std::int32_t y, Nearest& nearest) const noexcept;

    std::int32_t width_cells_ = 0;
    std::int32_t height_cells_ = 0;
    std::uint32_t blocks_across_ = 0;
    std::uint32_t blocks_down_ = 0;
    std::optional<MapVersion> version_;  ///< of the last follow(map)
    std::uint32_t chunks_across_ = 0;
    bool joints_are_stale_ = false;

    std::vector<std::uint64_t> words_;  ///< rows of blocks_across_ words each; rows to the end of the last block
    std::vector<RunComponents> runs_;   ///< per block
    std::vector<Border> borders_;       ///< per block
    std::vector<Joints> joints_right_;  ///< per block
    std::vector<Joints> joints_down_;   ///< per block
    /// A node is a component at a block's border: block * kMostAtBorder + component. Per node: the first node that it
    /// is joined with within its chunk (itself, if it is the first).
    std::vector<std::uint32_t> roots_;
    std::vector<std::uint32_t> regions_;  ///< per root of a chunk: the first root it is joined with on the whole map
    std::vector<BlockBox> region_boxes_;  ///< where the cells of a region lie, per first root
    std::vector<BlockBox> boxes_;         ///< where the cells of a root lie within its chunk
    std::vector<std::uint8_t> stale_blocks_;  ///< while following: 1 if a word changed
    std::vector<std::uint8_t> stale_chunks_;  ///< 1 if the border of a block changed
};

}  // namespace outrider::search
