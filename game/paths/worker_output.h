// What a worker writes to its standard error, on its way to the game's log: a pipe that never blocks either side.
// A worker is not trusted: lines are cut, cleaned of control characters, and no more than so many a second get through.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace outrider::paths {

/// Owns the reading end. Supervisor thread only.
class WorkerOutput {
public:
    using Clock = std::chrono::steady_clock;

    WorkerOutput() = default;
    ~WorkerOutput();
    WorkerOutput(const WorkerOutput&) = delete;
    WorkerOutput& operator=(const WorkerOutput&) = delete;

    /// Makes the pipe and returns its writing end, non-blocking for whoever inherits it, for the caller to close; -1 if
    /// there is none to be had (then the worker writes to the game's own standard error).
    [[nodiscard]] int open() noexcept;
    /// Readable when there is something; -1: no pipe.
    [[nodiscard]] int descriptor() const noexcept { return read_fd_; }
    /// False while this second's lines are used up: who floods is not worth a wake-up, the next tick will do.
    [[nodiscard]] bool is_worth_waking_for(Clock::time_point now) const noexcept {
        return read_fd_ >= 0 &&
               (lines_in_second_ < kMostLinesPerSecond || now - second_begins_ > std::chrono::seconds(1));
    }

    /// Calls `take(line)` for what has come, at most kMostBytesAtATime of it. At the end of the worker, `is_over` also
    /// hands over a last line without an end.
    template <class Take>
    void read(Clock::time_point now, bool is_over, Take take);

    [[nodiscard]] std::uint64_t dropped() const noexcept { return dropped_; }

    static constexpr std::size_t kLongestLine = 512;
    static constexpr std::uint32_t kMostLinesPerSecond = 200;
    static constexpr std::size_t kMostBytesAtATime = 65'536;

private:
    [[nodiscard]] std::size_t fill() noexcept;
    [[nodiscard]] bool is_allowed(Clock::time_point now) noexcept;
    void close() noexcept;
    static char cleaned(char c) noexcept;

    int read_fd_ = -1;
    std::array<char, 4096> buffer_;
    std::string line_;  ///< as far as it has come
    Clock::time_point second_begins_{};
    std::uint32_t lines_in_second_ = 0;
    std::uint64_t dropped_ = 0;
};

template <class Take>
void WorkerOutput::read(Clock::time_point now, bool is_over, Take take) {
    const auto end_line = [&] {
        if (!line_.empty()) {
            if (is_allowed(now)) {
                take(std::string_view(line_));
            } else {
                ++dropped_;
            }
        }
        line_.clear();
    };
    for (std::size_t total = 0; total < kMostBytesAtATime;) {
        const std::size_t count = fill();
        if (count == 0) break;
        total += count;
        for (std::size_t i = 0; i < count; ++i) {
            if (buffer_[i] == '\n') {
                end_line();
            } else if (line_.size() < kLongestLine) {
                line_ += cleaned(buffer_[i]);
            }
        }
    }
    if (is_over) {
        end_line();
        close();
    }
}

}  // namespace outrider::paths
