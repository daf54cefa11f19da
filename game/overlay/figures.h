// The figures that panels show, each with a tip that says what it is and where it comes from: one table of all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "game/overlay/panel_set.h"

namespace outrider::overlay {

enum class Figure : std::uint8_t {
    // Frame
    kWork,
    kWorkP99,
    kVerdict,
    kFramePlot,
    kPercentiles,
    kLows,
    kPhases,
    // Queues
    kInFlight,
    kOldest,
    kQueuePlot,
    kLanes,
    kLaneOldest,
    kAnswers,
    kCancelled,
    kSuperseded,
    kBackedUp,
    kAftermath,
    kConserved,
    // Workers
    kPathsPerSecond,
    kAnswerTime,
    kCores,
    kLane,
    kWorkerShare,
    kWorkerRow,
    // Latency
    kWholeWay,
    kSteps,
    kStepTable,
    kInFrames,
    kHistogram,
    // Compare
    kKeptA,
    kRunningB,
    kDifference,
    // Own cost
    kBuilding,
    kRasterising,
    kTelemetry,
    kCostPlot,
    // Break it
    kHung,
    kLogLinesLost,
};
inline constexpr std::size_t kFigureCount = 38;

/// Two lines: what it is; where it comes from.
struct FigureWords {
    Panel panel;  ///< that shows it
    std::string_view what;
    std::string_view source;
};

[[nodiscard]] const FigureWords& words_of(Figure figure) noexcept;

}  // namespace outrider::overlay
