// Keeps what "measure now" found: a fresh folder with the card's picture and the report's files, written beside the
// frame. Frame thread only.
#pragma once

#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <string>

#include "game/app/measure_now.h"

namespace outrider::app {

/// A folder of that name that nobody has yet: with -2, -3, … behind it if need be. Not made.
[[nodiscard]] std::filesystem::path fresh_folder(const std::filesystem::path& parent, const std::string& name);
/// "outrider-measure-20260131-174502"
[[nodiscard]] std::string measure_folder_name();

class MeasureSaving {
public:
    struct Saved {
        bool done = false;  ///< false: `said` has the reason
        std::string said;   ///< one line
    };

    /// Makes the folder and begins to write into it. Throws std::filesystem::filesystem_error if it cannot be made.
    void begin(const std::filesystem::path& folder, std::shared_ptr<const QuickLook> look);
    [[nodiscard]] bool is_going_on() const noexcept { return writing_.valid(); }
    /// How it went, once, when it is over. Never waits.
    [[nodiscard]] std::optional<Saved> look();

private:
    std::future<Saved> writing_;
};

}  // namespace outrider::app
