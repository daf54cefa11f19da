#include "game/paths/shared_memory.h"

#include <memory>

#include "shared/layout_hash.h"

namespace outrider::paths {

SharedMemory::SharedMemory(const GridLayout& layout)
    : world_file_(AnonymousFile::create("outrider-world", world_segment_bytes(layout))),
      board_file_(AnonymousFile::create("outrider-board", sizeof(BoardSegment))),
      world_(world_file_, true),
      board_(board_file_, true) {
    std::construct_at(static_cast<WorldSegment*>(world_.address()));
    std::construct_at(static_cast<BoardSegment*>(board_.address()));
    world().protocol_version = kProtocolVersion;
    world().layout_hash = layout_hash();
    world().width_cells = layout.width_cells;
    world().height_cells = layout.height_cells;
    // Our own writable mapping of the world exists already: from here on nobody can make another.
    world_file_.seal(true);
    board_file_.seal(false);
}

}  // namespace outrider::paths
