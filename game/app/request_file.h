// A request with its map, in a file: what is needed to ask it again, wherever it ended.
//
// The map is one letter a cell: '.' and '1' to '3' are free, of terrain class 0 to 3, '@' is blocked, '#' is blocked
// and cannot be broken (what else lies under a wall matters to nobody). The danger is two hexadecimal digits a block.
// Both terrain and danger are there for weighted requests alone; nobody else looks at them. Each version of the format
// has programs of its own: others refuse it.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "game/paths/event_log.h"
#include "game/paths/path_service.h"
#include "shared/cost_field.h"
#include "shared/grid.h"

namespace outrider::app {

struct SavedRequest {
    GridLayout layout;
    std::vector<std::uint64_t> bits;            ///< layout.total_words() words
    std::vector<std::uint8_t> terrain_classes;  ///< terrain_bytes(), or empty: all of it is plain
    std::array<std::uint8_t, 4> terrain_factors{1, 1, 1, 1};
    std::vector<std::uint8_t> danger;  ///< danger_bytes(), or empty: none anywhere
    MapVersion version;                ///< of the map, in the game that it comes from
    paths::PathRequest request;
    FailReason reason = FailReason::kNone;
    std::int32_t value = 0;  ///< signal number or exit code
};

/// Copies all that is needed out of a quarantined request.
[[nodiscard]] SavedRequest copy_of(const paths::QuarantinedRequest& quarantined);

/// Larger maps are not written: 4 MiB of letters are, and the half of that for the danger.
inline constexpr std::size_t kMostSavedCells = std::size_t{4} << 20U;

/// JSON. Throws std::runtime_error if it cannot be written.
void write_request(const std::filesystem::path& file, const SavedRequest& saved);
/// Throws UsageError: "FILE: reason".
[[nodiscard]] SavedRequest read_request(const std::filesystem::path& file);

}  // namespace outrider::app
