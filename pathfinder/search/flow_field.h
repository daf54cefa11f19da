// Flow fields (shared/flow_field.h): how they are computed, and how they are proven. FlowFieldProof accepts no field
// but the one that FlowFieldBuilder makes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "pathfinder/search/exact_cost.h"
#include "pathfinder/search/search.h"
#include "shared/flow_field.h"
#include "shared/grid.h"
#include "shared/protocol.h"

namespace outrider::search {

/// The free cells for one size of unit, by rows, with blocked cells all around. Internal to flow fields.
class FreeRows {
public:
    void prepare(const GridLayout& layout);
    /// REQUIRES: prepared for maps of this size.
    void copy(const MapView& map, Clearance clearance) noexcept;

    /// Which steps are legal from 64 cells of a row: bit i of byte j is the step of value i + 1 from cell 64 word + j.
    void legal_steps(std::int32_t y, std::int32_t word, std::array<std::uint64_t, 8>& bytes) const noexcept;
    [[nodiscard]] bool is_free(Cell cell) const noexcept {
        return (row(cell.y)[cell.x >> 6] >> (static_cast<std::uint32_t>(cell.x) & 63U) & 1U) != 0;
    }

private:
    [[nodiscard]] const std::uint64_t* row(std::int32_t y) const noexcept {
        return words_.data() + static_cast<std::ptrdiff_t>(y + 1) * layout_.row_stride_words + 1;
    }

    GridLayout layout_;
    std::vector<std::uint64_t> words_;
};

/// Computes fields. One per thread. Memory is kept from field to field.
class FlowFieldBuilder {
public:
    /// Memory for maps of this size: 8 bytes a cell, and little more. Throws std::bad_alloc.
    void prepare(const GridLayout& layout);

    /// Computes the field of `goal` for units that need `clearance`; if the goal is not free for them, all of it is
    /// kUnreachable. False if it was asked to stop: then `field` is left as it was.
    /// REQUIRES: this and `field` are prepared for maps of this size; the goal lies in the map. Throws std::bad_alloc
    /// when the cells at one distance are more than in any field before.
    [[nodiscard]] bool build(const MapView& map, Cell goal, Clearance clearance, FlowField& field,
                             const StopSignal& stop = {});

private:
    /// What the search knows of a cell.
    struct Node {
        std::uint32_t cost = 0;  ///< to the goal, modulo 2^32
        std::uint8_t legal = 0;  ///< steps that are legal here: bit i is the step of value i + 1
        std::uint8_t ways = 0;   ///< those that begin a path of this cost; none: not reached
        std::uint16_t padding = 0;
    };
    static_assert(sizeof(Node) == 8);

    /// Cells by the distance at which they were reached. May hold more room than entries.
    struct Bucket {
        std::vector<std::uint32_t> cells;
        std::size_t size = 0;
    };
    static constexpr std::uint32_t kBuckets = 4;

    void begin_nodes(const MapView& map, Clearance clearance) noexcept;
    [[nodiscard]] bool spread_from(std::uint32_t goal, const StopSignal& stop);
    void make_room(std::uint32_t bucket, std::size_t cells);
    void expand(std::span<const std::uint32_t> cells, std::uint32_t bucket) noexcept;
    void reach(std::uint32_t cell, std::uint32_t cost, std::uint8_t way) noexcept;
    void write(FlowField& field) const noexcept;

    FlowFieldLayout layout_;
    FreeRows rows_;
    std::vector<Node> nodes_;                ///< in the places of the field's steps
    std::array<std::uint32_t, 8> offset_{};  ///< from a node to its neighbours, modulo 2^32
    std::array<Bucket, kBuckets> buckets_;
};

enum class FlowFieldVerdict : std::uint8_t { kUndecided, kProven, kRefuted };

/// Proves that a field is the right one, a part at a time: each step is legal, following them leads to the goal, no
/// legal step leads to a shorter way, ties are broken by the rule, and no unreachable cell has a step into a reachable
/// one. For the game, which trusts no field that another process wrote.
///
/// First the steps are followed from every cell, which gives each the length of its way; the ways are marked while they
/// are followed, so that going round in circles is noticed. Then each cell is compared with its neighbours. If no step
/// can shorten any way, all are shortest (R. Bellman, "On a Routing Problem", Quarterly of Applied Mathematics 16(1),
/// 1958). Linear in the cells, whatever the field says.
class FlowFieldProof {
public:
    /// Memory for maps of this size: 8 bytes a cell. Throws std::bad_alloc.
    void prepare(const GridLayout& layout);

    /// Begins the proof for a field of this goal; one that is running is given up. Copies the map's rows (one bit a
    /// cell), so the map may change while the proof goes on. REQUIRES: prepared for maps of this size; the goal lies in
    /// the map.
    void begin(const MapView& map, Cell goal, Clearance clearance) noexcept;

    /// Goes on with the proof for about `cells` looks at a cell (at most 64 more; a proof takes up to 5 for each cell
    /// of the map and its padding). REQUIRES: `field` lies in memory that nobody else writes, is prepared for maps of
    /// this size, and has not changed since the first call after begin(). A verdict stays until the next begin().
    [[nodiscard]] FlowFieldVerdict advance(const FlowField& field, std::uint32_t cells) noexcept;

private:
    /// What the proof does next.
    enum class Stage : std::uint8_t { kLegalSteps, kFollow, kMeasure, kCompare, kDone };

    /// The legal steps of a cell (as in the builder) in the highest byte; the length of its way, or kNoWay or kOnWay.
    using Node = std::uint64_t;
    static constexpr std::uint32_t kLegalShift = 56;
    static constexpr Node kCostMask = (Node{1} << kLegalShift) - 1;
    static constexpr Node kNoWay = kCostMask;
    static constexpr Node kOnWay = kCostMask - 1;  ///< being followed

    [[nodiscard]] Cost cost(std::uint32_t cell) const noexcept { return nodes_[cell] & kCostMask; }
    void set_cost(std::uint32_t cell, Cost cost) noexcept { nodes_[cell] = (nodes_[cell] & ~kCostMask) | cost; }
    [[nodiscard]] bool is_legal(std::uint32_t cell, FlowStep step) const noexcept;
    [[nodiscard]] std::uint32_t after(std::uint32_t cell, FlowStep step) const noexcept;

    // Each goes on with its stage for `cells` looks at most, and takes off those that it needed.
    void find_legal_steps(std::int64_t& cells) noexcept;
    void begin_following(const FlowField& field) noexcept;
    void follow(const FlowField& field, std::int64_t& cells) noexcept;
    void measure(const FlowField& field, std::int64_t& cells) noexcept;
    void compare(const FlowField& field, std::int64_t& cells) noexcept;
    [[nodiscard]] bool agrees_with_neighbours(const FlowField& field, std::uint32_t cell) const noexcept;
    void refute() noexcept;

    FlowFieldLayout layout_;
    FreeRows rows_;
    std::vector<Node> nodes_;
    std::array<std::uint32_t, 8> offset_{};

    Cell goal_;
    Stage stage_ = Stage::kDone;
    FlowFieldVerdict verdict_ = FlowFieldVerdict::kRefuted;  ///< while kDone
    std::uint32_t cursor_ = 0;                               ///< cells before this one are dealt with in this stage
    std::uint32_t at_ = 0;                                   ///< on the way from the cursor that is being followed
    Cost way_cost_ = 0;  ///< kFollow: from the cursor to at_; kMeasure: from at_ to the goal
};

}  // namespace outrider::search
