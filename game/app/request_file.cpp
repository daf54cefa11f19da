#include "game/app/request_file.h"

#include <fmt/format.h>

#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <system_error>

#include "game/app/command_line.h"

namespace outrider::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kFormat = "outrider-request";
constexpr int kFormatVersion = 1;
constexpr char kFree = '.';
constexpr char kBlocked = '@';

Json rows_of(const SavedRequest& saved) {
    const MapView map(saved.layout, saved.bits.data(), saved.version);
    Json rows = Json::array();
    for (std::int32_t y = 0; y < map.height_cells(); ++y) {
        std::string row;
        for (std::int32_t x = 0; x < map.width_cells(); ++x) row += map.is_free({x, y}) ? kFree : kBlocked;
        rows.push_back(std::move(row));
    }
    return rows;
}

/// What is wrong with a file, in words.
struct Fault : std::runtime_error {
    using std::runtime_error::runtime_error;
};

void read_rows(const Json& rows, SavedRequest& saved) {
    if (!rows.is_array() || rows.empty() || !rows[0].is_string()) throw Fault("'map' holds no rows");
    const std::size_t width = rows[0].get_ref<const std::string&>().size();
    if (width == 0 || width > kMaxMapSide_cells || rows.size() > kMaxMapSide_cells) {
        throw Fault(fmt::format("a map of {}x{} cells cannot be", width, rows.size()));
    }
    saved.layout = GridLayout(static_cast<std::int32_t>(width), static_cast<std::int32_t>(rows.size()));
    saved.bits.assign(saved.layout.total_words(), 0);
    for (std::size_t y = 0; y < rows.size(); ++y) {
        const std::string row = rows[y].get<std::string>();
        if (row.size() != width) throw Fault(fmt::format("row {} of the map is not {} cells long", y, width));
        for (std::size_t x = 0; x < width; ++x) {
            if (row[x] != kFree && row[x] != kBlocked) throw Fault(fmt::format("row {} has a cell '{}'", y, row[x]));
            const Cell cell{static_cast<std::int32_t>(x), static_cast<std::int32_t>(y)};
            if (row[x] == kFree) set_cell(saved.layout, saved.bits.data(), cell, true);
        }
    }
}

/// The library would cut a fraction off, wrap what is too large, and take true for 1.
template <class Number>
Number whole_from(const Json& json) {
    const bool whole = json.is_number_unsigned() || (json.is_number_integer() && json.get<std::int64_t>() >= 0);
    if (!whole || json.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<Number>::max())) {
        throw Fault(fmt::format("{} is not a whole number that can be", json.dump()));
    }
    return json.get<Number>();
}

Cell cell_from(const Json& pair, const GridLayout& layout) {
    if (!pair.is_array() || pair.size() != 2) throw Fault(fmt::format("{} is no cell", pair.dump()));
    const Cell cell{whole_from<std::int32_t>(pair[0]), whole_from<std::int32_t>(pair[1])};
    if (!layout.contains(cell)) throw Fault(fmt::format("({}, {}) is not in the map", cell.x, cell.y));
    return cell;
}

template <class Word>
Word word_from(const Json& text, std::initializer_list<Word> words) {
    const auto name = text.get<std::string>();
    for (const Word word : words) {
        if (to_string(word) == name) return word;
    }
    throw Fault(fmt::format("'{}' is not known", name));
}

SavedRequest request_from(const Json& json) {
    if (json.at("format") != kFormat || json.at("format_version") != kFormatVersion) {
        throw Fault(fmt::format("is no {} of version {}", kFormat, kFormatVersion));
    }
    SavedRequest saved;
    read_rows(json.at("map"), saved);
    saved.version = MapVersion{whole_from<std::uint64_t>(json.at("map_version"))};
    saved.request.start = cell_from(json.at("start"), saved.layout);
    saved.request.goal = cell_from(json.at("goal"), saved.layout);
    saved.request.algorithm = word_from(json.at("algorithm"), {Algorithm::kAStar, Algorithm::kJps});
    saved.request.kind = word_from(json.at("kind"), {JobKind::kSearch, JobKind::kPoison, JobKind::kSlow});
    saved.request.node_budget = whole_from<std::uint32_t>(json.at("node_budget"));
    return saved;
}

}  // namespace

SavedRequest copy_of(const paths::QuarantinedRequest& quarantined) {
    SavedRequest saved;
    saved.layout = quarantined.map.layout();
    const std::uint64_t* words = quarantined.map.row(-1) - 1;  // where all rows, then all columns begin
    saved.bits.assign(words, words + saved.layout.total_words());
    saved.version = quarantined.map.version();
    saved.request = quarantined.request;
    saved.reason = quarantined.reason;
    saved.value = quarantined.value;
    return saved;
}

void write_request(const std::filesystem::path& file, const SavedRequest& saved) {
    const auto cells =
        static_cast<std::size_t>(saved.layout.width_cells) * static_cast<std::size_t>(saved.layout.height_cells);
    if (cells > kMostSavedCells) throw std::runtime_error("its map is too large to be saved");
    const paths::PathRequest& request = saved.request;
    const Json json = {{"format", kFormat},
                       {"format_version", kFormatVersion},
                       {"program", OUTRIDER_VERSION},
                       {"reason", to_string(saved.reason)},
                       {"value", saved.value},
                       {"kind", to_string(request.kind)},
                       {"algorithm", to_string(request.algorithm)},
                       {"node_budget", request.node_budget},
                       {"start", {request.start.x, request.start.y}},
                       {"goal", {request.goal.x, request.goal.y}},
                       {"map_version", saved.version.value},
                       {"map", rows_of(saved)}};
    std::ofstream out(file);
    out << json.dump(1) << '\n';
    if (!out.flush()) throw std::runtime_error(fmt::format("{} cannot be written", file.string()));
}

SavedRequest read_request(const std::filesystem::path& file) {
    // A folder opens, a pipe waits, /dev/zero never ends.
    std::error_code error;
    if (std::filesystem::exists(file, error) && !std::filesystem::is_regular_file(file, error)) {
        throw UsageError(fmt::format("{}: is not a regular file", file.string()));
    }
    std::ifstream in(file);
    if (!in) throw UsageError(fmt::format("{}: cannot be read", file.string()));
    try {
        return request_from(Json::parse(in));
    } catch (const Fault& fault) {
        throw UsageError(fmt::format("{}: {}", file.string(), fault.what()));
    } catch (const Json::exception& fault) {
        throw UsageError(fmt::format("{}: not a saved request ({})", file.string(), fault.what()));
    }
}

}  // namespace outrider::app
