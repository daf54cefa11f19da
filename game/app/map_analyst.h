// Takes looks at the map for the debug views, on a thread of its own with its own copy of the map: it is told of the
// edits, so the frame thread never copies a map. The newest question wins; an answer comes a few frames later.
//
// Frame thread only. No call waits: where the mailbox is in use at that very instant, the next frame tries again.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "game/app/map_analysis.h"
#include "shared/grid.h"
#include "shared/ids.h"

namespace outrider::app {

class MapAnalyst {
public:
    /// `bits`: the map as it was loaded, version 1; layout.total_words() of them. `costs`: of that version.
    MapAnalyst(const GridLayout& layout, std::vector<std::uint64_t> bits, MapCosts costs = {});
    ~MapAnalyst();
    MapAnalyst(const MapAnalyst&) = delete;
    MapAnalyst& operator=(const MapAnalyst&) = delete;

    /// `edits` made `version` out of the one before. Copied, 8 bytes each; handed over by the next exchange().
    void note(MapVersion version, std::span<const CellEdit> edits);
    /// `version` is the one before with this danger field, danger_bytes() of it.
    void note_danger(MapVersion version, std::span<const std::uint8_t> danger);
    /// What is to be seen from now on; a view that is no analysis lets go of the thread's memory, and of the answer.
    void ask(const MapQuestion& question) { wanted_ = question; }
    /// Once a frame: hands over what is new, takes what is ready.
    void exchange();

    /// What was seen last; null: nothing yet, or nothing is asked.
    [[nodiscard]] const MapAnswer* answer() const noexcept { return shown_.get(); }
    /// The answer is to this very question and of the newest version.
    [[nodiscard]] bool is_current() const noexcept {
        return shown_ && shown_->question == wanted_ && shown_->version == version_;
    }
    /// Waits until the answer is current, at most so long; true if it is. Not for frames that somebody waits for.
    bool wait(std::chrono::milliseconds most);

    /// Looks begin at least so far apart: painting does not make them a load.
    static constexpr std::chrono::milliseconds kPace{60};
    /// Edits that wait for a look: from so many on the thread takes them without one.
    static constexpr std::size_t kManyEdits = 1U << 16U;

private:
    /// What lies between the threads.
    struct Mailbox {
        std::vector<CellEdit> edits;
        std::vector<std::uint8_t> danger;  ///< empty: none that the thread has not
        MapVersion version{1};
        std::optional<MapQuestion> question;  ///< not yet taken
        std::unique_ptr<MapAnswer> ready;
        std::unique_ptr<MapAnswer> spent;  ///< memory for the next answer
    };

    void run(const std::stop_token& stop) noexcept;
    [[nodiscard]] std::optional<MapQuestion> take_work(const std::stop_token& stop);
    void publish(std::unique_ptr<MapAnswer> answer);
    [[nodiscard]] bool has_work() const noexcept {
        return mailbox_.question.has_value() || mailbox_.edits.size() >= kManyEdits;
    }

    const GridLayout layout_;

    // The frame thread's.
    MapQuestion wanted_;
    MapQuestion asked_;
    MapVersion version_{1};
    MapVersion asked_version_;
    std::vector<CellEdit> edits_;       ///< not yet handed over
    std::vector<std::uint8_t> danger_;  ///< not yet handed over; empty: none
    std::unique_ptr<MapAnswer> shown_;

    // The analyst thread's.
    std::vector<std::uint64_t> bits_;
    MapVersion bits_version_{1};
    MapCosts costs_;
    std::vector<CellEdit> taken_edits_;
    std::unique_ptr<MapAnswer> spare_;
    MapAnalysis analysis_;

    // Both, under the mutex. It is held for the time of a few swaps.
    std::mutex mutex_;
    std::condition_variable_any news_;
    Mailbox mailbox_;

    std::atomic<std::uint64_t> quit_{0};  ///< 1: a look that is under way ends early
    std::jthread thread_;
};

}  // namespace outrider::app
