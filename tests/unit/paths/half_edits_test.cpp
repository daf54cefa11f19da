// No search ever sees half an edit: as threads over one mapping, which ThreadSanitizer can see. With processes:
// tests/integration/half_edits_test.cpp.
#include <gtest/gtest.h>

#include "tests/support/two_doors.h"

namespace outrider::paths {
namespace {

constexpr std::uint64_t kChanges = 100;

TEST(HalfEdits, AreSeenByNoSearchOnTheNewestVersion) {
    testing::expect_no_half_edits(testing::TwoDoors::settings(Mode::kThreads, 3, false), kChanges);
}

TEST(HalfEdits, AreSeenByNoSearchOnAVersionOfItsOwn) {
    testing::expect_no_half_edits(testing::TwoDoors::settings(Mode::kThreads, 3, true), kChanges);
}

TEST(HalfEdits, AreSeenByNoSearchInTheFrame) {
    for (const bool exact : {false, true}) {
        testing::expect_no_half_edits(testing::TwoDoors::settings(Mode::kInline, 0, exact), kChanges);
    }
}

}  // namespace
}  // namespace outrider::paths
