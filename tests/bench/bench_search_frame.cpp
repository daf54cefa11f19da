#include "tests/bench/bench_search_frame.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "game/paths/map_versions.h"
#include "game/paths/path_dispatcher.h"
#include "game/paths/shared_memory.h"
#include "game/sim/world.h"
#include "shared/cost_field.h"
#include "tests/bench/bench_search_tools.h"
#include "tests/unit/search/test_maps.h"

namespace outrider::bench {
namespace {

constexpr std::uint32_t kEditPlaces = 300;
constexpr std::uint32_t kDangerFields = 50;
/// A disc with no fewer cells than the square of the other edits.
constexpr std::int32_t kBrushRadius_cells = 9;
constexpr std::uint32_t kFramesBefore = 60;
/// Searches between two edits: a little of what goes on in play, and of what it does to the caches.
constexpr std::chrono::microseconds kSearchTime_per_frame{500};

[[nodiscard]] search::test::TestMap make_town(std::int32_t side_cells) {
    search::test::Dice dice(static_cast<std::uint32_t>(kSeed));
    return search::test::city_map(dice, side_cells, side_cells);
}

[[nodiscard]] std::vector<std::uint64_t> words_of(const MapView& map) {
    return {map.words(), map.words() + map.layout().total_words()};
}

[[nodiscard]] std::string letters_of(const MapView& map) {
    std::string letters;
    for (std::int32_t y = 0; y < map.height_cells(); ++y) {
        for (std::int32_t x = 0; x < map.width_cells(); ++x) letters += map.is_free({x, y}) ? '.' : '@';
    }
    return letters;
}

/// The part of the map versions alone, without a game around it.
class PublishBench {
public:
    explicit PublishBench(const MapView& map)
        : layout_(map.layout()),
          memory_(layout_),
          versions_(memory_.world(), layout_, words_of(map), false),
          danger_(danger_bytes(layout_)) {}

    void measure(FrameFigures& figures) {
        Durations edits;
        for (std::uint32_t i = 0; i < kEditPlaces; ++i) time_edit(edits);
        Durations dangers;
        Durations edits_after;
        for (std::uint32_t i = 0; i < kDangerFields; ++i) {
            std::ranges::fill(danger_, static_cast<std::uint8_t>(i + 1));
            ++version_.value;
            dangers.push_back(time_of([&] {
                versions_.set_danger(version_, danger_);
                publish();
            }));
            versions_.reclaim({});
            // There and back: in two of the other three buffers.
            time_edit(edits_after);
        }
        figures.publish = times_of(edits);
        figures.danger = times_of(dangers);
        figures.publish_after_danger = times_of(edits_after);
        figures.unpublished += unpublished_;
    }

private:
    void publish() { unpublished_ += versions_.try_publish() ? 0 : 1; }

    /// A square turned over, and back.
    void time_edit(Durations& durations) {
        turn_over(versions_.newest(), random_square(random_, layout_, kEditSide_cells), edits_);
        for (int turn = 0; turn < 2; ++turn) {
            ++version_.value;
            durations.push_back(time_of([&] {
                versions_.edit(version_, edits_);
                publish();
            }));
            versions_.reclaim({});
            for (CellEdit& edit : edits_) edit.free = !edit.free;
        }
    }

    GridLayout layout_;
    paths::SharedMemory memory_;
    paths::MapVersions versions_;
    std::vector<std::uint8_t> danger_;
    MapVersion version_{1};
    sim::Random random_{kSeed, 20};
    std::vector<CellEdit> edits_;
    std::size_t unpublished_ = 0;
};

/// A world with units, and a path service that searches inline.
class WorldBench {
public:
    WorldBench(const MapView& map, std::uint32_t units)
        : layout_(map.layout()), world_(world_settings(map, units)), service_(service_settings(map)) {
        for (std::uint32_t frame = 0; frame < kFramesBefore; ++frame) run_frame();
    }

    [[nodiscard]] FrameFigures::WithUnits measure() {
        Durations paints;
        Durations submits;
        Durations edits;
        sim::Random random(kSeed, 21);
        for (std::uint32_t i = 0; i < kEditPlaces; ++i) {
            const CellRect square = random_square(random, layout_, 2 * kBrushRadius_cells + 1);
            const Cell centre{square.x0 + kBrushRadius_cells, square.y0 + kBrushRadius_cells};
            world_.paint(centre, kBrushRadius_cells, false);  // from now on each edit changes each cell
            for (const bool wall : {true, false}) {
                run_frame();
                paints.push_back(time_of([&] { world_.paint(centre, kBrushRadius_cells, wall); }));
                submits.push_back(time_of([&] { world_.submit(service_); }));
                edits.push_back(paints.back() + submits.back());
                unpublished_ += service_.can_publish() ? 0 : 1;
            }
        }
        return {world_.unit_count(), times_of(paints), times_of(submits), times_of(edits)};
    }
    [[nodiscard]] std::size_t unpublished() const noexcept { return unpublished_; }

private:
    [[nodiscard]] static sim::WorldSettings world_settings(const MapView& map, std::uint32_t units) {
        sim::WorldSettings settings;
        settings.width_cells = map.width_cells();
        settings.height_cells = map.height_cells();
        settings.terrain = letters_of(map);
        settings.units = units;
        return settings;
    }
    [[nodiscard]] static paths::DispatcherSettings service_settings(const MapView& map) {
        paths::DispatcherSettings settings;
        settings.layout = map.layout();
        settings.bits = words_of(map);
        settings.mode = paths::Mode::kInline;
        settings.inline_budget = kSearchTime_per_frame;
        return settings;
    }

    /// A frame as the game runs it, up to where the player's hand comes in: the questions of the tick have been handed
    /// over, so that the next submit() has those of the edit alone.
    void run_frame() {
        service_.poll(world_);
        world_.tick(service_.mode());
        world_.submit(service_);
        service_.flush();
    }

    GridLayout layout_;
    sim::World world_;
    paths::PathDispatcher service_;
    std::size_t unpublished_ = 0;
};

}  // namespace

FrameFigures measure_frame(std::int32_t side_cells, std::span<const std::uint32_t> unit_counts) {
    const search::test::TestMap town = make_town(side_cells);
    FrameFigures figures;
    figures.layout = town.layout();
    PublishBench(town.view()).measure(figures);
    for (const std::uint32_t units : unit_counts) {
        WorldBench bench(town.view(), units);
        figures.with_units.push_back(bench.measure());
        figures.unpublished += bench.unpublished();
    }
    return figures;
}

}  // namespace outrider::bench
