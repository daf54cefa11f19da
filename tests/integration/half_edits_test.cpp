// No search ever sees half an edit: as processes, by what every version of the map and no mixture of two would answer.
#include <gtest/gtest.h>

#include <filesystem>
#include <utility>

#include "tests/support/two_doors.h"

namespace outrider::paths {
namespace {

constexpr std::uint64_t kChanges = 400;

DispatcherSettings processes(bool exact, std::uint32_t chunk_jobs) {
    DispatcherSettings settings = testing::TwoDoors::settings(Mode::kProcesses, 3, exact);
    settings.pathfinder = std::filesystem::path(OUTRIDER_BIN_DIR) / "outrider-pathfinder";
    settings.chunk_jobs = chunk_jobs;
    return settings;
}

TEST(HalfEdits, AreSeenByNoProcessOnTheNewestVersion) {
    for (const std::uint32_t chunk_jobs : {1U, 8U}) {
        testing::expect_no_half_edits(processes(false, chunk_jobs), kChanges);
    }
}

TEST(HalfEdits, AreSeenByNoProcessOnAVersionOfItsOwn) {
    for (const std::uint32_t chunk_jobs : {1U, 8U}) {
        testing::expect_no_half_edits(processes(true, chunk_jobs), kChanges);
    }
}

}  // namespace
}  // namespace outrider::paths
