#include "tests/torture/request_book.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <utility>

#include "pathfinder/search/path_check.h"

namespace outrider::torture {
namespace {

constexpr std::int32_t kSquare_cells = 6;
constexpr int kFirstSquares = 1'500;
/// Walled in on every side: what lies in there cannot be reached from outside.
constexpr int kPockets = 40;
constexpr std::int32_t kPocket_cells = 12;
/// One request in so many is impatient.
constexpr unsigned kImpatientOneIn = 50;
constexpr std::chrono::milliseconds kImpatience{5};
/// Of so many requests one is weighted, which takes a hundred times as long as a shortest path; and one a field.
constexpr unsigned kWeightedOneIn = 64;
constexpr unsigned kFieldOneIn = 200;
/// One in so many is smooth, one for a large unit, one would do with the nearest cell; or all of it.
constexpr unsigned kMannerOneIn = 8;
/// One in so many changes is one of the danger.
constexpr unsigned kDangerOneIn = 4;

/// As if the map were empty.
[[nodiscard]] double octile_cells(Cell from, Cell to) noexcept {
    const auto [less, more] = std::minmax({std::abs(from.x - to.x), std::abs(from.y - to.y)});
    return StepCount{static_cast<std::uint32_t>(more - less), static_cast<std::uint32_t>(less)}.length_cells();
}

}  // namespace

RequestBook::RequestBook(GridLayout layout, std::uint64_t seed)
    : layout_(layout),
      random_(seed),
      maps_(kVersions, std::vector<std::uint64_t>(layout.total_words())),
      labels_(kVersions),
      wide_labels_(kVersions),
      danger_(danger_bytes(layout)),
      fields_(kMostFields),
      places_(kPlaces) {
    eroded_.prepare(layout);
    proof_.prepare(layout);
    for (KeptField& kept : fields_) kept.field.prepare(layout);
    ends_.reserve(kMostEnds);
    for (std::uint32_t place = kPlaces; place-- > 0;) free_.push_back(place);
    std::vector<std::uint64_t>& bits = maps_[version_.value % kVersions];
    for (std::int32_t y = 0; y < layout.height_cells; ++y) {
        for (std::int32_t x = 0; x < layout.width_cells; ++x) set_cell(layout, bits.data(), {x, y}, true);
    }
    for (int i = 0; i < kFirstSquares; ++i) fill_square(bits, random_cell(), kSquare_cells, false);
    for (int i = 0; i < kPockets; ++i) {
        const Cell corner = random_cell();
        fill_square(bits, corner, kPocket_cells, false);
        fill_square(bits, {corner.x + 1, corner.y + 1}, kPocket_cells - 2, true);
    }
    label_map();
    // All memory now: what grows later is the pool's.
    std::ranges::fill(labels_, search::ComponentLabels(labels_[version_.value % kVersions]));
    std::ranges::fill(wide_labels_, search::ComponentLabels(wide_labels_[version_.value % kVersions]));
}

// What of it lies on the map, but for the last row and column: a pocket there stays closed.
void RequestBook::fill_square(std::vector<std::uint64_t>& bits, Cell corner, std::int32_t side_cells, bool free) const {
    for (std::int32_t y = corner.y; y < std::min(corner.y + side_cells, layout_.height_cells - 1); ++y) {
        for (std::int32_t x = corner.x; x < std::min(corner.x + side_cells, layout_.width_cells - 1); ++x) {
            set_cell(layout_, bits.data(), {x, y}, free);
        }
    }
}

void RequestBook::label_map() {
    labels_[version_.value % kVersions].compute(view_of(version_));
    eroded_.follow(view_of(version_));
    wide_labels_[version_.value % kVersions].compute(eroded_.view());
}

Cell RequestBook::random_cell() {
    return {static_cast<std::int32_t>(random_() % static_cast<unsigned>(layout_.width_cells)),
            static_cast<std::int32_t>(random_() % static_cast<unsigned>(layout_.height_cells))};
}

// A start in a wall is answered at once: no load, and no path to check.
Cell RequestBook::random_free_cell() {
    const search::ComponentLabels& labels = labels_[version_.value % kVersions];
    Cell cell = random_cell();
    while (labels.label(cell) == 0) cell = random_cell();
    return cell;
}

void RequestBook::submit(paths::PathDispatcher& pool, paths::PathRequest request, RequestId older) {
    if (free_.empty()) return;
    const std::uint32_t place = free_.back();
    free_.pop_back();
    Place& one = places_[place];
    ++one.serial;
    used_places_ = std::max(used_places_, place + 1);
    one.open = true;
    request.start = random_free_cell();
    // The nearest cell is another one only if the goal cannot be reached.
    request.goal = request.or_nearest ? random_cell() : random_free_cell();
    request.version = version_;
    request.tag = std::uint64_t{one.serial} << 32U | place;
    one.query = request;
    one.kind = request.kind;
    one.version = version_;
    one.id = older == RequestId{} ? pool.submit(request) : pool.supersede(older, request);
    ++asked_;
}

void RequestBook::end(std::uint32_t place) {
    places_[place].open = false;
    free_.push_back(place);
    ++ended_;
}

void RequestBook::ask(paths::PathDispatcher& pool) { submit(pool, random_request()); }

paths::PathRequest RequestBook::random_request() {
    paths::PathRequest request;
    const auto dice = random_();
    request.lane = static_cast<Lane>(dice % kLaneCount);
    if (dice / kLaneCount % kImpatientOneIn == 0) request.patience = kImpatience;
    choose_manner(request);
    return request;
}

void RequestBook::choose_manner(paths::PathRequest& request) {
    const auto one_in = [this](unsigned requests) { return random_() % requests == 0; };
    if (one_in(kMannerOneIn)) request.clearance = Clearance::kTwoCells;
    if (one_in(kFieldOneIn)) {
        request.kind = JobKind::kFlowField;
        return;
    }
    request.smooth = one_in(kMannerOneIn);
    request.or_nearest = one_in(kMannerOneIn);
    if (!one_in(kWeightedOneIn)) return;
    request.algorithm = Algorithm::kWeighted;
    request.danger_weight = static_cast<std::uint8_t>(random_());
    if (one_in(4)) request.detours = static_cast<std::uint8_t>(1 + random_() % kMaxDetours);
    if (one_in(2)) request.wall_factor = static_cast<std::uint8_t>(1 + random_() % 100);
}

void RequestBook::ask_poison(paths::PathDispatcher& pool) {
    paths::PathRequest request;
    request.kind = JobKind::kPoison;
    submit(pool, request);
}

void RequestBook::ask_slow(paths::PathDispatcher& pool) {
    paths::PathRequest request;
    request.kind = JobKind::kSlow;
    submit(pool, request);
}

// Places are taken from the lowest on, so most of these are open.
std::uint32_t RequestBook::random_used_place() {
    return used_places_ == 0 ? 0 : static_cast<std::uint32_t>(random_() % used_places_);
}

void RequestBook::cancel_one(paths::PathDispatcher& pool) {
    const std::uint32_t place = random_used_place();
    if (places_[place].serial == 0) return;
    const bool was_open = places_[place].open;
    const bool cancelled = pool.cancel(places_[place].id);
    if (cancelled != was_open) ++corrupt_;  // the pool and we do not agree about what is open
    if (cancelled) end(place);
}

void RequestBook::supersede_one(paths::PathDispatcher& pool) {
    const std::uint32_t place = random_used_place();
    if (!places_[place].open) return;
    const RequestId older = places_[place].id;
    end(place);
    submit(pool, random_request(), older);
    ++superseded_;
}

void RequestBook::edit(paths::PathDispatcher& pool) {
    const std::vector<std::uint64_t>& before = map_of(version_);
    ++version_.value;
    std::vector<std::uint64_t>& bits = maps_[version_.value % kVersions];
    bits = before;
    if (random_() % kDangerOneIn == 0) return change_danger(pool);
    std::vector<CellEdit> edits;
    const Cell corner = random_cell();
    const bool free = random_() % 2 == 0;
    for (std::int32_t y = corner.y; y < std::min(corner.y + kSquare_cells, layout_.height_cells); ++y) {
        for (std::int32_t x = corner.x; x < std::min(corner.x + kSquare_cells, layout_.width_cells); ++x) {
            set_cell(layout_, bits.data(), {x, y}, free);
            edits.push_back({pack({x, y}), free});
        }
    }
    label_map();
    pool.apply_edits(version_, edits);
}

void RequestBook::change_danger(paths::PathDispatcher& pool) {
    for (std::uint8_t& block : danger_) block = static_cast<std::uint8_t>(random_() % 8 == 0 ? random_() : 0);
    label_map();
    pool.apply_danger(version_, danger_);
}

void RequestBook::on_answer(const paths::PathAnswer& answer) noexcept {
    const auto place = static_cast<std::uint32_t>(answer.tag);
    if (!places_[place].open || places_[place].serial != answer.tag >> 32U) {
        ++duplicated_;
        return;
    }
    if (!is_right(answer)) ++corrupt_;
    ++by_status_[static_cast<std::size_t>(answer.status)];
    end(place);
    note_first_answer(answer);
}

// Whatever was done to the workers: a path is a path on the map that the answer names, and `unreachable` is true there.
bool RequestBook::is_right(const paths::PathAnswer& answer) noexcept {
    const Place& one = places_[static_cast<std::uint32_t>(answer.tag)];
    if (answer.id != one.id) return false;
    const bool has_path = answer.status == AnswerStatus::kFound || answer.status == AnswerStatus::kPartial;
    const bool has_field = answer.flow_field != nullptr;
    if (has_field != (answer.status == AnswerStatus::kFound && one.kind == JobKind::kFlowField)) return false;
    if (!has_path && answer.status != AnswerStatus::kUnreachable) return true;
    if (answer.version < one.version || answer.version > version_) return false;
    if (!has_path) return is_truly_unreachable(one, answer.version);
    return has_field ? keep_field(one, answer) : is_right_path(one, answer);
}

bool RequestBook::is_right_path(const Place& one, const paths::PathAnswer& answer) noexcept {
    const bool to_goal = answer.status == AnswerStatus::kFound;
    const auto fault =
        search::check_path(view_of(answer.version), one.query, answer.turning_points, answer.cost, to_goal);
    if (fault != search::PathFault::kNone) return false;
    if (to_goal) return true;
    // Nobody sets a limit to his search here.
    if (ends_.size() == kMostEnds) audit_kept();
    ends_.push_back({one.query, answer.version, unpack(answer.turning_points.back())});
    const auto& labels = labels_of(answer.version, one.query.clearance);
    return one.query.or_nearest && !one.query.breaks_walls() && !labels.connected(one.query.start, one.query.goal);
}

/// Cell by cell: the order is that of distance, then from the uppermost, then from the leftmost.
bool RequestBook::is_nearest(const PathQuery& query, MapVersion version, Cell end) const noexcept {
    const auto& labels = labels_of(version, query.clearance);
    const double distance_cells = octile_cells(end, query.goal);
    const auto most = static_cast<std::int32_t>(distance_cells) + 1;
    const std::uint32_t ours = labels.label(query.start);
    for (std::int32_t y = std::max(query.goal.y - most, 0); y < std::min(query.goal.y + most + 1, layout_.height_cells);
         ++y) {
        for (std::int32_t x = std::max(query.goal.x - most, 0);
             x < std::min(query.goal.x + most + 1, layout_.width_cells); ++x) {
            const double other_cells = octile_cells({x, y}, query.goal);
            const bool is_before = other_cells < distance_cells ||
                                   (other_cells == distance_cells && std::pair(y, x) < std::pair(end.y, end.x));
            if (is_before && labels.label({x, y}) == ours) return false;
        }
    }
    return true;
}

bool RequestBook::is_truly_unreachable(const Place& one, MapVersion version) const noexcept {
    const PathQuery& query = one.query;
    const auto& labels = labels_of(version, query.clearance);
    if (one.kind == JobKind::kFlowField) return labels.label(query.goal) == 0;
    if (query.breaks_walls()) {
        const auto sticks_out = [&](Cell cell) {
            return cell.x == layout_.width_cells - 1 || cell.y == layout_.height_cells - 1;
        };
        return query.clearance == Clearance::kTwoCells && (sticks_out(query.start) || sticks_out(query.goal));
    }
    return query.or_nearest ? labels.label(query.start) == 0 : !labels.connected(query.start, query.goal);
}

bool RequestBook::keep_field(const Place& one, const paths::PathAnswer& answer) noexcept {
    if (!answer.turning_points.empty() || answer.flow_field->layout() != FlowFieldLayout(layout_)) return false;
    if (kept_fields_ == kMostFields) audit_kept();
    KeptField& kept = fields_[kept_fields_++];
    std::swap(kept.field, *answer.flow_field);
    kept.query = one.query;
    kept.version = answer.version;
    return true;
}

void RequestBook::audit_kept() noexcept {
    for (const KeptEnd& kept : ends_) {
        if (!is_nearest(kept.query, kept.version, kept.end)) ++corrupt_;
    }
    ends_.clear();
    for (; kept_fields_ > 0; --kept_fields_) {
        const KeptField& kept = fields_[kept_fields_ - 1];
        proof_.begin(view_of(kept.version), kept.query.goal, kept.query.clearance);
        while (proof_.advance(kept.field, ~0U) == search::FlowFieldVerdict::kUndecided) {
        }
        if (proof_.advance(kept.field, 1) != search::FlowFieldVerdict::kProven) ++corrupt_;
        ++audited_fields_;
    }
}

void RequestBook::note_first_answer(const paths::PathAnswer& answer) {
    if (answer.seat < 0) return;
    auto& kills = pending_kills_[static_cast<std::size_t>(answer.seat)];
    // What was claimed before the kill is the dead one's.
    while (!kills.empty() && answer.times.claimed > kills.front()) {
        first_answers_ms_.push_back(
            std::chrono::duration<double, std::milli>(answer.times.published - kills.front()).count());
        kills.erase(kills.begin());
    }
}

}  // namespace outrider::torture
