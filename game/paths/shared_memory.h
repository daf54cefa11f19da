// The segments that the game makes for all workers: world and board. (Result segments are the supervisor's.)
#pragma once

#include "shared/board_segment.h"
#include "shared/grid.h"
#include "shared/memory.h"
#include "shared/world_segment.h"

namespace outrider::paths {

class SharedMemory {
public:
    /// Makes, maps, initialises and seals both. Throws std::runtime_error with what was tried and why it failed.
    explicit SharedMemory(const GridLayout& layout);

    [[nodiscard]] WorldSegment& world() const noexcept { return *static_cast<WorldSegment*>(world_.address()); }
    [[nodiscard]] BoardSegment& board() const noexcept { return *static_cast<BoardSegment*>(board_.address()); }
    [[nodiscard]] int world_descriptor() const noexcept { return world_file_.descriptor(); }
    [[nodiscard]] int board_descriptor() const noexcept { return board_file_.descriptor(); }

private:
    AnonymousFile world_file_;
    AnonymousFile board_file_;
    Mapping world_;
    Mapping board_;
};

}  // namespace outrider::paths
