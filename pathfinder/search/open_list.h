// The open list: a heap of cells still to be expanded, best first. Internal to the search library.
//
// Order: the smaller f; of equal ones the smaller distance to the goal (whole cells of the octile distance, rounded
// down); of equal ones the upper, then the left cell. Both go into one key, so that one comparison settles it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "pathfinder/search/exact_cost.h"
#include "shared/grid.h"

namespace outrider::search {

struct OpenEntry {
    std::uint64_t key = 0;  ///< f in the upper 50 bits, distance to the goal in the lower 14
    PackedCell cell;

    [[nodiscard]] Cost f() const noexcept { return key >> (64U - kCostBits); }

    [[nodiscard]] static OpenEntry make(Cost g, Cost h, Cell cell) noexcept {
        return {(g + h) << (64U - kCostBits) | h / kStraightCost, pack(cell)};
    }
    [[nodiscard]] bool before(const OpenEntry& other) const noexcept {
        return key < other.key || (key == other.key && cell.bits < other.cell.bits);
    }
};
static_assert(sizeof(OpenEntry) == 16, "four to a cache line");
static_assert(octile_cost(kMaxMapSide_cells, kMaxMapSide_cells) / kStraightCost < 1U << (64U - kCostBits));

/// A heap in which every entry has up to `kArity` children. Nothing is ever decreased or removed from its middle: a
/// cell whose way got better is pushed again, and the searches pass over the entries that this leaves behind.
template <std::size_t kArity>
class OpenList {
public:
    void reserve(std::size_t entries) { entries_.reserve(entries); }
    void clear() noexcept { entries_.clear(); }
    [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }

    void push(const OpenEntry& entry) {
        std::size_t hole = entries_.size();
        entries_.push_back(entry);
        while (hole > 0) {
            const std::size_t parent = (hole - 1) / kArity;
            if (!entry.before(entries_[parent])) break;
            entries_[hole] = entries_[parent];
            hole = parent;
        }
        entries_[hole] = entry;
    }

    /// REQUIRES: not empty.
    OpenEntry pop() noexcept {
        const OpenEntry best = entries_.front();
        const OpenEntry last = entries_.back();
        entries_.pop_back();
        if (!entries_.empty()) sink_from_root(last);
        return best;
    }

private:
    void sink_from_root(const OpenEntry& entry) noexcept {
        OpenEntry* const entries = entries_.data();
        const std::size_t size = entries_.size();
        std::size_t hole = 0;
        for (std::size_t first = 1; first < size; first = hole * kArity + 1) {
            const std::size_t end = std::min(first + kArity, size);
            std::size_t best = first;
            for (std::size_t child = first + 1; child < end; ++child) {
                if (entries[child].before(entries[best])) best = child;
            }
            if (!entries[best].before(entry)) break;
            entries[hole] = entries[best];
            hole = best;
        }
        entries[hole] = entry;
    }

    std::vector<OpenEntry> entries_;
};

}  // namespace outrider::search
