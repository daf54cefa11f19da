#include "game/sim/load_dial.h"

#include <algorithm>
#include <cmath>

namespace outrider::sim {
namespace {

constexpr double kMemory_s = 1.0;             // the past fades by e in this time
constexpr double kCheapestSearch_s = 1.0e-8;  // a clock that saw nothing is no reason to ask without end

}  // namespace

void LoadDial::set_cores(double cores) noexcept {
    cores_ = std::max(cores, 0.0);
    frozen_ = false;
    set_rate();
}

void LoadDial::update(double search_cpu_s, std::uint64_t searches, std::uint64_t arrivals, double elapsed_s,
                      std::uint32_t units) noexcept {
    if (!(elapsed_s > 0.0)) return;
    const double kept = std::exp(-elapsed_s / kMemory_s);
    recent_.search_cpu_s = recent_.search_cpu_s * kept + std::max(search_cpu_s, 0.0);
    recent_.searches = recent_.searches * kept + static_cast<double>(searches);
    recent_.arrivals = recent_.arrivals * kept + static_cast<double>(arrivals);
    recent_.time_s = recent_.time_s * kept + elapsed_s;
    units_ = units;
    if (!frozen_) set_rate();
}

void LoadDial::set_rate() noexcept {
    if (cores_ <= 0.0 || units_ == 0) {
        rate_per_unit_ = 0.0;
        return;
    }
    if (recent_.searches < 0.5) return;  // nothing searched lately: what was known last still holds
    const double cost_s = std::max(recent_.search_cpu_s / recent_.searches, kCheapestSearch_s);
    const double arrivals_per_s = recent_.arrivals / recent_.time_s;
    const double extra_per_s = cores_ / cost_s - arrivals_per_s;
    rate_per_unit_ = std::clamp(extra_per_s / static_cast<double>(units_), 0.0, kMaxRate_per_s);
}

}  // namespace outrider::sim
