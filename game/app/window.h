// The window and its renderer: opened once, by the driver that fits, remembered in place and size.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "game/app/settings_store.h"

struct SDL_Window;
struct SDL_Renderer;

namespace outrider::app {

struct WindowOptions {
    bool headless = false;
    /// auto, accelerated, software, or one of renderer_names().
    std::string renderer = "auto";
    bool with_screen = false;  ///< present in step with the screen, if the renderer can
    std::optional<WindowPlace> place;
};

struct SizePx {
    std::int32_t width = 0;
    std::int32_t height = 0;
};

/// SDL, started and ended.
class Library {
public:
    /// Throws UsageError: no display.
    explicit Library(bool headless);
    ~Library();
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

    /// "x11", "wayland", "dummy"
    [[nodiscard]] std::string driver() const;
};

class Window {
public:
    /// Throws UsageError: no display, or no such renderer.
    explicit Window(const WindowOptions& options);
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    [[nodiscard]] SDL_Window& handle() noexcept { return *window_; }
    [[nodiscard]] SDL_Renderer& renderer() noexcept { return *renderer_; }

    /// "opengl (accelerated)", "opengl (llvmpipe: drawn by the processor)", "software"
    [[nodiscard]] const std::string& renderer_name() const noexcept { return renderer_name_; }
    /// Presenting waits for the screen.
    [[nodiscard]] bool presents_with_screen() const noexcept { return presents_with_screen_; }
    [[nodiscard]] int screen_hz() const noexcept;
    [[nodiscard]] SizePx size_px() const noexcept;
    /// Pixels per window coordinate: 2 on many high-DPI screens.
    [[nodiscard]] double pixel_scale() const noexcept;
    [[nodiscard]] bool is_hidden() const noexcept;

    void set_title(const std::string& title) noexcept;
    void toggle_full_screen() noexcept;
    /// Where it is, or was before it was maximised or made full screen. Call note_place() when it moved or changed.
    [[nodiscard]] const WindowPlace& place() const noexcept { return place_; }
    void note_place() noexcept;

private:
    struct Close {
        void operator()(SDL_Window* window) const noexcept;
        void operator()(SDL_Renderer* renderer) const noexcept;
    };

    void open(const WindowOptions& options);
    void create_renderer(const WindowOptions& options);
    bool try_renderer(int driver, std::uint32_t flags);
    void name_renderer();

    Library library_;
    std::unique_ptr<SDL_Window, Close> window_;
    std::unique_ptr<SDL_Renderer, Close> renderer_;
    std::string renderer_name_;
    bool presents_with_screen_ = false;
    WindowPlace place_;
};

/// What `--renderer` takes beside auto, accelerated and software. Needs no display.
[[nodiscard]] std::vector<std::string> renderer_names();
/// Throws UsageError unless `--renderer` takes `name`.
void require_renderer(const std::string& name);

}  // namespace outrider::app
