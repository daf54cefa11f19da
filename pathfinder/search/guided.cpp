#include "pathfinder/search/guided.h"

#include <algorithm>
#include <memory>
#include <new>
#include <span>
#include <utility>

namespace outrider::search {
namespace {

/// What a cell of a guide costs for each of its weights, in expansions of a request. Measured on maps all of whose
/// cells can be reached; where fewer can, a guide is a little cheaper than reckoned.
constexpr double kPricePerCellAndWeight_expansions = 0.8;

/// What an expansion with a guide costs, in expansions without one: its open list is in exact order, and its estimates
/// lie far apart in memory. Measured.
constexpr std::uint64_t kGuidedExpansion_expansions = 4;

/// What unguided requests of one kind would have expanded between two changes to make a guide at once after the second.
constexpr std::uint64_t kSureDemand_prices = 2;

}  // namespace

void GuidedSearcher::prepare(const GridLayout& layout) {
    layout_ = layout;
    searcher_.prepare(layout);
    places_ = {};
    place_limit_ = std::min(kMaxGuides, kMaxGuideMemory_bytes / GoalGuide::memory_bytes(layout, kGuideWeights.size()));
    accounts_ = {};
    moment_ = {};
    detour_danger_.assign(danger_bytes(layout), 0);
    if (place_limit_ > 0) last_costs_.prepare(layout);
    price_ = static_cast<std::uint64_t>(kPricePerCellAndWeight_expansions * layout.width_cells * layout.height_cells *
                                        static_cast<double>(kGuideWeights.size()));
    guides_made_ = 0;
    tick_ = 0;
}

WeightedResult GuidedSearcher::search(const MapView& map, const CostField& field, const PathQuery& query,
                                      const StopSignal& stop, std::span<PackedCell> trace) noexcept {
    // Nobody else asks about a map that is imagined.
    const bool is_alone = query.node_budget != 0 || query.what_if.any();
    if (is_alone || place_limit_ == 0) return search_on(map, field, query, stop, nullptr, trace);
    ++tick_;
    watch({map.version(), field}, map);
    Account& account = account_of(query);
    Place* const place = guide_for(map, field, query, account, stop);
    const GoalGuide* const guide = place != nullptr ? &place->guide : nullptr;
    const WeightedResult result = search_on(map, field, query, stop, guide, trace);
    settle(account, place, result.expanded_nodes);
    return result;
}

WeightedResult GuidedSearcher::search_on(const MapView& map, const CostField& field, const PathQuery& query,
                                         const StopSignal& stop, const GoalGuide* guide,
                                         std::span<PackedCell> trace) noexcept {
    if (!query.makes_detours()) return searcher_.search(map, field, query, stop, guide, trace);
    if (field.danger == nullptr) {
        std::ranges::fill(detour_danger_, std::uint8_t{0});
    } else {
        std::copy_n(field.danger, detour_danger_.size(), detour_danger_.data());
    }
    CostField others = field;
    others.danger = detour_danger_.data();
    WeightedResult way = searcher_.search(map, others, query, stop, guide, trace);
    const std::uint32_t detours = std::min(query.detours, kMaxDetours);
    for (std::uint32_t left = detours; left > 0 && way.status == AnswerStatus::kFound; --left) {
        make_dangerous(way.turning_points);
        const std::uint32_t expanded_nodes = way.expanded_nodes;
        const std::uint32_t generated_nodes = way.generated_nodes;
        const std::span<PackedCell> rest = trace.subspan(std::min<std::size_t>(expanded_nodes, trace.size()));
        way = searcher_.search(map, others, query, stop, guide, rest);
        way.expanded_nodes += expanded_nodes;
        way.generated_nodes += generated_nodes;
    }
    return way;
}

/// Each block once for each way, however many of its cells that has.
void GuidedSearcher::make_dangerous(std::span<const PackedCell> turning_points) noexcept {
    const std::int32_t across = (layout_.width_cells + kDangerBlock_cells - 1) / kDangerBlock_cells;
    std::ptrdiff_t last_block = -1;
    const auto pass = [&](Cell cell) {
        const std::ptrdiff_t block =
            static_cast<std::ptrdiff_t>(cell.y / kDangerBlock_cells) * across + cell.x / kDangerBlock_cells;
        if (std::exchange(last_block, block) == block) return;
        std::uint8_t& danger = detour_danger_[static_cast<std::size_t>(block)];
        danger = static_cast<std::uint8_t>(std::min(danger + kDetourDanger, 255));
    };
    Cell cell = unpack(turning_points.front());
    pass(cell);
    for (const PackedCell point : turning_points.subspan(1)) {
        const Cell to = unpack(point);
        const auto sign = [](std::int32_t difference) { return (difference > 0) - (difference < 0); };
        const Cell step{sign(to.x - cell.x), sign(to.y - cell.y)};
        while (cell != to) {
            cell = {cell.x + step.x, cell.y + step.y};
            pass(cell);
        }
    }
}

/// The one that was used longest ago makes room for a new one.
GuidedSearcher::Account& GuidedSearcher::account_of(const PathQuery& query) noexcept {
    auto found = std::ranges::find_if(accounts_, [&](const Account& account) { return account.is_for(query); });
    if (found == accounts_.end()) {
        found = std::ranges::min_element(accounts_, {}, &Account::last_use);
        *found = {query.goal, query.clearance, query.wall_factor};
    }
    found->last_use = tick_;
    if (found->cheapening != cheapenings_) {
        found->rent = found->demand >= kSureDemand_prices * price_ ? price_ : 0;
        found->demand = 0;
        found->cheapening = cheapenings_;
    }
    return *found;
}

void GuidedSearcher::watch(const Moment& now, const MapView& map) noexcept {
    if (now == moment_) return;
    if (!last_costs_.has_none_cheaper_in(map, now.field, 0)) ++cheapenings_;
    last_costs_.take(map, now.field);
    moment_ = now;
}

GuidedSearcher::Place* GuidedSearcher::guide_for(const MapView& map, const CostField& field, const PathQuery& query,
                                                 Account& account, const StopSignal& stop) noexcept {
    const Moment now{map.version(), field};
    Place* place = place_with_guide_for(query);
    const bool is_good =
        place != nullptr && (place->good_at == now || place->costs.has_none_cheaper_in(map, field, query.wall_factor));
    if (!is_good && place != nullptr) place->guide.forget();
    if (!is_good && account.rent < price_) return nullptr;
    if (place == nullptr) place = place_for_another();
    const bool is_worn = is_good && place->worn >= price_;
    if (!is_good || is_worn) {
        if (place == nullptr || !make(map, field, query, *place, stop)) return nullptr;
        if (!is_good) account.rent = 0;
    }
    place->good_at = now;
    place->last_use = tick_;
    return place;
}

bool GuidedSearcher::make(const MapView& map, const CostField& field, const PathQuery& query, Place& place,
                          const StopSignal& stop) noexcept {
    if (!searcher_.make_guide(map, field, query, place.guide, stop)) return false;
    place.costs.take(map, field);
    place.made_at = {map.version(), field};
    place.worn = 0;
    ++guides_made_;
    return true;
}

GuidedSearcher::Place* GuidedSearcher::place_with_guide_for(const PathQuery& query) noexcept {
    for (const auto& place : std::span(places_).first(place_limit_)) {
        if (place && place->guide.serves(query)) return place.get();
    }
    return nullptr;
}

/// A new one, or that of the guide which was used longest ago; null if there is no memory for any.
GuidedSearcher::Place* GuidedSearcher::place_for_another() noexcept {
    const auto places = std::span(places_).first(place_limit_);
    const auto last_use = [](const auto& place) { return place ? place->last_use : 0; };
    const auto oldest = std::ranges::min_element(places, {}, last_use);
    if (oldest == places.end()) return nullptr;
    if (*oldest) return oldest->get();
    try {
        auto place = std::make_unique<Place>();
        place->guide.prepare(layout_, kGuideWeights);
        place->costs.prepare(layout_);
        *oldest = std::move(place);
        return oldest->get();
    } catch (const std::bad_alloc&) {
        place_limit_ = static_cast<std::size_t>(oldest - places.begin());  // those there are have to do
        return nullptr;
    }
}

void GuidedSearcher::settle(Account& account, Place* guided_by, std::uint64_t expansions) noexcept {
    if (guided_by != nullptr) {
        account.demand += account.usual / 16;
        if (guided_by->good_at != guided_by->made_at) guided_by->worn += expansions * kGuidedExpansion_expansions;
    } else {
        account.rent += expansions;
        account.demand += expansions;
        account.usual = account.usual == 0 ? expansions * 16 : account.usual - account.usual / 16 + expansions;
    }
}

}  // namespace outrider::search
