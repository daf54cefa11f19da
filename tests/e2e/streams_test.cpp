// Output that goes nowhere must not end the game before its time, nor keep it from ending.
#include <gtest/gtest.h>

#include "tests/e2e/game_program.h"
#include "tests/support/process_tree.h"

namespace outrider::e2e {
namespace {

using test::Stream;

constexpr Patience kThirtyFrames{20'000};
constexpr Patience kWorkersFollow{2'000};

struct Streams {
    const char* name;
    Stream output;
    Stream error;
    bool asks_for_json;
    int code;
};

std::ostream& operator<<(std::ostream& out, const Streams& streams) { return out << streams.name; }

class LostStreams : public testing::TestWithParam<Streams> {};

TEST_P(LostStreams, LetTheGameEndByItself) {
    const Streams& streams = GetParam();
    const TemporaryFolder home;
    Launch launch =
        outrider(home, {"--scenario", "sandbox", "--headless", "--frames", "30", "--units", "500", "--workers", "2"});
    if (streams.asks_for_json) launch.arguments.insert(launch.arguments.end(), {"--json", "-"});
    launch.output = streams.output;
    launch.error = streams.error;
    test::OrphanCatcher orphans;
    const Ended ended = run_to_end(launch, kThirtyFrames);
    EXPECT_EQ(ended.ending, exit_code(streams.code)) << ended.error;
    EXPECT_EQ(orphans.survivors(kWorkersFollow), std::vector<std::string>{});
}

INSTANTIATE_TEST_SUITE_P(Streams, LostStreams,
                         testing::Values(Streams{"ClosedOutput", Stream::kClosed, Stream::kKept, false, 0},
                                         Streams{"ClosedError", Stream::kKept, Stream::kClosed, false, 0},
                                         Streams{"BothClosed", Stream::kClosed, Stream::kClosed, false, 0},
                                         Streams{"BrokenOutput", Stream::kBroken, Stream::kKept, false, 0},
                                         Streams{"BrokenError", Stream::kKept, Stream::kBroken, false, 0},
                                         Streams{"JsonToClosedOutput", Stream::kClosed, Stream::kKept, true, 2},
                                         Streams{"JsonToBrokenOutput", Stream::kBroken, Stream::kKept, true, 2},
                                         Streams{"JsonWithNowhereToComplain", Stream::kBroken, Stream::kBroken, true,
                                                 2}),
                         [](const testing::TestParamInfo<Streams>& tested) { return tested.param.name; });

}  // namespace
}  // namespace outrider::e2e
