#include "game/paths/deadlines.h"

#include <algorithm>

namespace outrider::paths {
namespace {

constexpr std::size_t kFirstCapacity = 16'384;

}  // namespace

Deadlines::Deadlines() { heap_.reserve(kFirstCapacity); }

void Deadlines::add(RequestId request, std::chrono::nanoseconds patience) {
    heap_.push_back({lived_ + patience, request});
    std::ranges::push_heap(heap_, is_later);
}

void Deadlines::live_until(MonotonicTime now) noexcept {
    const auto elapsed = now - last_frame_.value_or(now);
    lived_ += std::min<std::chrono::nanoseconds>(elapsed, kLongestFrame);
    last_frame_ = now;
}

std::optional<RequestId> Deadlines::take_due() noexcept {
    if (heap_.empty() || heap_.front().at > lived_) return std::nullopt;
    std::ranges::pop_heap(heap_, is_later);
    const RequestId due = heap_.back().request;
    heap_.pop_back();
    return due;
}

}  // namespace outrider::paths
