// The memory of a search: a node per cell, kept from query to query and never cleared, and the path under assembly.
// Internal to the search library.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <span>
#include <vector>

#include "pathfinder/search/bucket_queue.h"
#include "pathfinder/search/exact_cost.h"
#include "pathfinder/search/open_list.h"
#include "shared/grid.h"

namespace outrider::search {

/// What a search knows of one cell. Only meaningful while `stamp` names the running query.
struct Node {
    Cost cost;                    ///< of the best way found from the start
    PackedCell parent;            ///< the node before it on that way
    std::uint32_t stamp : 24;     ///< the query that last touched this node
    std::uint32_t open_ways : 4;  ///< directions of arrival at this cost, not yet followed (Jump Point Search)
    std::uint32_t done_ways : 4;  ///< the same, followed; A* uses it as "expanded"
};
static_assert(sizeof(Node) == 16, "four to a cache line");

/// One node per cell. A stamp tells the nodes of this query from those of earlier ones, so a new query costs nothing.
class NodeTable {
public:
    /// Zeroed pages straight from the system: memory that no search touches is never resident.
    void prepare(const GridLayout& layout) {
        // A little more than the width, so that cells above each other do not share a cache set.
        const auto stride = (static_cast<std::size_t>(layout.width_cells) + 7U) / 4U * 4U;
        const std::size_t count = stride * static_cast<std::size_t>(layout.height_cells);
        if (count > capacity_) {
            nodes_.reset(static_cast<Node*>(std::calloc(count, sizeof(Node))));
            capacity_ = nodes_ ? count : 0;
            stamp_ = 0;
            if (!nodes_) throw std::bad_alloc();
        }
        stride_ = stride;
    }

    [[nodiscard]] bool is_prepared_for(const GridLayout& layout) const noexcept {
        const auto width = static_cast<std::size_t>(layout.width_cells);
        return width <= stride_ && stride_ * static_cast<std::size_t>(layout.height_cells) <= capacity_;
    }

    void begin_query() noexcept {
        stamp_ = (stamp_ + 1) & kStampMask;
        if (stamp_ == 0) forget_all();
    }

    [[nodiscard]] Node& at(Cell cell) noexcept {
        return nodes_[static_cast<std::size_t>(cell.y) * stride_ + static_cast<std::size_t>(cell.x)];
    }
    [[nodiscard]] bool is_current(const Node& node) const noexcept { return node.stamp == stamp_; }
    /// A node of this query. `ways` are the directions of arrival that are yet to be followed.
    [[nodiscard]] Node make(Cost cost, Cell parent, std::uint32_t ways) const noexcept {
        return {cost, pack(parent), stamp_ & kStampMask, ways & 15U, 0};
    }

private:
    static constexpr std::uint32_t kStampMask = 0xFFFFFFU;

    struct FreeMemory {
        void operator()(Node* memory) const noexcept { std::free(memory); }
    };

    /// Once in 16 million queries.
    void forget_all() noexcept {
        for (Node& node : std::span(nodes_.get(), capacity_)) node.stamp = 0;
        stamp_ = 1;
    }

    std::unique_ptr<Node[], FreeMemory> nodes_;
    std::size_t capacity_ = 0;
    std::size_t stride_ = 0;
    std::uint32_t stamp_ = 0;
};

/// Puts a path together from its end to its start, keeping only the cells where the direction changes.
class PathAssembly {
public:
    void prepare(std::size_t points) { points_.reserve(points); }

    void begin(Cell end) {
        points_.clear();
        cost_ = {};
        last_ = end;
        direction_ = {};
        points_.push_back(pack(end));
    }

    /// Adds a straight or diagonal run from the last cell given back to `cell`. No run at all is fine, too.
    void add_run_to(Cell cell) {
        const Cell span{cell.x - last_.x, cell.y - last_.y};
        if (span == Cell{}) return;
        const auto steps = static_cast<std::uint32_t>(std::max(std::abs(span.x), std::abs(span.y)));
        const Cell direction{sign(span.x), sign(span.y)};
        (direction.x != 0 && direction.y != 0 ? cost_.diagonal : cost_.straight) += steps;
        if (direction == direction_) {
            points_.back() = pack(cell);
        } else {
            points_.push_back(pack(cell));
        }
        last_ = cell;
        direction_ = direction;
    }

    /// The turning points from start to end. Call once, after the last run.
    [[nodiscard]] std::span<const PackedCell> finish() noexcept {
        std::reverse(points_.begin(), points_.end());
        return points_;
    }

    /// The same if the path was put together from its start to its end.
    [[nodiscard]] std::span<const PackedCell> finish_from_start() const noexcept { return points_; }

    [[nodiscard]] Cell last() const noexcept { return last_; }
    [[nodiscard]] StepCount cost() const noexcept { return cost_; }

private:
    [[nodiscard]] static constexpr std::int32_t sign(std::int32_t value) noexcept { return (value > 0) - (value < 0); }

    std::vector<PackedCell> points_;
    StepCount cost_;
    Cell last_;
    Cell direction_;
};

/// All that a search needs besides the map and the query.
struct ScratchMemory {
    NodeTable nodes;
    OpenList<2> binary_heap;  ///< A*
    BucketQueue buckets;      ///< Jump Point Search
    PathAssembly path;
    std::span<PackedCell> trace;  ///< see Searcher::trace_expansions()

    void prepare(const GridLayout& layout) {
        const auto cells = static_cast<std::size_t>(layout.width_cells) * static_cast<std::size_t>(layout.height_cells);
        nodes.prepare(layout);
        binary_heap.reserve(cells / 2 + 64);
        buckets.reserve(cells / 4 + 64);
        path.prepare(cells / 16 + 64);
    }
};

}  // namespace outrider::search
