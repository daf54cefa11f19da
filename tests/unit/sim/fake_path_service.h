// A path service for tests of the world: answers by breadth-first search on its own copy of the map, some polls later
// and in any order. It remembers what it was asked and checks what every caller must keep to.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "game/paths/path_service.h"
#include "game/sim/direction.h"
#include "game/sim/land.h"
#include "game/sim/random.h"
#include "game/sim/world.h"
#include "pathfinder/search/flow_field.h"

namespace outrider::sim {

class FakePathService final : public paths::PathService {
public:
    struct Open {
        RequestId id;
        paths::PathRequest request;
        std::uint32_t polls_left = 0;
    };

    FakePathService(const World& world, std::uint64_t seed)
        : land_(world.width_cells(), world.height_cells(), {world.terrain().begin(), world.terrain().end()}),
          version_(world.version()),
          random_(seed, 7) {}

    // --- the interface ---
    RequestId submit(const paths::PathRequest& request) noexcept override {
        EXPECT_TRUE(land_.contains(request.start) && land_.contains(request.goal));
        EXPECT_EQ(request.version, version_) << "edits come before the requests made on them";
        EXPECT_TRUE(askers_.insert(request.tag).second) << "unit " << request.tag << " asked twice";
        const RequestId id{++last_id_};
        open_.push_back({id, request, random_.below(longest_delay_polls + 1)});
        log.push_back(request);
        return id;
    }
    bool cancel(RequestId id) noexcept override {
        const auto found = std::find_if(open_.begin(), open_.end(), [id](const Open& open) { return open.id == id; });
        if (found == open_.end()) return false;
        askers_.erase(found->request.tag);
        open_.erase(found);
        ++cancelled;
        return true;
    }
    void apply_edits(MapVersion version, std::span<const CellEdit> edits) noexcept override {
        EXPECT_EQ(version.value, version_.value + 1);
        EXPECT_FALSE(edits.empty());
        version_ = version;
        for (const CellEdit& edit : edits) land_.set_wall(unpack(edit.cell), !edit.free);
    }
    void apply_danger(MapVersion version, std::span<const std::uint8_t>) noexcept override {
        EXPECT_EQ(version.value, version_.value + 1);
        version_ = version;
    }
    [[nodiscard]] paths::Mode mode() const noexcept override { return mode_now; }

    // --- the test's hand ---
    /// Answers what is due, in random order (or that of asking).
    void poll(World& world) {
        std::vector<Open> due;
        const auto is_due = [](Open& open) { return open.polls_left == 0 || (--open.polls_left, false); };
        std::copy_if(open_.begin(), open_.end(), std::back_inserter(due), is_due);
        if (shuffle) {
            for (std::size_t i = due.size(); i > 1; --i) {
                std::swap(due[i - 1], due[random_.below(static_cast<std::uint32_t>(i))]);
            }
        }
        for (const Open& open : due) answer(world, open);
    }
    void answer(World& world, const Open& open) {
        std::erase_if(open_, [&](const Open& other) { return other.id == open.id; });
        askers_.erase(open.request.tag);
        if (forced_status) {
            give(world, open, *forced_status, {});
            return;
        }
        if (open.request.kind == JobKind::kFlowField) {
            give_field(world, open);
            return;
        }
        const auto points = find_path(open.request.start, open.request.goal);
        if (!points.empty() || !open.request.or_nearest) {
            give(world, open, points.empty() ? AnswerStatus::kUnreachable : AnswerStatus::kFound, points);
            return;
        }
        const auto nearest = nearest_within_reach(open.request.start, open.request.goal);
        if (!nearest) {
            give(world, open, AnswerStatus::kUnreachable, {});
        } else {
            give(world, open, AnswerStatus::kPartial, find_path(open.request.start, *nearest));
        }
    }
    void give(World& world, const Open& open, AnswerStatus status, std::span<const PackedCell> points) const {
        paths::PathAnswer answer;
        answer.id = open.id;
        answer.tag = open.request.tag;
        answer.status = status;
        answer.version = version_;
        answer.turning_points = points;
        answer.seat = 3;
        world.on_answer(answer);
    }
    /// The field that the search makes; `unreachable` if the goal is a wall.
    void give_field(World& world, const Open& open) {
        const GridLayout layout(land_.width_cells(), land_.height_cells());
        std::vector<std::uint64_t> bits(layout.total_words());
        for (Cell cell; cell.y < layout.height_cells; ++cell.y) {
            for (cell.x = 0; cell.x < layout.width_cells; ++cell.x) {
                if (land_.is_free(cell)) set_cell(layout, bits.data(), cell, true);
            }
        }
        builder_.prepare(layout);
        field_.prepare(layout);
        EXPECT_TRUE(
            builder_.build(MapView(layout, bits.data(), version_), open.request.goal, open.request.clearance, field_));
        paths::PathAnswer answer;
        answer.id = open.id;
        answer.tag = open.request.tag;
        answer.version = version_;
        const bool is_free = land_.is_free(open.request.goal);
        answer.status = is_free ? AnswerStatus::kFound : AnswerStatus::kUnreachable;
        if (is_free) answer.flow_field = &field_;
        world.on_answer(answer);
    }
    [[nodiscard]] const std::vector<Open>& open() const { return open_; }

    /// Turning points of a way with the fewest steps; none if there is no way.
    [[nodiscard]] std::vector<PackedCell> find_path(Cell start, Cell goal) const {
        if (!land_.is_free(start) || !land_.is_free(goal)) return {};
        std::vector<Direction> came_by(land_.terrain().size(), kNotSeen);
        std::vector<Cell> queue{goal};  // backwards, so that following came_by leads forwards
        came_by[index_of(goal)] = 0;
        for (std::size_t next = 0; next < queue.size() && came_by[index_of(start)] == kNotSeen; ++next) {
            for (Direction direction = 0; direction < 8; ++direction) {
                const Cell to = next_cell(queue[next], direction);
                if (!land_.can_step(queue[next], direction) || came_by[index_of(to)] != kNotSeen) continue;
                came_by[index_of(to)] = opposite(direction);
                queue.push_back(to);
            }
        }
        if (came_by[index_of(start)] == kNotSeen) return {};
        std::vector<PackedCell> points{pack(start)};
        std::optional<Direction> last;
        for (Cell cell = start; cell != goal;) {
            const Direction direction = came_by[index_of(cell)];
            if (last && *last != direction) points.push_back(pack(cell));
            last = direction;
            cell = next_cell(cell, direction);
        }
        if (start != goal) points.push_back(pack(goal));
        return points;
    }

    /// By octile distance; of equally near cells the uppermost, then the leftmost.
    [[nodiscard]] std::optional<Cell> nearest_within_reach(Cell start, Cell goal) const {
        if (!land_.is_free(start)) return std::nullopt;
        std::vector<bool> reached(land_.terrain().size(), false);
        std::vector<Cell> queue{start};
        reached[index_of(start)] = true;
        for (std::size_t next = 0; next < queue.size(); ++next) {
            const Cell from = queue[next];
            for (Direction direction = 0; direction < 8; ++direction) {
                const Cell to = next_cell(from, direction);
                if (!land_.can_step(from, direction) || reached[index_of(to)]) continue;
                reached[index_of(to)] = true;
                queue.push_back(to);
            }
        }
        std::optional<Cell> nearest;
        double best = 0.0;
        for (Cell cell; cell.y < land_.height_cells(); ++cell.y) {
            for (cell.x = 0; cell.x < land_.width_cells(); ++cell.x) {
                const double dx = std::abs(cell.x - goal.x);
                const double dy = std::abs(cell.y - goal.y);
                const double distance = std::max(dx, dy) + (kSqrt2 - 1.0) * std::min(dx, dy);
                if ((nearest && distance >= best) || !reached[index_of(cell)]) continue;
                nearest = cell;
                best = distance;
            }
        }
        return nearest;
    }

    std::uint32_t longest_delay_polls = 0;
    bool shuffle = true;
    paths::Mode mode_now = paths::Mode::kThreads;
    std::optional<AnswerStatus> forced_status;
    std::vector<paths::PathRequest> log;  ///< all requests so far
    std::uint32_t cancelled = 0;

private:
    static constexpr Direction kNotSeen = 255;

    [[nodiscard]] std::size_t index_of(Cell cell) const {
        return static_cast<std::size_t>(cell.y) * static_cast<std::size_t>(land_.width_cells()) +
               static_cast<std::size_t>(cell.x);
    }

    Land land_;
    search::FlowFieldBuilder builder_;
    FlowField field_;
    MapVersion version_;
    Random random_;
    std::vector<Open> open_;
    std::set<std::uint64_t> askers_;  ///< tags of the open requests
    std::uint64_t last_id_ = 0;
};

/// One frame: answers, one tick, submit.
inline void run_frame(World& world, FakePathService& service) {
    service.poll(world);
    world.tick(service.mode());
    world.submit(service);
}

inline void run_frames(World& world, FakePathService& service, int frames) {
    for (int frame = 0; frame < frames; ++frame) run_frame(world, service);
}

/// A map from its rows.
inline WorldSettings settings_of(const std::vector<std::string>& rows, std::uint32_t units, std::uint64_t seed = 1) {
    WorldSettings settings;
    settings.width_cells = static_cast<std::int32_t>(rows.front().size());
    settings.height_cells = static_cast<std::int32_t>(rows.size());
    for (const std::string& row : rows) settings.terrain += row;
    settings.units = units;
    settings.seed = seed;
    return settings;
}

/// Free ground with a share of single blocked cells, the same for the same seed.
inline WorldSettings scattered(std::int32_t width, std::int32_t height, std::uint32_t walls_percent,
                               std::uint32_t units, std::uint64_t seed) {
    Random random(seed, 99);
    std::vector<std::string> rows(static_cast<std::size_t>(height), std::string(static_cast<std::size_t>(width), '.'));
    for (std::string& row : rows) {
        for (char& letter : row) letter = random.below(100) < walls_percent ? '@' : 'G';
    }
    return settings_of(rows, units, seed);
}

}  // namespace outrider::sim
