// The open lists of weighted searches. Internal to the search library.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "shared/cost_field.h"
#include "shared/grid.h"

namespace outrider::search {

/// The open cells by their f value, in a ring of buckets; within a bucket last in, first out. As bucket_queue.h, but
/// with a width to suit the request, with the cost at which a cell was added, and memory that is used again at once.
class OpenBuckets {
public:
    struct Entry {
        WeightedCost cost;
        PackedCell cell;
        std::uint32_t next;  ///< of the same bucket, or kNone
    };

    void reserve(std::size_t entries) { entries_.reserve(entries); }

    /// Empties it. Nothing below `least_f` will be pushed.
    void begin_query(std::uint32_t width_bits, WeightedCost least_f) noexcept {
        filled_.fill(0);
        entries_.clear();
        unused_ = kNone;
        size_ = 0;
        width_bits_ = width_bits;
        current_ = least_f >> width_bits;
    }

    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

    /// REQUIRES: `f` is not below least_f() and less than kBuckets - 1 widths above it. Throws std::bad_alloc.
    void push(WeightedCost f, WeightedCost cost, PackedCell cell) {
        const std::uint64_t bucket = f >> width_bits_;
        assert(bucket >= current_ && bucket - current_ < kBuckets);
        std::uint64_t& word = filled_[bucket / 64 % kWords];
        const std::uint64_t bit = std::uint64_t{1} << bucket % 64;
        std::uint32_t& first = first_[bucket % kBuckets];
        const Entry entry{cost, cell, (word & bit) != 0 ? first : kNone};
        if (unused_ != kNone) {
            first = unused_;
            unused_ = entries_[first].next;
            entries_[first] = entry;
        } else {
            first = static_cast<std::uint32_t>(entries_.size());
            entries_.push_back(entry);
        }
        word |= bit;
        ++size_;
    }

    /// No cell that is still in here has an f below this. REQUIRES: not empty.
    [[nodiscard]] WeightedCost least_f() noexcept {
        std::uint64_t filled = filled_[current_ / 64 % kWords] & ~std::uint64_t{0} << current_ % 64;
        while (filled == 0) {
            current_ = (current_ / 64 + 1) * 64;
            filled = filled_[current_ / 64 % kWords];
        }
        current_ = current_ / 64 * 64 + static_cast<std::uint64_t>(std::countr_zero(filled));
        return current_ << width_bits_;
    }

    /// Takes a cell out of the bucket of least_f(). REQUIRES: least_f() was called since the last push or take.
    [[nodiscard]] Entry take() noexcept {
        std::uint32_t& first = first_[current_ % kBuckets];
        const std::uint32_t index = first;
        const Entry entry = entries_[index];
        if (entry.next == kNone) {
            filled_[current_ / 64 % kWords] &= ~(std::uint64_t{1} << current_ % 64);
        } else {
            first = entry.next;
        }
        entries_[index].next = unused_;
        unused_ = index;
        --size_;
        return entry;
    }

private:
    static constexpr std::uint32_t kNone = ~std::uint32_t{0};
    /// A bucket is more than half as wide as the cheapest step, so wider than kPlainMultiplier units of a straight
    /// step's length. A step adds at most twice its own cost to f; the dearest are those between two walls.
    static constexpr std::uint64_t kBuckets = 2048;
    static constexpr std::uint64_t kWords = kBuckets / 64;
    static_assert(2 * 2 * (kPlainMultiplier * 255 + 255 * 255) / kPlainMultiplier + 2 < kBuckets);

    std::vector<Entry> entries_;
    std::array<std::uint32_t, kBuckets> first_;   ///< entry that was pushed last; unset where nothing is filled
    std::array<std::uint64_t, kWords> filled_{};  ///< a bit for each bucket that holds something
    std::uint32_t unused_ = kNone;                ///< head of the list of entries that were taken
    std::uint32_t width_bits_ = 0;
    std::uint64_t current_ = 0;  ///< nothing lies in a bucket before this one
    std::size_t size_ = 0;
};

/// The open cells in the exact order of their f values, of equal ones the one furthest from the start first, of equal
/// ones the upper, then the left. For estimates so good that what a step adds to f is far below the width of a bucket:
/// there a bucket would mix up its cells, and most of them would be expanded many times.
///
/// Only cells that may come soon lie in a heap. Those with an f beyond a limit are left in a heap in the other sense of
/// the word, which the search of a good estimate never gets to look at.
class OpenHeap {
public:
    struct Entry {
        WeightedCost f;
        WeightedCost cost;
        PackedCell cell;

        [[nodiscard]] bool before(const Entry& other) const noexcept {
            if (f != other.f) return f < other.f;
            return cost > other.cost || (cost == other.cost && cell < other.cell);
        }
    };

    void reserve(std::size_t entries) {
        near_.reserve(entries);
        far_.reserve(entries);
    }
    /// Empties it. `window` is how far above `least_f` cells may come soon.
    void begin_query(WeightedCost least_f, WeightedCost window) noexcept {
        near_.clear();
        far_.clear();
        window_ = window;
        limit_ = least_f + window;
    }
    [[nodiscard]] bool empty() const noexcept { return near_.empty() && far_.empty(); }
    /// Throws std::bad_alloc.
    void push(WeightedCost f, WeightedCost cost, PackedCell cell) {
        if (f >= limit_) return far_.push_back({f, cost, cell});
        near_.push_back({f, cost, cell});
        std::ranges::push_heap(near_, is_after);
    }
    /// No cell in here has a lower f. REQUIRES: not empty. Throws std::bad_alloc.
    [[nodiscard]] WeightedCost least_f() {
        if (near_.empty()) raise_limit();
        return near_.front().f;
    }
    /// REQUIRES: least_f() was called since the last push or take.
    [[nodiscard]] Entry take() noexcept {
        std::ranges::pop_heap(near_, is_after);
        const Entry best = near_.back();
        near_.pop_back();
        return best;
    }

private:
    [[nodiscard]] static bool is_after(const Entry& a, const Entry& b) noexcept { return b.before(a); }

    /// Twice as far as the last time, so that no entry is looked at often.
    void raise_limit() {
        window_ = std::min(window_, kNoLimit / 2) * 2;
        const WeightedCost least = std::ranges::min_element(far_, {}, &Entry::f)->f;
        limit_ = least + std::min(window_, kNoLimit - least);
        const auto is_far = [this](const Entry& entry) { return entry.f >= limit_; };
        const auto rest = std::partition(far_.begin(), far_.end(), is_far);
        near_.assign(rest, far_.end());
        far_.erase(rest, far_.end());
        std::ranges::make_heap(near_, is_after);
    }

    static constexpr WeightedCost kNoLimit = ~WeightedCost{0};

    std::vector<Entry> near_;  ///< a heap of those below the limit
    std::vector<Entry> far_;   ///< all others
    WeightedCost window_ = 0;
    WeightedCost limit_ = 0;
};

}  // namespace outrider::search
