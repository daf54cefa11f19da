// One trace of requests, every form of the service: the same answers, cell by cell.
#include <gtest/gtest.h>

#include <random>
#include <tuple>
#include <vector>

#include "game/paths/path_dispatcher.h"
#include "shared/path_hash.h"
#include "tests/support/board_fixture.h"
#include "tests/support/own_maps.h"

namespace outrider::paths {
namespace {

using Form = std::tuple<Mode, std::uint32_t>;

/// Hash of all answers to `kRequests` random requests on a map of ours; walls among starts and goals included.
std::uint64_t hash_of_answers(const search::TerrainMap& map, Mode mode, std::uint32_t workers, Algorithm algorithm) {
    constexpr std::uint64_t kRequests = 1'500;
    PathDispatcher dispatcher(testing::dispatcher_settings(map, mode, workers));
    std::mt19937 random(1'848);
    testing::KeepingSink sink;
    for (std::uint64_t i = 0; i < kRequests; ++i) {
        PathRequest request;
        request.start = {static_cast<std::int32_t>(random() % static_cast<unsigned>(map.width_cells)),
                         static_cast<std::int32_t>(random() % static_cast<unsigned>(map.height_cells))};
        request.goal = {static_cast<std::int32_t>(random() % static_cast<unsigned>(map.width_cells)),
                        static_cast<std::int32_t>(random() % static_cast<unsigned>(map.height_cells))};
        request.tag = i;
        request.version = MapVersion{1};
        request.algorithm = algorithm;
        (void)dispatcher.submit(request);
    }
    EXPECT_TRUE(testing::pump_until(dispatcher, sink, [&] { return sink.kept.size() == kRequests; }))
        << sink.kept.size() << " of " << kRequests;
    EXPECT_EQ(dispatcher.requests().rejected, 0U);
    PathHash hash;
    for (const auto& kept : sink.kept) hash.add(kept.answer.tag, kept.answer.status, kept.points);
    return hash.value();
}

TEST(Modes, GiveTheSamePathsWhoeverSearches) {
    const search::TerrainMap map = testing::own_map("valley");
    for (const Algorithm algorithm : {Algorithm::kJps, Algorithm::kAStar}) {
        const std::uint64_t expected = hash_of_answers(map, Mode::kInline, 0, algorithm);
        for (const auto& [mode, workers] :
             {Form{Mode::kThreads, 1}, Form{Mode::kThreads, 3}, Form{Mode::kProcesses, 1}, Form{Mode::kProcesses, 3}}) {
            EXPECT_EQ(hash_of_answers(map, mode, workers, algorithm), expected)
                << to_string(mode) << " " << workers << " " << to_string(algorithm);
        }
    }
}

}  // namespace
}  // namespace outrider::paths
