// How far a long measurement is: a bar with the time that is left on a terminal, lines elsewhere. On standard error.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace outrider::app {

class MeasureProgress {
public:
    using Clock = std::chrono::steady_clock;

    /// `runs_s`: what each run is expected to take, in order.
    MeasureProgress(std::vector<double> runs_s, bool on_terminal);
    /// Takes the bar away.
    ~MeasureProgress();
    MeasureProgress(const MeasureProgress&) = delete;
    MeasureProgress& operator=(const MeasureProgress&) = delete;

    /// A line of its own.
    void say(std::string_view line);
    void begin_run(std::string name);
    void end_run();

    /// "[#####-----]  5 of 12: inline, 3 min 20 s left"; `share` of all is done.
    [[nodiscard]] static std::string bar(std::size_t run, std::size_t runs, double share, std::string_view name,
                                         double left_s);
    /// "3 min 20 s"
    [[nodiscard]] static std::string duration_text(double seconds);

private:
    void draw();
    void wipe();
    [[nodiscard]] double left_s() const;

    const std::vector<double> runs_s_;
    const bool on_terminal_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::size_t finished_ = 0;  ///< runs
    bool in_run_ = false;
    std::string name_;
    Clock::time_point run_began_{};
    std::jthread drawer_;  ///< last: it uses all of the above. The frame never waits for a terminal.
};

}  // namespace outrider::app
