// The thin layers between the world and the path service: they change nothing.
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "game/app/map_analyst.h"
#include "game/app/query_watch.h"
#include "game/app/timed_paths.h"

namespace outrider::app {
namespace {

class NotingService final : public paths::PathService {
public:
    RequestId submit(const paths::PathRequest&) noexcept override {
        ++submitted;
        return RequestId{7};
    }
    bool cancel(RequestId) noexcept override {
        ++cancelled;
        return true;
    }
    RequestId supersede(RequestId older, const paths::PathRequest& request) noexcept override {
        replaced.emplace_back(older.value, request.tag);
        return RequestId{8};
    }
    void apply_edits(MapVersion, std::span<const CellEdit>) noexcept override {}
    void apply_danger(MapVersion, std::span<const std::uint8_t>) noexcept override {}
    [[nodiscard]] paths::Mode mode() const noexcept override { return paths::Mode::kThreads; }

    int submitted = 0;
    int cancelled = 0;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> replaced;
};

TEST(PathLayers, PassOnAsOneCallThatARequestTakesAnothersPlace) {
    const GridLayout layout(16, 16);
    MapAnalyst analyst(layout, std::vector<std::uint64_t>(layout.total_words()), {});
    NotingService service;
    TimedPathService timed(service);
    QueryWatch watched(timed, analyst);
    paths::PathRequest request;
    request.tag = 5;
    request.goal = {3, 4};
    EXPECT_EQ(watched.supersede(RequestId{6}, request), RequestId{8});
    EXPECT_EQ(service.replaced, (std::vector<std::pair<std::uint64_t, std::uint64_t>>{{6, 5}}));
    EXPECT_EQ(service.submitted + service.cancelled, 0);
    EXPECT_EQ(timed.submits().count(), 1U) << "it is timed like any other";
    ASSERT_TRUE(watched.last_of(UnitId{5}));
    EXPECT_EQ(watched.last_of(UnitId{5})->goal, (Cell{3, 4}));
}

}  // namespace
}  // namespace outrider::app
