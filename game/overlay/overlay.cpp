#include "game/overlay/overlay.h"

#include <SDL.h>
#include <imgui.h>
#include <imgui_internal.h>
#if __has_include(<backends/imgui_impl_sdl2.h>)
#include <backends/imgui_impl_sdl2.h>  // the name since Dear ImGui 1.89
#else
#include <backends/imgui_impl_sdl.h>
#endif

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

#include "game/overlay/imgui_sdl_renderer.h"
#include "game/overlay/mouse_queue.h"
#include "game/overlay/panels.h"

namespace outrider::overlay {
namespace {

struct DestroyContext {
    void operator()(ImGuiContext* context) const noexcept { ImGui::DestroyContext(context); }
};

/// The SDL backend's state in the current context.
class SdlBackend {
public:
    explicit SdlBackend(SDL_Window& window) {
        if (!ImGui_ImplSDL2_InitForSDLRenderer(&window)) {
            throw std::runtime_error("cannot start the overlay: Dear ImGui's SDL backend refuses the window");
        }
    }
    ~SdlBackend() { ImGui_ImplSDL2_Shutdown(); }
    SdlBackend(const SdlBackend&) = delete;
    SdlBackend& operator=(const SdlBackend&) = delete;
};

[[nodiscard]] ImGuiContext* make_context() {
    IMGUI_CHECKVERSION();
    ImGuiContext* context = ImGui::CreateContext();
    ImGui::SetCurrentContext(context);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;  // read at the start and written at the end: no file output in a frame
    io.LogFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    io.BackendRendererName = "outrider_sdl_renderer";
    return context;
}

void set_style(const Theme& theme) {
    ImGuiStyle& style = ImGui::GetStyle();
    style = ImGuiStyle();
    style.WindowPadding = {0.0F, 0.0F};
    style.ItemSpacing = {0.0F, 0.0F};
    style.WindowBorderSize = 0.0F;
    style.WindowMinSize = {1.0F, 1.0F};
    style.WindowRounding = 0.0F;  // panels round themselves, by copies of a disc
    style.ScrollbarSize = theme.px(6.0F);
    style.AntiAliasedLines = false;  // nothing but rectangles reaches SDL's software renderer
    style.AntiAliasedFill = false;
    style.Colors[ImGuiCol_Text] = ImGui::ColorConvertU32ToFloat4(kText);
    style.Colors[ImGuiCol_ScrollbarBg] = {0.0F, 0.0F, 0.0F, 0.0F};
    style.Colors[ImGuiCol_ScrollbarGrab] = ImGui::ColorConvertU32ToFloat4(kFieldHovered);
    style.Colors[ImGuiCol_ChildBg] = {0.0F, 0.0F, 0.0F, 0.0F};
}

[[nodiscard]] bool is_mouse_event(const SDL_Event& event) noexcept {
    return event.type == SDL_MOUSEMOTION || event.type == SDL_MOUSEBUTTONDOWN || event.type == SDL_MOUSEBUTTONUP;
}

[[nodiscard]] std::uint32_t button_bit(std::uint8_t button) noexcept { return 1U << (button & 31U); }

[[nodiscard]] WindowRect to_window(const Box& box, float pixels_per_unit) noexcept {
    const auto units = [&](float pixels) { return static_cast<std::int32_t>(std::lround(pixels / pixels_per_unit)); };
    return {units(box.min.x), units(box.min.y), units(box.width()), units(box.height())};
}

[[nodiscard]] SiegePlaces to_window(const SiegeWidgets<Box>& boxes, float pixels_per_unit) {
    SiegePlaces places;
    const auto place = [&](const Box& box) { return to_window(box, pixels_per_unit); };
    std::transform(boxes.tools.begin(), boxes.tools.end(), places.tools.begin(), place);
    std::transform(boxes.speeds.begin(), boxes.speeds.end(), places.speeds.begin(), place);
    std::transform(boxes.difficulties.begin(), boxes.difficulties.end(), places.difficulties.begin(), place);
    std::transform(boxes.maps.begin(), boxes.maps.end(), places.maps.begin(), place);
    places.next_wave = place(boxes.next_wave);
    places.menu = place(boxes.menu);
    places.start = place(boxes.start);
    places.again = place(boxes.again);
    places.endless = place(boxes.endless);
    places.quit = place(boxes.quit);
    return places;
}

/// What the bars at the top and the bottom leave.
[[nodiscard]] Box room_of(const Theme& theme, ImVec2 screen_px, bool is_siege) noexcept {
    const float top = theme.px(is_siege ? kSiegeTopHeight : kTopStripHeight);
    return {{0.0F, top}, {screen_px.x, screen_px.y - theme.px(kBottomStripHeight)}};
}

[[nodiscard]] bool any_at(const OverlayVisibility& visibility, bool right) noexcept {
    for (std::size_t i = 0; i < kPanelCount && visibility.panels; ++i) {
        const auto panel = static_cast<Panel>(i);
        if (is_right(panel) == right && visibility.open.has(panel)) return true;
    }
    return false;
}

/// What the first stack of panels at each side and the siege's tools leave of the room.
[[nodiscard]] Box middle_of(const Theme& theme, const Box& room, const OverlayVisibility& visibility,
                            bool is_siege) noexcept {
    Box middle = room;
    if (any_at(visibility, false)) middle.min.x += theme.px(kLeftPanelWidth + 16.0F);
    if (any_at(visibility, true)) middle.max.x -= theme.px(kRightPanelWidth + 16.0F);
    if (is_siege) middle.max.y -= siege_tools_height(theme, middle.width());
    return middle;
}

constexpr double kTipDelay_s = 0.2;

/// What the player switches by keys as well as by mouse.
struct Switches {
    RunningConfiguration configuration;
    bool chase = false;
    sim::OrderBy orders = sim::OrderBy::kFlowField;
    std::int32_t brush_radius_cells = 0;
    bool paused = false;
    std::uint32_t workers_alive = 0;

    friend bool operator==(const Switches&, const Switches&) = default;
};

void draw_siege_bars(PanelContext& context, OverlayVisibility& visibility) {
    draw_siege_top_bar(context, visibility);
    draw_siege_tools(context);
    draw_siege_strip(context);
    draw_siege_hint(context);
    draw_siege_cursor(context);
}

}  // namespace

struct Overlay::Impl {
    Impl(SDL_Window& sdl_window, SDL_Renderer& sdl_renderer, const std::string& settings);
    ~Impl();

    void follow_screen();
    void remake_theme(float scale);
    void begin_imgui_frame(double delta_s);
    void draw_panels(const OverlayModel& model, OverlayVisibility& visibility, OverlayActions& actions);
    void draw_open_panels(PanelContext& panel);
    void look_at_switches(const OverlayModel& model);
    void forget_passing_boxes();
    void note_places();
    void note_covered();
    [[nodiscard]] bool covers(std::int32_t x, std::int32_t y) const noexcept;
    [[nodiscard]] bool take_mouse(const SDL_Event& event) noexcept;
    void take_window_event(const SDL_WindowEvent& event) noexcept;
    [[nodiscard]] bool take_menu_key(SDL_Scancode key) noexcept;

    // constant after construction
    SDL_Window& window;
    SDL_Renderer& renderer;
    std::string settings_file;
    std::unique_ptr<ImGuiContext, DestroyContext> context{make_context()};
    SdlBackend backend{window};
    ImGuiSdlRenderer painter{renderer};

    // what is shown
    std::unique_ptr<Theme> theme;
    PanelPictures pictures{renderer};
    PanelLayout layout{pictures};
    Switches switches;
    History history;
    Readings readings;
    KeyNames keys = KeyNames::of_this_keyboard();
    int menu_choice = 0;
    bool menu_entered = false;
    Cost cost;

    // the screen and the mouse
    ImVec2 screen_px{};
    float pixels_per_unit = 1.0F;
    MouseQueue mouse;
    double mouse_rest_s = 0.0;        ///< since it was moved or pressed
    std::vector<Box> covered;         ///< where the last frame's windows were
    std::uint32_t own_buttons = 0;    ///< pressed on the overlay: theirs until they are let go
    std::uint32_t world_buttons = 0;  ///< pressed on the world: the world's, also over a panel
    bool menu_was_open = false;
    WidgetBoxes boxes;
    WidgetPlaces places;
};

Overlay::Impl::Impl(SDL_Window& sdl_window, SDL_Renderer& sdl_renderer, const std::string& settings)
    : window(sdl_window), renderer(sdl_renderer), settings_file(settings) {
    covered.reserve(16);
    layout.register_settings();
    if (!settings_file.empty()) ImGui::LoadIniSettingsFromDisk(settings_file.c_str());
    follow_screen();
}

Overlay::Impl::~Impl() {
    ImGui::SetCurrentContext(context.get());
    if (!settings_file.empty()) ImGui::SaveIniSettingsToDisk(settings_file.c_str());
}

/// Size and density of the window; another scale makes another theme.
void Overlay::Impl::follow_screen() {
    int width_px = 0;
    int height_px = 0;
    int width_units = 0;
    int height_units = 0;
    float dpi = 96.0F;
    SDL_GetRendererOutputSize(&renderer, &width_px, &height_px);
    SDL_GetWindowSize(&window, &width_units, &height_units);
    pixels_per_unit = width_units > 0 ? static_cast<float>(width_px) / static_cast<float>(width_units) : 1.0F;
    if (SDL_GetDisplayDPI(std::max(SDL_GetWindowDisplayIndex(&window), 0), nullptr, nullptr, &dpi) != 0) dpi = 96.0F;
    screen_px = {static_cast<float>(width_px), static_cast<float>(height_px)};
    const float scale = scale_for(height_px, dpi);
    if (!theme || theme->scale() != scale) remake_theme(scale);
}

void Overlay::Impl::remake_theme(float scale) {
    theme = std::make_unique<Theme>(scale);
    set_style(*theme);
    painter.upload_fonts(*ImGui::GetIO().Fonts);
    theme->ground = painter.make_ground(kGroundSide_px, kPanelFill);
    pictures.drop();
    pictures.set_corner(std::floor(theme->panel_disc.size_px.x * 0.5F));
}

void Overlay::Impl::begin_imgui_frame(double delta_s) {
    follow_screen();
    ImGui_ImplSDL2_NewFrame();
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = screen_px;  // everything is in pixels of the renderer
    io.DisplayFramebufferScale = {1.0F, 1.0F};
    io.DeltaTime = static_cast<float>(std::clamp(delta_s, 1e-4, 1.0));
    mouse.apply(io);
    ImGui::NewFrame();
}

/// What the panels show of the player's own doing is shown in the same frame.
void Overlay::Impl::look_at_switches(const OverlayModel& model) {
    Switches now{configuration_of(model), model.chase, model.orders, model.brush_radius_cells, model.paused};
    if (model.paths != nullptr) now.workers_alive = model.paths->workers_alive;
    if (now != std::exchange(switches, now)) pictures.outdate();
}

/// Boxes of panels stay: most panels are not built in most frames.
void Overlay::Impl::forget_passing_boxes() {
    boxes.menu_buttons = {};
    boxes.question_buttons = {};
    boxes.panel_buttons = {};
    boxes.siege = {};
    boxes.tip = {};
    boxes.measure_save = boxes.measure_close = boxes.measure_card = {};
}

void Overlay::Impl::draw_open_panels(PanelContext& panel) {
    using Draw = void (*)(PanelContext&);
    constexpr std::array<Draw, kPanelCount> kDraws = {draw_frame_panel,   draw_queues_panel,  draw_workers_panel,
                                                      draw_latency_panel, draw_compare_panel, draw_own_cost_panel,
                                                      draw_control_panel, draw_faults_panel};
    const PanelSet open = panel.visibility.panels ? panel.visibility.open : PanelSet{};
    for (std::size_t i = 0; i < kPanelCount; ++i) {
        if (open.has(static_cast<Panel>(i))) {
            kDraws[i](panel);
        } else {
            forget_panel(boxes, static_cast<Panel>(i));
        }
    }
    if (const auto closed = layout.closed()) panel.visibility.open.set(*closed, false);
}

void Overlay::Impl::draw_panels(const OverlayModel& model, OverlayVisibility& visibility, OverlayActions& actions) {
    const bool is_siege = model.siege != nullptr;
    const Box room = room_of(*theme, screen_px, is_siege);
    const Box middle = middle_of(*theme, room, visibility, is_siege);
    const bool mouse_rests = mouse_rest_s >= kTipDelay_s;
    PanelContext panel{model,      *theme, history,   readings, keys,   layout,      actions,
                       visibility, boxes,  screen_px, room,     middle, mouse_rests, std::nullopt};
    forget_passing_boxes();
    layout.begin_frame(*theme, room, middle.max.y - (is_siege ? theme->px(kSiegeHintHeight) : 0.0F), visibility.open);
    if (is_siege) {
        draw_siege_bars(panel, visibility);
    } else {
        draw_top_strip(panel);
        if (visibility.panels) draw_bottom_strip(panel);
    }
    draw_open_panels(panel);
    draw_trouble(panel);
    draw_debug_caption(panel);
    const bool is_asked = model.fault_in_question || visibility.help || visibility.menu;
    if (model.siege != nullptr && !is_asked) draw_siege_card(panel);
    if (!is_asked) draw_measure(panel);
    if (model.fault_in_question) draw_fault_question(panel, *model.fault_in_question);
    if (visibility.help) draw_help(panel, visibility);
    if (visibility.menu && !menu_was_open) menu_choice = 0;
    menu_was_open = visibility.menu;
    if (visibility.menu) draw_menu(panel, visibility, menu_choice, menu_entered);
    menu_entered = false;
    if (panel.tip) boxes.tip = draw_tip(*theme, *panel.tip, screen_px);
}

void Overlay::Impl::note_places() {
    const auto place = [this](const Box& box) { return to_window(box, pixels_per_unit); };
    std::transform(boxes.mode_buttons.begin(), boxes.mode_buttons.end(), places.mode_buttons.begin(), place);
    std::transform(boxes.menu_buttons.begin(), boxes.menu_buttons.end(), places.menu_buttons.begin(), place);
    std::transform(boxes.fault_buttons.begin(), boxes.fault_buttons.end(), places.fault_buttons.begin(), place);
    std::transform(boxes.question_buttons.begin(), boxes.question_buttons.end(), places.question_buttons.begin(),
                   place);
    places.chunk_slider = place(boxes.chunk_slider);
    places.workers_slider = place(boxes.workers_slider);
    places.auto_button = place(boxes.auto_button);
    places.units_slider = place(boxes.units_slider);
    places.load_slider = place(boxes.load_slider);
    places.pause_button = place(boxes.pause_button);
    places.step_button = place(boxes.step_button);
    std::transform(boxes.panel_buttons.begin(), boxes.panel_buttons.end(), places.panel_buttons.begin(), place);
    std::transform(boxes.close_marks.begin(), boxes.close_marks.end(), places.close_marks.begin(), place);
    std::transform(boxes.figures.begin(), boxes.figures.end(), places.figures.begin(), place);
    for (std::size_t i = 0; i < kPanelCount; ++i) places.panels[i] = place(layout.box(static_cast<Panel>(i)));
    places.tip = place(boxes.tip);
    places.keep_button = place(boxes.keep_button);
    places.forget_button = place(boxes.forget_button);
    places.siege = to_window(boxes.siege, pixels_per_unit);
    places.measure_save = place(boxes.measure_save);
    places.measure_close = place(boxes.measure_close);
    places.measure_card = place(boxes.measure_card);
}

/// ImGui's own answer is a frame late: a click that comes with its motion would go to the world. The places of the
/// windows are not.
void Overlay::Impl::note_covered() {
    covered.clear();
    for (const ImGuiWindow* shown : context->Windows) {
        const bool is_there = shown->Active && !shown->Hidden;
        if (!is_there || (shown->Flags & ImGuiWindowFlags_NoMouseInputs) != 0) continue;  // the mouse goes through
        covered.push_back({shown->OuterRectClipped.Min, shown->OuterRectClipped.Max});
    }
}

bool Overlay::Impl::covers(std::int32_t x, std::int32_t y) const noexcept {
    const ImVec2 point{static_cast<float>(x) * pixels_per_unit, static_cast<float>(y) * pixels_per_unit};
    return std::any_of(covered.begin(), covered.end(), [&](const Box& box) { return box.contains(point); });
}

/// A button belongs to whom it was pressed on, until it is let go.
bool Overlay::Impl::take_mouse(const SDL_Event& event) noexcept {
    bool is_own = false;
    if (event.type == SDL_MOUSEMOTION) {
        is_own = own_buttons != 0 || (world_buttons == 0 && covers(event.motion.x, event.motion.y));
    } else {
        const std::uint32_t bit = button_bit(event.button.button);
        const bool pressed = event.type == SDL_MOUSEBUTTONDOWN;
        is_own = pressed ? own_buttons != 0 || (world_buttons == 0 && covers(event.button.x, event.button.y))
                         : (own_buttons & bit) != 0;
        std::uint32_t& owner = is_own ? own_buttons : world_buttons;
        owner = pressed ? owner | bit : owner & ~bit;
    }
    mouse_rest_s = 0.0;
    if (is_own || event.type == SDL_MOUSEMOTION) mouse.push(event, pixels_per_unit);
    return is_own;
}

void Overlay::Impl::take_window_event(const SDL_WindowEvent& event) noexcept {
    if (event.event == SDL_WINDOWEVENT_LEAVE && own_buttons == 0) mouse.leave();
    if (event.event != SDL_WINDOWEVENT_FOCUS_LOST) return;
    mouse.release_all();
    own_buttons = 0;
    world_buttons = 0;
}

/// Up, down and Enter in the menu. Taken from events: ImGui 1.86 does not see a key that is let go within the frame.
bool Overlay::Impl::take_menu_key(SDL_Scancode key) noexcept {
    if (!menu_was_open) return false;
    switch (key) {
        case SDL_SCANCODE_UP: menu_choice = (menu_choice + kMenuItems - 1) % kMenuItems; return true;
        case SDL_SCANCODE_DOWN: menu_choice = (menu_choice + 1) % kMenuItems; return true;
        case SDL_SCANCODE_RETURN:
        case SDL_SCANCODE_KP_ENTER: menu_entered = true; return true;
        default: return false;
    }
}

Overlay::Overlay(SDL_Window& window, SDL_Renderer& renderer, const std::string& settings_file)
    : impl_(std::make_unique<Impl>(window, renderer, settings_file)) {}

Overlay::~Overlay() = default;

bool Overlay::handle_event(const SDL_Event& event) {
    ImGui::SetCurrentContext(impl_->context.get());
    if (is_mouse_event(event)) return impl_->take_mouse(event);
    if (event.type == SDL_WINDOWEVENT) impl_->take_window_event(event.window);
    if (event.type == SDL_KEYMAPCHANGED) impl_->keys = KeyNames::of_this_keyboard();
    if (event.type == SDL_KEYDOWN && event.key.repeat == 0) impl_->pictures.outdate();
    if (event.type == SDL_KEYDOWN && impl_->take_menu_key(event.key.keysym.scancode)) return true;
    if (event.type == SDL_MOUSEWHEEL && !wants_mouse()) return false;
    ImGui_ImplSDL2_ProcessEvent(&event);
    if (event.type == SDL_MOUSEWHEEL) return true;
    const bool is_key = event.type == SDL_KEYDOWN || event.type == SDL_TEXTINPUT;
    return is_key && wants_keyboard();
}

bool Overlay::wants_mouse() const noexcept {
    if (impl_->own_buttons != 0) return true;
    int x = 0;
    int y = 0;
    SDL_GetMouseState(&x, &y);
    return impl_->world_buttons == 0 && impl_->covers(x, y);
}

bool Overlay::wants_keyboard() const noexcept {
    ImGui::SetCurrentContext(impl_->context.get());
    return ImGui::GetIO().WantTextInput;
}

void Overlay::rebuild_textures() {
    ImGui::SetCurrentContext(impl_->context.get());
    impl_->remake_theme(impl_->theme->scale());
}

OverlayActions Overlay::draw(const OverlayModel& model, OverlayVisibility& visibility, double delta_s) {
    const auto start = std::chrono::steady_clock::now();
    ImGui::SetCurrentContext(impl_->context.get());
    OverlayActions actions;
    impl_->history.update(model, delta_s);
    impl_->readings.update(model, delta_s);
    impl_->begin_imgui_frame(delta_s);
    impl_->look_at_switches(model);
    if (impl_->pictures.begin_frame(delta_s, visibility.open)) impl_->history.show();
    impl_->draw_panels(model, visibility, actions);
    impl_->mouse_rest_s += delta_s;
    ImGui::Render();
    impl_->note_places();
    impl_->note_covered();
    const auto built = std::chrono::steady_clock::now();
    impl_->pictures.draw(impl_->painter, *ImGui::GetDrawData());
    SDL_RenderFlush(&impl_->renderer);
    impl_->cost = {built - start, std::chrono::steady_clock::now() - built};
    impl_->readings.costs.add(impl_->cost.build, impl_->cost.draw, model.telemetry);
    impl_->history.note_cost(impl_->cost.build, impl_->cost.draw);
    return actions;
}

PanelSet Overlay::remembered_panels() const noexcept { return impl_->layout.open(); }

void Overlay::keep_pictures(bool keep) noexcept { impl_->pictures.set_kept(keep); }

const WidgetPlaces& Overlay::places() const noexcept { return impl_->places; }

Overlay::Cost Overlay::last_cost() const noexcept { return impl_->cost; }

}  // namespace outrider::overlay
