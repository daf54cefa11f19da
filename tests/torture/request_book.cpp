#include "tests/torture/request_book.h"

#include <algorithm>
#include <chrono>

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

}  // namespace

RequestBook::RequestBook(GridLayout layout, std::uint64_t seed)
    : layout_(layout),
      random_(seed),
      maps_(kVersions, std::vector<std::uint64_t>(layout.total_words())),
      labels_(kVersions),
      places_(kPlaces) {
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
    labels_[version_.value % kVersions].compute(MapView(layout_, map_of(version_).data(), version_));
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
    request.goal = random_free_cell();
    request.version = version_;
    request.tag = std::uint64_t{one.serial} << 32U | place;
    one.start = pack(request.start);
    one.goal = pack(request.goal);
    one.version = version_;
    one.id = older == RequestId{} ? pool.submit(request) : pool.supersede(older, request);
    ++asked_;
}

void RequestBook::end(std::uint32_t place) {
    places_[place].open = false;
    free_.push_back(place);
    ++ended_;
}

void RequestBook::ask(paths::PathDispatcher& pool) {
    paths::PathRequest request;
    const auto dice = random_();
    request.lane = static_cast<Lane>(dice % kLaneCount);
    if (dice / kLaneCount % kImpatientOneIn == 0) request.patience = kImpatience;
    submit(pool, request);
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
    submit(pool, {}, older);
    ++superseded_;
}

void RequestBook::edit(paths::PathDispatcher& pool) {
    const std::vector<std::uint64_t>& before = map_of(version_);
    ++version_.value;
    std::vector<std::uint64_t>& bits = maps_[version_.value % kVersions];
    bits = before;
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
bool RequestBook::is_right(const paths::PathAnswer& answer) const noexcept {
    const Place& one = places_[static_cast<std::uint32_t>(answer.tag)];
    if (answer.id != one.id) return false;
    const bool found = answer.status == AnswerStatus::kFound;
    if (!found && answer.status != AnswerStatus::kUnreachable) return answer.status != AnswerStatus::kPartial;
    if (answer.version < one.version || answer.version > version_) return false;
    if (!found) {
        return !labels_[answer.version.value % kVersions].connected(unpack(one.start), unpack(one.goal));
    }
    const MapView map(layout_, map_of(answer.version).data(), answer.version);
    return search::check_path(map, {unpack(one.start), unpack(one.goal)}, answer.turning_points, answer.cost, true) ==
           search::PathFault::kNone;
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
