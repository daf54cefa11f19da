// Anonymous shared memory: a file without a name, handed to workers as a descriptor, gone with its last user.
#pragma once

#include <boost/interprocess/mapped_region.hpp>
#include <cstddef>
#include <cstdint>
#include <string>

namespace outrider {

/// A memory file (memfd). Boost.Interprocess maps it through get_mapping_handle(). Movable, closes its descriptor.
class AnonymousFile {
public:
    /// Makes a file of exactly `bytes`, all of it really there: full memory is an error now and never a SIGBUS later.
    /// `name` is only seen in /proc. Throws std::runtime_error. Its descriptor is close-on-exec and numbered above
    /// those that workers get (kFirstPrivateDescriptor).
    static AnonymousFile create(const std::string& name, std::size_t bytes);
    /// Takes over a descriptor (in a worker).
    static AnonymousFile adopt(int descriptor) noexcept { return AnonymousFile(descriptor); }

    AnonymousFile() = default;
    ~AnonymousFile();
    AnonymousFile(AnonymousFile&& other) noexcept;
    AnonymousFile& operator=(AnonymousFile&& other) noexcept;

    /// From now on nobody can shrink or grow the file, nor (with `game_writes_alone`) map it writable; mappings that
    /// exist stay as they are. Seals the seals. Throws std::runtime_error.
    void seal(bool game_writes_alone);

    [[nodiscard]] boost::interprocess::mapping_handle_t get_mapping_handle() const noexcept {
        return {descriptor_, false};
    }
    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
    /// Bytes in the file; 0 if it cannot be asked.
    [[nodiscard]] std::size_t size_bytes() const noexcept;

private:
    explicit AnonymousFile(int descriptor) noexcept : descriptor_(descriptor) {}
    int descriptor_ = -1;
};

/// Descriptors below this number are targets in a new worker; sources must lie above.
inline constexpr int kFirstPrivateDescriptor = 16;

/// A mapped segment. `Segment` is the struct that lies at its beginning.
class Mapping {
public:
    Mapping() = default;
    /// Throws boost::interprocess::interprocess_exception.
    Mapping(const AnonymousFile& file, bool writable);

    [[nodiscard]] void* address() const noexcept { return region_.get_address(); }
    [[nodiscard]] std::size_t size_bytes() const noexcept { return region_.get_size(); }

private:
    boost::interprocess::mapped_region region_;
};

}  // namespace outrider
