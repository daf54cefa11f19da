// A path service without a pool, for tests and tools that play a whole siege: it searches at once, on the version that
// the request names, and hands the answers over at a later poll, in the order of asking. The same calls give the same
// answers. Its ground is that of a map's file, as a pool would have it.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "game/paths/path_service.h"
#include "pathfinder/search/moving_ai.h"
#include "pathfinder/search/search.h"
#include "shared/cost_field.h"
#include "shared/grid.h"
#include "shared/path_hash.h"

namespace outrider::testing {

class AnsweringService final : public paths::PathService {
public:
    /// An answer comes with the poll number `polls` after its request: 1 is the next one.
    explicit AnsweringService(const search::TerrainMap& map, std::uint32_t polls = 1)
        : layout_(map.width_cells, map.height_cells),
          polls_(polls),
          classes_(search::terrain_classes(map)),
          factors_(search::terrain_factors(map)),
          bits_(search::to_bits(map)),
          danger_(danger_bytes(layout_), 0) {
        searcher_.prepare(layout_);
    }

    // --- the interface ---
    RequestId submit(const paths::PathRequest& request) noexcept override {
        Open& open = next_place();
        open.id = {++last_id_};
        open.tag = request.tag;
        open.due_poll = poll_ + polls_;
        open.version = version_;
        open.is_cancelled = false;
        const CostField costs{classes_.empty() ? nullptr : classes_.data(), factors_, danger_.data()};
        PathQuery query = request;
        if (best_ways_only) query.detours = 0;
        const search::SearchResult result =
            searcher_.search(MapView(layout_, bits_.data(), version_), query, {}, costs);
        open.status = result.status;
        open.cost = result.cost;
        open.points.assign(result.turning_points.begin(), result.turning_points.end());
        expanded_nodes += result.expanded_nodes;
        return open.id;
    }
    bool cancel(RequestId id) noexcept override {
        // Ids rise along the queue.
        const auto begin = open_.begin() + static_cast<std::ptrdiff_t>(first_);
        const auto end = open_.begin() + static_cast<std::ptrdiff_t>(end_);
        const auto found =
            std::lower_bound(begin, end, id, [](const Open& a, RequestId b) { return a.id.value < b.value; });
        if (found == end || found->id != id || found->is_cancelled) return false;
        found->is_cancelled = true;
        return true;
    }
    void apply_edits(MapVersion version, std::span<const CellEdit> edits) noexcept override {
        begin_version(version);
        for (const CellEdit& edit : edits) set_cell(layout_, bits_.data(), unpack(edit.cell), edit.free);
    }
    void apply_danger(MapVersion version, std::span<const std::uint8_t> danger) noexcept override {
        begin_version(version);
        danger_.assign(danger.begin(), danger.end());
    }
    [[nodiscard]] paths::Mode mode() const noexcept override { return paths::Mode::kInline; }

    // --- the caller's hand ---
    /// Gives the sink what is due.
    void poll(paths::AnswerSink& sink) noexcept {
        ++poll_;
        for (; first_ < end_ && open_[first_].due_poll <= poll_; ++first_) {
            const Open& open = open_[first_];
            if (open.is_cancelled) continue;
            paths::PathAnswer answer;
            answer.id = open.id;
            answer.tag = open.tag;
            answer.status = open.status;
            answer.cost = open.cost;
            answer.version = open.version;
            answer.turning_points = open.points;
            hash_.add(open.id.value, open.status, open.points);
            ++answers;
            sink.on_answer(answer);
        }
        if (first_ == end_) first_ = end_ = 0;
    }
    [[nodiscard]] std::uint64_t path_hash() const noexcept { return hash_.value(); }

    std::uint64_t answers = 0;  ///< handed over
    std::uint64_t expanded_nodes = 0;
    /// Nobody makes a detour: several times as quick, where it is not the ways that matter.
    bool best_ways_only = false;

private:
    struct Open {
        RequestId id;
        std::uint64_t tag = 0;
        std::uint64_t due_poll = 0;
        MapVersion version;
        AnswerStatus status = AnswerStatus::kFailed;
        StepCount cost;
        bool is_cancelled = false;
        std::vector<PackedCell> points;
    };

    /// Places are used again, so that their points keep their memory.
    Open& next_place() {
        if (end_ == open_.size() && first_ > 0) {
            std::rotate(open_.begin(), open_.begin() + static_cast<std::ptrdiff_t>(first_), open_.end());
            end_ -= std::exchange(first_, 0);
        }
        if (end_ == open_.size()) open_.emplace_back();
        return open_[end_++];
    }
    /// At other addresses than the version before, which stays as it is: searchers compare the two.
    void begin_version(MapVersion version) {
        version_ = version;
        bits_before_ = bits_;
        danger_before_ = danger_;
        std::swap(bits_, bits_before_);
        std::swap(danger_, danger_before_);
    }

    GridLayout layout_;
    std::uint32_t polls_;
    std::vector<std::uint8_t> classes_;
    std::array<std::uint8_t, 4> factors_;
    std::vector<std::uint64_t> bits_;
    std::vector<std::uint64_t> bits_before_;
    std::vector<std::uint8_t> danger_;
    std::vector<std::uint8_t> danger_before_;
    MapVersion version_{1};
    search::Searcher searcher_;
    std::vector<Open> open_;  ///< those from first_ to end_, in the order of asking
    std::size_t first_ = 0;
    std::size_t end_ = 0;
    std::uint64_t poll_ = 0;
    std::uint64_t last_id_ = 0;
    PathHash hash_;
};

}  // namespace outrider::testing
