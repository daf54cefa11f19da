// A path service for tests of the siege's mind. It answers with real searches on the version that each request names,
// after so many polls; or by the test's hand. It remembers what it was asked and checks what every caller must keep to.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "game/paths/path_service.h"
#include "game/sim/land.h"
#include "game/sim/random.h"
#include "pathfinder/search/search.h"
#include "shared/cost_field.h"

namespace outrider::sim::siege {

class SearchingService final : public paths::PathService {
public:
    struct Open {
        RequestId id;
        paths::PathRequest request;
        std::uint32_t polls_left = 0;
        AnswerStatus status = AnswerStatus::kFailed;
        std::vector<PackedCell> points;
    };

    /// What is blocked now cannot be broken.
    SearchingService(const Land& land, MapVersion version, std::uint64_t seed)
        : layout_(land.width_cells(), land.height_cells()), version_(version), random_(seed, 7) {
        classes_.assign(terrain_bytes(layout_), 0);
        world_.bits.assign(layout_.total_words(), 0);
        world_.danger.assign(danger_bytes(layout_), 0);
        for (Cell cell; cell.y < layout_.height_cells; ++cell.y) {
            for (cell.x = 0; cell.x < layout_.width_cells; ++cell.x) {
                if (land.is_free(cell)) set_cell(layout_, world_.bits.data(), cell, true);
                set_terrain_class(layout_, classes_.data(), cell, land.is_free(cell) ? 0 : 3);
            }
        }
        searcher_.prepare(layout_);
    }

    // --- the interface ---
    RequestId submit(const paths::PathRequest& request) noexcept override {
        EXPECT_TRUE(layout_.contains(request.start) && layout_.contains(request.goal));
        EXPECT_EQ(request.version, version_) << "edits come before the requests made on them";
        EXPECT_TRUE(askers_.insert(request.tag).second) << "unit " << (request.tag & 0xFFFFFFFF) << " asked twice";
        EXPECT_NE(mode_now, paths::Mode::kNone);
        Open open{RequestId{++last_id_}, request, least_polls + random_.below(more_polls + 1), {}, {}};
        if (searches) search(open);
        open_.push_back(std::move(open));
        log.push_back(request);
        return open_.back().id;
    }
    bool cancel(RequestId id) noexcept override {
        const auto found = find(id);
        if (found == open_.end()) return false;
        askers_.erase(found->request.tag);
        open_.erase(found);
        ++cancelled;
        return true;
    }
    void apply_edits(MapVersion version, std::span<const CellEdit> edits) noexcept override {
        take_version(version);
        EXPECT_FALSE(edits.empty());
        publications.push_back('e');
        begin_version();
        for (const CellEdit& edit : edits) set_cell(layout_, world_.bits.data(), unpack(edit.cell), edit.free);
    }
    void apply_danger(MapVersion version, std::span<const std::uint8_t> danger) noexcept override {
        take_version(version);
        EXPECT_EQ(danger.size(), danger_bytes(layout_));
        publications.push_back('d');
        begin_version();
        world_.danger.assign(danger.begin(), danger.end());
    }
    [[nodiscard]] paths::Mode mode() const noexcept override { return mode_now; }

    // --- the test's hand ---
    /// Answers what is due, in the order of asking.
    template <typename Take>
    void poll(Take&& take) {
        std::vector<Open> due;
        for (Open& open : open_) {
            if (open.polls_left == 0) due.push_back(open);
            open.polls_left -= open.polls_left != 0;
        }
        for (const Open& open : due) answer(open.id, open.status, open.points, take);
    }
    /// One request, this way; false: it is not open. `take` gets a PathAnswer.
    template <typename Take>
    bool answer(RequestId id, AnswerStatus status, std::span<const PackedCell> points, Take&& take) {
        const auto found = find(id);
        if (found == open_.end()) return false;
        paths::PathAnswer answer;
        answer.id = id;
        answer.tag = found->request.tag;
        answer.status = status;
        answer.version = found->request.version;
        answer.turning_points = points;
        answer.seat = 3;
        askers_.erase(found->request.tag);
        open_.erase(found);
        take(std::as_const(answer));
        return true;
    }
    [[nodiscard]] const std::vector<Open>& open() const { return open_; }
    [[nodiscard]] const Open* open_of(std::uint32_t place) const {
        const auto is_its = [&](const Open& open) { return (open.request.tag & 0xFFFFFFFFU) == place; };
        const auto found = std::find_if(open_.begin(), open_.end(), is_its);
        return found == open_.end() ? nullptr : &*found;
    }
    [[nodiscard]] MapVersion version() const { return version_; }
    [[nodiscard]] std::span<const std::uint8_t> danger() const { return world_.danger; }
    /// Status and points, on the map as published last.
    void search(Open& open) {
        const CostField costs{classes_.data(), {1, 1, 1, kUnbreakable}, world_.danger.data()};
        const MapView map(layout_, world_.bits.data(), version_);
        const search::SearchResult result = searcher_.search(map, open.request, {}, costs);
        open.status = result.status;
        open.points.assign(result.turning_points.begin(), result.turning_points.end());
    }
    /// On the map as published last.
    [[nodiscard]] bool can_reach(const paths::PathRequest& request) {
        Open open{{}, request, 0, {}, {}};
        search(open);
        return open.status == AnswerStatus::kFound;
    }

    bool searches = true;  ///< false: all answers are the test's
    std::uint32_t least_polls = 2;
    std::uint32_t more_polls = 0;  ///< at random
    paths::Mode mode_now = paths::Mode::kThreads;
    std::vector<paths::PathRequest> log;  ///< all requests so far
    std::vector<char> publications;       ///< 'e': edits, 'd': danger
    std::uint32_t cancelled = 0;

private:
    struct World {
        std::vector<std::uint64_t> bits;
        std::vector<std::uint8_t> danger;
    };

    [[nodiscard]] std::vector<Open>::iterator find(RequestId id) {
        return std::find_if(open_.begin(), open_.end(), [id](const Open& open) { return open.id == id; });
    }
    void take_version(MapVersion version) {
        EXPECT_EQ(version.value, version_.value + 1);
        version_ = version;
    }
    /// At another address than the version before, which stays as it is.
    void begin_version() {
        before_ = world_;
        std::swap(before_, world_);
    }
    GridLayout layout_;
    World world_;
    World before_;
    std::vector<std::uint8_t> classes_;
    MapVersion version_;
    Random random_;
    search::Searcher searcher_;
    std::vector<Open> open_;
    std::set<std::uint64_t> askers_;  ///< tags of the open requests
    std::uint64_t last_id_ = 0;
};

}  // namespace outrider::sim::siege
