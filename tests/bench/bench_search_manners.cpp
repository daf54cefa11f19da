#include "tests/bench/bench_search_manners.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <variant>
#include <vector>

#include "pathfinder/search/flow_field.h"
#include "pathfinder/search/path_check.h"
#include "pathfinder/search/search.h"
#include "pathfinder/search/smoothing.h"
#include "shared/cost_field.h"
#include "shared/flow_field.h"
#include "tests/bench/bench_search_tools.h"

namespace outrider::bench {
namespace {

constexpr std::size_t kMostQueries = 2000;
constexpr std::size_t kMostFields = 100;
constexpr std::size_t kFewestOfAKind = 5;
constexpr std::chrono::milliseconds kMostTimeOfAKind{1000};
constexpr std::uint8_t kDangerWeight = 32;

[[nodiscard]] std::vector<PathQuery> some_queries(const Course& course) {
    std::vector<PathQuery> queries;
    const std::size_t every = course.scenario.commands.size() / kMostQueries + 1;
    for (std::size_t i = 0; i < course.scenario.commands.size(); i += every) {
        const auto* listed = std::get_if<search::ScenarioQuery>(&course.scenario.commands[i]);
        if (listed != nullptr) queries.push_back({listed->start, listed->goal});
    }
    return queries;
}

[[nodiscard]] double length_cells(std::span<const PackedCell> points) {
    double length = 0.0;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const Cell a = unpack(points[i - 1]);
        const Cell b = unpack(points[i]);
        length += std::hypot(b.x - a.x, b.y - a.y);
    }
    return length;
}

/// Goes on until enough was measured, or it took long enough.
class Patience {
public:
    explicit Patience(std::size_t most) : most_(most) {}
    [[nodiscard]] bool lasts(std::size_t measured) const noexcept {
        return measured < most_ && (measured < kFewestOfAKind || Clock::now() < end_);
    }

private:
    std::size_t most_;
    Clock::time_point end_ = Clock::now() + kMostTimeOfAKind;
};

class MannersBench {
public:
    explicit MannersBench(const Course& course)
        : queries_(some_queries(course)),
          map_(course.layout, course.bits),
          cells_(map_.view()),
          danger_(danger_bytes(course.layout)) {
        searcher_.prepare(course.layout);
        sim::Random random(kSeed, 10);
        for (std::uint8_t& danger : danger_) danger = static_cast<std::uint8_t>(random.below(256));
        costs_.danger = danger_.data();
    }

    [[nodiscard]] MannerFigures measure() {
        MannerFigures figures;
        if (cells_.count() == 0) return figures;
        figures.flow_field = time_flow_fields();
        figures.nearest = time_nearest();
        PathQuery wide;
        wide.clearance = Clearance::kTwoCells;
        figures.clearance2 = time_queries(wide, true);
        figures.smooth = time_smoothing();
        PathQuery careful;
        careful.algorithm = Algorithm::kWeighted;
        careful.danger_weight = kDangerWeight;
        figures.weighted = time_queries(careful, false);
        return figures;
    }

private:
    [[nodiscard]] search::SearchResult search(const PathQuery& query) noexcept {
        return searcher_.search(map_.view(), query, {}, costs_);
    }
    [[nodiscard]] bool is_legal(const PathQuery& query, const search::SearchResult& result, bool reaches_goal) const {
        return search::check_path(map_.view(), query, result.turning_points, result.cost, reaches_goal) ==
               search::PathFault::kNone;
    }

    /// The field as a worker makes it; and its proof, as the game makes it, in one go.
    [[nodiscard]] FlowFieldFigures time_flow_fields() {
        sim::Random random(kSeed, 11);
        FlowField field;
        field.prepare(map_.view().layout());
        search::FlowFieldProof proof;
        proof.prepare(map_.view().layout());
        FlowFieldFigures figures;
        Durations builds;
        Durations proofs;
        for (const Patience patience(kMostFields); patience.lasts(builds.size());) {
            const PathQuery query{{}, cells_.draw_from_largest(random)};
            search::SearchResult result;
            builds.push_back(time_of([&] { result = searcher_.flow_field(map_.view(), query); }));
            if (result.status == AnswerStatus::kFound) field.copy_from(result.turning_points);
            auto verdict = search::FlowFieldVerdict::kUndecided;
            proofs.push_back(time_of([&] {
                proof.begin(map_.view(), query.goal, query.clearance);
                while (verdict == search::FlowFieldVerdict::kUndecided) verdict = proof.advance(field, 1U << 20U);
            }));
            figures.wrong += verdict == search::FlowFieldVerdict::kProven ? 0 : 1;
        }
        figures.build = times_of(builds);
        figures.proof = times_of(proofs);
        return figures;
    }

    /// A cell that cannot be reached from `start`, a blocked one or one of another component, if one is found soon.
    [[nodiscard]] std::optional<Cell> out_of_reach(Cell start, sim::Random& random) const {
        const MapView map = map_.view();
        for (int i = 0; i < 1000; ++i) {
            const Cell cell{static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(map.width_cells()))),
                            static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(map.height_cells())))};
            if (!map.is_free(cell) || !cells_.connected(start, cell)) return cell;
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<NearestFigures> time_nearest() {
        sim::Random random(kSeed, 12);
        NearestFigures figures;
        Durations nearest;
        Durations plain;
        for (const Patience patience(kMostQueries); patience.lasts(nearest.size());) {
            PathQuery query{cells_.draw_from_largest(random), {}};
            const auto goal = out_of_reach(query.start, random);
            if (!goal) return std::nullopt;
            query.goal = *goal;
            query.or_nearest = true;
            const search::SearchResult first = search(query);
            const StepCount cost = first.cost;
            if (first.status != AnswerStatus::kPartial || !is_legal(query, first, false)) {
                ++figures.wrong;
                nearest.emplace_back();
                plain.emplace_back();
                continue;
            }
            const PathQuery same{query.start, unpack(first.turning_points.back())};
            // The second of two equal searches is the faster one: each is that every other time.
            const bool is_first = nearest.size() % 2 == 0;
            if (is_first) nearest.push_back(time_of([&] { (void)search(query); }));
            plain.push_back(time_of([&] { (void)search(same); }));
            if (!is_first) nearest.push_back(time_of([&] { (void)search(query); }));
            figures.wrong += search(same).cost == cost ? 0 : 1;
        }
        figures.nearest = times_of(nearest);
        figures.plain = times_of(plain);
        return figures;
    }

    /// `may_fail`: where the unit does not fit there is no way.
    [[nodiscard]] AskedFigures time_queries(const PathQuery& manner, bool may_fail) {
        AskedFigures figures;
        Durations durations;
        const Patience patience(kMostQueries);
        for (std::size_t i = 0; i < queries_.size() && patience.lasts(durations.size()); ++i) {
            // Spread over the whole scenario, since its queries become longer and longer.
            PathQuery query = manner;
            query.start = queries_[i * kStride % queries_.size()].start;
            query.goal = queries_[i * kStride % queries_.size()].goal;
            if (!cells_.connected(query.start, query.goal)) continue;
            if (durations.empty()) (void)search(query);  // gets its memory
            search::SearchResult result;
            durations.push_back(time_of([&] { result = search(query); }));
            ++figures.queries;
            if (result.status == AnswerStatus::kFound) {
                ++figures.found;
                figures.wrong += is_legal(query, result, true) ? 0 : 1;
            } else {
                figures.wrong += may_fail && result.status == AnswerStatus::kUnreachable ? 0 : 1;
            }
        }
        figures.times = times_of(durations);
        return figures;
    }
    /// A prime above kMostQueries: its multiples meet each query once.
    static constexpr std::size_t kStride = 7919;
    static_assert(kStride > kMostQueries);

    /// The paths of plain searches, pulled taut: what that takes on top of the search.
    [[nodiscard]] SmoothFigures time_smoothing() {
        search::PathSmoother smoother;
        smoother.prepare(map_.view().layout());
        SmoothFigures figures;
        Durations durations;
        double before_cells = 0.0;
        double after_cells = 0.0;
        const Patience patience(kMostQueries);
        for (std::size_t i = 0; i < queries_.size() && patience.lasts(durations.size()); ++i) {
            PathQuery query = queries_[i * kStride % queries_.size()];
            search::SearchResult result = search(query);
            if (result.status != AnswerStatus::kFound) continue;
            before_cells += length_cells(result.turning_points);
            std::span<const PackedCell> taut;
            durations.push_back(
                time_of([&] { taut = smoother.smooth(map_.view(), query.clearance, result.turning_points); }));
            after_cells += length_cells(taut);
            query.smooth = true;
            result.turning_points = taut;
            figures.wrong += is_legal(query, result, true) ? 0 : 1;
        }
        figures.times = times_of(durations);
        figures.saved_percent = before_cells > 0.0 ? 100.0 * (1.0 - after_cells / before_cells) : 0.0;
        return figures;
    }

    std::vector<PathQuery> queries_;
    ChangingMap map_;
    CellsByComponent cells_;
    std::vector<std::uint8_t> danger_;
    CostField costs_;
    search::Searcher searcher_;
};

}  // namespace

MannerFigures measure_manners(const Course& course) { return MannersBench(course).measure(); }

}  // namespace outrider::bench
