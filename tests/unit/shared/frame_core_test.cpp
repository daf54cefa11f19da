#include "shared/frame_core.h"

#include <gtest/gtest.h>
#include <sched.h>

#include <cstddef>
#include <thread>
#include <vector>

namespace outrider {
namespace {

std::vector<std::size_t> usable_cores() {
    cpu_set_t set;
    CPU_ZERO(&set);
    std::vector<std::size_t> cores;
    if (::sched_getaffinity(0, sizeof set, &set) != 0) return cores;
    for (std::size_t core = 0; core < CPU_SETSIZE; ++core) {
        if (CPU_ISSET(core, &set)) cores.push_back(core);
    }
    return cores;
}

/// Runs `what` in a thread that can only be on that core.
template <class What>
void on_core(std::size_t core, What what) {
    std::thread([&] {
        cpu_set_t set;
        CPU_ZERO(&set);
        CPU_SET(core, &set);
        ASSERT_EQ(::sched_setaffinity(0, sizeof set, &set), 0);
        what();
    }).join();
}

TEST(FrameCore, IsWhereTheFrameBeganUntilItEnds) {
    const std::vector<std::size_t> cores = usable_cores();
    ASSERT_FALSE(cores.empty());
    FrameCore frame;
    on_core(cores.front(), [&] { EXPECT_FALSE(frame.is_here()) << "before the first frame"; });
    on_core(cores.front(), [&] { frame.begin(); });
    for (const std::size_t core : cores) {
        on_core(core, [&] { EXPECT_EQ(frame.is_here(), core == cores.front()) << "core " << core; });
    }
    frame.end();
    on_core(cores.front(), [&] { EXPECT_FALSE(frame.is_here()); });
}

}  // namespace
}  // namespace outrider
