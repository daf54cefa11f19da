// The program under test as files and arguments: where it is, where it lives, what it reports.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/child_process.h"
#include "tests/support/temporary_folder.h"

namespace outrider::e2e {

using test::ChildProcess;
using test::ended_by;
using test::Ending;
using test::exit_code;
using test::Launch;
using test::Patience;
using test::TemporaryFolder;
using test::wait_until;
using Arguments = std::vector<std::string>;

/// OUTRIDER_BIN_DIR of the environment, else of the build.
[[nodiscard]] std::filesystem::path binary_folder();
[[nodiscard]] std::filesystem::path own_map(const std::string& file);

/// `outrider arguments…` with a home of its own, no display, and nothing else of this process's environment that could
/// change how it behaves.
[[nodiscard]] Launch outrider(const TemporaryFolder& home, Arguments arguments);

/// `count` workers are children of the game and have taken their names.
[[nodiscard]] bool has_workers(pid_t game, std::size_t count);

struct Ended {
    std::optional<Ending> ending;
    std::string output;
    std::string error;
};
/// Runs it to its end; kills it when patience ends.
[[nodiscard]] Ended run_to_end(const Launch& launch, Patience patience);

/// What `--json` wrote. Fails the test, and gives an empty object, if that is not one JSON object.
[[nodiscard]] nlohmann::json json_in(const std::string& text);
[[nodiscard]] nlohmann::json json_in_file(const std::filesystem::path& file);

/// Every request has been answered once or is under way, in every frame.
void expect_conserved(const nlohmann::json& report);

}  // namespace outrider::e2e
