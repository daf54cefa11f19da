// The panels. Each reads the model and draws itself; the controls write down what the player asks for.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "game/overlay/history.h"
#include "game/overlay/overlay.h"
#include "game/overlay/panel_layout.h"
#include "game/overlay/readings.h"
#include "game/overlay/theme.h"
#include "game/overlay/tip.h"
#include "game/overlay/widgets.h"

namespace outrider::overlay {

/// The keys that are named by their place on the keyboard, as the player's layout labels them.
struct KeyNames {
    std::string up, left, down, right;  ///< W A S D
    std::string fewer, more;            ///< the keys of [ and ]
    std::string mode;                   ///< M
    std::string measure;                ///< B
    std::string step;                   ///< .
    std::string sell, repair;           ///< X R
    std::string next_wave;              ///< N
    std::string slower, faster;         ///< - =

    [[nodiscard]] static KeyNames of_this_keyboard();
};

/// Where widgets are, in pixels of the renderer.
struct WidgetBoxes {
    std::array<Box, 4> mode_buttons{};
    Box workers_slider{};
    Box auto_button{};
    Box units_slider{};
    Box load_slider{};
    Box pause_button{};
    Box step_button{};
    Box chunk_slider{};
    std::array<Box, 3> menu_buttons{};
    std::array<Box, kFaultCount> fault_buttons{};
    std::array<Box, 3> question_buttons{};
    std::array<Box, kPanelCount> panel_buttons{};
    std::array<Box, kPanelCount> close_marks{};
    std::array<Box, kFigureCount> figures{};
    Box keep_button{};
    Box forget_button{};
    Box tip{};
    SiegeWidgets<Box> siege;
    Box measure_save{};
    Box measure_close{};
    Box measure_card{};
};

/// What every panel is given.
struct PanelContext {
    const OverlayModel& model;
    const Theme& theme;
    const History& history;
    Readings& readings;  ///< the panel Compare keeps its A there
    const KeyNames& keys;
    PanelLayout& layout;
    OverlayActions& actions;
    OverlayVisibility& visibility;
    WidgetBoxes& boxes;
    ImVec2 screen_px;
    Box room;          ///< between the bars at the top and the bottom
    Box middle;        ///< of the room, what open panels and the siege's tools leave
    bool mouse_rests;  ///< for long enough that the player may want to read a tip
    std::optional<Tip> tip;
};

/// The time axis that all plots of the left column share, within a panel's inside.
struct TimeAxis {
    float left = 0.0F;
    float width = 0.0F;

    [[nodiscard]] float column_left(std::size_t column) const noexcept;
};
[[nodiscard]] TimeAxis time_axis(const Theme& theme, const Box& inside) noexcept;

inline constexpr float kTopStripHeight = 30.0F;
inline constexpr float kBottomStripHeight = 26.0F;
inline constexpr float kSiegeTopHeight = 44.0F;
inline constexpr float kSiegeHintHeight = 33.0F;  ///< with the gap to the tools below

/// Begins the panel, and forgets where its widgets and figures were. As PanelLayout::begin().
[[nodiscard]] std::optional<Box> begin_panel(PanelContext& context, Panel panel);
/// It is not shown: nothing of it can be clicked.
void forget_panel(WidgetBoxes& boxes, Panel panel);
/// A panel's first line: its name, and at its right the figure that matters. Returns the y below.
float panel_title(const Painter& painter, const Box& inside, std::string_view name);
/// Where what stands at the right of the first line ends: the close mark comes after it.
[[nodiscard]] float title_right(const Theme& theme, const Box& inside) noexcept;
/// Here is this figure: with the mouse upon it, it is said what it is.
void note_figure(PanelContext& context, Figure figure, const Box& box);
/// The same with words of the moment instead of the second line.
void note_figure(PanelContext& context, Figure figure, const Box& box, const Text& words);
/// A line of text, as a box to note.
[[nodiscard]] Box line_box(const Theme& theme, float left, float right, float y) noexcept;
/// A percentile, or why it cannot be said: "5.0", "too few frames".
[[nodiscard]] Text percentile_text(double value, std::size_t samples, std::uint32_t permille);
/// The same with its unit: "1.2 ms".
[[nodiscard]] Text duration_text(double duration_us, std::uint64_t samples, std::uint32_t permille);
/// The ground of a plot, and names of modes and event marks over it.
void plot_ground(const Painter& painter, const Box& plot);
void plot_events(const Painter& painter, const History& history, const TimeAxis& axis, const Box& plot);

void draw_frame_panel(PanelContext& context);
void draw_queues_panel(PanelContext& context);
void draw_workers_panel(PanelContext& context);
void draw_latency_panel(PanelContext& context);
void draw_compare_panel(PanelContext& context);
void draw_own_cost_panel(PanelContext& context);
void draw_control_panel(PanelContext& context);
void draw_faults_panel(PanelContext& context);
/// The sandbox's: what goes on, always there; and the keys.
void draw_top_strip(PanelContext& context);
void draw_bottom_strip(PanelContext& context);
/// "F2 panels" and a button for each, right-aligned in a strip; nothing while they are hidden. Returns where it begins.
float draw_panel_buttons(PanelContext& context, const Painter& painter, float right, float top);
/// The siege's: how the battle stands, with time and menu; the tools; the strip below them, always there.
void draw_siege_top_bar(PanelContext& context, OverlayVisibility& visibility);
void draw_siege_tools(PanelContext& context);
/// What they take above the bottom strip if there is so much width for them: they stand in one row or in two.
[[nodiscard]] float siege_tools_height(const Theme& theme, float width) noexcept;
void draw_siege_strip(PanelContext& context);
/// A line above the tools: what was said last, else what the hand can do now.
void draw_siege_hint(PanelContext& context);
/// What the tool in hand costs here, beside the cursor.
void draw_siege_cursor(PanelContext& context);
/// What this is, or how it went; nothing while it goes on.
void draw_siege_card(PanelContext& context);
/// Closes the start card if there is one: the player has begun.
void begin_play(PanelContext& context);
/// What is wrong or out of the usual, in the middle under the top strip; nothing if all is well.
void draw_trouble(PanelContext& context);
/// What the debug view shows: at the foot of the middle.
void draw_debug_caption(PanelContext& context);
void draw_help(PanelContext& context, OverlayVisibility& visibility);
/// "Measure now": the line while it runs, or its card; over everything but help and menu.
void draw_measure(PanelContext& context);
/// Dark over all, so that the eye finds the dialog; takes every click that misses it.
void draw_veil(const PanelContext& context);
inline constexpr int kMenuItems = 3;
/// "In this mode the game itself would die", with its three ways out.
void draw_fault_question(PanelContext& context, Fault fault);
/// `chosen`: the item that Enter takes; `entered`: Enter was pressed.
void draw_menu(PanelContext& context, OverlayVisibility& visibility, int& chosen, bool entered);

}  // namespace outrider::overlay
