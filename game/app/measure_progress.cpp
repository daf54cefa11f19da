#include "game/app/measure_progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <stop_token>
#include <utility>

namespace outrider::app {

namespace {

constexpr std::size_t kBarWidth = 24;
constexpr auto kRedraw = std::chrono::milliseconds(500);

void put(const std::string& text) {
    std::fputs(text.c_str(), stderr);
    std::fflush(stderr);
}

}  // namespace

MeasureProgress::MeasureProgress(std::vector<double> runs_s, bool on_terminal)
    : runs_s_(std::move(runs_s)), on_terminal_(on_terminal) {
    if (!on_terminal_) return;
    drawer_ = std::jthread([this](const std::stop_token& ended) {
        std::unique_lock lock(mutex_);
        while (!wake_.wait_for(lock, ended, kRedraw, [&] { return ended.stop_requested(); }) &&
               !ended.stop_requested()) {
            draw();
        }
    });
}

MeasureProgress::~MeasureProgress() {
    if (!on_terminal_) return;
    drawer_.request_stop();
    drawer_.join();
    wipe();
}

void MeasureProgress::say(std::string_view line) {
    const std::lock_guard lock(mutex_);
    if (on_terminal_) wipe();
    put(fmt::format("{}\n", line));
    if (on_terminal_) draw();
}

void MeasureProgress::begin_run(std::string name) {
    const std::lock_guard lock(mutex_);
    name_ = std::move(name);
    in_run_ = true;
    run_began_ = Clock::now();
    if (!on_terminal_) {
        put(fmt::format("run {} of {}: {}, {} left\n", finished_ + 1, runs_s_.size(), name_, duration_text(left_s())));
    }
}

void MeasureProgress::end_run() {
    const std::lock_guard lock(mutex_);
    in_run_ = false;
    ++finished_;
}

std::string MeasureProgress::bar(std::size_t run, std::size_t runs, double share, std::string_view name,
                                 double left_s) {
    const auto full = static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * kBarWidth));
    return fmt::format("[{}{}] {} of {}: {}, {} left", std::string(full, '#'), std::string(kBarWidth - full, '-'), run,
                       runs, name, duration_text(left_s));
}

std::string MeasureProgress::duration_text(double seconds) {
    const auto whole = std::max(0L, std::lround(seconds));
    return whole < 60 ? fmt::format("{} s", whole) : fmt::format("{} min {} s", whole / 60, whole % 60);
}

void MeasureProgress::draw() {
    if (!in_run_) return;
    const double all_s = std::reduce(runs_s_.begin(), runs_s_.end());
    const double share = all_s > 0.0 ? 1.0 - left_s() / all_s : 0.0;
    put(fmt::format("\r\x1b[K{}", bar(finished_ + 1, runs_s_.size(), share, name_, left_s())));
}

void MeasureProgress::wipe() { put("\r\x1b[K"); }

/// A run that takes longer than expected ends any moment.
double MeasureProgress::left_s() const {
    if (finished_ >= runs_s_.size()) return 0.0;
    const auto this_run = runs_s_.begin() + static_cast<std::ptrdiff_t>(finished_);
    const double elapsed_s = in_run_ ? std::chrono::duration<double>(Clock::now() - run_began_).count() : 0.0;
    return std::max(0.0, *this_run - elapsed_s) + std::reduce(this_run + 1, runs_s_.end());
}

}  // namespace outrider::app
