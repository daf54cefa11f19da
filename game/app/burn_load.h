// Requests that burn CPU time, in place of the units' wishes: the load of the break-even chart. Frame thread only.
#pragma once

#include <cstdint>

#include "game/measure/duration_histogram.h"
#include "game/paths/path_service.h"
#include "shared/grid.h"

namespace outrider::app {

/// What is asked in each frame.
struct BurnOrder {
    std::uint32_t burn_us = 0;
    double per_frame = 0.0;       ///< on average: of 0.8, four frames of five have one
    std::uint64_t most_open = 0;  ///< while so many are open nothing more is asked
};

class BurnLoad final : public paths::AnswerSink {
public:
    /// `cell`: a free one, where all of them stand; `version`: of the map.
    BurnLoad(Cell cell, MapVersion version) noexcept : cell_(cell), version_(version) {}

    void set_order(const BurnOrder& order) noexcept;
    /// Once a frame.
    void submit(paths::PathService& service) noexcept;
    void on_answer(const paths::PathAnswer& answer) noexcept override;

    /// Counts begin anew; what is open stays so.
    void reset_counts() noexcept;
    [[nodiscard]] std::uint64_t open() const noexcept { return open_; }
    [[nodiscard]] std::uint64_t answered() const noexcept { return latency_.count(); }
    /// Of what was wanted since the last reset, the share that was not asked.
    [[nodiscard]] double held_back() const noexcept;
    /// Wanted to applied; what was cancelled is not in it.
    [[nodiscard]] const measure::DurationHistogram& latency() const noexcept { return latency_; }

private:
    const Cell cell_;
    const MapVersion version_;
    BurnOrder order_;
    double due_ = 0.0;  ///< wanted and not yet whole
    std::uint64_t open_ = 0;
    std::uint64_t wanted_ = 0;
    std::uint64_t asked_ = 0;
    measure::DurationHistogram latency_;
};

/// A request that burns so long.
[[nodiscard]] paths::PathRequest burn_request(Cell cell, MapVersion version, std::uint32_t burn_us) noexcept;

}  // namespace outrider::app
