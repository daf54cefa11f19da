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
    Box units_slider{};
    Box load_slider{};
    Box pause_button{};
    Box step_button{};
    Box chunk_slider{};
    std::array<Box, 3> menu_buttons{};
    std::array<Box, kFaultCount> fault_buttons{};
    std::array<Box, 3> question_buttons{};
    SiegeWidgets<Box> siege;
};

/// What every panel is given.
struct PanelContext {
    const OverlayModel& model;
    const Theme& theme;
    const History& history;
    const Readings& readings;
    const KeyNames& keys;
    PanelLayout& layout;
    OverlayActions& actions;
    WidgetBoxes& boxes;
    ImVec2 screen_px;
    Box room;    ///< between the bars at the top and the bottom
    Box middle;  ///< of the room, what open panels and the siege's tools leave
    std::optional<Tip> tip;
};

/// The time axis that all plots of the left column share, within a panel's inside.
struct TimeAxis {
    float left = 0.0F;
    float width = 0.0F;

    [[nodiscard]] float column_left(std::size_t column) const noexcept;
};
[[nodiscard]] TimeAxis time_axis(const Theme& theme, const Box& inside) noexcept;

inline constexpr float kLeftPanelWidth = 380.0F;
inline constexpr float kRightPanelWidth = 246.0F;
inline constexpr float kTopStripHeight = 30.0F;
inline constexpr float kBottomStripHeight = 26.0F;
inline constexpr float kSiegeTopHeight = 44.0F;
inline constexpr float kSiegeHintHeight = 33.0F;  ///< with the gap to the tools below

/// A panel's first line: its name, and at its right the figure that matters. Returns the y below.
float panel_title(const Painter& painter, const Box& inside, std::string_view name);
/// The ground of a plot, and names of modes and event marks over it.
void plot_ground(const Painter& painter, const Box& plot);
void plot_events(const Painter& painter, const History& history, const TimeAxis& axis, const Box& plot);

void draw_frame_panel(PanelContext& context);
void draw_queues_panel(PanelContext& context);
void draw_workers_panel(PanelContext& context);
void draw_control_panel(PanelContext& context);
void draw_faults_panel(PanelContext& context);
/// The sandbox's: what goes on, always there; and the keys.
void draw_top_strip(PanelContext& context);
void draw_bottom_strip(PanelContext& context);
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
inline constexpr int kMenuItems = 3;
/// "In this mode the game itself would die", with its three ways out.
void draw_fault_question(PanelContext& context, Fault fault);
/// `chosen`: the item that Enter takes; `entered`: Enter was pressed.
void draw_menu(PanelContext& context, OverlayVisibility& visibility, int& chosen, bool entered);

}  // namespace outrider::overlay
