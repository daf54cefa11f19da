#include "game/app/window.h"

#include <SDL.h>
#include <SDL_opengl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "game/app/command_line.h"

namespace outrider::app {

namespace {

constexpr int kAnyDriver = -1;
constexpr int kSmallestWidth = 640;
constexpr int kSmallestHeight = 360;
constexpr int kUsualScreen_hz = 60;

[[nodiscard]] std::string driver_name(int index) {
    SDL_RendererInfo info{};
    return SDL_GetRenderDriverInfo(index, &info) == 0 ? info.name : "";
}

/// The place of a renderer in SDL's list. REQUIRES: require_renderer() took it.
[[nodiscard]] int driver_index(const std::string& name) {
    const std::vector<std::string> names = renderer_names();
    return static_cast<int>(std::find(names.begin(), names.end(), name) - names.begin());
}

/// Who draws behind OpenGL; empty if this is not OpenGL.
[[nodiscard]] std::string opengl_device() {
    if (SDL_GL_GetCurrentContext() == nullptr) return {};
    using GetString = const GLubyte*(APIENTRY*)(GLenum);
    const auto get_string = reinterpret_cast<GetString>(SDL_GL_GetProcAddress("glGetString"));
    const GLubyte* const name = get_string == nullptr ? nullptr : get_string(GL_RENDERER);
    return name == nullptr ? std::string() : reinterpret_cast<const char*>(name);
}

/// An OpenGL that computes every pixel on the processor, on as many cores as it gets: those of the workers.
[[nodiscard]] std::string processor_opengl() {
    const std::string device = opengl_device();
    for (const std::string_view known : {"llvmpipe", "softpipe", "SwiftShader"}) {
        if (device.find(known) != std::string::npos) return std::string(known);
    }
    return {};
}

/// A place on a screen that is still there; else wherever the desktop likes.
[[nodiscard]] bool is_on_a_screen(const WindowPlace& place) {
    const SDL_Rect window{place.x, place.y, place.width, place.height};
    for (int display = 0; display < SDL_GetNumVideoDisplays(); ++display) {
        SDL_Rect bounds{};
        if (SDL_GetDisplayUsableBounds(display, &bounds) != 0) continue;
        SDL_Rect common{};
        if (SDL_IntersectRect(&window, &bounds, &common) && common.w >= 100 && common.h >= 100) return true;
    }
    return false;
}

void set_hints(bool headless) {
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");  // main has its own
    SDL_SetHint(SDL_HINT_RENDER_BATCHING, "1");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0");  // someone is watching from a terminal
    if (headless) SDL_SetHintWithPriority(SDL_HINT_VIDEODRIVER, "dummy", SDL_HINT_OVERRIDE);
}

/// The displays that the environment names, as SDL lists drivers. Asking only those keeps the libraries of others from
/// complaining on standard error.
[[nodiscard]] std::string displays_at_hand() {
    std::string drivers;
    if (SDL_getenv("DISPLAY") != nullptr) drivers = "x11";
    if (SDL_getenv("WAYLAND_DISPLAY") != nullptr) drivers += drivers.empty() ? "wayland" : ",wayland";
    return drivers;
}

[[noreturn]] void refuse_no_display(std::string_view reason) {
    throw UsageError(fmt::format("no display ({}): start it from a desktop, or with --headless", reason));
}

}  // namespace

std::vector<std::string> renderer_names() {
    std::vector<std::string> names;
    for (int i = 0; i < SDL_GetNumRenderDrivers(); ++i) names.push_back(driver_name(i));
    return names;
}

void require_renderer(const std::string& name) {
    const std::vector<std::string> names = renderer_names();
    if (name == "auto" || name == "accelerated" || name == "software") return;
    if (std::find(names.begin(), names.end(), name) != names.end()) return;
    throw UsageError(fmt::format("--renderer: '{}' is not one of auto, accelerated, {}", name, fmt::join(names, ", ")));
}

Library::Library(bool headless) {
    set_hints(headless);
    if (!headless && SDL_getenv("SDL_VIDEODRIVER") == nullptr) {
        const std::string displays = displays_at_hand();
        if (displays.empty()) refuse_no_display("neither DISPLAY nor WAYLAND_DISPLAY is set");
        SDL_SetHint(SDL_HINT_VIDEODRIVER, displays.c_str());
    }
    if (SDL_Init(SDL_INIT_VIDEO) != 0) refuse_no_display(SDL_GetError());
    // Software means software; but SDL's Wayland windows have no surface without a texture behind it.
    if (driver() != "wayland") SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
}

Library::~Library() { SDL_Quit(); }

std::string Library::driver() const { return SDL_GetCurrentVideoDriver(); }

void Window::Close::operator()(SDL_Window* window) const noexcept { SDL_DestroyWindow(window); }
void Window::Close::operator()(SDL_Renderer* renderer) const noexcept { SDL_DestroyRenderer(renderer); }

Window::Window(const WindowOptions& options) : library_(options.headless) {
    if (options.place) place_ = *options.place;
    open(options);
    create_renderer(options);
    name_renderer();
}

Window::~Window() = default;

void Window::open(const WindowOptions& options) {
    const bool known_place = options.place && is_on_a_screen(place_);
    const int x = known_place ? place_.x : static_cast<int>(SDL_WINDOWPOS_UNDEFINED);
    const int y = known_place ? place_.y : static_cast<int>(SDL_WINDOWPOS_UNDEFINED);
    std::uint32_t flags = SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI;
    if (place_.maximised) flags |= SDL_WINDOW_MAXIMIZED;
    window_.reset(SDL_CreateWindow("Outrider", x, y, place_.width, place_.height, flags));
    if (!window_) throw UsageError(fmt::format("no window can be opened: {}", SDL_GetError()));
    SDL_SetWindowMinimumSize(window_.get(), kSmallestWidth, kSmallestHeight);
}

void Window::create_renderer(const WindowOptions& options) {
    const std::uint32_t pace = options.with_screen ? std::uint32_t{SDL_RENDERER_PRESENTVSYNC} : 0U;
    const std::string& wish = options.renderer;
    const bool wants_software = wish == "software" || (options.headless && wish == "auto");
    if (wants_software) {
        if (try_renderer(kAnyDriver, SDL_RENDERER_SOFTWARE)) return;
    } else if (wish == "auto") {
        if (try_renderer(kAnyDriver, SDL_RENDERER_ACCELERATED | pace) && processor_opengl().empty()) return;
        renderer_.reset();
        window_.reset();  // SDL remade it for OpenGL: start from a plain one
        open(options);
        if (try_renderer(kAnyDriver, SDL_RENDERER_SOFTWARE)) return;
        if (try_renderer(kAnyDriver, SDL_RENDERER_ACCELERATED | pace)) return;  // drawn by the processor, but drawn
    } else if (wish == "accelerated") {
        if (try_renderer(kAnyDriver, SDL_RENDERER_ACCELERATED | pace)) return;
    } else if (try_renderer(driver_index(wish), pace)) {
        SDL_RendererInfo info{};
        // The dummy video driver gives software in silence, whatever was asked for.
        if (SDL_GetRendererInfo(renderer_.get(), &info) == 0 && wish == info.name) return;
        throw UsageError(fmt::format("--renderer: '{}' is not to be had here; '{}' is", wish, info.name));
    }
    throw UsageError(fmt::format("--renderer: '{}' is not to be had here: {}", wish, SDL_GetError()));
}

bool Window::try_renderer(int driver, std::uint32_t flags) {
    renderer_.reset(SDL_CreateRenderer(window_.get(), driver, flags));
    return renderer_ != nullptr;
}

void Window::name_renderer() {
    SDL_RendererInfo info{};
    if (SDL_GetRendererInfo(renderer_.get(), &info) != 0) return;
    renderer_name_ = info.name;
    if ((info.flags & SDL_RENDERER_ACCELERATED) == 0) return;  // may say that it waits, and does not
    presents_with_screen_ = (info.flags & SDL_RENDERER_PRESENTVSYNC) != 0;
    const std::string processor = processor_opengl();
    renderer_name_ += processor.empty() ? " (accelerated)" : fmt::format(" ({}: drawn by the processor)", processor);
}

int Window::screen_hz() const noexcept {
    SDL_DisplayMode mode{};
    const int display = SDL_GetWindowDisplayIndex(window_.get());
    const bool known = display >= 0 && SDL_GetCurrentDisplayMode(display, &mode) == 0 && mode.refresh_rate > 0;
    return known ? mode.refresh_rate : kUsualScreen_hz;
}

SizePx Window::size_px() const noexcept {
    SizePx size;
    SDL_GetRendererOutputSize(renderer_.get(), &size.width, &size.height);
    return size;
}

double Window::pixel_scale() const noexcept {
    int width = 0;
    SDL_GetWindowSize(window_.get(), &width, nullptr);
    return width > 0 ? static_cast<double>(size_px().width) / width : 1.0;
}

bool Window::is_hidden() const noexcept {
    return (SDL_GetWindowFlags(window_.get()) & (SDL_WINDOW_MINIMIZED | SDL_WINDOW_HIDDEN)) != 0;
}

void Window::set_title(const std::string& title) noexcept { SDL_SetWindowTitle(window_.get(), title.c_str()); }

void Window::toggle_full_screen() noexcept {
    const bool full = (SDL_GetWindowFlags(window_.get()) & SDL_WINDOW_FULLSCREEN_DESKTOP) != 0;
    SDL_SetWindowFullscreen(window_.get(), full ? 0U : static_cast<std::uint32_t>(SDL_WINDOW_FULLSCREEN_DESKTOP));
}

void Window::note_place() noexcept {
    const std::uint32_t flags = SDL_GetWindowFlags(window_.get());
    if ((flags & (SDL_WINDOW_FULLSCREEN_DESKTOP | SDL_WINDOW_MINIMIZED | SDL_WINDOW_HIDDEN)) != 0) return;
    place_.maximised = (flags & SDL_WINDOW_MAXIMIZED) != 0;
    if (place_.maximised) return;
    SDL_GetWindowPosition(window_.get(), &place_.x, &place_.y);
    SDL_GetWindowSize(window_.get(), &place_.width, &place_.height);
}

}  // namespace outrider::app
