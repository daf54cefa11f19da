// Where things lie: found from the executable's own place, whatever the current folder.
#pragma once

#include <filesystem>
#include <optional>

namespace outrider::app {

struct Places {
    std::filesystem::path assets;      ///< may not exist: whoever needs a file there says so
    std::filesystem::path pathfinder;  ///< the worker program; may not exist
};

/// `binary_folder`: where `outrider` lies, build/<preset>/bin in a working copy, or <prefix>/bin when installed.
[[nodiscard]] Places find_places(const std::filesystem::path& binary_folder);

/// The folder of the running program. Throws std::filesystem::filesystem_error where /proc is missing.
[[nodiscard]] std::filesystem::path own_binary_folder();

/// Throws UsageError unless `file` is a program that can be started.
void require_pathfinder(const std::filesystem::path& file);

/// $XDG_CONFIG_HOME/outrider or ~/.config/outrider; empty if neither is known. Not created.
[[nodiscard]] std::optional<std::filesystem::path> config_folder();

/// $XDG_STATE_HOME/outrider or ~/.local/state/outrider; empty if neither is known. Not created.
[[nodiscard]] std::optional<std::filesystem::path> state_folder();

/// $XDG_PICTURES_DIR, else the current folder.
[[nodiscard]] std::filesystem::path pictures_folder();

}  // namespace outrider::app
