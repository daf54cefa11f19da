#include "pathfinder/loop/map_pin.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>

#include "game/paths/map_versions.h"
#include "game/paths/shared_memory.h"
#include "tests/support/board_fixture.h"

namespace outrider {
namespace {

using paths::MapVersions;
using paths::PinHolder;
using paths::ResultReader;

struct PinScene {
    GridLayout layout{64, 64};
    paths::SharedMemory memory{layout};
    std::unique_ptr<ResultSegment> segment = testing::make_result_segment();
    ResultReader reader{*segment};
    PinHolder holder{Generation{1}, segment.get(), &reader};

    void flip_all(MapVersions& versions, MapVersion version, bool free) const {
        std::vector<CellEdit> edits;
        for (std::int32_t i = 0; i < 64; ++i) edits.push_back({pack({i, i}), free});
        versions.edit(version, edits);
    }
};

TEST(MapPin, HoldsTheNewestVersion) {
    PinScene s;
    MapVersions versions(s.memory.world(), s.layout, testing::open_field(s.layout), false);
    const auto map = loop::pin_version(s.memory.world(), s.layout, s.segment->pin, MapVersion{1}, false);
    ASSERT_TRUE(map);
    EXPECT_EQ(map->map.version(), MapVersion{1});
    EXPECT_EQ(s.segment->pin.load(), 1U);
    loop::drop_pin(s.segment->pin);
    EXPECT_EQ(s.segment->pin.load(), 0U);
}

TEST(MapPin, IsNotGivenForAVersionThatIsNotOut) {
    PinScene s;
    MapVersions versions(s.memory.world(), s.layout, testing::open_field(s.layout), false);
    EXPECT_FALSE(loop::pin_version(s.memory.world(), s.layout, s.segment->pin, MapVersion{2}, false));
    EXPECT_FALSE(loop::pin_version(s.memory.world(), s.layout, s.segment->pin, MapVersion{2}, true));
    EXPECT_EQ(s.segment->pin.load(), 0U);
}

TEST(MapPin, OfAnExactVersionFindsAnOlderOne) {
    PinScene s;
    MapVersions versions(s.memory.world(), s.layout, testing::open_field(s.layout), true);
    versions.hold(MapVersion{1});
    s.flip_all(versions, MapVersion{2}, false);
    ASSERT_TRUE(versions.try_publish());
    versions.reclaim({&s.holder, 1});
    const auto older = loop::pin_version(s.memory.world(), s.layout, s.segment->pin, MapVersion{1}, true);
    ASSERT_TRUE(older);
    EXPECT_TRUE(older->map.is_free({5, 5}));
    loop::drop_pin(s.segment->pin);
    versions.release(MapVersion{1});
    versions.reclaim({&s.holder, 1});
    EXPECT_FALSE(loop::pin_version(s.memory.world(), s.layout, s.segment->pin, MapVersion{1}, true));
}

// Each version has its whole diagonal free or its whole diagonal blocked. Whoever holds a pin never sees a mixture.
TEST(MapPin, NeverShowsHalfAnEdit) {
    PinScene s;
    MapVersions versions(s.memory.world(), s.layout, testing::open_field(s.layout), false);
    std::atomic<bool> quit{false};
    std::atomic<std::uint64_t> looks{0};
    std::atomic<int> mixtures{0};
    std::thread searcher([&] {
        while (!quit.load()) {
            const auto map = loop::pin_version(s.memory.world(), s.layout, s.segment->pin, MapVersion{1}, false);
            int free = 0;
            for (std::int32_t i = 0; i < 64; ++i) free += map->map.is_free({i, i}) ? 1 : 0;
            if (free != (map->map.version().value % 2 == 1 ? 64 : 0)) mixtures.fetch_add(1);
            loop::drop_pin(s.segment->pin);
            looks.fetch_add(1);
        }
    });
    MapVersion version{1};
    while (version.value < 3'000 || looks.load() < 1'000) {
        // One edit a version, so that odd versions are free and even ones blocked.
        if (!versions.has_unpublished_edits()) {
            version.value += 1;
            s.flip_all(versions, version, version.value % 2 == 1);
        }
        versions.try_publish();
        versions.reclaim({&s.holder, 1});
    }
    quit.store(true);
    searcher.join();
    EXPECT_EQ(mixtures.load(), 0);
}

}  // namespace
}  // namespace outrider
