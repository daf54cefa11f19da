// What the overlay itself takes: the last frames, and their percentiles.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "game/measure/frame_recorder.h"

namespace outrider::overlay {

enum class CostPart : std::uint8_t { kBuilding, kRasterising, kTelemetry };
inline constexpr std::size_t kCostParts = 3;

class CostLog {
public:
    static constexpr std::size_t kFrames = 600;

    /// Once a frame. `telemetry` of zero: nobody measured it.
    void add(std::chrono::nanoseconds building, std::chrono::nanoseconds rasterising,
             std::chrono::nanoseconds telemetry) noexcept {
        auto& costs = costs_[count_++ % kFrames];
        costs = {building, rasterising, telemetry};
    }

    /// Works out one part's percentiles; zero without samples.
    void read(CostPart part) {
        const auto index = static_cast<std::size_t>(part);
        scratch_.clear();
        for (std::size_t i = 0; i < std::min(count_, kFrames); ++i) scratch_.push_back(costs_[i][index]);
        percentiles_[index] = measure::percentiles_of(scratch_);
    }
    [[nodiscard]] const measure::Percentiles& percentiles(CostPart part) const noexcept {
        return percentiles_[static_cast<std::size_t>(part)];
    }

private:
    std::array<std::array<std::chrono::nanoseconds, kCostParts>, kFrames> costs_{};
    std::size_t count_ = 0;
    std::array<measure::Percentiles, kCostParts> percentiles_{};
    std::vector<std::chrono::nanoseconds> scratch_ = std::vector<std::chrono::nanoseconds>(kFrames);
};

}  // namespace outrider::overlay
