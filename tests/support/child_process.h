// A program that a test starts: with an environment of its own, what it prints kept, and ended with its test.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "tests/support/wait_until.h"

namespace outrider::test {

/// What a program finds at its standard output or standard error.
enum class Stream {
    kKept,    ///< a file in memory, to be read by the test
    kClosed,  ///< nothing at all
    kBroken,  ///< a pipe whose reader has gone
};

struct Launch {
    std::filesystem::path program;  ///< without a slash: looked for in PATH
    std::vector<std::string> arguments{};
    std::map<std::string, std::string> environment{};  ///< all of it
    Stream output = Stream::kKept;
    Stream error = Stream::kKept;
};

struct Ending {
    bool by_signal = false;
    int value = 0;  ///< exit code, or the signal's number
    friend bool operator==(const Ending&, const Ending&) = default;
};
[[nodiscard]] constexpr Ending exit_code(int code) noexcept { return {false, code}; }
[[nodiscard]] constexpr Ending ended_by(int signal) noexcept { return {true, signal}; }
std::ostream& operator<<(std::ostream& out, const Ending& ending);

/// The process ends at the latest with this object, and by the kernel's hand if the test itself is killed.
/// Not thread-safe: one thread starts it and asks it.
class ChildProcess {
public:
    /// Throws std::system_error if no process can be made. A program that cannot be run ends with 127.
    explicit ChildProcess(const Launch& launch);
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    [[nodiscard]] pid_t pid() const noexcept { return pid_; }
    void send(int signal) const noexcept;

    /// Empty if it still runs when patience ends.
    [[nodiscard]] std::optional<Ending> wait(Patience patience);
    [[nodiscard]] bool is_running() { return !wait(Patience{0}); }

    /// What it has printed so far.
    [[nodiscard]] std::string output() const;
    [[nodiscard]] std::string error() const;

private:
    class Descriptor {
    public:
        explicit Descriptor(int number = -1) noexcept : number_(number) {}
        ~Descriptor();
        Descriptor(const Descriptor&) = delete;
        Descriptor& operator=(const Descriptor&) = delete;
        [[nodiscard]] int number() const noexcept { return number_; }

    private:
        int number_;
    };
    [[nodiscard]] static int open_stream(Stream stream);
    [[nodiscard]] static std::string text_in(const Descriptor& file);

    Descriptor output_;
    Descriptor error_;
    pid_t pid_ = 0;
    std::optional<Ending> ending_;
};

}  // namespace outrider::test
