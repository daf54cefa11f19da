// What bench_overlay measures, as plain data: what the overlay takes of a frame, by what is open and how it is drawn.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "game/measure/frame_recorder.h"
#include "game/overlay/overlay.h"

namespace outrider::bench {

enum class Drawing : std::uint8_t {
    kPictures,   ///< as the game draws it
    kEveryFrame  ///< all of it, in every frame
};

struct OverlayCase {
    std::string name;  ///< "all panels", "usual panels", "strips alone"
    bool panels = true;
    overlay::PanelSet open = overlay::kUsualPanels;
    Drawing drawing = Drawing::kPictures;
    bool mouse_rests_on_frame_panel = false;
};

struct OverlayBenchSettings {
    std::uint32_t rounds = 20;           ///< how often each case has its turn, there and back
    std::uint32_t frames_per_turn = 60;  ///< measured; some go before, unmeasured
    std::uint32_t workers = 4;
    std::uint32_t cores = 4;
    int width = 1280;
    int height = 720;
    std::string picture;  ///< BMP file of the first case's last frame; empty: none
};

struct OverlayResult {
    OverlayCase setting;
    measure::Percentiles build;
    measure::Percentiles draw;
    measure::Percentiles both;
};

[[nodiscard]] std::vector<OverlayCase> overlay_cases();
/// The cases take turns, so that a change of the machine's speed meets them all. Throws std::runtime_error.
[[nodiscard]] std::vector<OverlayResult> measure_overlay(const OverlayBenchSettings& settings,
                                                         const std::vector<OverlayCase>& cases);

}  // namespace outrider::bench
