// Scenarios of the Moving AI formats: version 1 (queries on one map) and version 2 (queries between patches).
#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "pathfinder/search/input_file.h"
#include "pathfinder/search/moving_ai.h"
#include "pathfinder/search/moving_ai_headers.h"

namespace outrider::search {
namespace {

using Words = std::vector<std::string_view>;

[[nodiscard]] Cell parse_cell(const LineReader& reader, std::string_view x, std::string_view y,
                              const Scenario& scenario, const std::string& what) {
    return {parse_integer(reader, x, what + " x", 0, scenario.width_cells - 1),
            parse_integer(reader, y, what + " y", 0, scenario.height_cells - 1)};
}

void require_room_for_command(const LineReader& reader, const Scenario& scenario) {
    if (scenario.commands.size() < kMaxScenarioCommands) return;
    reader.fail("more than " + std::to_string(kMaxScenarioCommands) + " commands");
}

// ---- version 1: bucket, map, width, height, start x, start y, goal x, goal y, length

class VersionOne {
public:
    VersionOne(LineReader& reader, const TerrainMap* map) noexcept : reader_(reader), map_(map) {}

    [[nodiscard]] Scenario read() {
        while (reader_.next()) {
            if (!reader_.is_blank()) scenario_.commands.emplace_back(read_query());
        }
        if (scenario_.commands.empty()) reader_.fail("the file ends without a query");
        return std::move(scenario_);
    }

private:
    [[nodiscard]] ScenarioQuery read_query() {
        require_room_for_command(reader_, scenario_);
        const Words& words = reader_.words();
        if (words.size() != 9) {
            reader_.fail(
                "a query has 9 fields (bucket, map, width, height, start x and y, goal x and y, length), not " +
                std::to_string(words.size()));
        }
        (void)parse_integer(reader_, words[0], "bucket", 0, INT32_MAX);
        take_map(words[1], parse_integer(reader_, words[2], "map width", 1, kMaxMapSide_cells),
                 parse_integer(reader_, words[3], "map height", 1, kMaxMapSide_cells));
        ScenarioQuery query;
        query.start = parse_cell(reader_, words[4], words[5], scenario_, "start");
        query.goal = parse_cell(reader_, words[6], words[7], scenario_, "goal");
        query.listed_length_cells = parse_number(reader_, words[8], "length");
        if (query.listed_length_cells < 0) reader_.fail("length is negative: " + in_quotes(words[8]));
        require_free(query.start, "start");
        require_free(query.goal, "goal");
        return query;
    }

    /// The first query says which map the scenario is for; the others must agree on its size.
    void take_map(std::string_view name, std::int32_t width, std::int32_t height) {
        if (scenario_.commands.empty()) {
            scenario_.map_name = name;
            scenario_.width_cells = map_ != nullptr ? map_->width_cells : width;
            scenario_.height_cells = map_ != nullptr ? map_->height_cells : height;
        }
        if (width == scenario_.width_cells && height == scenario_.height_cells) return;
        reader_.fail("a query on a map of " + std::to_string(width) + " x " + std::to_string(height) +
                     " cells, but the map has " + std::to_string(scenario_.width_cells) + " x " +
                     std::to_string(scenario_.height_cells));
    }

    void require_free(Cell cell, const char* what) const {
        if (map_ == nullptr || is_passable(map_->at(cell))) return;
        reader_.fail(std::string(what) + " (" + std::to_string(cell.x) + ", " + std::to_string(cell.y) +
                     ") lies on blocked terrain");
    }

    LineReader& reader_;
    const TerrainMap* map_;
    Scenario scenario_;
};

// ---- patches

struct PatchFile {
    std::vector<TerrainMap> patches;
    std::unordered_map<std::int32_t, std::uint32_t> index_of_id;
};

[[nodiscard]] std::int32_t read_labelled_number(LineReader& reader, std::string_view label, std::int32_t maximum) {
    const std::string wanted = in_quotes(std::string(label).append(" N"));
    reader.require_next(wanted);
    const Words& words = reader.words();
    if (words.size() != 2 || words[0] != label) reader.fail("expected " + wanted + ", not " + in_quotes(reader.line()));
    return parse_integer(reader, words[1], label, 0, maximum);
}

[[nodiscard]] PatchFile parse_patches(std::string_view text, const std::string& name) {
    LineReader reader(text, name);
    require_first_line(reader, "type", "patch");
    const std::int32_t count = read_labelled_number(reader, "patches", kMaxScenarioPatches);
    PatchFile file;
    for (std::int32_t index = 0; index < count; ++index) {
        const std::int32_t id = read_labelled_number(reader, "patch", INT32_MAX);
        const bool is_new = file.index_of_id.emplace(id, static_cast<std::uint32_t>(index)).second;
        if (!is_new) reader.fail("patch " + std::to_string(id) + " is given twice");
        file.patches.push_back(read_terrain_block(reader));
    }
    reader.require_end();
    return file;
}

// ---- version 2: 'height', 'width', 'cost', 'patch', then 'commands' and one command a line

class VersionTwo {
public:
    VersionTwo(LineReader& reader, std::filesystem::path folder) : reader_(reader), folder_(std::move(folder)) {}

    [[nodiscard]] Scenario read() {
        scenario_.version = 2;
        read_headers();
        while (reader_.next()) {
            if (!reader_.is_blank()) read_command();
        }
        if (scenario_.commands.empty()) reader_.fail("the file ends without a command");
        scenario_.patches = std::move(patch_file_.patches);
        return std::move(scenario_);
    }

private:
    void read_headers() {
        SizeHeaders size;
        for (;;) {
            reader_.require_next("'height', 'width', 'cost', 'patch' or 'commands'");
            if (reader_.words() == Words{"commands"}) break;
            if (!size.take(reader_) && !take_cost() && !take_patch_file()) {
                reader_.fail("expected 'height', 'width', 'cost', 'patch' or 'commands', not " +
                             in_quotes(reader_.line()));
            }
        }
        scenario_.width_cells = size.width_cells(reader_);
        scenario_.height_cells = size.height_cells(reader_);
        if (cost_columns_ == 0) reader_.fail("'cost' is missing before this line");
    }

    /// 'cost N name...': which columns a query ends with. The one named 'octile' is ours.
    [[nodiscard]] bool take_cost() {
        constexpr std::int64_t kMaxColumns = 64;
        const Words& words = reader_.words();
        if (words.size() < 2 || words[0] != "cost") return false;
        if (cost_columns_ != 0) reader_.fail("cost is given twice");
        cost_columns_ = static_cast<std::size_t>(parse_integer(reader_, words[1], "cost", 1, kMaxColumns));
        if (words.size() != 2 + cost_columns_) reader_.fail("cost lists another number of names than it says");
        const auto octile = std::find(words.begin() + 2, words.end(), "octile");
        if (octile == words.end()) reader_.fail("no cost column is named 'octile'");
        octile_column_ = static_cast<std::size_t>(octile - words.begin()) - 2;
        return true;
    }

    [[nodiscard]] bool take_patch_file() {
        const Words& words = reader_.words();
        if (words.size() != 2 || words[0] != "patch") return false;
        if (has_patch_file_) reader_.fail("patch is given twice");
        const std::string name(words[1]);
        patch_file_ = parse_patches(read_patch_text(name), (folder_ / name).string());
        has_patch_file_ = true;
        return true;
    }

    [[nodiscard]] std::string read_patch_text(const std::string& name) const {
        try {
            return read_whole_file_beneath(folder_, name, kMaxMapFile_bytes);
        } catch (const InputError& error) {
            reader_.fail(std::string("patch file ") + error.what());
        }
    }

    void read_command() {
        require_room_for_command(reader_, scenario_);
        const Words& words = reader_.words();
        if (words[0] == "P") {
            scenario_.commands.emplace_back(read_patch_command(words));
        } else if (words[0] == "Q") {
            scenario_.commands.emplace_back(read_query(words));
        } else {
            reader_.fail("expected a command, 'P ...' or 'Q ...', not " + in_quotes(reader_.line()));
        }
    }

    [[nodiscard]] ScenarioPatch read_patch_command(const Words& words) const {
        if (words.size() != 5) {
            reader_.fail("'P' has 4 fields (bucket, patch, x, y), not " + std::to_string(words.size() - 1));
        }
        (void)parse_integer(reader_, words[1], "bucket", 0, INT32_MAX);
        const auto found = patch_file_.index_of_id.find(parse_integer(reader_, words[2], "patch", 0, INT32_MAX));
        if (found == patch_file_.index_of_id.end()) reader_.fail("there is no patch " + in_quotes(words[2]));
        const TerrainMap& patch = patch_file_.patches[found->second];
        return {found->second,
                {parse_integer(reader_, words[3], "patch x", 0, scenario_.width_cells - patch.width_cells),
                 parse_integer(reader_, words[4], "patch y", 0, scenario_.height_cells - patch.height_cells)}};
    }

    [[nodiscard]] ScenarioQuery read_query(const Words& words) const {
        if (words.size() != 6 + cost_columns_) {
            reader_.fail("'Q' has " + std::to_string(5 + cost_columns_) +
                         " fields (bucket, start x and y, goal x and y, costs), not " +
                         std::to_string(words.size() - 1));
        }
        (void)parse_integer(reader_, words[1], "bucket", 0, INT32_MAX);
        return {parse_cell(reader_, words[2], words[3], scenario_, "start"),
                parse_cell(reader_, words[4], words[5], scenario_, "goal"),
                parse_number(reader_, words[6 + octile_column_], "length")};
    }

    LineReader& reader_;
    std::filesystem::path folder_;
    Scenario scenario_;
    PatchFile patch_file_;
    bool has_patch_file_ = false;
    std::size_t cost_columns_ = 0;
    std::size_t octile_column_ = 0;
};

[[nodiscard]] int read_version(LineReader& reader) {
    reader.require_next("'version N'");
    const Words& words = reader.words();
    if (words.size() == 2 && words[0] == "version") {
        if (words[1] == "1" || words[1] == "1.0") return 1;
        if (words[1] == "2" || words[1] == "2.0") return 2;
    }
    reader.fail("expected 'version 1' or 'version 2', not " + in_quotes(reader.line()));
}

}  // namespace

bool matches_listed_length(StepCount cost, double listed_length_cells) noexcept {
    const double tolerance_cells = std::max(0.011, 1e-5 * listed_length_cells);
    return std::abs(cost.length_cells() - listed_length_cells) <= tolerance_cells;
}

Scenario read_scenario(const std::filesystem::path& file, const TerrainMap* map) {
    const std::string text = read_whole_file(file, kMaxScenarioFile_bytes);
    const std::string name = file.string();
    LineReader reader(text, name);
    return read_version(reader) == 1 ? VersionOne(reader, map).read() : VersionTwo(reader, file.parent_path()).read();
}

void patch_edits(const Scenario& scenario, const ScenarioPatch& command, const MapView& map,
                 std::vector<CellEdit>& edits) {
    const TerrainMap& patch = scenario.patches[command.patch];
    for (std::int32_t y = 0; y < patch.height_cells; ++y) {
        for (std::int32_t x = 0; x < patch.width_cells; ++x) {
            const Cell cell{command.at.x + x, command.at.y + y};
            const bool free = is_passable(patch.at({x, y}));
            if (map.is_free(cell) != free) edits.push_back({pack(cell), free});
        }
    }
}

}  // namespace outrider::search
