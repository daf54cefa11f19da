#include "game/app/load_control.h"

#include <utility>

namespace outrider::app {

void LoadControl::update(const paths::PathStatistics& paths, const sim::WorldCounters& world, std::uint32_t units,
                         double elapsed_s) noexcept {
    const double search_cpu_s = paths.search_cpu_s - std::exchange(seen_search_cpu_s_, paths.search_cpu_s);
    const std::uint64_t searches = paths.searches - std::exchange(seen_searches_, paths.searches);
    const std::uint64_t arrivals = world.arrivals - std::exchange(seen_arrivals_, world.arrivals);
    dial_.update(search_cpu_s, searches, arrivals, elapsed_s, units);
}

void LoadControl::pass_over(const paths::PathStatistics& paths, const sim::WorldCounters& world) noexcept {
    seen_search_cpu_s_ = paths.search_cpu_s;
    seen_searches_ = paths.searches;
    seen_arrivals_ = world.arrivals;
}

void LoadControl::set_cores(double cores) noexcept {
    fixed_.reset();
    dial_.set_cores(cores);
}

sim::AskPolicy LoadControl::policy() const noexcept {
    return fixed_.value_or(sim::AskPolicy{.per_unit_per_second = dial_.rate_per_unit()});
}

}  // namespace outrider::app
