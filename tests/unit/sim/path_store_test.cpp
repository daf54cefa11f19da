#include "game/sim/path_store.h"

#include <gtest/gtest.h>

#include "game/sim/random.h"

namespace outrider::sim {
namespace {

std::vector<PackedCell> numbered(std::size_t count, std::uint32_t first) {
    std::vector<PackedCell> points(count);
    for (std::size_t i = 0; i < count; ++i) points[i] = {first + static_cast<std::uint32_t>(i)};
    return points;
}

TEST(PathStore, KeepsManyPathsApart) {
    const std::uint64_t seed = 4;
    SCOPED_TRACE(seed);
    Random random(seed, 0);
    PathStore store;
    std::vector<StoredPath> paths(200);
    std::vector<std::vector<PackedCell>> truth(paths.size());
    for (std::uint32_t round = 0; round < 5000; ++round) {
        const std::size_t which = random.below(200);
        truth[which] = numbered(random.below(8) == 0 ? random.below(6000) : random.below(40), round * 10'000);
        if (truth[which].empty()) {
            store.clear(paths[which]);
        } else {
            store.assign(paths[which], truth[which]);
        }
    }
    for (std::size_t i = 0; i < paths.size(); ++i) {
        const auto ahead = paths[i].ahead();
        EXPECT_EQ(std::vector<PackedCell>(ahead.begin(), ahead.end()), truth[i]);
    }
}

TEST(PathStore, UsesBlocksAgain) {
    PathStore store;
    std::vector<StoredPath> paths(1000);
    const auto fill_all = [&] {
        for (StoredPath& path : paths) store.assign(path, numbered(20, 0));
    };
    fill_all();
    const std::size_t busiest = store.bytes();
    for (int round = 0; round < 50; ++round) {
        for (StoredPath& path : paths) store.clear(path);
        fill_all();
    }
    EXPECT_EQ(store.bytes(), busiest);
    EXPECT_GE(busiest, 1000 * 32 * sizeof(PackedCell));
    EXPECT_LE(busiest, 1100 * 32 * sizeof(PackedCell));
}

}  // namespace
}  // namespace outrider::sim
