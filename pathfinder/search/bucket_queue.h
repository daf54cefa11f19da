// The open list of Jump Point Search: cells by the f value of their ways, in buckets a little narrower than a step.
// R. B. Dial, "Algorithm 360: Shortest-Path Forest with Topological Ordering", CACM 12(11), 1969, with the buckets in a
// ring. Internal to the search library.
//
// Adding and taking cost the same, however many cells are open. The price is the order within a bucket: last in, first
// out, so a cell may be expanded before a better way to it is known, and again after. That happens seldom, and makes
// no path longer as long as the search goes on until no bucket can hold anything below the goal's cost.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "pathfinder/search/exact_cost.h"
#include "shared/grid.h"

namespace outrider::search {

class BucketQueue {
public:
    /// Memory for so many pushes in one query; more are possible, and allocate.
    void reserve(std::size_t entries) { entries_.reserve(entries); }

    /// Empties it. Nothing below `least_f` will be pushed.
    void begin_query(Cost least_f) noexcept {
        for (std::uint64_t word = current_ / 64; size_ != 0 && word <= last_ / 64; ++word) filled_[word % kWords] = 0;
        entries_.clear();
        size_ = 0;
        current_ = last_ = bucket_of(least_f);
    }

    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

    /// REQUIRES: `f` is not below least_f() and at most kReach above it. Throws std::bad_alloc.
    void push(Cost f, Cell cell) {
        const std::uint64_t bucket = bucket_of(f);
        assert(bucket >= current_ && bucket - current_ < kBuckets);
        std::uint64_t& word = filled_[bucket / 64 % kWords];
        const std::uint64_t bit = std::uint64_t{1} << bucket % 64;
        const auto index = static_cast<std::uint32_t>(entries_.size());
        entries_.push_back({pack(cell), (word & bit) != 0 ? first_[bucket % kBuckets] : kNone});
        first_[bucket % kBuckets] = index;
        word |= bit;
        last_ = std::max(last_, bucket);
        ++size_;
    }

    /// No cell that is still in here has an f below this. REQUIRES: not empty.
    [[nodiscard]] Cost least_f() noexcept {
        std::uint64_t filled = filled_[current_ / 64 % kWords] & ~std::uint64_t{0} << current_ % 64;
        while (filled == 0) {
            current_ = (current_ / 64 + 1) * 64;
            filled = filled_[current_ / 64 % kWords];
        }
        current_ = current_ / 64 * 64 + static_cast<std::uint64_t>(std::countr_zero(filled));
        return current_ << kWidthBits;
    }

    /// Takes a cell out of the bucket of least_f(). REQUIRES: least_f() was called since the last push or take.
    [[nodiscard]] Cell take() noexcept {
        std::uint32_t& first = first_[current_ % kBuckets];
        const Entry entry = entries_[first];
        if (entry.next == kNone) {
            filled_[current_ / 64 % kWords] &= ~(std::uint64_t{1} << current_ % 64);
        } else {
            first = entry.next;
        }
        --size_;
        return unpack(entry.cell);
    }

private:
    struct Entry {
        PackedCell cell;
        std::uint32_t next;  ///< of the same bucket, or kNone
    };
    static constexpr std::uint32_t kNone = ~std::uint32_t{0};

    static constexpr std::uint32_t kWidthBits = 25;
    static constexpr std::uint64_t kBuckets = 32'768;
    static constexpr std::uint64_t kWords = kBuckets / 64;
    /// A jump adds at most twice its own length to f, and is at most a diagonal and a straight run across the map.
    static constexpr Cost kReach = 2 * (kDiagonalCost + kStraightCost) * kMaxMapSide_cells;
    static_assert(Cost{1} << kWidthBits < kStraightCost);
    static_assert((kReach >> kWidthBits) + 1 < kBuckets);

    [[nodiscard]] static constexpr std::uint64_t bucket_of(Cost f) noexcept { return f >> kWidthBits; }

    std::vector<Entry> entries_;
    std::array<std::uint32_t, kBuckets> first_;   ///< entry that was pushed last; unset where nothing is filled
    std::array<std::uint64_t, kWords> filled_{};  ///< a bit for each bucket that holds something
    std::uint64_t current_ = 0;                   ///< nothing lies in a bucket before this one
    std::uint64_t last_ = 0;                      ///< nor in one behind this
    std::size_t size_ = 0;
};

}  // namespace outrider::search
