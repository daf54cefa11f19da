#include <gtest/gtest.h>

#include "game/measure/run_record.h"

namespace outrider::measure {
namespace {

TEST(RunRecord, NamesItsConfigurationAndItsFiles) {
    RunSetup setup;
    setup.mode = paths::Mode::kInline;
    setup.repeat = 3;
    EXPECT_EQ(configuration_of(setup), "inline");
    EXPECT_EQ(slug_of(setup), "inline_r3");
    setup.mode = paths::Mode::kProcesses;
    setup.workers = 1;
    EXPECT_EQ(configuration_of(setup), "processes, 1 worker");
    setup.workers = 2;
    EXPECT_EQ(configuration_of(setup), "processes, 2 workers");
    EXPECT_EQ(slug_of(setup), "processes-2_r3");
    setup.chunk_jobs = 8;
    EXPECT_EQ(configuration_of(setup), "processes, 2 workers, chunks of 8");
    EXPECT_EQ(slug_of(setup), "processes-2-chunk8_r3");
}

TEST(RunRecord, CountsAsPathsWhatSaysWhereToGoOrThatThereIsNoWay) {
    RunTotals totals;
    totals.seconds = 2.0;
    const auto set = [&](AnswerStatus status, std::uint64_t count) {
        totals.counts.answers[static_cast<std::size_t>(status)] = count;
    };
    set(AnswerStatus::kFound, 100);
    set(AnswerStatus::kPartial, 20);
    set(AnswerStatus::kUnreachable, 8);
    set(AnswerStatus::kCancelled, 1000);
    set(AnswerStatus::kExpired, 2000);
    set(AnswerStatus::kFailed, 4000);
    EXPECT_DOUBLE_EQ(totals.paths_per_s(), 64.0);
}

}  // namespace
}  // namespace outrider::measure
