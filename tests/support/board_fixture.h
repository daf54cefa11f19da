// A board, a world and workers in one process, over one mapping: how the protocol is tested, also under TSan.
#pragma once

#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

#include "game/paths/path_dispatcher.h"
#include "game/paths/shared_memory.h"
#include "shared/grid.h"
#include "shared/result_segment.h"

namespace outrider::testing {

/// An open field with every cell free.
inline std::vector<std::uint64_t> open_field(const GridLayout& layout) {
    std::vector<std::uint64_t> words(layout.total_words());
    for (std::int32_t y = 0; y < layout.height_cells; ++y) {
        for (std::int32_t x = 0; x < layout.width_cells; ++x) set_cell(layout, words.data(), {x, y}, true);
    }
    return words;
}

/// An open field with a wall across it at column `x`, without a gap.
inline std::vector<std::uint64_t> split_field(const GridLayout& layout, std::int32_t x) {
    std::vector<std::uint64_t> words = open_field(layout);
    for (std::int32_t y = 0; y < layout.height_cells; ++y) set_cell(layout, words.data(), {x, y}, false);
    return words;
}

/// Memory for a result segment, as zeroed as fresh shared memory.
inline std::unique_ptr<ResultSegment> make_result_segment() { return std::make_unique<ResultSegment>(); }

/// Keeps what it is given.
class KeepingSink : public paths::AnswerSink {
public:
    struct Kept {
        paths::PathAnswer answer;
        std::vector<PackedCell> points;  ///< of a field: as it travels
    };
    void on_answer(const paths::PathAnswer& answer) noexcept override {
        kept.push_back({answer, {answer.turning_points.begin(), answer.turning_points.end()}});
        if (answer.flow_field != nullptr) answer.flow_field->copy_to(kept.back().points);
    }
    std::vector<Kept> kept;
};

/// Polls and flushes until `done()` or a minute is over (it takes a fraction, but not under a sanitizer on a busy
/// machine); sleeps in between like `solve` does.
template <class Done>
bool pump_until(paths::PathDispatcher& dispatcher, paths::AnswerSink& sink, Done done) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!done()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        dispatcher.poll(sink);
        dispatcher.flush();
        dispatcher.refresh_statistics();
        std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    return true;
}

}  // namespace outrider::testing
