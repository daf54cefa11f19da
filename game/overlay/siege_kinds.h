// Raiders by kind, counted: in the kind's colour, with its first letter, and in words where there is room.
#pragma once

#include <cstdint>

#include "game/overlay/text.h"
#include "game/overlay/widgets.h"
#include "game/sim/siege/siege.h"

namespace outrider::overlay {

[[nodiscard]] std::uint64_t total_of(const sim::siege::KindCounts& counts) noexcept;
/// "120 runners, 12 brutes"; "nobody".
[[nodiscard]] Text kinds_text(const sim::siege::KindCounts& counts);
/// What draw_kinds() takes.
[[nodiscard]] float kinds_width(const Painter& painter, const sim::siege::KindCounts& counts, bool with_words);
/// Kinds of whom nobody comes are left out.
void draw_kinds(const Painter& painter, ImVec2 at, const sim::siege::KindCounts& counts, bool with_words);

}  // namespace outrider::overlay
