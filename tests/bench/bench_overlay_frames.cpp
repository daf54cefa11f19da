// Frames of the overlay alone, on a screen without a display.
#include <stdexcept>
#include <utility>

#include "tests/bench/bench_overlay.h"
#include "tests/bench/bench_overlay_game.h"
#include "tests/unit/overlay/screen.h"

namespace outrider::bench {
namespace {

using measure::Nanoseconds;

constexpr double kFrame_s = 1.0 / 60.0;
constexpr std::uint32_t kSettlingFrames = 12;  ///< after a change of what is open
constexpr std::uint32_t kFramesBefore = 700;   ///< so that plots are full, and percentiles can be said

struct Samples {
    std::vector<Nanoseconds> build;
    std::vector<Nanoseconds> draw;
    std::vector<Nanoseconds> both;
};

class OverlayStage {
public:
    explicit OverlayStage(const OverlayBenchSettings& settings)
        : screen_(settings.width, settings.height),
          game_(settings.workers, settings.cores),
          overlay_(screen_.window(), screen_.renderer(), "") {
        for (std::uint32_t i = 0; i < kFramesBefore; ++i) frame();
    }

    void play(const OverlayCase& setting, std::uint32_t frames, Samples& samples) {
        visibility_ = {.panels = setting.panels, .open = setting.open};
        overlay_.keep_pictures(setting.drawing == Drawing::kPictures);
        for (std::uint32_t i = 0; i < kSettlingFrames; ++i) frame();
        move_mouse(setting);
        for (std::uint32_t i = 0; i < frames; ++i) {
            frame();
            const overlay::Overlay::Cost cost = overlay_.last_cost();
            samples.build.push_back(cost.build);
            samples.draw.push_back(cost.draw);
            samples.both.push_back(cost.build + cost.draw);
        }
    }

    void save_picture(const std::string& file) const {
        int width = 0;
        int height = 0;
        SDL_GetRendererOutputSize(&screen_.renderer(), &width, &height);
        SDL_Surface* surface = SDL_CreateRGBSurfaceWithFormat(0, width, height, 32, SDL_PIXELFORMAT_RGB888);
        SDL_RenderReadPixels(&screen_.renderer(), nullptr, SDL_PIXELFORMAT_RGB888, surface->pixels, surface->pitch);
        const bool is_saved = SDL_SaveBMP(surface, file.c_str()) == 0;
        SDL_FreeSurface(surface);
        if (!is_saved) throw std::runtime_error("cannot write " + file + ": " + SDL_GetError());
    }

private:
    void frame() {
        game_.go_on();
        overlay::OverlayModel model = game_.model.view();
        model.telemetry = std::chrono::microseconds(60);
        SDL_SetRenderDrawColor(&screen_.renderer(), 0x55, 0x66, 0x40, 255);
        SDL_RenderClear(&screen_.renderer());
        SDL_RenderFlush(&screen_.renderer());
        (void)overlay_.draw(model, visibility_, kFrame_s);
    }

    void move_mouse(const OverlayCase& setting) {
        SDL_Event event{};
        event.type = SDL_MOUSEMOTION;
        event.motion.x = setting.mouse_rests_on_frame_panel ? 200 : 640;
        event.motion.y = setting.mouse_rests_on_frame_panel ? 100 : 300;
        if (!setting.mouse_rests_on_frame_panel) {
            event.type = SDL_WINDOWEVENT;
            event.window.event = SDL_WINDOWEVENT_LEAVE;
        }
        overlay_.handle_event(event);
    }

    overlay::Screen screen_;
    BusyGame game_;
    overlay::Overlay overlay_;
    overlay::OverlayVisibility visibility_;
};

}  // namespace

std::vector<OverlayCase> overlay_cases() {
    using overlay::kUsualPanels;
    using overlay::PanelSet;
    return {{"all panels", true, PanelSet::all(), Drawing::kPictures, false},
            {"all panels, mouse on one", true, PanelSet::all(), Drawing::kPictures, true},
            {"all panels, all drawn in every frame", true, PanelSet::all(), Drawing::kEveryFrame, false},
            {"usual panels", true, kUsualPanels, Drawing::kPictures, false},
            {"usual panels, all drawn in every frame", true, kUsualPanels, Drawing::kEveryFrame, false},
            {"top strip alone", false, kUsualPanels, Drawing::kPictures, false}};
}

std::vector<OverlayResult> measure_overlay(const OverlayBenchSettings& settings,
                                           const std::vector<OverlayCase>& cases) {
    OverlayStage stage(settings);
    std::vector<Samples> samples(cases.size());
    const auto turn = [&](std::size_t i) { stage.play(cases[i], settings.frames_per_turn, samples[i]); };
    for (std::uint32_t round = 0; round < settings.rounds; ++round) {
        for (std::size_t i = 0; i < cases.size(); ++i) turn(i);
        for (std::size_t i = cases.size(); i-- > 0;) turn(i);
    }
    if (!settings.picture.empty()) stage.save_picture(settings.picture);
    std::vector<OverlayResult> results;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        results.push_back({cases[i], measure::percentiles_of(samples[i].build),
                           measure::percentiles_of(samples[i].draw), measure::percentiles_of(samples[i].both)});
    }
    return results;
}

}  // namespace outrider::bench
