// The game's log: a file in the state folder, written by a thread of its own. Nobody waits for it.
#pragma once

#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>

#include <cstdint>
#include <filesystem>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "game/paths/event_log.h"

namespace outrider::app {

class GameLog final : public paths::EventLog {
public:
    /// `folder`: where outrider-<pid>.log and the saved requests go; empty, or one that cannot be written to: nowhere,
    /// and the game plays on. Old files of earlier games are removed.
    GameLog(const std::optional<std::filesystem::path>& folder, paths::EventLevel level);
    ~GameLog() override;
    GameLog(const GameLog&) = delete;
    GameLog& operator=(const GameLog&) = delete;

    /// Any thread. A line that finds no room displaces the oldest that is not yet written; that is counted.
    void write(paths::EventLevel level, std::string_view line) noexcept override;
    /// Frame thread. The file is written by another thread; a line in the log then ends with the command that repeats
    /// the request.
    void save_quarantined(const paths::QuarantinedRequest& request) noexcept override;

    [[nodiscard]] const std::optional<std::filesystem::path>& file() const noexcept { return file_; }
    [[nodiscard]] std::uint64_t lines_displaced() const;

    static constexpr std::size_t kMostSavedRequests = 16;
    static constexpr std::size_t kMostBeingSaved = 4;
    static constexpr std::size_t kMostLogFiles = 8;

private:
    void open(const std::filesystem::path& folder, paths::EventLevel level);

    std::optional<std::filesystem::path> folder_;
    std::optional<std::filesystem::path> file_;
    std::shared_ptr<spdlog::details::thread_pool> writer_;
    std::shared_ptr<spdlog::async_logger> logger_;
    std::vector<std::future<void>> saving_;  ///< those that may still be at it
    std::mutex one_at_a_time_;               ///< of the threads that save; the frame never takes it
    std::uint64_t saved_ = 0;
};

}  // namespace outrider::app
