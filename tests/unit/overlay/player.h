// An overlay on a screen without a display, and the hand of a player who sends events to it: what tests are made of.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>

#include "game/overlay/overlay.h"
#include "tests/unit/overlay/screen.h"
#include "tests/unit/overlay/synthetic_model.h"

namespace outrider::overlay {

inline constexpr double kFrame_s = 1.0 / 60.0;

struct Point {
    int x = 0;
    int y = 0;
};

[[nodiscard]] inline Point middle_of(const WindowRect& rect) {
    return {rect.x + rect.width / 2, rect.y + rect.height / 2};
}

class Player : public testing::Test {
protected:
    OverlayActions draw() {
        screen_.clear();
        return overlay_->draw(model(), open_, kFrame_s);
    }
    bool move_to(Point to) {
        SDL_Event event{};
        event.type = SDL_MOUSEMOTION;
        event.motion.x = to.x;
        event.motion.y = to.y;
        return overlay_->handle_event(event);
    }
    bool button(bool down, Point at, std::uint8_t which = SDL_BUTTON_LEFT) {
        SDL_Event event{};
        event.type = down ? SDL_MOUSEBUTTONDOWN : SDL_MOUSEBUTTONUP;
        event.button.button = which;
        event.button.x = at.x;
        event.button.y = at.y;
        return overlay_->handle_event(event);
    }
    /// All of a click within one frame. The actions of the frames in which it shows, put together.
    OverlayActions click(Point at) {
        move_to(at);
        button(true, at);
        button(false, at);
        OverlayActions actions;
        for (int i = 0; i < 3; ++i) join(actions, draw());
        return actions;
    }
    void press_key(SDL_Scancode key) {
        for (const bool down : {true, false}) {
            SDL_Event event{};
            event.type = down ? SDL_KEYDOWN : SDL_KEYUP;
            event.key.keysym.scancode = key;
            overlay_->handle_event(event);
        }
    }
    void remake_overlay(const std::string& settings_file) {
        overlay_.reset();
        overlay_ = std::make_unique<Overlay>(screen_.window(), screen_.renderer(), settings_file);
        settle();
    }
    /// Panels learn their height in their first frame.
    void settle() {
        draw();
        draw();
    }

    [[nodiscard]] virtual OverlayModel model() const { return game_.view(); }

    static void join(OverlayActions& all, const OverlayActions& more) {
        if (more.mode) all.mode = more.mode;
        if (more.workers) all.workers = more.workers;
        if (more.units) all.units = more.units;
        if (more.load_cores) all.load_cores = more.load_cores;
        if (more.paused) all.paused = more.paused;
        if (more.chunk_jobs) all.chunk_jobs = more.chunk_jobs;
        if (more.fault) all.fault = more.fault;
        if (more.fault_answer) all.fault_answer = more.fault_answer;
        if (more.siege.tool) all.siege.tool = more.siege.tool;
        if (more.siege.speed) all.siege.speed = more.siege.speed;
        if (more.siege.restart) all.siege.restart = more.siege.restart;
        all.siege.call_wave |= more.siege.call_wave;
        all.siege.endless_on |= more.siege.endless_on;
        all.siege.start_card_closed |= more.siege.start_card_closed;
        all.measure.save |= more.measure.save;
        all.measure.close |= more.measure.close;
        all.step_one_tick |= more.step_one_tick;
        all.toggle_auto_workers |= more.toggle_auto_workers;
        all.quit |= more.quit;
        all.close_menu |= more.close_menu;
    }

    Screen screen_{1280, 720};
    SyntheticModel game_;
    OverlayVisibility open_;
    std::unique_ptr<Overlay> overlay_ = std::make_unique<Overlay>(screen_.window(), screen_.renderer(), "");
};

}  // namespace outrider::overlay
