// Where the player last sent somebody: a ripple there answers the click.
#pragma once

#include <chrono>
#include <optional>

#include "game/render/ripple.h"
#include "shared/grid.h"

namespace outrider::app {

class OrderMark {
public:
    using Clock = std::chrono::steady_clock;

    void set(Cell cell) noexcept {
        cell_ = cell;
        set_at_ = Clock::now();
    }
    [[nodiscard]] std::optional<render::Ripple> ripple(Clock::time_point now) const noexcept {
        if (!cell_) return std::nullopt;
        return render::Ripple{*cell_, std::chrono::duration<double>(now - set_at_).count()};
    }

private:
    std::optional<Cell> cell_;
    Clock::time_point set_at_{};
};

}  // namespace outrider::app
