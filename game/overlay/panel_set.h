// Which panels there are, and some of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace outrider::overlay {

/// In the order of their buttons and of their places at the left and the right side.
enum class Panel : std::uint8_t { kFrame, kQueues, kWorkers, kLatency, kCompare, kOwnCost, kControl, kFaults };
inline constexpr std::size_t kPanelCount = 8;

class PanelSet {
public:
    constexpr PanelSet() noexcept = default;
    constexpr PanelSet(std::initializer_list<Panel> panels) noexcept {
        for (const Panel panel : panels) set(panel, true);
    }
    [[nodiscard]] static constexpr PanelSet all() noexcept {
        PanelSet set;
        set.bits_ = (1U << kPanelCount) - 1U;
        return set;
    }
    [[nodiscard]] constexpr bool has(Panel panel) const noexcept { return (bits_ & bit(panel)) != 0; }
    constexpr void set(Panel panel, bool open) noexcept { bits_ = open ? bits_ | bit(panel) : bits_ & ~bit(panel); }
    friend constexpr bool operator==(const PanelSet&, const PanelSet&) noexcept = default;

private:
    [[nodiscard]] static constexpr std::uint32_t bit(Panel panel) noexcept {
        return 1U << static_cast<std::uint32_t>(panel);
    }
    std::uint32_t bits_ = 0;
};

/// What is open until the player chooses.
inline constexpr PanelSet kUsualPanels{Panel::kFrame, Panel::kQueues, Panel::kWorkers, Panel::kControl, Panel::kFaults};

}  // namespace outrider::overlay
