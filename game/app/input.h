// From mouse and keys to what the player wants. Pure: it looks at events and at nothing else, calls nothing of SDL,
// and changes nothing but its own memory of what is held.
//
//   left drag    paints       left click   selects the unit there, or paints one dab where there is none
//   right drag   erases       right click  orders
//   Ctrl + drag  box select   middle drag, WASD  moves the view      wheel  zooms      Shift + wheel  brush size
// In the siege the left button uses the tool in hand (1 to 5, X, R); with none it selects.
//
// Keys are bound by position (scancode): `[` is the key right of P on every layout.
#pragma once

#include <SDL_events.h>

#include <bitset>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "game/render/camera.h"

namespace outrider::app {

using render::PointPx;

/// One motion of a painting drag. The first of a drag `begins` where the button went down.
struct PaintTo {
    PointPx at;
    bool wall = true;  ///< false: erase
    bool begins = false;
};
/// The painting drag is let go.
struct PaintDone {
    PointPx at;
    bool wall = true;  ///< as it was
};
/// A left click without a drag.
struct ClickAt {
    PointPx at;
};
/// Ctrl-drag, let go; a plain drag where that selects.
struct SelectBox {
    PointPx from;
    PointPx to;
};
/// A right click without a drag.
struct OrderTo {
    PointPx at;
};
struct DragView {
    double dx_px = 0.0;
    double dy_px = 0.0;
};
struct ZoomView {
    double notches = 0.0;
    PointPx at;
};
struct ChangeBrush {
    int steps = 0;
};
/// What takes no more than its name.
enum class Command : std::uint8_t {
    kFewerWorkers,
    kMoreWorkers,
    kNextMode,
    kPause,
    kOneTick,
    kHelp,
    kPanels,
    kDebugView,
    kDebugViewBack,
    kFullScreen,
    kScreenshot,
    kFitMap,
    kKillWorker,
    kStopWorker,
    kPoison,
    kSlow,
    kKillAll,
    kStorm,
    kToolWall,  ///< the siege's tools
    kToolArrow,
    kToolMortar,
    kToolFrost,
    kToolRider,
    kToolSell,
    kToolRepair,
    kNextWave,
    kMeasureNow,
    kSlower,
    kFaster,
    kMenu,  ///< Esc: closes what is open, else opens the menu
    kQuit,
    kWindowChanged,  ///< size, place, shown or hidden
    kPicturesLost,   ///< render targets or the device were lost
};

using Intent = std::variant<PaintTo, PaintDone, ClickAt, SelectBox, OrderTo, DragView, ZoomView, ChangeBrush, Command>;

/// A Ctrl-drag that is going on.
struct OpenBox {
    PointPx from;
    PointPx to;
};

class Input {
public:
    /// Window coordinates times this are pixels (high-DPI screens).
    void set_pixel_scale(double scale) noexcept { pixel_scale_ = scale; }

    /// What a plain left drag does from the next one on: paint, or select as with Ctrl.
    void set_drag_selects(bool selects) noexcept { drag_selects_ = selects; }

    /// What `event` means, appended to `intents`. `taken`: the overlay keeps this event for itself; then nothing new
    /// begins, but what is held is still let go.
    void take(const SDL_Event& event, bool taken, std::vector<Intent>& intents);

    [[nodiscard]] PointPx cursor() const noexcept { return cursor_; }
    /// A point over the world: the mouse is in the window and not over a panel.
    [[nodiscard]] bool over_world() const noexcept { return over_world_; }
    [[nodiscard]] bool painting() const noexcept { return gesture_ == Gesture::kPaint; }
    [[nodiscard]] bool erasing() const noexcept { return gesture_ == Gesture::kErase; }
    [[nodiscard]] std::optional<OpenBox> open_box() const noexcept;
    /// Where WASD pull the view: -1, 0 or 1 each way.
    [[nodiscard]] PointPx pan_direction() const noexcept;

private:
    /// What the buttons are doing. A press is a click until the mouse has moved kDragStart_px.
    enum class Gesture : std::uint8_t { kNone, kLeftPress, kRightPress, kPaint, kErase, kBox, kDragView };

    void take_key(const SDL_KeyboardEvent& key, bool taken, std::vector<Intent>& intents);
    void press(const SDL_MouseButtonEvent& button);
    void move(const SDL_MouseMotionEvent& motion, std::vector<Intent>& intents);
    void release(const SDL_MouseButtonEvent& button, std::vector<Intent>& intents);
    void take_wheel(const SDL_MouseWheelEvent& wheel, std::vector<Intent>& intents) const;
    void take_window(const SDL_WindowEvent& window, std::vector<Intent>& intents);
    void let_go() noexcept;
    [[nodiscard]] PointPx in_pixels(std::int32_t x, std::int32_t y) const noexcept;
    [[nodiscard]] bool shift_held() const noexcept;
    [[nodiscard]] bool ctrl_held() const noexcept;

    double pixel_scale_ = 1.0;
    bool drag_selects_ = false;
    PointPx cursor_;
    PointPx pressed_at_;
    Gesture gesture_ = Gesture::kNone;
    std::uint8_t gesture_button_ = 0;
    bool over_world_ = false;
    std::bitset<SDL_NUM_SCANCODES> held_;
};

}  // namespace outrider::app
