#include "game/app/siege_ground_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string_view>
#include <system_error>

#include "game/app/command_line.h"

namespace outrider::app {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::string_view kEnding = ".siege.json";
constexpr std::uintmax_t kMostBytes = 1U << 20U;

CellRect rect_from(const json& value) {
    return {value.at(0).get<std::int32_t>(), value.at(1).get<std::int32_t>(), value.at(2).get<std::int32_t>(),
            value.at(3).get<std::int32_t>()};
}

sim::siege::SiegeGround ground_from(const json& value) {
    sim::siege::SiegeGround ground;
    ground.keep = rect_from(value.at("keep"));
    ground.door = {value.at("door").at(0).get<std::int32_t>(), value.at("door").at(1).get<std::int32_t>()};
    for (const json& gate : value.at("gates")) ground.gates.push_back(rect_from(gate));
    return ground;
}

}  // namespace

fs::path siege_ground_file(const fs::path& assets, const std::string& map_name) {
    return assets / "scenarios" / (map_name + std::string(kEnding));
}

sim::siege::SiegeGround read_siege_ground(const fs::path& file) {
    std::error_code error;
    if (!fs::is_regular_file(file, error)) throw UsageError(fmt::format("{}: is no file", file.string()));
    if (fs::file_size(file, error) > kMostBytes) throw UsageError(fmt::format("{}: is too large", file.string()));
    std::ifstream stream(file);
    if (!stream) throw UsageError(fmt::format("{}: cannot be read", file.string()));
    try {
        return ground_from(json::parse(stream));
    } catch (const json::exception& problem) {
        throw UsageError(fmt::format("{}: is no siege ground: {}", file.string(), problem.what()));
    }
}

std::vector<std::string> siege_maps(const fs::path& assets) {
    std::vector<std::string> names;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(assets / "scenarios", error)) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(kEnding)) names.push_back(name.substr(0, name.size() - kEnding.size()));
    }
    std::ranges::sort(names);
    return names;
}

}  // namespace outrider::app
