#include "game/app/request_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <span>
#include <stdexcept>
#include <system_error>

#include "game/app/command_line.h"
#include "shared/burn_job.h"

namespace outrider::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kFormat = "outrider-request";
constexpr int kFormatVersion = 3;
/// Free cells by terrain class.
constexpr std::string_view kFree = ".123";
constexpr char kBlocked = '@';
constexpr char kRock = '#';

[[nodiscard]] CostField costs_of(const SavedRequest& saved) noexcept {
    CostField costs;
    if (!saved.terrain_classes.empty()) costs.terrain_classes = saved.terrain_classes.data();
    costs.terrain_factors = saved.terrain_factors;
    return costs;
}

Json rows_of(const SavedRequest& saved) {
    const MapView map(saved.layout, saved.bits.data(), saved.version);
    const CostField costs = costs_of(saved);
    Json rows = Json::array();
    for (std::int32_t y = 0; y < map.height_cells(); ++y) {
        std::string row;
        for (std::int32_t x = 0; x < map.width_cells(); ++x) {
            const bool breakable = costs.is_breakable(saved.layout, {x, y});
            const char blocked = breakable ? kBlocked : kRock;
            row += map.is_free({x, y}) ? kFree[costs.terrain_class(saved.layout, {x, y})] : blocked;
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

[[nodiscard]] std::size_t blocks_across(const GridLayout& layout) noexcept {
    return static_cast<std::size_t>((layout.width_cells + kDangerBlock_cells - 1) / kDangerBlock_cells);
}

/// No rows where there is no danger.
Json danger_rows_of(const SavedRequest& saved) {
    Json rows = Json::array();
    const std::size_t across = blocks_across(saved.layout);
    for (std::size_t row = 0; row < saved.danger.size(); row += across) {
        rows.push_back(fmt::format("{:02x}", fmt::join(std::span(saved.danger).subspan(row, across), "")));
    }
    return rows;
}

/// No factors where the ground is plain.
Json factors_of(const SavedRequest& saved) {
    return saved.terrain_classes.empty() ? Json::array() : Json(saved.terrain_factors);
}

/// What is wrong with a file, in words.
struct Fault : std::runtime_error {
    using std::runtime_error::runtime_error;
};

void read_rows(const Json& rows, bool has_terrain, SavedRequest& saved) {
    if (!rows.is_array() || rows.empty() || !rows[0].is_string()) throw Fault("'map' holds no rows");
    const std::size_t width = rows[0].get_ref<const std::string&>().size();
    if (width == 0 || width > kMaxMapSide_cells || rows.size() > kMaxMapSide_cells) {
        throw Fault(fmt::format("a map of {}x{} cells cannot be", width, rows.size()));
    }
    saved.layout = GridLayout(static_cast<std::int32_t>(width), static_cast<std::int32_t>(rows.size()));
    saved.bits.assign(saved.layout.total_words(), 0);
    if (has_terrain) saved.terrain_classes.assign(terrain_bytes(saved.layout), 0);
    const auto& factors = saved.terrain_factors;
    const auto rock_class = static_cast<std::size_t>(std::ranges::find(factors, kUnbreakable) - factors.begin());
    for (std::size_t y = 0; y < rows.size(); ++y) {
        const std::string row = rows[y].get<std::string>();
        if (row.size() != width) throw Fault(fmt::format("row {} of the map is not {} cells long", y, width));
        for (std::size_t x = 0; x < width; ++x) {
            const std::size_t free_class = kFree.find(row[x]);
            const bool free = free_class != std::string_view::npos;
            const bool rock = row[x] == kRock;
            if (!free && !rock && row[x] != kBlocked) throw Fault(fmt::format("row {} has a cell '{}'", y, row[x]));
            const Cell cell{static_cast<std::int32_t>(x), static_cast<std::int32_t>(y)};
            if (free) set_cell(saved.layout, saved.bits.data(), cell, true);
            const std::size_t terrain_class = free ? free_class : rock ? rock_class : 0;
            if (terrain_class == 0) continue;
            if (saved.terrain_classes.empty()) throw Fault(fmt::format("row {} has terrain without factors", y));
            if (terrain_class == factors.size()) throw Fault(fmt::format("row {} has rock that is not unbreakable", y));
            set_terrain_class(saved.layout, saved.terrain_classes.data(), cell,
                              static_cast<std::uint32_t>(terrain_class));
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

template <class Number>
Number whole_from(const Json& json, Number least, Number most) {
    const auto number = whole_from<Number>(json);
    if (number < least || number > most) throw Fault(fmt::format("{} is not from {} to {}", number, least, most));
    return number;
}

std::array<std::uint8_t, 4> factors_from(const Json& list) {
    std::array<std::uint8_t, 4> factors{};
    if (!list.is_array() || list.size() != factors.size()) throw Fault("'terrain_factors' are not four");
    for (std::size_t i = 0; i < factors.size(); ++i) {
        factors[i] = whole_from<std::uint8_t>(list[i], i == 0 ? 1 : kUnbreakable, kMaxTerrainFactor);
    }
    return factors;
}

std::uint8_t byte_from(std::string_view digits) {
    std::uint8_t byte = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (error != std::errc{} || end != digits.data() + digits.size()) {
        throw Fault(fmt::format("'{}' is no danger", digits));
    }
    return byte;
}

void read_danger(const Json& rows, SavedRequest& saved) {
    if (!rows.is_array()) throw Fault("'danger' holds no rows");
    if (rows.empty()) return;
    const std::size_t across = blocks_across(saved.layout);
    if (rows.size() * across != danger_bytes(saved.layout)) throw Fault("'danger' does not fit the map");
    for (const Json& json : rows) {
        const std::string& row = json.get_ref<const std::string&>();
        if (row.size() != 2 * across) throw Fault("'danger' does not fit the map");
        for (std::size_t i = 0; i < row.size(); i += 2) {
            saved.danger.push_back(byte_from(std::string_view(row).substr(i, 2)));
        }
    }
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

/// Null where there is none.
Json what_if_of(const PathQuery& query) {
    const auto& [kind, from, to] = query.what_if;
    if (!query.what_if.any()) return nullptr;
    return {
        {"kind", to_string(kind)}, {"from", {unpack(from).x, unpack(from).y}}, {"to", {unpack(to).x, unpack(to).y}}};
}

WhatIf what_if_from(const Json& json, const GridLayout& layout) {
    if (json.is_null()) return {};
    return {word_from(json.at("kind"), {WhatIf::Kind::kLine, WhatIf::Kind::kRect}),
            pack(cell_from(json.at("from"), layout)), pack(cell_from(json.at("to"), layout))};
}

void read_query(const Json& json, const GridLayout& layout, PathQuery& query) {
    query.start = cell_from(json.at("start"), layout);
    query.goal = cell_from(json.at("goal"), layout);
    query.algorithm = word_from(json.at("algorithm"), {Algorithm::kAStar, Algorithm::kJps, Algorithm::kWeighted});
    query.node_budget = whole_from<std::uint32_t>(json.at("node_budget"));
    query.clearance = static_cast<Clearance>(whole_from<std::uint8_t>(json.at("clearance"), 1, 2));
    query.or_nearest = json.at("or_nearest").get<bool>();
    query.smooth = json.at("smooth").get<bool>();
    query.danger_weight = whole_from<std::uint8_t>(json.at("danger_weight"));
    query.wall_factor = whole_from<std::uint8_t>(json.at("wall_factor"));
    query.detours = whole_from<std::uint8_t>(json.at("detours"), 0, kMaxDetours);
    query.what_if = what_if_from(json.at("what_if"), layout);
}

SavedRequest request_from(const Json& json) {
    if (json.at("format") != kFormat || json.at("format_version") != kFormatVersion) {
        throw Fault(fmt::format("is no {} of version {}", kFormat, kFormatVersion));
    }
    SavedRequest saved;
    const Json& factors = json.at("terrain_factors");
    if (!factors.empty()) saved.terrain_factors = factors_from(factors);
    read_rows(json.at("map"), !factors.empty(), saved);
    read_danger(json.at("danger"), saved);
    saved.version = MapVersion{whole_from<std::uint64_t>(json.at("map_version"))};
    read_query(json, saved.layout, saved.request);
    saved.request.kind = word_from(
        json.at("kind"), {JobKind::kSearch, JobKind::kPoison, JobKind::kSlow, JobKind::kFlowField, JobKind::kBurn});
    if (saved.request.kind == JobKind::kBurn && !may_burn(saved.request)) {
        throw Fault(fmt::format("a burn of {} us from start to goal cannot be: at most {} us, and both one cell",
                                saved.request.node_budget, kMostBurn_us));
    }
    return saved;
}

void copy_costs(const CostField& costs, SavedRequest& saved) {
    const auto copy = [](const std::uint8_t* bytes, std::size_t count) { return std::vector(bytes, bytes + count); };
    saved.terrain_factors = costs.terrain_factors;
    if (costs.terrain_classes != nullptr) {
        saved.terrain_classes = copy(costs.terrain_classes, terrain_bytes(saved.layout));
    }
    if (costs.danger != nullptr) saved.danger = copy(costs.danger, danger_bytes(saved.layout));
}

}  // namespace

SavedRequest copy_of(const paths::QuarantinedRequest& quarantined) {
    SavedRequest saved;
    saved.layout = quarantined.map.layout();
    const std::uint64_t* words = quarantined.map.words();
    saved.bits.assign(words, words + saved.layout.total_words());
    saved.version = quarantined.map.version();
    saved.request = quarantined.request;
    if (saved.request.algorithm == Algorithm::kWeighted) copy_costs(quarantined.costs, saved);
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
                       {"clearance", static_cast<int>(request.clearance)},
                       {"or_nearest", request.or_nearest},
                       {"smooth", request.smooth},
                       {"danger_weight", request.danger_weight},
                       {"wall_factor", request.wall_factor},
                       {"detours", request.detours},
                       {"what_if", what_if_of(request)},
                       {"start", {request.start.x, request.start.y}},
                       {"goal", {request.goal.x, request.goal.y}},
                       {"map_version", saved.version.value},
                       {"terrain_factors", factors_of(saved)},
                       {"map", rows_of(saved)},
                       {"danger", danger_rows_of(saved)}};
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
