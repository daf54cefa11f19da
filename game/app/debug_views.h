// F3: which debug view is on, what it is asked, and the words that go with it. The frame thread's.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "game/app/debug_view.h"
#include "game/app/map_analyst.h"
#include "game/app/query_watch.h"
#include "game/overlay/overlay.h"
#include "game/sim/world.h"

namespace outrider::app {

class DebugViews {
public:
    /// Nothing of `analyst` and `watch` is looked at before the first update(). Both must outlive it.
    DebugViews(MapAnalyst& analyst, const QueryWatch& watch, DebugView first);

    void show(DebugView view) noexcept { view_ = view; }
    [[nodiscard]] DebugView view() const noexcept { return view_; }
    /// Once a frame: asks for what is to be seen now, and takes what is ready.
    void update(const sim::World& world);
    /// For a last picture: the answer is waited for, some seconds at most.
    void finish(const sim::World& world);

    /// What lies over the land; null: nothing.
    [[nodiscard]] const render::DebugLayer* layer() const noexcept;
    /// Valid until the next update().
    [[nodiscard]] overlay::DebugCaption caption() const noexcept;

private:
    [[nodiscard]] MapQuestion question(const sim::World& world);
    [[nodiscard]] std::optional<PathQuery> query_of_selected(const sim::World& world);
    void write_caption();
    void make_legends();
    [[nodiscard]] bool shows_answer() const noexcept;

    MapAnalyst& analyst_;
    const QueryWatch& watch_;
    DebugView view_;
    std::string_view hint_;  ///< why there is nothing to see; empty: there is
    std::string facts_;
    std::string state_;
    std::uint64_t worded_ = 0;  ///< layer number that the words are about
    std::array<std::vector<overlay::LegendEntry>, kDebugViews> legends_;
};

}  // namespace outrider::app
