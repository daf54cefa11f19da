#include "pathfinder/loop/burn.h"

#include <ctime>

namespace outrider::loop {
namespace {

/// Some 20 us: long against a look at the clock, short against what may interrupt it.
constexpr std::uint64_t kTrialTurns = 20'000;
constexpr int kTrials = 5;

/// Each turn waits for the one before: so a neighbour on the same core hardly slows it down.
void turn(std::uint64_t turns) noexcept {
    std::uint64_t word = turns;
    for (std::uint64_t i = 0; i < turns; ++i) {
        word = word * 6'364'136'223'846'793'005U + 1;
        asm volatile("" : "+r"(word));  // the compiler must take it for needed
    }
}

}  // namespace

Burner::Time Burner::own_cpu_time() noexcept {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + Time(now.tv_nsec);
}

// Of several trials the shortest was the least disturbed. Each has one look at the clock in it.
void Burner::measure_speed() noexcept {
    Time look = Time::max();
    Time trial = Time::max();
    for (int i = 0; i < kTrials; ++i) {
        const Time before = own_cpu_time();
        const Time between = own_cpu_time();
        turn(kTrialTurns);
        const Time after = own_cpu_time();
        look = std::min(look, between - before);
        trial = std::min(trial, after - between);
    }
    const auto turns_ns = static_cast<double>(std::max(trial - look, Time{1}).count());
    turns_per_ns_ = static_cast<double>(kTrialTurns) / turns_ns;
    trusted_ = kTrust;
}

void Burner::spin(Time time) const noexcept {
    turn(static_cast<std::uint64_t>(static_cast<double>(time.count()) * turns_per_ns_));
}

}  // namespace outrider::loop
