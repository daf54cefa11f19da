// Who may include whom. One include root lets anyone include anything; this test keeps the rooms honest.
//
// A newcomer can read the architecture off the two tables below. To add a room, add its row; to draw a new arrow, add
// it to the row it starts from, and say in docs/ARCHITECTURE.md why the arrow is right.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

// A target is a room ("shared") or a single header of one ("game/paths/path_service.h").
struct Room {
    std::string_view path;
    std::vector<std::string_view> may_include;
};

// Low rooms first: a row may only name rooms above it, so no circle can be drawn.
const std::vector<Room>& rooms() {
    static const std::vector<Room> kRooms{
        {"shared", {}},
        {"pathfinder/search", {"shared"}},
        {"pathfinder/loop", {"shared", "pathfinder/search"}},
        {"pathfinder/worker", {"shared", "pathfinder/loop"}},
        {"game/paths", {"shared", "pathfinder/search", "pathfinder/loop"}},
        {"game/sim", {"shared", "game/paths/path_service.h"}},
        {"game/measure", {"shared", "game/paths/path_service.h", "game/paths/statistics.h", "game/sim"}},
        {"game/render", {"shared", "game/paths/path_service.h", "game/paths/statistics.h", "game/sim"}},
        {"game/overlay",
         {"shared", "game/paths/path_service.h", "game/paths/statistics.h", "game/sim", "game/measure",
          "game/render/palette.h"}},
        {"game/app",
         {"shared", "pathfinder/search", "game/paths", "game/sim", "game/measure", "game/render", "game/overlay"}},
    };
    return kRooms;
}

// Libraries and system headers that belong to some rooms alone; everybody may include all others.
struct Library {
    std::string_view what;
    std::string_view pattern;  // of the name between the angle brackets
    std::vector<std::string_view> only_in;
};

const std::vector<Library>& libraries() {
    static const std::vector<Library> kLibraries{
        {"SDL", "SDL.*", {"game/app", "game/render", "game/overlay"}},
        {"Dear ImGui", "(backends/)?(imgui|imstb).*", {"game/overlay"}},
        {"processes", "spawn\\.h|sys/(wait|pidfd)\\.h", {"pathfinder/worker", "game/paths", "game/app"}},
    };
    return kLibraries;
}

// One #include line: where it stands, and what it names.
struct Include {
    std::string file;  // from the project's root
    int line = 0;
    std::string name;
    bool quoted = false;  // "…": ours; <…>: a library's
};

std::optional<std::string_view> room_of(std::string_view file) {
    for (const Room& room : rooms()) {
        if (file.starts_with(room.path) && file.substr(room.path.size()).starts_with('/')) return room.path;
    }
    return std::nullopt;
}

bool covers(std::string_view target, std::string_view file) {
    return file == target || (file.starts_with(target) && file.substr(target.size()).starts_with('/'));
}

bool names_any(const std::vector<std::string_view>& targets, std::string_view file) {
    return std::ranges::any_of(targets, [&](std::string_view target) { return covers(target, file); });
}

const Room& row_of(std::string_view path) {
    return *std::ranges::find_if(rooms(), [&](const Room& room) { return room.path == path; });
}

// Why this include is wrong; empty if it is right.
std::string objection_to(const Include& include) {
    const auto room = room_of(include.file);
    if (!room) return "stands in no known room: give the room a row in layers_test.cpp";
    if (include.quoted) {
        if (covers(*room, include.name) || names_any(row_of(*room).may_include, include.name)) return {};
        return room_of(include.name) ? std::string(*room) + " may not include it"
                                     : "is not named from the project's root (libraries are included with <>)";
    }
    if (room_of(include.name)) return "is ours: include it with quotes";
    for (const Library& library : libraries()) {
        const bool is_it = std::regex_match(include.name, std::regex(std::string(library.pattern)));
        if (is_it && !names_any(library.only_in, include.file)) {
            return std::string(library.what) + " has no place in " + std::string(*room);
        }
    }
    return {};
}

std::vector<Include> includes_in(std::istream& text, const std::string& file) {
    static const std::regex kInclude(R"(^\s*#\s*include\s*(["<])([^">]+)[">].*)");
    std::vector<Include> found;
    std::string line;
    for (int number = 1; std::getline(text, line); ++number) {
        std::smatch match;
        if (std::regex_match(line, match, kInclude)) found.push_back({file, number, match[2], match[1] == "\""});
    }
    return found;
}

std::vector<Include> includes_of_the_project() {
    const std::filesystem::path root = OUTRIDER_SOURCE_DIR;
    std::vector<Include> found;
    for (const char* part : {"shared", "pathfinder", "game"}) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / part)) {
            const auto kind = entry.path().extension();
            if (kind != ".h" && kind != ".cpp" && kind != ".inl") continue;
            std::ifstream text(entry.path());
            EXPECT_TRUE(text) << "cannot read " << entry.path();
            std::ranges::move(includes_in(text, entry.path().lexically_relative(root).generic_string()),
                              std::back_inserter(found));
        }
    }
    return found;
}

std::string objection_to(std::string_view file, std::string_view line) {
    std::istringstream text{std::string(line)};
    const auto includes = includes_in(text, std::string(file));
    return includes.size() == 1 ? objection_to(includes.front()) : "is not one include line";
}

void expect_right(std::string_view file, std::string_view line) {
    EXPECT_EQ(objection_to(file, line), "") << file << ": " << line;
}

void expect_wrong(std::string_view file, std::string_view line, std::string_view why) {
    EXPECT_NE(objection_to(file, line).find(why), std::string::npos)
        << file << ": " << line << "\nsays: '" << objection_to(file, line) << "'";
}

TEST(Layers, NoArrowBetweenRoomsRunsBackwards) {
    for (const Include& include : includes_of_the_project()) {
        const std::string objection = objection_to(include);
        EXPECT_TRUE(objection.empty()) << include.file << ":" << include.line << ": #include of " << include.name
                                       << ": " << objection;
    }
}

TEST(Layers, TheProjectsIncludesAreFoundAtAll) {
    const auto all = includes_of_the_project();
    for (const Room& room : rooms()) {
        if (!std::filesystem::exists(std::filesystem::path(OUTRIDER_SOURCE_DIR) / room.path)) continue;
        EXPECT_TRUE(std::ranges::any_of(all, [&](const Include& i) { return covers(room.path, i.file); })) << room.path;
    }
}

TEST(Layers, ARowNamesOnlyRoomsAboveIt) {
    std::vector<std::string_view> above;
    for (const Room& room : rooms()) {
        for (const std::string_view target : room.may_include) {
            EXPECT_TRUE(names_any(above, target)) << room.path << " names " << target;
        }
        above.push_back(room.path);
    }
}

TEST(Layers, NoRoomOfTheGameKnowsTheWorkersProgramOrTheApp) {
    for (const Room& room : rooms()) {
        EXPECT_FALSE(names_any(room.may_include, "pathfinder/worker/worker_main.h")) << room.path;
        EXPECT_FALSE(names_any(room.may_include, "game/app/app.h")) << room.path;
    }
}

TEST(Layers, AcceptsArrowsThatRunDown) {
    expect_right("shared/grid.h", R"(#include "shared/ids.h")");
    expect_right("pathfinder/loop/loop.cpp", R"(#include "pathfinder/search/search.h")");
    expect_right("game/sim/world.h", R"(#include "game/paths/path_service.h")");
    expect_right("game/render/world_renderer.cpp", "#include <SDL.h>");
    expect_right("game/overlay/overlay.cpp", "#include <imgui.h>  // the panels");
    expect_right("game/sim/world.h", "#include <vector>");
}

TEST(Layers, RejectsArrowsThatRunUp) {
    expect_wrong("shared/grid.h", R"(#include "pathfinder/search/search.h")", "shared may not");
    expect_wrong("pathfinder/search/search.h", R"(#include "pathfinder/loop/loop.h")", "search may not");
    expect_wrong("pathfinder/loop/loop.h", R"(  #  include "game/paths/path_service.h")", "loop may not");
    expect_wrong("game/paths/supervisor.cpp", R"(#include "pathfinder/worker/worker.h")", "paths may not");
    expect_wrong("game/measure/report.cpp", R"(#include "game/app/frame_loop.h")", "measure may not");
}

TEST(Layers, LetsTheWorldSeeThePathServiceAsAnInterfaceOnly) {
    expect_wrong("game/sim/world.cpp", R"(#include "game/paths/process_service.h")", "sim may not");
    expect_wrong("game/sim/world.cpp", R"(#include "game/paths/path_service.hpp")", "sim may not");
}

TEST(Layers, KeepsLibrariesInTheirRooms) {
    expect_wrong("game/sim/world.cpp", "#include <SDL.h>", "SDL has no place in game/sim");
    expect_wrong("pathfinder/worker/worker_main.cpp", "#include <SDL2/SDL.h>", "SDL has no place");
    expect_wrong("game/render/world_renderer.cpp", "#include <imgui.h>", "Dear ImGui has no place");
    expect_wrong("game/app/main.cpp", "#include <backends/imgui_impl_sdl.h>", "Dear ImGui has no place");
    expect_wrong("pathfinder/search/astar.cpp", "#include <sys/wait.h>", "processes has no place");
}

TEST(Layers, RejectsNamesThatHideTheRoom) {
    expect_wrong("game/sim/world.cpp", R"(#include "world.h")", "project's root");
    expect_wrong("game/sim/world.cpp", R"(#include "../paths/path_service.h")", "project's root");
    expect_wrong("game/sim/world.cpp", "#include <shared/grid.h>", "with quotes");
    expect_wrong("game/sound/horn.cpp", R"(#include "shared/grid.h")", "no known room");
}

}  // namespace
