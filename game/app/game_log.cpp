#include "game/app/game_log.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <fstream>
#include <string>
#include <system_error>

#include "game/app/crash_report.h"
#include "game/app/places.h"
#include "game/app/request_file.h"

namespace outrider::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kQueueLines = 8192;
constexpr std::size_t kFileBytes = std::size_t{1} << 20U;
constexpr std::size_t kRotatedFiles = 3;

[[nodiscard]] spdlog::level::level_enum level_of(paths::EventLevel level) noexcept {
    switch (level) {
        case paths::EventLevel::kDebug: return spdlog::level::debug;
        case paths::EventLevel::kInfo: return spdlog::level::info;
        case paths::EventLevel::kWarning: return spdlog::level::warn;
        case paths::EventLevel::kError: return spdlog::level::err;
    }
    return spdlog::level::info;
}

/// The name of a process ("self": ours); empty if it is gone.
[[nodiscard]] std::string process_name(std::string_view process) {
    std::string name;
    std::getline(std::ifstream(fmt::format("/proc/{}/comm", process)), name);
    return name;
}

/// "outrider-<pid>.log", "outrider-<pid>.1.log", "crash-<pid>.txt": does a game with that number run? Numbers are used
/// again, so it has to bear our name.
[[nodiscard]] bool is_of_a_running_game(std::string_view file, std::string_view prefix) {
    const std::string_view rest = file.substr(prefix.size());
    const std::string_view pid = rest.substr(0, rest.find('.'));
    if (pid.empty() || pid.find_first_not_of("0123456789") != std::string_view::npos) return false;
    const std::string name = process_name(pid);
    return !name.empty() && name == process_name("self");
}

/// Leaves the `most` youngest files that begin with `prefix`, and those of games that still run.
void remove_oldest(const fs::path& folder, std::string_view prefix, std::size_t most) {
    std::vector<fs::directory_entry> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(prefix) && !is_of_a_running_game(name, prefix)) files.push_back(entry);
    }
    std::ranges::sort(files, [](const auto& a, const auto& b) {
        std::error_code ignored;
        return a.last_write_time(ignored) > b.last_write_time(ignored);
    });
    for (std::size_t i = most; i < files.size(); ++i) fs::remove(files[i].path(), error);
}

}  // namespace

GameLog::GameLog(const std::optional<fs::path>& folder, paths::EventLevel level) {
    if (!folder) return;
    try {
        open(*folder, level);
    } catch (const std::exception&) {
        file_.reset();  // a home that cannot be written to is no failure; `doctor` says so
        folder_.reset();
    }
}

GameLog::~GameLog() {
    saving_.clear();  // waits for files that are being written
    if (!logger_) return;
    if (const std::uint64_t lost = lines_displaced(); lost > 0) {
        write(paths::EventLevel::kWarning, fmt::format("{} lines above found no room and are missing", lost));
    }
    logger_->flush();
}

void GameLog::open(const fs::path& folder, paths::EventLevel level) {
    fs::create_directories(folder / "requests");
    remove_oldest(folder, "outrider-", kMostLogFiles - 1);
    remove_oldest(folder, "crash-", kMostLogFiles - 1);
    const fs::path file = folder / fmt::format("outrider-{}.log", ::getpid());
    auto sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(file.string(), kFileBytes, kRotatedFiles);
    writer_ = std::make_shared<spdlog::details::thread_pool>(kQueueLines, 1);
    logger_ = std::make_shared<spdlog::async_logger>("game", std::move(sink), writer_,
                                                     spdlog::async_overflow_policy::overrun_oldest);
    logger_->set_pattern("%Y-%m-%d %H:%M:%S.%e %l %v");
    logger_->set_level(level_of(level));
    // Each line: a game that is killed leaves them all. The writer's own thread pays for it.
    logger_->flush_on(level_of(level));
    logger_->set_error_handler([](const std::string&) {});  // a full disk is no reason to write over the game's output
    folder_ = folder;
    file_ = file;
}

void GameLog::write(paths::EventLevel level, std::string_view line) noexcept {
    CrashReport::keep_line(line);
    if (logger_) logger_->log(level_of(level), "{}", line);
}

void GameLog::save_quarantined(const paths::QuarantinedRequest& request) noexcept {
    if (!folder_) return;
    try {
        std::erase_if(saving_, [](const auto& one) {
            return one.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
        });
        // A flood of these makes no flood of threads and copies.
        if (saving_.size() >= kMostBeingSaved) {
            return write(paths::EventLevel::kError, "the quarantined request was not saved: too many at once");
        }
        const fs::path requests = *folder_ / "requests";
        const fs::path file =
            requests / fmt::format("request-{:%Y%m%dT%H%M%SZ}-{}-{}.json",
                                   fmt::gmtime(std::chrono::system_clock::now()), ::getpid(), ++saved_);
        saving_.push_back(std::async(std::launch::async, [this, requests, file, saved = copy_of(request)] {
            const std::lock_guard lock(one_at_a_time_);
            try {
                remove_oldest(requests, "request-", kMostSavedRequests - 1);
                write_request(file, saved);
                write(paths::EventLevel::kError,
                      fmt::format("the quarantined request is saved; to repeat it: outrider solve --request {} --mode "
                                  "inline",
                                  file.string()));
            } catch (const std::exception& error) {
                write(paths::EventLevel::kError,
                      fmt::format("the quarantined request was not saved: {}", error.what()));
            }
        }));
    } catch (const std::exception&) {
        write(paths::EventLevel::kError, "the quarantined request was not saved: no memory, or no thread");
    }
}

std::uint64_t GameLog::lines_displaced() const { return writer_ ? writer_->overrun_counter() : 0; }

}  // namespace outrider::app
