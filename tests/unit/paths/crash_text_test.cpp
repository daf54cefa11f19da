#include "game/paths/crash_text.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <memory>
#include <string>

namespace outrider::paths {
namespace {

const std::filesystem::path kPathfinder = std::filesystem::path(OUTRIDER_BIN_DIR) / "outrider-pathfinder";

TEST(CrashText, IsNothingWithoutACrash) {
    const auto note = std::make_unique<CrashNote>();
    EXPECT_FALSE(read_crash(*note));
}

TEST(CrashText, ReadsNoMoreFramesThanThereIsRoomFor) {
    const auto note = std::make_unique<CrashNote>();
    note->signal = SIGSEGV;
    note->frames = 0xFFFF'FFFF;
    EXPECT_EQ(read_crash(*note)->frames, CrashNote::kMaxFrames);
}

TEST(CrashText, NamesTheSignalAndKeepsAddressesWithoutNames) {
    CrashFacts crash;
    crash.signal = SIGSEGV;
    crash.fault_address = 0x1234;
    crash.load_base = 0x10000;
    crash.frames = 2;
    crash.return_addresses = {1, ~std::uint64_t{0}};
    for (const std::filesystem::path& program : {kPathfinder, std::filesystem::path("/nowhere")}) {
        const auto lines = describe_crash(crash, program);
        ASSERT_EQ(lines.size(), 3U);
        EXPECT_EQ(lines[0], "crashed by SIGSEGV, fault address 0x1234");
        EXPECT_EQ(lines[1], "  #0 0x0");
        EXPECT_EQ(lines[2], "  #1 0xfffffffffffffffe");
    }
}

}  // namespace
}  // namespace outrider::paths
