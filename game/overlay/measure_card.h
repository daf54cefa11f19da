// "Measure now" as the player sees it: a line while it runs, and the card that it ends in. Plain values; the card is
// made once, beside the frame, and holds every word and every column that is drawn of it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "game/paths/path_service.h"

namespace outrider::measure {
struct Measurement;
struct Findings;
}  // namespace outrider::measure

namespace outrider::overlay {

enum class MeasureStage : std::uint8_t { kIdle, kSettling, kRunning, kWorkingOut, kCard };

/// A run's frames along its time: in each of these parts the longest work of the frames that lie in it.
inline constexpr std::size_t kStripColumns = 500;

struct MeasureRow {
    std::string mode;     ///< "processes"
    std::string workers;  ///< "1 worker, ran third"
    std::array<float, kStripColumns> work_ms{};
    float longest_ms = 0.0F;  ///< of the timed part

    // The highest percentile that both this run and the one of `none` can support.
    std::string percentile;  ///< "p95 (p99: too few frames)"
    std::string value;       ///< "4.2", in ms
    std::string against;     ///< "+0.20 ms (-0.10 to +0.40)"; empty for `none` itself, and where it cannot be said
    bool is_late = false;    ///< the value is over the frame's budget
    bool is_clear = false;   ///< the difference is not one of chance

    std::string late;  ///< frames over 16.7 ms
    std::string of;    ///< "of 240": frames
    bool has_late = false;
    std::string paths_per_s;  ///< "1,230"; "-" where nothing was asked
    bool starved = false;     ///< the pool would have raised its policy
};

struct MeasureCard {
    std::string title;  ///< what was played
    std::string verdict;
    std::vector<MeasureRow> rows;  ///< none, inline, threads, processes
    float run_s = 5.0F;
    float warm_up_s = 1.0F;
    float scale_ms = 20.0F;  ///< top of every strip; what is longer is cut off, and marked
    std::string quick_look;  ///< that it is one, and what that means
    std::string command;     ///< that does it properly
    std::string warning;     ///< empty, or why the machine was not quiet
    std::string machine;
    std::string made_by;  ///< "outrider 0.1.0, 31 January 2026": at the foot of the picture that is saved
};

/// Pure; takes a while for long runs. Order of the rows: by mode.
[[nodiscard]] MeasureCard make_measure_card(const measure::Measurement& measurement, const measure::Findings& findings);

/// Gathered by the app once a frame. Views and pointers: valid during draw() only.
struct MeasureModel {
    MeasureStage stage = MeasureStage::kIdle;
    std::array<paths::Mode, 4> order{};  ///< as drawn
    std::size_t turn = 0;                ///< index into `order`
    double run_s = 0.0;                  ///< of one run
    double left_s = 0.0;                 ///< of the one that goes on
    const MeasureCard* card = nullptr;   ///< not null when there is one
    bool for_picture = false;            ///< this frame is kept: no buttons on it
    std::string_view said;               ///< what was refused, or where it was saved
};

/// What the player asked for in this frame.
struct MeasureActions {
    bool save = false;
    bool close = false;
};

}  // namespace outrider::overlay
