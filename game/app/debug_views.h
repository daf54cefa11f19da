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
#include "shared/grid.h"
#include "shared/ids.h"

namespace outrider::app {

/// Someone on the field whom a debug view is about.
struct DebugSubject {
    UnitId unit;  ///< as in the lower half of its requests' tags
    Cell goal;
};

class DebugViews {
public:
    /// Nothing of `analyst` and `watch` is looked at before the first update(). Both must outlive it.
    DebugViews(MapAnalyst& analyst, const QueryWatch& watch, DebugView first);

    void show(DebugView view) noexcept { view_ = view; }
    [[nodiscard]] DebugView view() const noexcept { return view_; }
    /// Once a frame: asks for what is to be seen now, and takes what is ready. `subject`: who is selected.
    void update(const std::optional<DebugSubject>& subject);
    /// For a last picture: the answer is waited for, some seconds at most.
    void finish(const std::optional<DebugSubject>& subject);

    /// What lies over the land; null: nothing.
    [[nodiscard]] const render::DebugLayer* layer() const noexcept;
    /// Valid until the next update().
    [[nodiscard]] overlay::DebugCaption caption() const noexcept;

private:
    [[nodiscard]] MapQuestion question(const std::optional<DebugSubject>& subject);
    [[nodiscard]] std::optional<PathQuery> query_of(const std::optional<DebugSubject>& subject);
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
