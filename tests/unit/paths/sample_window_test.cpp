#include "game/paths/sample_window.h"

#include <gtest/gtest.h>

#include <memory>

namespace outrider::paths {
namespace {

using namespace std::chrono_literals;

TEST(SampleWindow, HasNothingToSayOfNothing) {
    const auto window = std::make_unique<SampleWindow>();
    EXPECT_EQ(window->summary().count, 0U);
    EXPECT_EQ(window->summary().max_us, 0.0);
}

TEST(SampleWindow, GivesOrderStatistics) {
    const auto window = std::make_unique<SampleWindow>();
    for (int i = 100; i >= 1; --i) window->add(std::chrono::microseconds(i));
    const DurationSummary summary = window->summary();
    EXPECT_EQ(summary.p50_us, 50.0);
    EXPECT_EQ(summary.p95_us, 95.0);
    EXPECT_EQ(summary.p99_us, 99.0);
    EXPECT_EQ(summary.max_us, 100.0);
    EXPECT_EQ(summary.count, 100U);
}

TEST(SampleWindow, ForgetsWhatIsOld) {
    const auto window = std::make_unique<SampleWindow>();
    window->add(1s);
    for (std::size_t i = 0; i < SampleWindow::kSamples; ++i) window->add(5us);
    EXPECT_EQ(window->summary().max_us, 5.0);
}

}  // namespace
}  // namespace outrider::paths
