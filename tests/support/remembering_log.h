// An event log in memory.
#pragma once

#include <algorithm>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "game/paths/event_log.h"

namespace outrider::testing {

class RememberingLog final : public paths::EventLog {
public:
    void write(paths::EventLevel, std::string_view line) noexcept override {
        const std::lock_guard lock(mutex_);
        lines_.emplace_back(line);
    }
    void save_quarantined(const paths::QuarantinedRequest& request) noexcept override {
        saved.push_back({request.request, request.value, request.map.version()});
    }
    [[nodiscard]] bool has_line_with(std::string_view text) const {
        const std::lock_guard lock(mutex_);
        return std::ranges::any_of(lines_, [&](const auto& line) { return line.find(text) != std::string::npos; });
    }
    [[nodiscard]] std::string all_lines() const {
        const std::lock_guard lock(mutex_);
        std::string text;
        for (const std::string& line : lines_) text += line + '\n';
        return text;
    }

    struct Saved {
        paths::PathRequest request;
        std::int32_t value = 0;
        MapVersion version;
    };
    std::vector<Saved> saved;  ///< the thread that polls, only

private:
    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

}  // namespace outrider::testing
