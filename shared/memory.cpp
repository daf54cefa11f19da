#include "shared/memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

// The seal came with Linux 5.1, after the headers of some C libraries.
#ifndef F_SEAL_FUTURE_WRITE
#define F_SEAL_FUTURE_WRITE 0x0010
#endif

namespace outrider {
namespace {

[[noreturn]] void fail(const std::string& what, int error) {
    throw std::runtime_error(what + ": " + std::generic_category().message(error));
}

}  // namespace

AnonymousFile AnonymousFile::create(const std::string& name, std::size_t bytes) {
    const AnonymousFile low(::memfd_create(name.c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (low.descriptor_ < 0) fail("cannot make shared memory '" + name + "' (memfd_create)", errno);
    AnonymousFile file(::fcntl(low.descriptor_, F_DUPFD_CLOEXEC, kFirstPrivateDescriptor));
    if (file.descriptor_ < 0) fail("cannot keep shared memory '" + name + "' (too many open files?)", errno);
    const int error = ::posix_fallocate(file.descriptor_, 0, static_cast<off_t>(bytes));
    if (error != 0) {
        fail("cannot get " + std::to_string(bytes / 1024) + " KiB of shared memory for '" + name + "'", error);
    }
    return file;
}

AnonymousFile::~AnonymousFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

AnonymousFile::AnonymousFile(AnonymousFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

AnonymousFile& AnonymousFile::operator=(AnonymousFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

void AnonymousFile::seal(bool game_writes_alone) {
    const int size_seals = F_SEAL_SHRINK | F_SEAL_GROW;
    if (::fcntl(descriptor_, F_ADD_SEALS, size_seals) != 0) fail("cannot seal the size of shared memory", errno);
    // Kernels before 5.1 lack this seal: `doctor` shows it, and the game goes on without that layer.
    if (game_writes_alone && ::fcntl(descriptor_, F_ADD_SEALS, F_SEAL_FUTURE_WRITE) != 0 && errno != EINVAL) {
        fail("cannot seal shared memory against writers", errno);
    }
    if (::fcntl(descriptor_, F_ADD_SEALS, F_SEAL_SEAL) != 0) fail("cannot seal the seals of shared memory", errno);
}

std::size_t AnonymousFile::size_bytes() const noexcept {
    struct stat status {};
    return ::fstat(descriptor_, &status) == 0 ? static_cast<std::size_t>(status.st_size) : 0;
}

Mapping::Mapping(const AnonymousFile& file, bool writable)
    : region_(file, writable ? boost::interprocess::read_write : boost::interprocess::read_only) {}

}  // namespace outrider
