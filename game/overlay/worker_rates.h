// What workers do in a second, from what they say they have done so far.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "game/paths/statistics.h"
#include "shared/protocol.h"

namespace outrider::overlay {

struct WorkerRates {
    double expanded_per_s = 0.0;
    double sleeps_per_s = 0.0;
};

class WorkerRateMeter {
public:
    /// From time to time; `elapsed_s` since the last one. Who is new in a seat has no rate yet.
    void update(std::span<const paths::WorkerStatistics> workers, double elapsed_s) noexcept {
        for (const paths::WorkerStatistics& worker : workers) {
            if (worker.seat.value >= kMaxSeats || elapsed_s <= 0.0) continue;
            Seen& seen = seen_[worker.seat.value];
            const bool is_new =
                worker.pid != seen.pid || worker.expanded < seen.expanded || worker.sleeps < seen.sleeps;
            if (is_new) seen = {worker.pid, worker.expanded, worker.sleeps, {}};
            const auto rate = [&](std::uint64_t now, std::uint64_t before) {
                return static_cast<double>(now - before) / elapsed_s;
            };
            seen = {worker.pid,
                    worker.expanded,
                    worker.sleeps,
                    {rate(worker.expanded, seen.expanded), rate(worker.sleeps, seen.sleeps)}};
        }
    }
    /// REQUIRES: seat < kMaxSeats
    [[nodiscard]] const WorkerRates& of(Seat seat) const noexcept { return seen_[seat.value].rates; }

private:
    struct Seen {
        std::int32_t pid = 0;
        std::uint64_t expanded = 0;
        std::uint64_t sleeps = 0;
        WorkerRates rates;
    };
    std::array<Seen, kMaxSeats> seen_{};
};

}  // namespace outrider::overlay
