// A screen that nobody sees (Xvfb), and a hand at its mouse and keyboard (xdotool).
#pragma once

#include <string>
#include <vector>

#include "tests/support/child_process.h"

namespace outrider::test {

struct ScreenPoint {
    int x = 0;
    int y = 0;
};

/// 1280x720, 24 bits, at 96 dots per inch, on a display number of its own.
class VirtualScreen {
public:
    /// Throws std::runtime_error if the server does not start.
    VirtualScreen();
    ~VirtualScreen();
    VirtualScreen(const VirtualScreen&) = delete;
    VirtualScreen& operator=(const VirtualScreen&) = delete;

    /// For DISPLAY: ":7".
    [[nodiscard]] const std::string& display() const noexcept { return display_; }
    /// Pulls the plug: the server is gone without a word to anyone.
    void kill() noexcept;

private:
    ChildProcess server_;
    std::string display_;
};

/// Does what a player does with hand and eye, at a window that covers the screen. The pointer is what gives the window
/// its keys: there is no window manager.
class Hand {
public:
    explicit Hand(const VirtualScreen& screen) : display_(screen.display()) {}

    void press_key(const std::string& key);
    void click(ScreenPoint at);
    /// With the left button, by way of the middle.
    void drag(ScreenPoint from, ScreenPoint to);
    /// The title of the window of this process; empty if it has none.
    [[nodiscard]] std::string title_of(pid_t program);

private:
    std::string xdotool(const std::vector<std::string>& arguments) const;

    std::string display_;
    std::string window_;
};

}  // namespace outrider::test
