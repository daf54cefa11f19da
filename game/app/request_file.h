// A request with its map, in a file: what is needed to ask it again, wherever it ended.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "game/paths/event_log.h"
#include "game/paths/path_service.h"
#include "shared/grid.h"

namespace outrider::app {

struct SavedRequest {
    GridLayout layout;
    std::vector<std::uint64_t> bits;  ///< layout.total_words() words
    MapVersion version;               ///< of the map, in the game that it comes from
    paths::PathRequest request;
    FailReason reason = FailReason::kNone;
    std::int32_t value = 0;  ///< signal number or exit code
};

/// Copies all that is needed out of a quarantined request.
[[nodiscard]] SavedRequest copy_of(const paths::QuarantinedRequest& quarantined);

/// Larger maps are not written: 4 MiB of letters are.
inline constexpr std::size_t kMostSavedCells = std::size_t{4} << 20U;

/// JSON. Throws std::runtime_error if it cannot be written.
void write_request(const std::filesystem::path& file, const SavedRequest& saved);
/// Throws UsageError: "FILE: reason".
[[nodiscard]] SavedRequest read_request(const std::filesystem::path& file);

}  // namespace outrider::app
