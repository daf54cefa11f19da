// The last ten seconds as the plots draw them, in columns of 36 ms: the same columns for all plots and lanes.
// A column keeps the worst of its time, never an average: the slowest frame, the deepest queues.
#pragma once

#include <array>
#include <chrono>
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
    std::uint32_t workers = 0;      ///< wanted, after the change
    std::uint32_t wave = 0;         ///< that came onto the field in this column; 0: none
    float cost_building_ms = 0.0F;  ///< of the overlay: the frame in which it cost most
    float cost_rasterising_ms = 0.0F;
    std::array<LaneSample, kMaxSeats> lanes{};
};

/// All requests that no answer has been taken for, as the queues show them.
[[nodiscard]] std::uint32_t request_depth(const paths::PathStatistics& paths) noexcept;

class History {
public:
    /// Once a frame. A frame longer than a column fills all the columns that it lasted.
    void update(const OverlayModel& model, double delta_s) noexcept;
    /// What the overlay took of the last frame; once a frame, after update().
    void note_cost(std::chrono::nanoseconds building, std::chrono::nanoseconds rasterising) noexcept;

    /// 0 is the oldest, kColumns - 1 the one that fills now. A column before the first frame is empty.
    [[nodiscard]] const HistoryColumn& column(std::size_t index) const noexcept { return at(newest_, index); }
    /// The same as of the last show(): all plots draw it, so that they scroll together although they are drawn in
    /// different frames.
    [[nodiscard]] const HistoryColumn& shown(std::size_t index) const noexcept { return at(shown_, index); }
    void show() noexcept { shown_ = newest_; }

private:
    /// More columns than are shown: the oldest that are shown are not written over until the next show().
    static constexpr std::size_t kKept = kColumns + 16;

    [[nodiscard]] const HistoryColumn& at(std::size_t newest, std::size_t index) const noexcept {
        return columns_[(newest + kKept - (kColumns - 1) + index) % kKept];
    }
    void begin_column() noexcept;
    void note_frame(const measure::FrameTimes& frame) noexcept;
    void note_queues(const paths::PathStatistics& paths) noexcept;
    void note_workers(const OverlayModel& model) noexcept;
    void note_wave(const OverlayModel& model) noexcept;
    [[nodiscard]] HistoryColumn& now() noexcept { return columns_[newest_]; }

    std::array<HistoryColumn, kKept> columns_{};
    std::size_t newest_ = 0;
    std::size_t shown_ = 0;
    double column_age_s_ = 0.0;
    bool is_first_ = true;
    paths::Mode mode_ = paths::Mode::kNone;
    std::uint32_t workers_wanted_ = 0;
    std::uint32_t wave_ = 0;  ///< on the field, or the last one that was
    std::array<bool, kMaxSeats> was_dead_{};
    std::array<std::uint32_t, kMaxSeats> restarts_{};
};

}  // namespace outrider::overlay
