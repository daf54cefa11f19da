#include "game/app/input.h"

#include <cmath>

namespace outrider::app {

namespace {

/// A press that moves less than this is a click: hands are not tripods.
constexpr double kDragStart_px = 4.0;

[[nodiscard]] bool is_drag(PointPx from, PointPx to) noexcept {
    return std::hypot(to.x - from.x, to.y - from.y) > kDragStart_px;
}

/// What a key means when it goes down.
[[nodiscard]] std::optional<Command> command_of(SDL_Scancode key) noexcept {
    switch (key) {
        case SDL_SCANCODE_LEFTBRACKET:
        case SDL_SCANCODE_PAGEDOWN: return Command::kFewerWorkers;
        case SDL_SCANCODE_RIGHTBRACKET:
        case SDL_SCANCODE_PAGEUP: return Command::kMoreWorkers;
        case SDL_SCANCODE_M: return Command::kNextMode;
        case SDL_SCANCODE_SPACE: return Command::kPause;
        case SDL_SCANCODE_PERIOD: return Command::kOneTick;
        case SDL_SCANCODE_HOME: return Command::kFitMap;
        case SDL_SCANCODE_1: return Command::kToolWall;
        case SDL_SCANCODE_2: return Command::kToolArrow;
        case SDL_SCANCODE_3: return Command::kToolMortar;
        case SDL_SCANCODE_4: return Command::kToolFrost;
        case SDL_SCANCODE_5: return Command::kToolRider;
        case SDL_SCANCODE_X: return Command::kToolSell;
        case SDL_SCANCODE_R: return Command::kToolRepair;
        case SDL_SCANCODE_N: return Command::kNextWave;
        case SDL_SCANCODE_B: return Command::kMeasureNow;
        case SDL_SCANCODE_MINUS:
        case SDL_SCANCODE_KP_MINUS: return Command::kSlower;
        case SDL_SCANCODE_EQUALS:
        case SDL_SCANCODE_KP_PLUS: return Command::kFaster;
        case SDL_SCANCODE_F1: return Command::kHelp;
        case SDL_SCANCODE_F2: return Command::kPanels;
        case SDL_SCANCODE_F3: return Command::kDebugView;
        case SDL_SCANCODE_F5: return Command::kKillWorker;
        case SDL_SCANCODE_F6: return Command::kStopWorker;
        case SDL_SCANCODE_F7: return Command::kPoison;
        case SDL_SCANCODE_F8: return Command::kSlow;
        case SDL_SCANCODE_F9: return Command::kKillAll;
        case SDL_SCANCODE_F10: return Command::kStorm;
        case SDL_SCANCODE_F11: return Command::kFullScreen;
        case SDL_SCANCODE_F12: return Command::kScreenshot;
        case SDL_SCANCODE_ESCAPE: return Command::kMenu;
        default: return std::nullopt;
    }
}

/// Holding these down goes on step by step; holding any other does it once.
[[nodiscard]] bool repeats(Command command) noexcept {
    return command == Command::kFewerWorkers || command == Command::kMoreWorkers || command == Command::kOneTick;
}

/// Keys that work while a text field or a slider has the keyboard.
[[nodiscard]] bool is_always_ours(Command command) noexcept {
    switch (command) {
        case Command::kMenu:
        case Command::kHelp:
        case Command::kPanels:
        case Command::kDebugView:
        case Command::kDebugViewBack:
        case Command::kFullScreen:
        case Command::kScreenshot: return true;
        default: return false;
    }
}

/// Shift and Ctrl change what the mouse means, wherever the keyboard's focus is.
[[nodiscard]] bool is_modifier(SDL_Scancode key) noexcept {
    return key == SDL_SCANCODE_LSHIFT || key == SDL_SCANCODE_RSHIFT || key == SDL_SCANCODE_LCTRL ||
           key == SDL_SCANCODE_RCTRL;
}

}  // namespace

void Input::take(const SDL_Event& event, bool taken, std::vector<Intent>& intents) {
    switch (event.type) {
        case SDL_QUIT: intents.emplace_back(Command::kQuit); break;
        case SDL_RENDER_TARGETS_RESET:
        case SDL_RENDER_DEVICE_RESET: intents.emplace_back(Command::kPicturesLost); break;
        case SDL_WINDOWEVENT: take_window(event.window, intents); break;
        case SDL_KEYDOWN:
        case SDL_KEYUP: take_key(event.key, taken, intents); break;
        case SDL_MOUSEBUTTONDOWN:
            if (!taken) press(event.button);
            break;
        case SDL_MOUSEBUTTONUP: release(event.button, intents); break;
        case SDL_MOUSEMOTION:
            over_world_ = !taken;
            move(event.motion, intents);
            break;
        case SDL_MOUSEWHEEL:
            if (!taken) take_wheel(event.wheel, intents);
            break;
        default: break;
    }
}

std::optional<OpenBox> Input::open_box() const noexcept {
    if (gesture_ != Gesture::kBox) return std::nullopt;
    return OpenBox{pressed_at_, cursor_};
}

PointPx Input::pan_direction() const noexcept {
    const auto one = [this](SDL_Scancode key) { return held_[key] ? 1.0 : 0.0; };
    return {one(SDL_SCANCODE_D) - one(SDL_SCANCODE_A), one(SDL_SCANCODE_S) - one(SDL_SCANCODE_W)};
}

void Input::take_key(const SDL_KeyboardEvent& key, bool taken, std::vector<Intent>& intents) {
    const SDL_Scancode code = key.keysym.scancode;
    if (code < 0 || code >= SDL_NUM_SCANCODES) return;
    const bool down = key.type == SDL_KEYDOWN;
    held_[code] = down && (!taken || held_[code] || is_modifier(code));
    std::optional<Command> command = command_of(code);
    if (command == Command::kDebugView && shift_held()) command = Command::kDebugViewBack;
    if (!down || !command || (taken && !is_always_ours(*command))) return;
    if (key.repeat != 0 && !repeats(*command)) return;
    intents.emplace_back(*command);
}

void Input::press(const SDL_MouseButtonEvent& button) {
    if (gesture_ != Gesture::kNone) return;  // one button at a time: the first one rules until it is let go
    cursor_ = pressed_at_ = in_pixels(button.x, button.y);
    gesture_button_ = button.button;
    if (button.button == SDL_BUTTON_LEFT) gesture_ = ctrl_held() ? Gesture::kBox : Gesture::kLeftPress;
    if (button.button == SDL_BUTTON_RIGHT) gesture_ = Gesture::kRightPress;
    if (button.button == SDL_BUTTON_MIDDLE) gesture_ = Gesture::kDragView;
}

void Input::move(const SDL_MouseMotionEvent& motion, std::vector<Intent>& intents) {
    const PointPx before = cursor_;
    cursor_ = in_pixels(motion.x, motion.y);
    const bool presses = gesture_ == Gesture::kLeftPress || gesture_ == Gesture::kRightPress;
    if (presses && is_drag(pressed_at_, cursor_)) {
        const bool wall = gesture_ == Gesture::kLeftPress;
        if (wall && drag_selects_) {
            gesture_ = Gesture::kBox;
            return;
        }
        gesture_ = wall ? Gesture::kPaint : Gesture::kErase;
        intents.emplace_back(PaintTo{pressed_at_, wall, true});
    }
    if (gesture_ == Gesture::kPaint || gesture_ == Gesture::kErase) {
        intents.emplace_back(PaintTo{cursor_, gesture_ == Gesture::kPaint, false});
    }
    if (gesture_ == Gesture::kDragView) intents.emplace_back(DragView{cursor_.x - before.x, cursor_.y - before.y});
}

void Input::release(const SDL_MouseButtonEvent& button, std::vector<Intent>& intents) {
    if (gesture_ == Gesture::kNone || button.button != gesture_button_) return;
    cursor_ = in_pixels(button.x, button.y);
    const bool dragged = is_drag(pressed_at_, cursor_);
    switch (gesture_) {
        case Gesture::kLeftPress: intents.emplace_back(ClickAt{pressed_at_}); break;
        case Gesture::kRightPress: intents.emplace_back(OrderTo{pressed_at_}); break;
        case Gesture::kPaint:
        case Gesture::kErase: intents.emplace_back(PaintDone{cursor_, gesture_ == Gesture::kPaint}); break;
        case Gesture::kBox:
            if (dragged) intents.emplace_back(SelectBox{pressed_at_, cursor_});
            break;
        default: break;
    }
    gesture_ = Gesture::kNone;
}

void Input::take_wheel(const SDL_MouseWheelEvent& wheel, std::vector<Intent>& intents) const {
    const double turned = wheel.direction == SDL_MOUSEWHEEL_FLIPPED ? -wheel.preciseY : wheel.preciseY;
    // With Shift held some systems turn the wheel sideways.
    const double notches = turned != 0.0 ? turned : static_cast<double>(wheel.preciseX);
    if (notches == 0.0) return;
    if (shift_held()) {
        intents.emplace_back(ChangeBrush{notches > 0.0 ? 1 : -1});
    } else {
        intents.emplace_back(ZoomView{notches, cursor_});
    }
}

void Input::take_window(const SDL_WindowEvent& window, std::vector<Intent>& intents) {
    switch (window.event) {
        case SDL_WINDOWEVENT_FOCUS_LOST: let_go(); break;
        case SDL_WINDOWEVENT_LEAVE: over_world_ = false; break;
        case SDL_WINDOWEVENT_CLOSE: intents.emplace_back(Command::kQuit); break;
        case SDL_WINDOWEVENT_SIZE_CHANGED:
        case SDL_WINDOWEVENT_MOVED:
        case SDL_WINDOWEVENT_MINIMIZED:
        case SDL_WINDOWEVENT_MAXIMIZED:
        case SDL_WINDOWEVENT_RESTORED:
        case SDL_WINDOWEVENT_SHOWN:
        case SDL_WINDOWEVENT_HIDDEN: intents.emplace_back(Command::kWindowChanged); break;
        default: break;
    }
}

void Input::let_go() noexcept {
    held_.reset();
    gesture_ = Gesture::kNone;
}

PointPx Input::in_pixels(std::int32_t x, std::int32_t y) const noexcept { return {x * pixel_scale_, y * pixel_scale_}; }

bool Input::shift_held() const noexcept { return held_[SDL_SCANCODE_LSHIFT] || held_[SDL_SCANCODE_RSHIFT]; }

bool Input::ctrl_held() const noexcept { return held_[SDL_SCANCODE_LCTRL] || held_[SDL_SCANCODE_RCTRL]; }

}  // namespace outrider::app
