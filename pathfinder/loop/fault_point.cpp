#include "pathfinder/loop/fault_point.h"

#ifdef OUTRIDER_FAULT_POINTS

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <limits>
#include <optional>
#include <random>
#include <string_view>

namespace outrider::loop {
namespace {

constexpr std::array<std::string_view, 6> kPointNames = {"after_claim",         "mid_search",    "before_publish",
                                                         "half_written_result", "after_publish", "at_sleep"};
constexpr std::array<std::string_view, 6> kActionNames = {"kill", "stop", "abort", "exit", "sleep", "corrupt"};
enum class Action : std::uint8_t { kKill, kStop, kAbort, kExit, kSleep, kCorrupt };
constexpr int kFaultExitCode = 7;

/// One fault, armed for this process.
struct Fault {
    FaultPoint point{};
    Action action{};
    std::uint64_t passages_left = 0;
    BoardSegment* board = nullptr;
    ResultSegment* results = nullptr;
};

// One per process, like the environment it comes from.
std::optional<Fault>& armed_fault() noexcept {
    static std::optional<Fault> fault;
    return fault;
}

std::string_view next_word(std::string_view& text) noexcept {
    const std::string_view word = text.substr(0, text.find(':'));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    return word;
}

template <std::size_t kCount>
std::optional<std::uint8_t> index_in(const std::array<std::string_view, kCount>& names,
                                     std::string_view name) noexcept {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) return std::nullopt;
    return static_cast<std::uint8_t>(found - names.begin());
}

std::optional<std::uint64_t> number_from(std::string_view text) noexcept {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// All that a worker can write, but for the wake-up word, becomes noise. Then it goes on as if nothing were.
void scribble(Fault& fault) noexcept {
    std::minstd_rand random(static_cast<unsigned>(::getpid()));
    const auto noise = [&random] { return std::uint64_t{random()} << 32U ^ random(); };
    for (auto& head : fault.board->heads) head.sequence.store(noise(), std::memory_order_relaxed);
    for (int i = 0; i < 200; ++i) {
        fault.board->claims[random() % kTotalSlots].store(noise(), std::memory_order_relaxed);
        fault.results->ring[random() % kRingWords] = noise();
    }
    for (ClaimNote& note : fault.results->claims) note.job.store(noise(), std::memory_order_relaxed);
    fault.results->telemetry.current_issue.store(noise(), std::memory_order_relaxed);
    fault.results->telemetry.phase.store(static_cast<std::uint32_t>(noise()), std::memory_order_relaxed);
    fault.results->pin.store(noise(), std::memory_order_relaxed);
    fault.results->tail.store(noise(), std::memory_order_release);
}

void act(Fault& fault) noexcept {
    switch (fault.action) {
        case Action::kKill: ::raise(SIGKILL); break;
        case Action::kStop: ::raise(SIGSTOP); break;
        case Action::kAbort: std::abort();
        case Action::kExit: ::_exit(kFaultExitCode);
        case Action::kSleep:
            for (;;) ::pause();
        case Action::kCorrupt: scribble(fault); break;
    }
}

}  // namespace

bool arm_fault_points(Generation generation, BoardSegment& board, ResultSegment& results) noexcept {
    const char* variable = std::getenv("OUTRIDER_FAULT");
    if (variable == nullptr) return true;
    std::string_view text = variable;
    const auto point = index_in(kPointNames, next_word(text));
    const auto nth = number_from(next_word(text));
    const auto action = index_in(kActionNames, next_word(text));
    const auto lives = text.empty() ? std::numeric_limits<std::uint64_t>::max() : number_from(text);
    if (!point || !nth || *nth == 0 || !action || !lives) return false;
    if (generation.value > *lives) return true;
    armed_fault() = Fault{static_cast<FaultPoint>(*point), static_cast<Action>(*action), *nth, &board, &results};
    return true;
}

void fault_point(FaultPoint point) noexcept {
    std::optional<Fault>& fault = armed_fault();
    if (!fault || fault->point != point || --fault->passages_left > 0) return;
    Fault now = *fault;
    fault.reset();
    act(now);
}

}  // namespace outrider::loop

#endif  // OUTRIDER_FAULT_POINTS
