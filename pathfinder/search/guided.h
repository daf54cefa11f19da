// Weighted search that makes guides by itself, where many requests share a goal: a horde on its way to one keep.
//
// When to make one is the ski rental problem (A. R. Karlin, M. S. Manasse, L. Rudolph, D. D. Sleator, "Competitive
// Snoopy Caching", Algorithmica 3, 1988): a request without a guide pays rent, its expansions; a guide is bought as
// soon as the rent paid for its kind of request since steps last became cheaper makes up its price. A guide is good
// until a step becomes cheaper. If demand was high before, so that a guide was sure to pay, it is made anew at once.
// One that serves worse and worse as steps become dearer is made anew when the cells expanded since make up its price.
//
// Paths do not depend on guides (weighted.h), so neither do they on what was asked before; counts of expanded cells do.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "pathfinder/search/cost_snapshot.h"
#include "pathfinder/search/goal_guide.h"
#include "pathfinder/search/weighted.h"

namespace outrider::search {

/// At most so many guides, and in all so much memory for them, if only for one: on larger maps there are none.
inline constexpr std::size_t kMaxGuides = 4;
inline constexpr std::size_t kMaxGuideMemory_bytes = std::size_t{128} << 20U;

/// One per thread. Movable, not copyable.
class GuidedSearcher {
public:
    /// As WeightedSearcher::prepare(). Memory for a guide comes when it is made first; where there is none, requests go
    /// unguided.
    void prepare(const GridLayout& layout);

    /// As WeightedSearcher::search(), and with detours where the query makes them. REQUIRES: the bits of a map version
    /// never change, nor do the bytes of a field that goes with it; but the map of a query with walls that are not
    /// there (what_if) is any that has them.
    [[nodiscard]] WeightedResult search(const MapView& map, const CostField& field, const PathQuery& query,
                                        const StopSignal& stop = {}, std::span<PackedCell> trace = {}) noexcept;

    /// The price of a guide, in cells expanded by requests.
    [[nodiscard]] std::uint64_t price_expansions() const noexcept { return price_; }
    /// How many were made since prepare().
    [[nodiscard]] std::uint64_t guides_made() const noexcept { return guides_made_; }

private:
    /// What a version of the map and its costs are known by.
    struct Moment {
        MapVersion version;
        CostField field;

        friend bool operator==(const Moment& a, const Moment& b) noexcept {
            return a.version == b.version && a.field.danger == b.field.danger &&
                   a.field.terrain_classes == b.field.terrain_classes &&
                   a.field.terrain_factors == b.field.terrain_factors;
        }
    };
    struct Place {
        GoalGuide guide;
        CostSnapshot costs;        ///< that it was made for
        Moment made_at;            ///< the moment it was made for
        Moment good_at;            ///< the last moment that it was found good at
        std::uint64_t worn = 0;    ///< expansions that it did not save since steps became dearer
        std::uint64_t last_use{};  ///< tick
    };
    /// Of the requests for one goal in one manner.
    struct Account {
        Cell goal{-1, -1};
        Clearance clearance = Clearance::kOneCell;
        std::uint8_t wall_factor = 0;
        std::uint64_t rent = 0;    ///< expansions made without a guide, since steps last became cheaper or it was made
        std::uint64_t demand = 0;  ///< expansions that all would have made without one, since steps last became cheaper
        std::uint64_t cheapening = 0;  ///< that these two count from
        std::uint64_t usual = 0;       ///< expansions of a request without a guide, in 16ths, a running mean
        std::uint64_t last_use = 0;

        [[nodiscard]] bool is_for(const PathQuery& query) const noexcept {
            return query.goal == goal && query.clearance == clearance && query.wall_factor == wall_factor;
        }
    };

    /// The way that is left after `query.detours` best ones, each of which made its blocks more dangerous. What is only
    /// dearer does not spoil a guide.
    [[nodiscard]] WeightedResult search_on(const MapView& map, const CostField& field, const PathQuery& query,
                                           const StopSignal& stop, const GoalGuide* guide,
                                           std::span<PackedCell> trace) noexcept;
    void make_dangerous(std::span<const PackedCell> turning_points) noexcept;

    [[nodiscard]] Account& account_of(const PathQuery& query) noexcept;
    [[nodiscard]] Place* guide_for(const MapView& map, const CostField& field, const PathQuery& query, Account& account,
                                   const StopSignal& stop) noexcept;
    [[nodiscard]] bool make(const MapView& map, const CostField& field, const PathQuery& query, Place& place,
                            const StopSignal& stop) noexcept;
    [[nodiscard]] Place* place_with_guide_for(const PathQuery& query) noexcept;
    [[nodiscard]] Place* place_for_another() noexcept;
    static void settle(Account& account, Place* guided_by, std::uint64_t expansions) noexcept;
    /// Notes whether a step has become cheaper.
    void watch(const Moment& now, const MapView& map) noexcept;

    GridLayout layout_;
    WeightedSearcher searcher_;
    std::array<std::unique_ptr<Place>, kMaxGuides> places_;
    std::size_t place_limit_ = 0;
    std::array<Account, 16> accounts_{};
    std::uint64_t price_ = 0;
    std::uint64_t guides_made_ = 0;
    std::vector<std::uint8_t> detour_danger_;  ///< of the query that is searched
    CostSnapshot last_costs_;                  ///< at `moment_`, that of the last request
    Moment moment_;
    std::uint64_t cheapenings_ = 0;  ///< how often steps became cheaper
    std::uint64_t tick_ = 0;
};

}  // namespace outrider::search
