// Burns CPU time by the microsecond: the work of a burn job (JobKind::kBurn), the same in the worker loop and inline.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "shared/path_query.h"

namespace outrider::loop {

/// Spins until the calling thread's CPU clock has gone on by so much: time in which the thread does not run does not
/// count. One per thread.
///
/// A look at that clock is a system call of some 0.4 us, nearly half of the shortest burn. So short burns are turns of
/// a loop whose speed is measured before, and again after each kTrust of burning (0.1 ms each time); long ones look in
/// between, every kSlice and at their end. Short ones are as even as the core's clock rate (a few hundredths where that
/// rests), long ones right to half a microsecond.
class Burner {
public:
    using Time = std::chrono::nanoseconds;

    /// `stop`: asked before the first and after each kSlice; burning ends when it says true.
    template <class Stop>
    void burn(Time wanted, Stop stop) noexcept {
        if (stop()) return;
        if (trusted_ < wanted) measure_speed();
        trusted_ -= std::min(wanted, trusted_);
        if (wanted < kShort) return spin(wanted);
        const Time end = own_cpu_time() + wanted;
        for (Time left = wanted; left > Time{}; left = end - own_cpu_time()) {
            if (stop()) return;
            spin(std::min(left, kSlice));
        }
    }

    template <class Stop>
    void burn(const PathQuery& query, Stop stop) noexcept {
        burn(std::chrono::microseconds(query.node_budget), stop);
    }

    /// The calling thread's CPU clock.
    [[nodiscard]] static Time own_cpu_time() noexcept;

    static constexpr Time kShort = std::chrono::microseconds(50);
    static constexpr Time kSlice = std::chrono::microseconds(100);
    static constexpr Time kTrust = std::chrono::milliseconds(200);

private:
    void measure_speed() noexcept;
    void spin(Time time) const noexcept;

    double turns_per_ns_ = 0.0;
    Time trusted_{-1};  ///< so much may still be burned at the speed that was measured; below 0: none was
};

}  // namespace outrider::loop
