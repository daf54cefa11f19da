#include "shared/memory.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <filesystem>

namespace outrider {
namespace {

std::size_t names_in_dev_shm() {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/dev/shm")) ++count;
    return count;
}

TEST(AnonymousFile, LeavesNoName) {
    const std::size_t before = names_in_dev_shm();
    const AnonymousFile file = AnonymousFile::create("outrider-test", 4096);
    EXPECT_EQ(names_in_dev_shm(), before);
}

TEST(AnonymousFile, HasItsSizeAndLiesAboveTheWorkersDescriptors) {
    const AnonymousFile file = AnonymousFile::create("outrider-test", 12'345);
    EXPECT_EQ(file.size_bytes(), 12'345U);
    EXPECT_GE(file.descriptor(), kFirstPrivateDescriptor);
    EXPECT_NE(::fcntl(file.descriptor(), F_GETFD) & FD_CLOEXEC, 0);
}

TEST(AnonymousFile, IsSharedBetweenItsMappings) {
    const AnonymousFile file = AnonymousFile::create("outrider-test", 4096);
    const Mapping ours(file, true);
    const Mapping theirs(file, false);
    std::strcpy(static_cast<char*>(ours.address()), "rider");
    EXPECT_STREQ(static_cast<const char*>(theirs.address()), "rider");
}

TEST(AnonymousFile, CannotChangeItsSizeOnceSealed) {
    AnonymousFile file = AnonymousFile::create("outrider-test", 4096);
    file.seal(false);
    EXPECT_NE(::ftruncate(file.descriptor(), 0), 0);
    EXPECT_NE(::ftruncate(file.descriptor(), 8192), 0);
}

TEST(AnonymousFile, CannotBeMappedWritableOnceTheGameWritesAlone) {
    AnonymousFile file = AnonymousFile::create("outrider-test", 4096);
    const Mapping game(file, true);
    file.seal(true);
    EXPECT_EQ(::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor(), 0), MAP_FAILED);
    const Mapping worker(file, false);
    EXPECT_NE(::mprotect(worker.address(), 4096, PROT_READ | PROT_WRITE), 0);
    // The game's own mapping goes on writing.
    static_cast<char*>(game.address())[0] = 'x';
    EXPECT_EQ(static_cast<const char*>(worker.address())[0], 'x');
    // Opened anew through /proc it is as sealed.
    const std::string path = "/proc/self/fd/" + std::to_string(file.descriptor());
    const int again = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    ASSERT_GE(again, 0);
    EXPECT_LT(::write(again, "y", 1), 0);
    ::close(again);
}

TEST(AnonymousFile, SaysWhatItCouldNotGet) {
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit old{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &old), 0);
    rlimit little = old;
    little.rlim_cur = 4096;
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &little), 0);
    std::string reason;
    try {
        const AnonymousFile file = AnonymousFile::create("outrider-test", 1 << 20);
    } catch (const std::runtime_error& error) {
        reason = error.what();
    }
    ::setrlimit(RLIMIT_FSIZE, &old);
    EXPECT_NE(reason.find("1024 KiB of shared memory for 'outrider-test'"), std::string::npos) << reason;
}

}  // namespace
}  // namespace outrider
