// One number for the layout of all segments: two programs that disagree must not talk.
#pragma once

#include <cstddef>
#include <cstdint>

#include "shared/board_segment.h"
#include "shared/path_hash.h"
#include "shared/result_segment.h"
#include "shared/world_segment.h"

namespace outrider {

[[nodiscard]] constexpr std::uint32_t layout_hash() noexcept {
    std::uint64_t hash = kProtocolVersion;
    for (const std::uint64_t part : {std::uint64_t{sizeof(WorldSegment)},
                                     std::uint64_t{offsetof(WorldSegment, newest)},
                                     std::uint64_t{offsetof(WorldSegment, lanes)},
                                     std::uint64_t{offsetof(WorldSegment, leave_orders)},
                                     std::uint64_t{offsetof(WorldSegment, cancels)},
                                     std::uint64_t{offsetof(WorldSegment, payloads)},
                                     std::uint64_t{sizeof(BoardSegment)},
                                     std::uint64_t{offsetof(BoardSegment, wake_word)},
                                     std::uint64_t{offsetof(BoardSegment, sleepers)},
                                     std::uint64_t{offsetof(BoardSegment, claims)},
                                     std::uint64_t{offsetof(WorldSegment, chunk_jobs)},
                                     std::uint64_t{offsetof(ResultSegment, crash)},
                                     std::uint64_t{offsetof(ResultSegment, claims)},
                                     std::uint64_t{sizeof(ResultSegment)},
                                     std::uint64_t{offsetof(ResultSegment, tail)},
                                     std::uint64_t{offsetof(ResultSegment, telemetry)},
                                     std::uint64_t{offsetof(ResultSegment, read_cursor)},
                                     std::uint64_t{offsetof(ResultSegment, ring)},
                                     std::uint64_t{ResultRecord::kHeaderWords},
                                     std::uint64_t{kMapBuffers},
                                     std::uint64_t{kMaxSeats}}) {
        hash = mix64(hash ^ part);
    }
    return static_cast<std::uint32_t>(hash ^ hash >> 32U);
}

}  // namespace outrider
