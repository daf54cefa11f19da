// What the kernel says of this process and its children.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <vector>

namespace outrider::torture {

[[nodiscard]] std::uint64_t open_descriptors();
/// What is mapped into this process: `segments` is shared memory of ours, the rest comes and goes with the heap.
struct Mappings {
    std::uint64_t all = 0;
    std::uint64_t segments = 0;
};
[[nodiscard]] Mappings mappings();
[[nodiscard]] std::uint64_t resident_kib();
[[nodiscard]] std::vector<pid_t> children();
/// Sends a signal to a child of ours, and to nobody else who may have its number by now. False: it is gone.
bool signal_child(pid_t child, int signal);

/// Busy processes at normal priority, which end with this object.
class Hogs {
public:
    explicit Hogs(std::uint32_t count);
    ~Hogs();
    Hogs(const Hogs&) = delete;
    Hogs& operator=(const Hogs&) = delete;
    [[nodiscard]] std::uint64_t count() const noexcept { return pids_.size(); }

private:
    std::vector<pid_t> pids_;
};

}  // namespace outrider::torture
