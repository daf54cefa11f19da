#include "tests/support/virtual_screen.h"

#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace outrider::test {
namespace {

constexpr Patience kServerStart{10'000};
constexpr Patience kServerEnd{2'000};
constexpr Patience kOneMove{10'000};

[[nodiscard]] std::string search_path() {
    const char* const path = std::getenv("PATH");
    return path == nullptr ? "/usr/bin:/bin" : path;
}

[[nodiscard]] Launch server() {
    return {
        .program = "Xvfb",
        .arguments = {"-displayfd", "1", "-screen", "0", "1280x720x24", "-dpi", "96", "-nolisten", "tcp", "-noreset"},
        .environment = {{"PATH", search_path()}}};
}

[[nodiscard]] std::string without_line_end(std::string text) {
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

[[nodiscard]] std::string last_line(const std::string& text) {
    const std::size_t line_end = text.rfind('\n');
    return line_end == std::string::npos ? text : text.substr(line_end + 1);
}

}  // namespace

VirtualScreen::VirtualScreen() : server_(server()) {
    const auto has_told_its_number = [this] { return server_.output().ends_with('\n') || !server_.is_running(); };
    if (!wait_until(kServerStart, has_told_its_number) || !server_.is_running()) {
        throw std::runtime_error("Xvfb does not start: " + server_.error());
    }
    display_ = ":" + without_line_end(server_.output());
}

VirtualScreen::~VirtualScreen() {
    server_.send(SIGTERM);  // it takes its lock file along
    static_cast<void>(server_.wait(kServerEnd));
}

void VirtualScreen::kill() noexcept { server_.send(SIGKILL); }

void Hand::press_key(const std::string& key) { xdotool({"key", key}); }

void Hand::click(ScreenPoint at) { xdotool({"mousemove", std::to_string(at.x), std::to_string(at.y), "click", "1"}); }

void Hand::drag(ScreenPoint from, ScreenPoint to) {
    const ScreenPoint middle{(from.x + to.x) / 2, (from.y + to.y) / 2};
    const auto x = [](ScreenPoint point) { return std::to_string(point.x); };
    const auto y = [](ScreenPoint point) { return std::to_string(point.y); };
    xdotool({"mousemove", x(from), y(from), "mousedown", "1", "mousemove", x(middle), y(middle), "mousemove", x(to),
             y(to), "mouseup", "1"});
}

std::string Hand::title_of(pid_t program) {
    if (window_.empty()) window_ = last_line(xdotool({"search", "--pid", std::to_string(program), "--name", "."}));
    const std::string title = window_.empty() ? "" : xdotool({"getwindowname", window_});
    if (title.empty()) window_.clear();  // a program may open another window before it stays with one
    return title;
}

std::string Hand::xdotool(const std::vector<std::string>& arguments) const {
    ChildProcess tool({.program = "xdotool",
                       .arguments = arguments,
                       .environment = {{"PATH", search_path()}, {"DISPLAY", display_}}});
    if (!tool.wait(kOneMove)) throw std::runtime_error("xdotool " + arguments.front() + " does not end");
    return without_line_end(tool.output());
}

}  // namespace outrider::test
