// The load dial: sets the asking rate so that the AI wants X cores' worth of search, as measured on this machine.
//
//   wanted requests/s = cores / (CPU seconds per search);  rate per unit = (wanted - arrivals) / units
//
// Smoothing: CPU seconds, searches, arrivals and time are sums in which the past fades by e each second, and the cost
// of a search is the ratio of two such sums: a quarter second with few searches weighs little. Until the first search
// has been measured the rate is 0: the paths that every unit asks for at the start are that measurement.
//
// While the dial leads, it follows the measured cost of a search. When the player picks another algorithm, the dial
// keeps the asking rate (freeze()), so that one sees what a better algorithm buys; moving the dial lets it lead again.
#pragma once

#include <cstdint>

namespace outrider::sim {

class LoadDial {
public:
    explicit LoadDial(double cores) noexcept { set_cores(cores); }

    /// Turns the dial; it leads again. What is known of the cost of a search is kept. Below 0 is 0.
    void set_cores(double cores) noexcept;
    [[nodiscard]] double cores() const noexcept { return cores_; }

    /// Keeps the present rate until set_cores().
    void freeze() noexcept { frozen_ = true; }
    [[nodiscard]] bool frozen() const noexcept { return frozen_; }

    /// What was measured since the last call, about four times a second: CPU seconds that searches took, how many
    /// there were, how many requests the units made by arriving, and how long that was.
    void update(double search_cpu_s, std::uint64_t searches, std::uint64_t arrivals, double elapsed_s,
                std::uint32_t units) noexcept;

    /// Requests per unit and second, beside those on arrival: 0 .. kMaxRate_per_s.
    [[nodiscard]] double rate_per_unit() const noexcept { return rate_per_unit_; }

    /// Once a tick: a unit cannot use more.
    static constexpr double kMaxRate_per_s = 60.0;

private:
    /// Sums in which the past fades.
    struct Recent {
        double search_cpu_s = 0.0;
        double searches = 0.0;
        double arrivals = 0.0;
        double time_s = 0.0;
    };

    void set_rate() noexcept;

    double cores_ = 0.0;
    double rate_per_unit_ = 0.0;
    Recent recent_;
    std::uint32_t units_ = 0;
    bool frozen_ = false;
};

}  // namespace outrider::sim
