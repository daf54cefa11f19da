#include "pathfinder/search/weighted.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstdlib>
#include <functional>
#include <limits>
#include <new>
#include <span>
#include <type_traits>

#include "pathfinder/search/scratch_memory.h"
#include "pathfinder/search/search_progress.h"

namespace outrider::search {
namespace {

constexpr WeightedCost kUnknown = ~WeightedCost{0};

/// Side of the pieces in which a search makes what it needs to know of the map. A multiple of kDangerBlock_cells.
constexpr std::int32_t kRegion_cells = 8;

/// Marks the multiplier of a wall that can be passed. Above every multiplier, so a wall counts as dearer than ground.
constexpr std::uint32_t kWallBit = 1U << 31U;

/// The bits of a multiplier that count; without walls there are no others.
template <bool kSapper>
[[nodiscard]] constexpr WeightedCost cost_part(std::uint32_t multiplier) noexcept {
    return kSapper ? multiplier & ~kWallBit : multiplier;
}
/// May a diagonal step touch it?
template <bool kSapper>
[[nodiscard]] constexpr bool is_open(std::uint32_t multiplier) noexcept {
    return kSapper ? multiplier - 1 < kWallBit - 1 : multiplier != 0;
}

// --- what a request makes of the map ---------------------------------------------------------------------------------

/// The multipliers of a request, where a search needs them. 0 is impassable.
class Multipliers {
public:
    Multipliers(const MapView& map, const CostField& field, const PathQuery& query) noexcept
        : map_(map),
          terrain_(field.terrain_classes),
          danger_(field.danger),
          width_cells_(map.width_cells()),
          bytes_across_((map.width_cells() + 3) / 4),
          weight_(query.danger_weight),
          wall_(query.wall_factor == 0 ? 0 : kWallBit | kPlainMultiplier * query.wall_factor),
          is_wide_(query.clearance == Clearance::kTwoCells) {
        for (std::size_t i = 0; i < 4; ++i) ground_[i] = kPlainMultiplier * field.terrain_factors[i];
        least_ = least_ground() + weight_ * least_danger();
    }

    /// Of the region of cells from `corner` on, to rows `stride` apart. Some or all of them may lie outside the map.
    void fill(Cell corner, std::uint32_t* to, std::ptrdiff_t stride) const noexcept {
        if (is_wide_) return fill_for_wide_units(corner, to, stride);
        Row row;
        for (std::int32_t y = 0; y < kRegion_cells; ++y, to += stride) {
            take_row<0>({corner.x, corner.y + y}, row);
            for (std::size_t x = 0; x < kRegion_cells; ++x) {
                to[x] = row.ground[x] == 0 ? 0 : row.ground[x] + row.danger[x];
            }
        }
    }

    /// Not above any multiplier of a passable cell.
    [[nodiscard]] std::uint32_t least() const noexcept { return least_; }

private:
    /// What multipliers are the sums of, for a row of a region and the cells after it. Ground 0 is impassable.
    struct Row {
        std::array<std::uint32_t, kRegion_cells + kDangerBlock_cells> ground{};
        std::array<std::uint32_t, kRegion_cells + kDangerBlock_cells> danger{};
    };

    void fill_for_wide_units(Cell corner, std::uint32_t* to, std::ptrdiff_t stride) const noexcept {
        Row row;
        Row below;
        take_row<kDangerBlock_cells>(corner, row);
        for (std::int32_t y = 0; y < kRegion_cells; ++y, to += stride) {
            take_row<kDangerBlock_cells>({corner.x, corner.y + y + 1}, below);
            for (std::size_t x = 0; x < kRegion_cells; ++x) {
                const std::uint32_t ground =
                    dearest(dearest(row.ground[x], row.ground[x + 1]), dearest(below.ground[x], below.ground[x + 1]));
                const std::uint32_t danger = std::max(std::max(row.danger[x], row.danger[x + 1]),
                                                      std::max(below.danger[x], below.danger[x + 1]));
                to[x] = ground == 0 ? 0 : ground + danger;
            }
            row = below;
        }
    }
    [[nodiscard]] static std::uint32_t dearest(std::uint32_t a, std::uint32_t b) noexcept {
        return a == 0 || b == 0 ? 0 : std::max(a, b);
    }

    [[nodiscard]] std::uint32_t least_ground() const noexcept {
        const std::uint32_t ground = terrain_ == nullptr ? ground_[0] : std::ranges::min(ground_);
        return wall_ == 0 ? ground : std::min(ground, wall_ & ~kWallBit);
    }
    [[nodiscard]] std::uint32_t least_danger() const noexcept {
        if (danger_ == nullptr || weight_ == 0) return 0;
        return std::ranges::min(std::span(danger_, danger_bytes(map_.layout())));
    }

    /// Takes `kMore` cells beyond the region.
    template <std::int32_t kMore>
    void take_row(Cell at, Row& row) const noexcept {
        for (std::size_t x = 0; x < kRegion_cells + kMore; x += kDangerBlock_cells) {
            take_block({at.x + static_cast<std::int32_t>(x), at.y}, row.ground.data() + x, row.danger.data() + x);
        }
    }

    /// Four cells of one block.
    void take_block(Cell at, std::uint32_t* ground, std::uint32_t* danger) const noexcept {
        if (!map_.contains(at)) {
            std::fill_n(ground, kDangerBlock_cells, 0U);
            std::fill_n(danger, kDangerBlock_cells, 0U);
            return;
        }
        const auto free =
            static_cast<std::uint32_t>(map_.row(at.y)[at.x >> 6] >> (static_cast<std::uint32_t>(at.x) & 63U));
        const std::ptrdiff_t block = at.x / kDangerBlock_cells;
        const std::uint32_t classes =
            terrain_ == nullptr ? 0 : terrain_[static_cast<std::ptrdiff_t>(at.y) * bytes_across_ + block];
        for (std::uint32_t i = 0; i < 4; ++i) {
            ground[i] = (free >> i & 1U) != 0 ? ground_[classes >> 2 * i & 3U] : wall_;
        }
        const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(at.y / kDangerBlock_cells) * bytes_across_;
        std::fill_n(danger, kDangerBlock_cells, danger_ == nullptr ? 0 : weight_ * danger_[row + block]);
        for (std::int32_t i = width_cells_ - at.x; i < kDangerBlock_cells; ++i) ground[i] = 0;
    }

    const MapView& map_;
    const std::uint8_t* const terrain_;
    const std::uint8_t* const danger_;
    const std::int32_t width_cells_;
    const std::int32_t bytes_across_;
    const std::uint32_t weight_;
    const std::uint32_t wall_;
    const bool is_wide_;
    std::array<std::uint32_t, 4> ground_{};  ///< by terrain class
    std::uint32_t least_ = 0;
};

// --- memory ----------------------------------------------------------------------------------------------------------

/// Where the cells of a map lie in the arrays of a search: row by row, with a margin of one region all around.
struct CellArray {
    std::int32_t regions_across = 0;
    std::int32_t regions_down = 0;
    std::ptrdiff_t stride_cells = 0;

    constexpr CellArray() = default;
    constexpr explicit CellArray(const GridLayout& layout) noexcept
        : regions_across((layout.width_cells + kRegion_cells - 1) / kRegion_cells + 2),
          regions_down((layout.height_cells + kRegion_cells - 1) / kRegion_cells + 2),
          // A little more than the width, so that cells above each other do not share a cache set.
          stride_cells(static_cast<std::ptrdiff_t>(regions_across) * kRegion_cells + 8) {}

    [[nodiscard]] constexpr std::size_t regions() const noexcept {
        return static_cast<std::size_t>(regions_across) * static_cast<std::size_t>(regions_down);
    }
    [[nodiscard]] constexpr std::size_t cells() const noexcept {
        return static_cast<std::size_t>(stride_cells) * static_cast<std::size_t>(regions_down) * kRegion_cells;
    }
    [[nodiscard]] constexpr std::ptrdiff_t index_of(Cell cell) const noexcept {
        return (cell.y + kRegion_cells) * stride_cells + cell.x + kRegion_cells;
    }
    [[nodiscard]] constexpr std::ptrdiff_t region_of(Cell cell) const noexcept {
        constexpr auto kSide = static_cast<std::uint32_t>(kRegion_cells);
        return (static_cast<std::uint32_t>(cell.y) / kSide + 1) * static_cast<std::ptrdiff_t>(regions_across) +
               static_cast<std::uint32_t>(cell.x) / kSide + 1;
    }
};

struct FreeMemory {
    void operator()(void* memory) const noexcept { std::free(memory); }
};

/// An array of zeroed pages straight from the system: memory that no search touches is never resident.
template <class T>
class LazyArray {
public:
    void prepare(std::size_t count) {
        if (count <= count_) return;
        count_ = 0;
        memory_.reset(static_cast<T*>(std::calloc(count, sizeof(T))));
        if (!memory_) throw std::bad_alloc();
        count_ = count;
    }
    [[nodiscard]] T* data() const noexcept { return memory_.get(); }

private:
    std::unique_ptr<T[], FreeMemory> memory_;
    std::size_t count_ = 0;
};

/// The best known cost (0 where a cell is impassable) and the multiplier of each cell, for one request at a time, made
/// region by region when the search comes near: a request on a large map pays for what it looks at.
class CellTable {
public:
    void prepare(const GridLayout& layout) {
        array_ = CellArray(layout);
        costs_.prepare(array_.cells());
        multipliers_.prepare(array_.cells());
        regions_.assign(array_.regions(), {});
        stamp_ = 0;
    }
    [[nodiscard]] bool is_prepared_for(const GridLayout& layout) const noexcept {
        const CellArray wanted(layout);
        return wanted.regions_across == array_.regions_across && wanted.regions_down == array_.regions_down;
    }

    void begin_query() noexcept {
        if (++stamp_ == 0) {
            std::ranges::fill(regions_, Region{});
            stamp_ = 1;
        }
    }

    /// Makes sure that a cell of the map and all its neighbours can be looked at.
    void come_to(Cell cell, const Multipliers& multipliers) noexcept {
        const std::ptrdiff_t region = array_.region_of(cell);
        if (regions_[static_cast<std::size_t>(region)].surrounded != stamp_) surround(region, multipliers);
    }

    [[nodiscard]] const CellArray& array() const noexcept { return array_; }
    [[nodiscard]] WeightedCost* costs() noexcept { return costs_.data(); }
    [[nodiscard]] const std::uint32_t* multipliers() const noexcept { return multipliers_.data(); }

    /// The costs of all cells, kUnknown for those that the query did not come near. `to` has array().cells() entries.
    void copy_costs(WeightedCost* to) const noexcept {
        for (std::ptrdiff_t region = 0; region < static_cast<std::ptrdiff_t>(array_.regions()); ++region) {
            const std::ptrdiff_t first = array_.index_of(corner_of(region));
            for (std::ptrdiff_t row = first; row < first + kRegion_cells * array_.stride_cells;
                 row += array_.stride_cells) {
                if (is_made(region)) {
                    std::copy_n(costs_.data() + row, kRegion_cells, to + row);
                } else {
                    std::fill_n(to + row, kRegion_cells, kUnknown);
                }
            }
        }
    }

private:
    /// The queries that last made a region's cells, and the cells around it.
    struct Region {
        std::uint32_t made = 0;
        std::uint32_t surrounded = 0;
    };

    [[nodiscard]] bool is_made(std::ptrdiff_t region) const noexcept {
        return regions_[static_cast<std::size_t>(region)].made == stamp_;
    }
    [[nodiscard]] Cell corner_of(std::ptrdiff_t region) const noexcept {
        const auto across = static_cast<std::int32_t>(region % array_.regions_across);
        const auto down = static_cast<std::int32_t>(region / array_.regions_across);
        return {(across - 1) * kRegion_cells, (down - 1) * kRegion_cells};
    }

    void surround(std::ptrdiff_t region, const Multipliers& multipliers) noexcept {
        regions_[static_cast<std::size_t>(region)].surrounded = stamp_;
        for (std::ptrdiff_t dy = -1; dy <= 1; ++dy) {
            for (std::ptrdiff_t dx = -1; dx <= 1; ++dx) make(region + dy * array_.regions_across + dx, multipliers);
        }
    }

    void make(std::ptrdiff_t region, const Multipliers& multipliers) noexcept {
        if (is_made(region)) return;
        regions_[static_cast<std::size_t>(region)].made = stamp_;
        const Cell corner = corner_of(region);
        const std::ptrdiff_t first = array_.index_of(corner);
        multipliers.fill(corner, multipliers_.data() + first, array_.stride_cells);
        for (std::ptrdiff_t y = 0; y < kRegion_cells; ++y) {
            const std::ptrdiff_t row = first + y * array_.stride_cells;
            for (std::ptrdiff_t x = row; x < row + kRegion_cells; ++x) {
                costs_.data()[x] = multipliers_.data()[x] == 0 ? 0 : kUnknown;
            }
        }
    }

    CellArray array_;
    LazyArray<WeightedCost> costs_;
    LazyArray<std::uint32_t> multipliers_;
    std::vector<Region> regions_;
    std::uint32_t stamp_ = 0;
};

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
        window_ = std::min(window_, kUnknown / 2) * 2;
        const WeightedCost least = std::ranges::min_element(far_, {}, &Entry::f)->f;
        limit_ = least + std::min(window_, kUnknown - least);
        const auto is_far = [this](const Entry& entry) { return entry.f >= limit_; };
        const auto rest = std::partition(far_.begin(), far_.end(), is_far);
        near_.assign(rest, far_.end());
        far_.erase(rest, far_.end());
        std::ranges::make_heap(near_, is_after);
    }

    std::vector<Entry> near_;  ///< a heap of those below the limit
    std::vector<Entry> far_;   ///< all others
    WeightedCost window_ = 0;
    WeightedCost limit_ = 0;
};

// --- estimates -------------------------------------------------------------------------------------------------------

/// Dijkstra's: none.
struct NoEstimate {
    [[nodiscard]] WeightedCost operator()(PackedCell, std::ptrdiff_t) const noexcept { return 0; }
};

/// The cost of a shortest path on an empty map of the cheapest ground.
class EmptyMapEstimate {
public:
    EmptyMapEstimate(Cell goal, std::uint32_t least_multiplier) noexcept
        : goal_(goal),
          along_(WeightedCost{2} * least_multiplier * kStraightLength),
          across_(WeightedCost{2} * least_multiplier * (kDiagonalLength - kStraightLength)) {}

    [[nodiscard]] WeightedCost operator()(PackedCell cell, std::ptrdiff_t) const noexcept {
        const Cell at = unpack(cell);
        const auto dx = static_cast<std::uint32_t>(std::abs(at.x - goal_.x));
        const auto dy = static_cast<std::uint32_t>(std::abs(at.y - goal_.y));
        return std::max(dx, dy) * along_ + std::min(dx, dy) * across_;
    }

private:
    Cell goal_;
    WeightedCost along_;
    WeightedCost across_;
};

}  // namespace

/// Between the exact costs for a lower and a higher weight, or a little nearer the lower: the share of the higher one,
/// `part` of 2^32, is rounded down, as is the sum. So it stays consistent, as steps cost whole numbers.
struct GuideEstimate {
    const WeightedCost* lower = nullptr;
    const WeightedCost* higher = nullptr;
    WeightedCost part = 0;

    [[nodiscard]] WeightedCost operator()(PackedCell, std::ptrdiff_t index) const noexcept {
        const WeightedCost rise = higher[index] - lower[index];
        return lower[index] + (rise >> 32U) * part + ((rise & 0xFFFFFFFFU) * part >> 32U);
    }
};

namespace {

/// A cell that the guide has no way for has none now.
[[nodiscard]] bool reaches_goal(const GuideEstimate& guide, std::ptrdiff_t index) noexcept {
    return guide.lower[index] != kUnknown;
}

// --- the search ------------------------------------------------------------------------------------------------------

/// East, south, west, north, then the diagonals.
constexpr std::array<Cell, 8> kSteps = {{{1, 0}, {0, 1}, {-1, 0}, {0, -1}, {1, 1}, {-1, 1}, {-1, -1}, {1, -1}}};

[[nodiscard]] PathQuery progress_query(const PathQuery& query) noexcept {
    return {query.start, query.goal, Algorithm::kAStar, query.node_budget};
}

/// All that a search needs besides the map and the query.
struct Memory {
    CellTable cells;
    OpenBuckets buckets;  ///< for all but guided searches
    OpenHeap heap;        ///< for those
    PathAssembly path;

    void prepare(const GridLayout& layout) {
        const auto count = static_cast<std::size_t>(layout.width_cells) * static_cast<std::size_t>(layout.height_cells);
        cells.prepare(layout);
        buckets.reserve(count / 4 + 64);
        heap.reserve(count / 16 + 64);
        path.prepare(count / 16 + 64);
    }
};

template <class Open>
class WeightedSearch {
public:
    WeightedSearch(const Multipliers& multipliers, const PathQuery& query, const StopSignal& stop, Memory& memory,
                   Open& open)
        : query_(query),
          multiplier_source_(multipliers),
          memory_(memory),
          open_(open),
          array_(memory.cells.array()),
          costs_(memory.cells.costs()),
          multipliers_(memory.cells.multipliers()),
          goal_index_(array_.index_of(query.goal)),
          progress_(progress_query(query), stop) {
        memory_.cells.begin_query();
        memory_.cells.come_to(query.start, multipliers);
        memory_.cells.come_to(query.goal, multipliers);
    }

    [[nodiscard]] bool is_passable(Cell cell) const noexcept { return multipliers_[array_.index_of(cell)] != 0; }

    template <bool kSapper, class Estimate>
    WeightedResult run(const Estimate& estimate, std::uint32_t least_multiplier) {
        if (progress_.should_stop()) return result(AnswerStatus::kCancelled);
        begin(estimate, least_multiplier);
        // The search is over as soon as nothing open can lead to the goal at a lower cost.
        while (!open_.empty() && open_.least_f() < costs_[goal_index_]) {
            const auto entry = open_.take();
            const Cell cell = unpack(entry.cell);
            const std::ptrdiff_t index = array_.index_of(cell);
            if (costs_[index] != entry.cost) continue;  // expanded already, by a better entry
            // Nobody asks how near the goal a cell is, unless the goal is reached or the budget may end.
            WeightedCost h = 0;
            if (query_.node_budget != 0 || costs_[goal_index_] != kUnknown) {
                h = estimate(entry.cell, index);
                if (entry.cost + h >= costs_[goal_index_]) continue;
            }
            if (progress_.is_budget_used_up()) return path_to(progress_.nearest(), AnswerStatus::kPartial);
            if (progress_.should_stop()) return result(AnswerStatus::kCancelled);
            progress_.expand(cell, h);
            memory_.cells.come_to(cell, multiplier_source_);
            expand<kSapper>(entry.cell, index, estimate);
        }
        if (costs_[goal_index_] == kUnknown) return result(AnswerStatus::kUnreachable);
        return path_to(query_.goal, AnswerStatus::kFound);
    }

    /// Works out the costs from the start to all cells. False if stopped.
    template <bool kSapper>
    [[nodiscard]] bool flood(std::uint32_t least_multiplier) {
        const NoEstimate none;
        begin(none, least_multiplier);
        while (!open_.empty()) {
            static_cast<void>(open_.least_f());
            const auto entry = open_.take();
            const Cell cell = unpack(entry.cell);
            const std::ptrdiff_t index = array_.index_of(cell);
            if (costs_[index] != entry.cost) continue;
            if (progress_.should_stop()) return false;
            progress_.expand(cell, 0);
            memory_.cells.come_to(cell, multiplier_source_);
            expand<kSapper>(entry.cell, index, none);
        }
        return true;
    }

private:
    template <class Estimate>
    void begin(const Estimate& estimate, std::uint32_t least_multiplier) {
        const std::ptrdiff_t start = array_.index_of(query_.start);
        const WeightedCost h = estimate(pack(query_.start), start);
        const WeightedCost cheapest_step = WeightedCost{2} * least_multiplier * kStraightLength;
        if constexpr (std::is_same_v<Open, OpenHeap>) {
            open_.begin_query(h, cheapest_step / 4);
        } else {
            open_.begin_query(static_cast<std::uint32_t>(std::bit_width(cheapest_step)) - 1, h);
        }
        costs_[start] = 0;
        open_.push(h, 0, pack(query_.start));
    }

    template <bool kSapper, class Estimate>
    void expand(PackedCell cell, std::ptrdiff_t index, const Estimate& estimate) {
        const std::ptrdiff_t down = array_.stride_cells;
        const std::uint32_t* const multipliers = multipliers_ + index;
        WeightedCost* const costs = costs_ + index;
        const WeightedCost cost = costs[0];
        const WeightedCost here = cost_part<kSapper>(multipliers[0]);
        const auto reach = [&](std::ptrdiff_t step, std::uint32_t cell_step, WeightedCost new_cost) {
            if (new_cost >= costs[step]) return;
            costs[step] = new_cost;
            const PackedCell to{cell.bits + cell_step};
            open_.push(new_cost + estimate(to, index + step), new_cost, to);
            progress_.generate();
        };
        // Impassable cells need no question: nothing is below their cost.
        const auto reach_straight = [&](std::ptrdiff_t step, std::uint32_t cell_step) {
            reach(step, cell_step, cost + kStraightLength * (here + cost_part<kSapper>(multipliers[step])));
        };
        constexpr std::uint32_t kDown = 1U << 16U;
        reach_straight(1, 1);
        reach_straight(down, kDown);
        reach_straight(-1, 0U - 1);
        reach_straight(-down, 0U - kDown);
        if (kSapper && !is_open<kSapper>(multipliers[0])) return;
        const bool east = is_open<kSapper>(multipliers[1]);
        const bool south = is_open<kSapper>(multipliers[down]);
        const bool west = is_open<kSapper>(multipliers[-1]);
        const bool north = is_open<kSapper>(multipliers[-down]);
        const auto reach_diagonally = [&](bool sides_are_open, std::ptrdiff_t step, std::uint32_t cell_step) {
            const bool legal = sides_are_open & (!kSapper || is_open<kSapper>(multipliers[step]));
            const WeightedCost new_cost = cost + kDiagonalLength * (here + cost_part<kSapper>(multipliers[step]));
            reach(step, cell_step, legal ? new_cost : kUnknown);
        };
        reach_diagonally(south & east, down + 1, kDown + 1);
        reach_diagonally(south & west, down - 1, kDown - 1);
        reach_diagonally(north & west, -down - 1, 0U - kDown - 1);
        reach_diagonally(north & east, -down + 1, 0U - kDown + 1);
    }

    /// Of a step to a neighbour of a passable cell; kUnknown if it is not legal.
    [[nodiscard]] WeightedCost step_cost(std::ptrdiff_t from, Cell step) const noexcept {
        const std::ptrdiff_t across = from + step.x;
        const std::ptrdiff_t down = from + step.y * array_.stride_cells;
        const std::ptrdiff_t to = down + step.x;
        if (multipliers_[to] == 0) return kUnknown;
        const WeightedCost sum = cost_part<true>(multipliers_[from]) + cost_part<true>(multipliers_[to]);
        if (step.x == 0 || step.y == 0) return kStraightLength * sum;
        for (const std::ptrdiff_t cell : {from, across, down, to}) {
            if (!is_open<true>(multipliers_[cell])) return kUnknown;
        }
        return kDiagonalLength * sum;
    }

    /// Is the best known way to `index` one whose last step comes from there, or a dearer one?
    [[nodiscard]] bool comes_from(std::ptrdiff_t index, Cell step_back) const noexcept {
        const WeightedCost before = costs_[index + step_back.y * array_.stride_cells + step_back.x];
        if (before >= costs_[index]) return false;
        const WeightedCost step = step_cost(index, step_back);
        return step <= costs_[index] - before;
    }

    /// The way is not kept: it is read from the costs, as every known cost but the start's is that of a neighbour and
    /// a step, or more if the neighbour's cost fell later.
    WeightedResult path_to(Cell end, AnswerStatus status) {
        PathAssembly& path = memory_.path;
        path.begin(end);
        WeightedCost total = 0;
        Cell step_back{};
        for (Cell at = end; at != query_.start;) {
            const std::ptrdiff_t index = array_.index_of(at);
            if (step_back == Cell{} || !comes_from(index, step_back)) {
                step_back = *std::ranges::find_if(kSteps, [&](Cell step) { return comes_from(index, step); });
            }
            total += step_cost(index, step_back);
            at = {at.x + step_back.x, at.y + step_back.y};
            path.add_run_to(at);
        }
        WeightedResult found = result(status);
        found.cost = path.cost();
        found.turning_points = path.finish();
        found.weighted_cost = total;
        return found;
    }

    [[nodiscard]] WeightedResult result(AnswerStatus status) const noexcept { return {progress_.result(status), 0}; }

    const PathQuery& query_;
    const Multipliers& multiplier_source_;
    Memory& memory_;
    Open& open_;
    const CellArray& array_;
    WeightedCost* const costs_;
    const std::uint32_t* const multipliers_;
    const std::ptrdiff_t goal_index_;
    SearchProgress progress_;
};

template <class Open, class Estimate>
[[nodiscard]] WeightedResult run(const Multipliers& multipliers, const PathQuery& query, const StopSignal& stop,
                                 const Estimate& estimate, Memory& memory, Open& open) {
    const std::uint32_t least_multiplier = multipliers.least();
    WeightedSearch search(multipliers, query, stop, memory, open);
    if (!search.is_passable(query.start) || !search.is_passable(query.goal)) return {};
    if (query.wall_factor != 0) return search.template run<true>(estimate, least_multiplier);
    return search.template run<false>(estimate, least_multiplier);
}

/// Works out the costs from the start to all cells. False if stopped.
[[nodiscard]] bool flood(const Multipliers& multipliers, const PathQuery& query, const StopSignal& stop,
                         Memory& memory) {
    WeightedSearch search(multipliers, query, stop, memory, memory.buckets);
    if (!search.is_passable(query.start)) return true;
    if (query.wall_factor != 0) return search.template flood<true>(multipliers.least());
    return search.template flood<false>(multipliers.least());
}

}  // namespace

void GoalGuide::prepare(const GridLayout& layout, std::span<const std::uint8_t> weights) {
    assert(!weights.empty() && std::ranges::adjacent_find(weights, std::greater_equal<>()) == weights.end());
    goal_ = kNowhere;
    weights_.assign(weights.begin(), weights.end());
    costs_.resize(weights.size());
    for (auto& costs : costs_) costs.resize(CellArray(layout).cells());
}

struct WeightedSearcher::Scratch : Memory {};

WeightedSearcher::WeightedSearcher() : scratch_(std::make_unique<Scratch>()) {}
WeightedSearcher::~WeightedSearcher() = default;
WeightedSearcher::WeightedSearcher(WeightedSearcher&&) noexcept = default;
WeightedSearcher& WeightedSearcher::operator=(WeightedSearcher&&) noexcept = default;

void WeightedSearcher::prepare(const GridLayout& layout) { scratch_->prepare(layout); }

WeightedResult WeightedSearcher::search(const MapView& map, const CostField& field, const PathQuery& query,
                                        const StopSignal& stop, const GoalGuide* guide) noexcept {
    assert(map.contains(query.start) && map.contains(query.goal) && "start and goal lie in the map");
    assert(scratch_->cells.is_prepared_for(map.layout()) && "prepare() was called for maps of this size");
    assert((guide == nullptr || guide->serves(query)) && "the guide serves the query");
    try {
        const Multipliers multipliers(map, field, query);
        if (guide == nullptr) {
            return run(multipliers, query, stop, EmptyMapEstimate(query.goal, multipliers.least()), *scratch_,
                       scratch_->buckets);
        }
        const GuideEstimate estimate = estimate_of(*guide, query.danger_weight);
        if (!reaches_goal(estimate, scratch_->cells.array().index_of(query.start))) return {};
        return run(multipliers, query, stop, estimate, *scratch_, scratch_->heap);
    } catch (const std::bad_alloc&) {
        WeightedResult out_of_memory;
        out_of_memory.status = AnswerStatus::kFailed;
        return out_of_memory;
    }
}

GuideEstimate WeightedSearcher::estimate_of(const GoalGuide& guide, std::uint32_t weight) noexcept {
    const auto above =
        static_cast<std::size_t>(std::ranges::lower_bound(guide.weights_, weight) - guide.weights_.begin());
    if (above == guide.weights_.size()) return {guide.costs_.back().data(), guide.costs_.back().data(), 0};
    if (guide.weights_[above] == weight) return {guide.costs_[above].data(), guide.costs_[above].data(), 0};
    const std::uint32_t lower = guide.weights_[above - 1];
    const WeightedCost part = (WeightedCost{weight - lower} << 32U) / (guide.weights_[above] - lower);
    return {guide.costs_[above - 1].data(), guide.costs_[above].data(), part};
}

bool WeightedSearcher::make_guide(const MapView& map, const CostField& field, const PathQuery& query, GoalGuide& guide,
                                  const StopSignal& stop) noexcept {
    assert(scratch_->cells.is_prepared_for(map.layout()) && "prepare() was called for maps of this size");
    guide.goal_ = GoalGuide::kNowhere;
    PathQuery from_goal = query;
    from_goal.start = query.goal;  // there and back cost the same
    try {
        for (std::size_t i = 0; i < guide.weights_.size(); ++i) {
            assert(guide.costs_[i].size() == scratch_->cells.array().cells() && "the guide is prepared for this size");
            from_goal.danger_weight = guide.weights_[i];
            if (!flood(Multipliers(map, field, from_goal), from_goal, stop, *scratch_)) return false;
            scratch_->cells.copy_costs(guide.costs_[i].data());
        }
    } catch (const std::bad_alloc&) {
        return false;
    }
    guide.goal_ = query.goal;
    guide.clearance_ = query.clearance;
    guide.wall_factor_ = query.wall_factor;
    return true;
}

}  // namespace outrider::search
