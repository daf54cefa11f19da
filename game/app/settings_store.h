// What the game remembers from one time to the next: the window's place and size, in window.json.
// A damaged file is ignored with a warning; a home that cannot be written to is no failure.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace outrider::app {

/// In screen coordinates, as SDL counts them, of the window when it is neither maximised nor full screen.
struct WindowPlace {
    int x = 0;
    int y = 0;
    int width = 1280;
    int height = 720;
    bool maximised = false;

    friend bool operator==(const WindowPlace&, const WindowPlace&) = default;
};

class SettingsStore {
public:
    /// Empty `folder`: remembers nothing.
    explicit SettingsStore(std::optional<std::filesystem::path> folder);

    [[nodiscard]] std::optional<WindowPlace> load_window() const;
    void save_window(const WindowPlace& place) const;

    /// Where the overlay keeps its own; empty: nowhere. The folder exists then.
    [[nodiscard]] std::string overlay_file() const;

private:
    std::optional<std::filesystem::path> folder_;  ///< exists and can be written to, or empty
};

/// True if files can be made in `folder`, or the folder itself can. Makes nothing.
[[nodiscard]] bool could_write_into(const std::filesystem::path& folder);

}  // namespace outrider::app
