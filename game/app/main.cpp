// The program `outrider`: reads the command line, hands over, and turns every failure into one line and a code.
#include <fcntl.h>
#include <fmt/ranges.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <variant>
#include <vector>

#include "game/app/command_line.h"
#include "game/app/compare.h"
#include "game/app/crash_report.h"
#include "game/app/doctor.h"
#include "game/app/machine.h"
#include "game/app/measure.h"
#include "game/app/places.h"
#include "game/app/play.h"
#include "game/app/solve.h"

namespace {

namespace app = outrider::app;

/// Set by a signal: the frame loop ends as if the window had been closed. The program's one global.
volatile std::sig_atomic_t g_stop = 0;

extern "C" void note_signal(int) { g_stop = 1; }

void take_signals() {
    std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of the write, not the end of the game
    struct sigaction action {};
    action.sa_handler = note_signal;
    action.sa_flags = SA_RESTART;
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &action, nullptr);
}

/// Whoever closed a standard stream gets nothing from us there, and an error where we write: without this, the next
/// file or socket that is opened would take its number, and our output.
void keep_standard_streams() {
    for (const int stream : {0, 1, 2}) {
        // The lowest free number is taken first, so it is this very one.
        if (::fcntl(stream, F_GETFD) < 0) (void)::open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY);
    }
}

/// Standard output belongs to results.
void log_to_stderr() {
    auto logger = spdlog::stderr_logger_mt("outrider");
    logger->set_pattern("outrider: %l: %v");
    logger->set_level(spdlog::level::warn);
    spdlog::set_default_logger(std::move(logger));
}

struct CarryOut {
    const app::Places places = app::find_places(app::own_binary_folder());

    int operator()(const app::PlayOptions& options) const {
        take_signals();
        return app::play(options, places, g_stop);
    }
    int operator()(const app::SolveOptions& options) const { return app::solve(options, places); }
    int operator()(const app::MeasureOptions& options) const {
        take_signals();
        return app::measure(options, places, g_stop);
    }
    int operator()(const app::CompareOptions& options) const { return app::compare(options); }
    int operator()(const app::DoctorOptions&) const { return app::doctor(places); }
    int operator()(const app::ShowText& shown) const {
        std::fputs(shown.text.c_str(), stdout);
        return app::kExitDone;
    }
};

std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

}  // namespace

int main(int argc, char** argv) {
    keep_standard_streams();
    try {
        log_to_stderr();
        const std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
        app::CrashReport::install(app::state_folder().value_or(""));
        app::CrashReport::note_settings(fmt::format("{}", fmt::join(arguments, " ")));
        app::CrashReport::note_machine(app::machine_text());
        return std::visit(CarryOut{}, app::parse_command_line(arguments));
    } catch (const std::exception& error) {
        std::fputs(("outrider: " + one_line(error.what()) + "\n").c_str(), stderr);
        return app::kExitUsage;
    }
}
