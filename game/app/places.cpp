#include "game/app/places.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <system_error>

#include "game/app/command_line.h"

namespace outrider::app {

namespace fs = std::filesystem;

namespace {

/// The environment's folder of that name. The XDG rules: a path that is not absolute is to be ignored.
std::optional<fs::path> folder_from_environment(const char* name) {
    const char* const value = std::getenv(name);
    if (value == nullptr) return std::nullopt;
    fs::path folder(value);
    if (!folder.is_absolute()) return std::nullopt;
    return folder;
}

/// The first candidate that exists, else the first. By name: `bin/..` is the prefix even where bin is a link.
template <std::size_t kCount>
fs::path first_existing(const std::array<fs::path, kCount>& candidates) {
    std::error_code ignored;
    for (const fs::path& candidate : candidates) {
        if (fs::exists(candidate.lexically_normal(), ignored)) return candidate.lexically_normal();
    }
    return candidates.front().lexically_normal();
}

}  // namespace

Places find_places(const fs::path& binary_folder) {
    const fs::path prefix = binary_folder / "..";
    return {
        .assets = first_existing<2>({prefix / ".." / ".." / "assets", prefix / "share" / "outrider"}),
        .pathfinder = first_existing<2>(
            {binary_folder / "outrider-pathfinder", prefix / "libexec" / "outrider" / "outrider-pathfinder"}),
    };
}

fs::path own_binary_folder() { return fs::read_symlink("/proc/self/exe").parent_path(); }

void require_pathfinder(const fs::path& file) {
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    const auto refuse = [&](std::string_view reason) {
        throw UsageError(fmt::format("--pathfinder: the worker program {}: {}", file.string(), reason));
    };
    if (status.type() == fs::file_type::not_found) refuse("no such file");
    if (error) refuse(error.message());
    if (!fs::is_regular_file(status)) refuse("is not a regular file");
    if (access(file.c_str(), X_OK) != 0) refuse("cannot be executed");
}

std::optional<fs::path> config_folder() {
    if (const auto config = folder_from_environment("XDG_CONFIG_HOME")) return *config / "outrider";
    if (const auto home = folder_from_environment("HOME")) return *home / ".config" / "outrider";
    return std::nullopt;
}

std::optional<fs::path> state_folder() {
    if (const auto state = folder_from_environment("XDG_STATE_HOME")) return *state / "outrider";
    if (const auto home = folder_from_environment("HOME")) return *home / ".local" / "state" / "outrider";
    return std::nullopt;
}

fs::path pictures_folder() { return folder_from_environment("XDG_PICTURES_DIR").value_or("."); }

}  // namespace outrider::app
