#include "game/app/result_folder.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <vector>

#include "game/app/command_line.h"

namespace outrider::app {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kRuns = "runs";
constexpr std::string_view kCard = "card.png";  // of "measure now"
/// What a measurement writes into its folder.
constexpr std::array<std::string_view, 4> kOwnEntries = {"summary.json", "report.html", kRuns, kCard};

[[noreturn]] void refuse(std::string_view option, const fs::path& folder, std::string_view reason) {
    throw UsageError(fmt::format("{}: {} cannot take the results: {}", option, folder.string(), reason));
}

/// A file is written under a name with this behind it, and then renamed.
constexpr std::string_view kTorn = ".part";

[[nodiscard]] std::string without_torn(std::string name) {
    if (name.ends_with(kTorn)) name.resize(name.size() - kTorn.size());
    return name;
}

[[nodiscard]] bool is_own(const fs::path& entry) {
    return std::ranges::find(kOwnEntries, without_torn(entry.filename().string())) != kOwnEntries.end();
}

[[nodiscard]] bool is_of_a_run(const fs::path& entry) {
    const std::string name = without_torn(entry.filename().string());
    return name.ends_with(".csv") || name.ends_with(".trace.json");
}

/// What is in it, until an error.
[[nodiscard]] std::vector<fs::path> entries_of(const fs::path& folder, std::error_code& error) {
    std::vector<fs::path> entries;
    for (fs::directory_iterator at(folder, error); !error && at != fs::directory_iterator(); at.increment(error)) {
        entries.push_back(at->path());
    }
    return entries;
}

}  // namespace

void require_result_folder(std::string_view option, const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    std::error_code unseen;
    if (!fs::is_directory(folder, unseen)) {
        refuse(option, folder, error ? error.message() : std::string(std::strerror(ENOTDIR)));
    }
    const std::vector<fs::path> entries = entries_of(folder, error);
    if (error) refuse(option, folder, error.message());
    const auto stranger = std::ranges::find_if_not(entries, is_own);
    if (stranger != entries.end()) {
        refuse(option, folder,
               fmt::format("it holds {}, which is no result of a measurement; name a new folder",
                           stranger->filename().string()));
    }
    if (::access(folder.c_str(), W_OK | X_OK) != 0) refuse(option, folder, std::strerror(errno));
}

void remove_old_runs(const fs::path& folder) {
    std::error_code ignored;
    for (const fs::path& entry : entries_of(folder / kRuns, ignored)) {
        if (is_of_a_run(entry)) fs::remove(entry, ignored);
    }
    fs::remove(folder / kCard, ignored);
    for (const std::string_view own : kOwnEntries) fs::remove(folder / fmt::format("{}{}", own, kTorn), ignored);
}

}  // namespace outrider::app
