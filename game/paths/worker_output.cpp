#include "game/paths/worker_output.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>

namespace outrider::paths {

WorkerOutput::~WorkerOutput() { close(); }

int WorkerOutput::open() noexcept {
    close();  // of a start that failed
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    read_fd_ = ends[0];
    return ends[1];
}

// What is there, up to a buffer full; 0: nothing now, or no more ever (then the pipe is closed).
std::size_t WorkerOutput::fill() noexcept {
    if (read_fd_ < 0) return 0;
    const ssize_t count = ::read(read_fd_, buffer_.data(), buffer_.size());
    if (count == 0) close();
    return count > 0 ? static_cast<std::size_t>(count) : 0;
}

bool WorkerOutput::is_allowed(Clock::time_point now) noexcept {
    if (now - second_begins_ > std::chrono::seconds(1)) {
        second_begins_ = now;
        lines_in_second_ = 0;
    }
    return ++lines_in_second_ <= kMostLinesPerSecond;
}

void WorkerOutput::close() noexcept {
    if (read_fd_ >= 0) ::close(read_fd_);
    read_fd_ = -1;
}

char WorkerOutput::cleaned(char c) noexcept {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20U || byte == 0x7FU ? '?' : c;
}

}  // namespace outrider::paths
