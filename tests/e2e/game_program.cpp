#include "tests/e2e/game_program.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tests/support/process_tree.h"

namespace outrider::e2e {

namespace fs = std::filesystem;

namespace {

/// Of this process's environment, what a program needs to run at all, and what sanitizers are told.
constexpr const char* kPassedOn[] = {"PATH", "LANG", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS"};

}  // namespace

fs::path binary_folder() {
    const char* const chosen = std::getenv("OUTRIDER_BIN_DIR");
    return fs::absolute(chosen == nullptr ? OUTRIDER_BIN_DIR : chosen);
}

fs::path own_map(const std::string& file) { return fs::path(OUTRIDER_SOURCE_DIR) / "assets" / "maps" / file; }

Launch outrider(const TemporaryFolder& home, Arguments arguments) {
    Launch launch;
    launch.program = binary_folder() / "outrider";
    launch.arguments = std::move(arguments);
    for (const char* const name : kPassedOn) {
        if (const char* const value = std::getenv(name)) launch.environment[name] = value;
    }
    for (const char* const name :
         {"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "XDG_PICTURES_DIR", "TMPDIR"}) {
        launch.environment[name] = home.path().string();
    }
    return launch;
}

bool has_workers(pid_t game, std::size_t count) {
    const std::vector<pid_t> children = test::children_of(game);
    const auto is_worker = [](pid_t pid) { return test::name_of(pid).starts_with("outrider-path-"); };
    return static_cast<std::size_t>(std::ranges::count_if(children, is_worker)) == count;
}

Ended run_to_end(const Launch& launch, Patience patience) {
    ChildProcess program(launch);
    const std::optional<Ending> ending = program.wait(patience);
    return {ending, program.output(), program.error()};
}

nlohmann::json json_in(const std::string& text) {
    nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
    EXPECT_TRUE(json.is_object()) << "not one JSON object: " << text;
    return json.is_object() ? json : nlohmann::json::object();
}

nlohmann::json json_in_file(const fs::path& file) {
    std::ifstream in(file);
    return json_in({std::istreambuf_iterator<char>(in), {}});
}

void expect_conserved(const nlohmann::json& report) {
    EXPECT_EQ(report.value("conserved", false), true);
    const auto count = [&](const char* name) { return report.value(name, std::uint64_t{0}); };
    EXPECT_GT(count("submitted"), 0U);
    EXPECT_EQ(count("submitted"), count("answered") + count("in_flight"));
    EXPECT_EQ(count("rejected"), 0U);
}

}  // namespace outrider::e2e
