#include "pathfinder/search/flow_field.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstdlib>

#include "pathfinder/search/eroded_map.h"

namespace outrider::search {
namespace {

/// Steps by their value less one: east, south, west, north, south-east, south-west, north-west, north-east.
constexpr std::uint32_t kSteps = 8;
constexpr std::uint32_t kStraightSteps = 4;

[[nodiscard]] constexpr std::uint32_t back(std::uint32_t step) noexcept { return step ^ 2U; }
[[nodiscard]] constexpr Cell offset_of_step(std::uint32_t step) noexcept {
    return offset_of(static_cast<FlowStep>(step + 1));
}
[[nodiscard]] constexpr std::uint32_t cost_of_step(std::uint32_t step) noexcept {
    return static_cast<std::uint32_t>(step < kStraightSteps ? kStraightCost : kDiagonalCost);
}
[[nodiscard]] constexpr std::uint32_t step_of(Cell offset) noexcept {
    for (std::uint32_t step = 0; step < kSteps; ++step) {
        if (offset_of_step(step) == offset) return step;
    }
    return kSteps;
}
[[nodiscard]] constexpr std::uint32_t bit(std::uint32_t step) noexcept { return 1U << step; }

[[nodiscard]] std::array<std::uint32_t, kSteps> node_offsets(const FlowFieldLayout& layout) noexcept {
    std::array<std::uint32_t, kSteps> offsets{};
    for (std::uint32_t step = 0; step < kSteps; ++step) {
        const Cell offset = offset_of_step(step);
        offsets[step] =
            static_cast<std::uint32_t>(offset.y) * layout.row_stride_steps() + static_cast<std::uint32_t>(offset.x);
    }
    return offsets;
}

/// The cells on the right and on the left of 64 cells of a line.
[[nodiscard]] std::uint64_t right_of(const std::uint64_t* line) noexcept { return line[0] >> 1U | line[1] << 63U; }
[[nodiscard]] std::uint64_t left_of(const std::uint64_t* line) noexcept { return line[0] << 1U | line[-1] >> 63U; }

/// Turns 8 by 8 bits: bit j of byte i becomes bit i of byte j. Hacker's Delight, 2nd ed. 2012, section 7-3.
[[nodiscard]] std::uint64_t transpose_bytes(std::uint64_t bits) noexcept {
    std::uint64_t swapped = (bits ^ bits >> 7U) & 0x00AA'00AA'00AA'00AAU;
    bits ^= swapped ^ swapped << 7U;
    swapped = (bits ^ bits >> 14U) & 0x0000'CCCC'0000'CCCCU;
    bits ^= swapped ^ swapped << 14U;
    swapped = (bits ^ bits >> 28U) & 0x0000'0000'F0F0'F0F0U;
    return bits ^ swapped ^ swapped << 28U;
}

// --- The search, from the goal outwards.

/// The steps worth taking from a cell that was entered by `step`, of those that are legal there: after a diagonal one
/// that one and its two straight parts; after a straight one itself and, where an obstacle beside it has just ended, to
/// that side and diagonally past it. All else is reached from before the cell at no greater cost.
[[nodiscard]] constexpr std::uint32_t steps_after(std::uint32_t step, std::uint32_t legal) noexcept {
    const Cell ahead = offset_of_step(step);
    if (step >= kStraightSteps) return legal & (bit(step) | bit(step_of({ahead.x, 0})) | bit(step_of({0, ahead.y})));
    std::uint32_t steps = bit(step);
    for (const std::int32_t sign : {-1, 1}) {
        const Cell side{sign * ahead.y, sign * ahead.x};
        // The cell behind is free, since the step came from there. So if the cell beside is free, too, the diagonal
        // step back between them is illegal just if an obstacle stands there.
        const std::uint32_t aside = bit(step_of(side));
        const std::uint32_t aside_back = bit(step_of({side.x - ahead.x, side.y - ahead.y}));
        if ((legal & aside) != 0 && (legal & aside_back) == 0) {
            steps |= aside | bit(step_of({side.x + ahead.x, side.y + ahead.y}));
        }
    }
    return legal & steps;
}

/// By the step that leads back, and by the legal steps.
using StepTable = std::array<std::array<std::uint8_t, 256>, kSteps>;
[[nodiscard]] constexpr StepTable make_steps_onward() noexcept {
    StepTable table{};
    for (std::uint32_t way = 0; way < kSteps; ++way) {
        for (std::uint32_t legal = 0; legal < 256; ++legal) {
            table[way][legal] = static_cast<std::uint8_t>(steps_after(back(way), legal));
        }
    }
    return table;
}
constexpr StepTable kStepsOnward = make_steps_onward();

/// The steps to take from a cell that was reached in all these ways. All are followed: what one leaves out may be
/// reached by another alone.
[[nodiscard]] std::uint32_t steps_onward(std::uint32_t ways, std::uint32_t legal) noexcept {
    std::uint32_t steps = 0;
    for (; ways != 0; ways &= ways - 1)
        steps |= kStepsOnward[static_cast<std::uint32_t>(std::countr_zero(ways))][legal];
    return steps;
}

/// The first of some ways, as a field says it.
[[nodiscard]] constexpr std::array<std::uint8_t, 256> make_first_steps() noexcept {
    std::array<std::uint8_t, 256> first{};
    for (std::uint32_t ways = 1; ways < 256; ++ways) {
        first[ways] = static_cast<std::uint8_t>(std::countr_zero(ways) + 1);
    }
    return first;
}
constexpr std::array<std::uint8_t, 256> kFirstStep = make_first_steps();

/// A bucket is no wider than the shortest step. So whatever improves a cell lies in a bucket before the cell's own.
constexpr std::uint32_t kBucketBits = 25;
static_assert(Cost{1} << kBucketBits <= kStraightCost);
/// A step leads from the bucket being emptied into the next two.
static_assert(((Cost{1} << kBucketBits) - 1 + kDiagonalCost) >> kBucketBits <= 2);

[[nodiscard]] constexpr std::uint32_t bucket_of(std::uint32_t cost) noexcept { return cost >> kBucketBits; }

}  // namespace

// --- Free cells.

void FreeRows::prepare(const GridLayout& layout) {
    layout_ = layout;
    words_.assign(layout.row_words(), 0);
}

void FreeRows::copy(const MapView& map, Clearance clearance) noexcept {
    // Rows -1 and beyond the last stay blocked, and so do the words before and after each row.
    std::uint64_t* out = words_.data() + layout_.row_stride_words + 1;
    const std::ptrdiff_t words = (layout_.width_cells + 63) / 64;
    for (std::int32_t y = 0; y < layout_.height_cells; ++y, out += layout_.row_stride_words) {
        if (clearance == Clearance::kOneCell) {
            std::copy_n(map.row(y), words, out);
        } else {
            erode_line(map.row(y), map.row(y + 1), layout_.width_cells, out);
        }
    }
}

void FreeRows::legal_steps(std::int32_t y, std::int32_t word, std::array<std::uint64_t, 8>& bytes) const noexcept {
    const std::uint64_t* const here = row(y) + word;
    const std::uint64_t* const above = here - layout_.row_stride_words;
    const std::uint64_t* const below = here + layout_.row_stride_words;
    const std::uint64_t east = *here & right_of(here);
    const std::uint64_t west = *here & left_of(here);
    const std::array<std::uint64_t, kSteps> legal = {
        east,
        *here & *below,
        west,
        *here & *above,
        east & *below & right_of(below),
        west & *below & left_of(below),
        west & *above & left_of(above),
        east & *above & right_of(above),
    };
    for (std::uint32_t i = 0; i < 8; ++i) {
        std::uint64_t by_step = 0;
        for (std::uint32_t step = 0; step < kSteps; ++step) by_step |= (legal[step] >> 8 * i & 0xFFU) << 8 * step;
        bytes[i] = transpose_bytes(by_step);
    }
}

// --- Computing a field.

void FlowFieldBuilder::prepare(const GridLayout& layout) {
    layout_ = FlowFieldLayout(layout);
    rows_.prepare(layout);
    nodes_.assign(layout_.total_steps(), Node{});
    offset_ = node_offsets(layout_);
    const auto sides = static_cast<std::size_t>(layout.width_cells) + static_cast<std::size_t>(layout.height_cells);
    for (std::uint32_t bucket = 0; bucket < kBuckets; ++bucket) make_room(bucket, 16 * sides);
}

bool FlowFieldBuilder::build(const MapView& map, Cell goal, Clearance clearance, FlowField& field,
                             const StopSignal& stop) {
    assert(map.contains(goal) && "the goal lies in the map");
    assert(FlowFieldLayout(map.layout()) == layout_ && field.layout() == layout_ && "prepared for maps of this size");
    begin_nodes(map, clearance);
    const bool is_goal_free = rows_.is_free(goal);
    if (is_goal_free && !spread_from(layout_.index(goal), stop)) return false;
    write(field);
    if (is_goal_free) {
        const std::uint32_t index = layout_.index(goal);
        std::uint64_t& word = field.words()[index / FlowFieldLayout::kStepsPerWord];
        const std::uint32_t shift = index % FlowFieldLayout::kStepsPerWord * 4;
        word = (word & ~(std::uint64_t{15} << shift)) | static_cast<std::uint64_t>(FlowStep::kGoal) << shift;
    }
    return true;
}

void FlowFieldBuilder::begin_nodes(const MapView& map, Clearance clearance) noexcept {
    rows_.copy(map, clearance);
    std::array<std::uint64_t, 8> legal{};
    for (std::int32_t y = 0; y < layout_.height_cells; ++y) {
        for (std::int32_t x = 0; x < layout_.width_cells; x += 64) {
            rows_.legal_steps(y, x / 64, legal);
            Node* const nodes = nodes_.data() + layout_.index({x, y});
            const auto count = static_cast<std::uint32_t>(std::min(64, layout_.width_cells - x));
            for (std::uint32_t i = 0; i < count; ++i) {
                nodes[i] = {0, static_cast<std::uint8_t>(legal[i / 8] >> 8 * (i % 8)), 0, 0};
            }
        }
    }
}

/// Dijkstra's search over the whole map, with cells in buckets (R. B. Dial, "Algorithm 360", CACM 12(11), 1969). Within
/// a bucket the order is of no importance (E. A. Dinic, "Economical Algorithms for Finding Shortest Paths in a
/// Network", 1978), and each cell is expanded once, with all its ways known. Cells are entered in a canonical order
/// only (N. R. Sturtevant and S. Rabin, "Canonical Orderings on Grids", IJCAI 2016), as in Jump Point Search.
///
/// No way is lost by that which the rule for ties might choose. Seen from the goal, the canonical order replaces a
/// straight and then a diagonal step by the same two in the other order. A path that ends with a straight step still
/// does after that, with the same one; so all straight ways are found. And if a cell has no straight one, no path to it
/// can have had its last two steps replaced; so all diagonal ones are found.
bool FlowFieldBuilder::spread_from(std::uint32_t goal, const StopSignal& stop) {
    for (Bucket& bucket : buckets_) bucket.size = 0;
    nodes_[goal].ways = 255;  // all steps are worth taking from here
    buckets_[0].cells[0] = goal;
    buckets_[0].size = 1;
    for (std::uint32_t bucket = 0, empty = 0; empty < kBuckets; ++bucket) {
        Bucket& current = buckets_[bucket % kBuckets];
        empty = current.size == 0 ? empty + 1 : 0;
        for (const std::uint32_t ahead : {1U, 2U}) make_room(bucket + ahead, current.size * kSteps);
        for (std::size_t begin = 0; begin < current.size; begin += kStopInterval_expansions) {
            if (stop.requested()) return false;
            const std::size_t count = std::min<std::size_t>(current.size - begin, kStopInterval_expansions);
            expand(std::span(current.cells).subspan(begin, count), bucket);
        }
        current.size = 0;
    }
    return true;
}

/// So that nothing has to be looked at when a cell is added.
void FlowFieldBuilder::make_room(std::uint32_t bucket, std::size_t cells) {
    Bucket& grown = buckets_[bucket % kBuckets];
    if (grown.cells.size() < grown.size + cells) grown.cells.resize((grown.size + cells) * 3 / 2);
}

void FlowFieldBuilder::expand(std::span<const std::uint32_t> cells, std::uint32_t bucket) noexcept {
    for (const std::uint32_t cell : cells) {
        const Node node = nodes_[cell];
        if (((bucket_of(node.cost) ^ bucket) % kBuckets) != 0) continue;  // expanded already, by a better entry
        for (std::uint32_t steps = steps_onward(node.ways, node.legal); steps != 0; steps &= steps - 1) {
            const auto step = static_cast<std::uint32_t>(std::countr_zero(steps));
            reach(cell + offset_[step], node.cost + cost_of_step(step), static_cast<std::uint8_t>(bit(back(step))));
        }
    }
}

/// Costs that meet here differ by a few steps at most, so their difference is right modulo 2^32.
void FlowFieldBuilder::reach(std::uint32_t cell, std::uint32_t cost, std::uint8_t way) noexcept {
    Node& node = nodes_[cell];
    bool is_listed = false;
    if (node.ways != 0) {
        const auto gain = static_cast<std::int32_t>(node.cost - cost);
        if (gain < 0) return;
        if (gain == 0) {
            node.ways = static_cast<std::uint8_t>(node.ways | way);
            return;
        }
        is_listed = bucket_of(node.cost) == bucket_of(cost);
    }
    node.cost = cost;
    node.ways = way;
    if (is_listed) return;
    Bucket& bucket = buckets_[bucket_of(cost) % kBuckets];
    bucket.cells[bucket.size++] = cell;
}

void FlowFieldBuilder::write(FlowField& field) const noexcept {
    const Node* node = nodes_.data();
    for (std::uint64_t& word : field.words()) {
        std::uint64_t steps = 0;
        for (std::uint32_t i = 0; i < FlowFieldLayout::kStepsPerWord; ++i, ++node) {
            steps |= std::uint64_t{kFirstStep[node->ways]} << 4 * i;
        }
        word = steps;
    }
}

// --- Proving a field.

void FlowFieldProof::prepare(const GridLayout& layout) {
    layout_ = FlowFieldLayout(layout);
    rows_.prepare(layout);
    nodes_.assign(layout_.total_steps(), kNoWay);
    offset_ = node_offsets(layout_);
    refute();
}

void FlowFieldProof::begin(const MapView& map, Cell goal, Clearance clearance) noexcept {
    assert(map.contains(goal) && "the goal lies in the map");
    assert(FlowFieldLayout(map.layout()) == layout_ && "prepared for maps of this size");
    rows_.copy(map, clearance);
    goal_ = goal;
    cursor_ = 0;
    stage_ = Stage::kLegalSteps;
    verdict_ = FlowFieldVerdict::kUndecided;
}

FlowFieldVerdict FlowFieldProof::advance(const FlowField& field, std::uint32_t cells) noexcept {
    assert(field.layout() == layout_ && "prepared for maps of this size");
    for (std::int64_t left = cells; left > 0 && stage_ != Stage::kDone;) {
        switch (stage_) {
            case Stage::kLegalSteps:
                find_legal_steps(left);
                if (stage_ == Stage::kFollow) begin_following(field);
                break;
            case Stage::kFollow: follow(field, left); break;
            case Stage::kMeasure: measure(field, left); break;
            case Stage::kCompare: compare(field, left); break;
            case Stage::kDone: break;
        }
    }
    return verdict_;
}

/// The cursor is the row of the next 64 cells, and the place in it.
void FlowFieldProof::find_legal_steps(std::int64_t& cells) noexcept {
    std::array<std::uint64_t, 8> legal{};
    while (cells > 0) {
        const Cell first{static_cast<std::int32_t>(cursor_ % layout_.row_stride_steps()),
                         static_cast<std::int32_t>(cursor_ / layout_.row_stride_steps())};
        if (first.y == layout_.height_cells) {
            stage_ = Stage::kFollow;
            return;
        }
        rows_.legal_steps(first.y, first.x / 64, legal);
        const auto count = static_cast<std::uint32_t>(std::min(64, layout_.width_cells - first.x));
        for (std::uint32_t i = 0; i < count; ++i) {
            nodes_[cursor_ + i] = (legal[i / 8] >> 8 * (i % 8)) << kLegalShift | kNoWay;
        }
        const bool is_last_of_row = first.x + 64 >= layout_.width_cells;
        cursor_ = is_last_of_row ? layout_.index({0, first.y + 1}) : cursor_ + 64;
        cells -= count;
    }
}

void FlowFieldProof::begin_following(const FlowField& field) noexcept {
    cursor_ = at_ = 0;
    way_cost_ = 0;
    if (!rows_.is_free(goal_)) return;  // no way ends anywhere: any step that is followed refutes the field
    if (field.at(goal_) != FlowStep::kGoal) return refute();
    set_cost(layout_.index(goal_), 0);
}

bool FlowFieldProof::is_legal(std::uint32_t cell, FlowStep step) const noexcept {
    const std::uint32_t number = static_cast<std::uint32_t>(step) - 1;  // none for kUnreachable
    return number < kSteps && (nodes_[cell] >> kLegalShift >> number & 1U) != 0;
}

std::uint32_t FlowFieldProof::after(std::uint32_t cell, FlowStep step) const noexcept {
    return cell + offset_[static_cast<std::size_t>(step) - 1];
}

/// Follows the steps from the cursor to a cell whose way is known, marks those on the way, and turns to measuring them.
/// A cell of padding has no legal steps; the goal is known.
void FlowFieldProof::follow(const FlowField& field, std::int64_t& cells) noexcept {
    for (; cells > 0; --cells) {
        const Cost known = cost(at_);
        const FlowStep step = field.step(at_);
        if (known == kOnWay) return refute();  // in a circle
        if (known == kNoWay && (at_ != cursor_ || step != FlowStep::kUnreachable)) {
            if (!is_legal(at_, step)) return refute();
            set_cost(at_, kOnWay);
            way_cost_ += cost_of_step(static_cast<std::uint32_t>(step) - 1);
            at_ = after(at_, step);
        } else if (at_ != cursor_) {
            way_cost_ += known;
            at_ = cursor_;
            stage_ = Stage::kMeasure;
            return;
        } else {
            at_ = ++cursor_;
            if (cursor_ < nodes_.size()) continue;
            cursor_ = 0;
            stage_ = Stage::kCompare;
            return;
        }
    }
}

void FlowFieldProof::measure(const FlowField& field, std::int64_t& cells) noexcept {
    for (; cells > 0; --cells) {
        if (cost(at_) != kOnWay) {
            at_ = cursor_;
            way_cost_ = 0;
            stage_ = Stage::kFollow;
            return;
        }
        const FlowStep step = field.step(at_);
        set_cost(at_, way_cost_);
        way_cost_ -= cost_of_step(static_cast<std::uint32_t>(step) - 1);
        at_ = after(at_, step);
    }
}

void FlowFieldProof::compare(const FlowField& field, std::int64_t& cells) noexcept {
    for (; cells > 0; --cells, ++cursor_) {
        if (cursor_ == nodes_.size()) {
            stage_ = Stage::kDone;
            verdict_ = FlowFieldVerdict::kProven;
            return;
        }
        if (!agrees_with_neighbours(field, cursor_)) return refute();
    }
}

/// Neither way may be shorter by the step between them; and where a way could go on by that step, the one that the
/// field says must not come after it. A cell without a way counts as very far away. Each pair is looked at once: the
/// cells to the east and in the row below.
bool FlowFieldProof::agrees_with_neighbours(const FlowField& field, std::uint32_t cell) const noexcept {
    const Node node = nodes_[cell];
    const auto legal = static_cast<std::uint32_t>(node >> kLegalShift);
    const auto here = static_cast<std::int64_t>(node & kCostMask);
    for (const std::uint32_t step : {0U, 1U, 4U, 5U}) {
        if ((legal & bit(step)) == 0) continue;
        const std::uint32_t neighbour = cell + offset_[step];
        const std::int64_t fall = here - static_cast<std::int64_t>(cost(neighbour));
        const std::int64_t step_cost = cost_of_step(step);
        if (std::abs(fall) < step_cost) continue;
        if (std::abs(fall) > step_cost) return false;
        const FlowStep said = field.step(fall > 0 ? cell : neighbour);
        if (static_cast<std::uint32_t>(said) > (fall > 0 ? step : back(step)) + 1) return false;
    }
    return true;
}

void FlowFieldProof::refute() noexcept {
    stage_ = Stage::kDone;
    verdict_ = FlowFieldVerdict::kRefuted;
}

}  // namespace outrider::search
