#include "game/app/settings_store.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

namespace outrider::app {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr int kSmallestSide = 200;
constexpr int kLargestSide = 16'384;

/// A window.json that a hand or a crash has damaged must not make a window that nobody can find.
[[nodiscard]] bool is_sound(const WindowPlace& place) noexcept {
    const auto in_reach = [](int position) { return position > -kLargestSide && position < kLargestSide; };
    const auto in_size = [](int side) { return side >= kSmallestSide && side <= kLargestSide; };
    return in_reach(place.x) && in_reach(place.y) && in_size(place.width) && in_size(place.height);
}

[[nodiscard]] WindowPlace place_from(const json& file) {
    return {file.at("x").get<int>(), file.at("y").get<int>(), file.at("width").get<int>(), file.at("height").get<int>(),
            file.at("maximised").get<bool>()};
}

/// Whole or not at all: written beside, then renamed.
void write_whole(const fs::path& file, const std::string& text) {
    const fs::path beside = file.string() + ".new";
    std::ofstream out(beside, std::ios::trunc);
    out << text << '\n';
    out.close();
    if (out) fs::rename(beside, file);
}

}  // namespace

bool could_write_into(const fs::path& folder) {
    std::error_code ignored;
    fs::path nearest = folder;
    while (!fs::exists(nearest, ignored) && nearest.has_relative_path()) nearest = nearest.parent_path();
    return fs::is_directory(nearest, ignored) && access(nearest.c_str(), W_OK | X_OK) == 0;
}

SettingsStore::SettingsStore(std::optional<fs::path> folder) {
    if (!folder) return;
    std::error_code error;
    fs::create_directories(*folder, error);
    if (!error && could_write_into(*folder)) folder_ = std::move(folder);
}

std::optional<WindowPlace> SettingsStore::load_window() const {
    if (!folder_) return std::nullopt;
    const fs::path name = *folder_ / "window.json";
    std::ifstream in(name);
    if (!in) return std::nullopt;
    try {
        const WindowPlace place = place_from(json::parse(in));
        if (is_sound(place)) return place;
        spdlog::warn("{}: a window cannot be there; ignored", name.string());
    } catch (const json::exception& error) {
        spdlog::warn("{}: {}; ignored", name.string(), error.what());
    }
    return std::nullopt;
}

void SettingsStore::save_window(const WindowPlace& place) const {
    if (!folder_) return;
    const json file = {{"x", place.x},
                       {"y", place.y},
                       {"width", place.width},
                       {"height", place.height},
                       {"maximised", place.maximised}};
    try {
        write_whole(*folder_ / "window.json", file.dump(2));
    } catch (const fs::filesystem_error& error) {
        spdlog::warn("the window's place is not remembered: {}", error.what());
    }
}

std::string SettingsStore::overlay_file() const { return folder_ ? (*folder_ / "overlay.ini").string() : ""; }

}  // namespace outrider::app
