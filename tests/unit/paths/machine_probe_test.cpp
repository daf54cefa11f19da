#include "game/paths/machine_probe.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/support/temp_path.h"

namespace outrider::paths {
namespace {

TEST(CoreProbe, SeesEveryCoreAndSharesBetweenZeroAndOne) {
    CoreProbe probe;
    const auto first = probe.sample();
    EXPECT_GE(first.size(), std::thread::hardware_concurrency());
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(60);
    while (std::chrono::steady_clock::now() < until) {
    }
    double sum = 0.0;
    for (const double share : probe.sample()) {
        EXPECT_GE(share, 0.0);
        EXPECT_LE(share, 1.0);
        sum += share;
    }
    EXPECT_GT(sum, 0.1) << "this very test kept a core busy";
}

TEST(TaskStatus, NamesACoreThatWeMayRunOn) {
    const int core = task_status_of("/proc/self/stat").core;
    ASSERT_GE(core, 0);
    EXPECT_LT(core, static_cast<int>(::sysconf(_SC_NPROCESSORS_CONF)));
}

TEST(TaskStatus, IsNotFooledByAStrangeName) {
    const auto file = test::temp_path("outrider-stat");
    std::string text = "12 (a) b ( c) T";
    for (int field = 4; field < 39; ++field) text += " 0";
    std::ofstream(file) << text << " 17 0 0\n";
    EXPECT_EQ(task_status_of(file.string()).core, 17);
    EXPECT_EQ(task_status_of(file.string()).state, 'T');
    std::filesystem::remove(file);
}

TEST(TaskStatus, IsUnknownForAProcessThatIsGone) {
    EXPECT_EQ(task_status_of("/proc/999999999/stat").core, -1);
    EXPECT_EQ(task_status_of("/proc/999999999/stat").state, '?');
}

TEST(Pss, IsReadInMiB) {
    EXPECT_GT(pss_mib_of("/proc/self/smaps_rollup"), 0.5);
    EXPECT_EQ(pss_mib_of("/proc/999999999/smaps_rollup"), 0.0);
}

TEST(CpuTime, Rises) {
    const auto before = cpu_time_of(CLOCK_PROCESS_CPUTIME_ID);
    ASSERT_TRUE(before);
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(5);
    while (std::chrono::steady_clock::now() < until) {
    }
    EXPECT_GT(*cpu_time_of(CLOCK_PROCESS_CPUTIME_ID), *before);
}

}  // namespace
}  // namespace outrider::paths
