// The last ten seconds as the plots draw them, in columns of 36 ms: the same columns for all plots and lanes.
// A column keeps the worst of its time, never an average: the slowest frame, the deepest queues.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "game/overlay/overlay.h"

namespace outrider::overlay {

inline constexpr std::size_t kColumns = 280;
inline constexpr double kColumn_s = 10.0 / static_cast<double>(kColumns);

/// What a seat's lane shows in one column.
struct LaneSample {
    bool occupied = false;  ///< somebody lives here
    bool died = false;      ///< somebody died here in this column
    std::uint8_t busy = 0;  ///< 255 is all the time
};

struct HistoryColumn {
    std::array<float, measure::kPhaseCount> phases_ms{};  ///< of the frame with the most work in this column
    float work_ms = 0.0F;
    std::uint32_t requests = 0;  ///< waiting + ready + claimed, the most in this column
    std::uint32_t results = 0;   ///< records in result rings, the most in this column (about)
    paths::Mode mode = paths::Mode::kNone;
    bool mode_changed = false;
    bool workers_changed = false;
    bool worker_died = false;
    std::array<LaneSample, kMaxSeats> lanes{};
};

/// All requests that no answer has been taken for, as the queues show them.
[[nodiscard]] std::uint32_t request_depth(const paths::PathStatistics& paths) noexcept;

class History {
public:
    /// Once a frame. A frame longer than a column fills all the columns that it lasted.
    void update(const OverlayModel& model, double delta_s) noexcept;

    /// 0 is the oldest, kColumns - 1 the one that fills now. A column before the first frame is empty.
    [[nodiscard]] const HistoryColumn& column(std::size_t index) const noexcept {
        return columns_[(newest_ + 1 + index) % kColumns];
    }

private:
    void begin_column() noexcept;
    void note_frame(const measure::FrameTimes& frame) noexcept;
    void note_queues(const paths::PathStatistics& paths) noexcept;
    void note_workers(const OverlayModel& model) noexcept;
    [[nodiscard]] HistoryColumn& now() noexcept { return columns_[newest_]; }

    std::array<HistoryColumn, kColumns> columns_{};
    std::size_t newest_ = 0;
    double column_age_s_ = 0.0;
    bool is_first_ = true;
    paths::Mode mode_ = paths::Mode::kNone;
    std::uint32_t workers_wanted_ = 0;
    std::array<bool, kMaxSeats> was_dead_{};
    std::array<std::uint32_t, kMaxSeats> restarts_{};
};

}  // namespace outrider::overlay
