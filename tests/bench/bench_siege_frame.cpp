// Sim and draw of a full field.
#include <algorithm>
#include <chrono>
#include <vector>

#include "game/app/siege_ground_file.h"
#include "tests/bench/bench_program.h"
#include "tests/bench/bench_siege.h"
#include "tests/bench/bench_siege_stage.h"

namespace outrider::bench {
namespace {

using measure::FrameTimes;
using measure::Nanoseconds;
using measure::Phase;

constexpr double kSiegeAim_ms = 1000.0 / 120;
constexpr double kSandboxAim_ms = 1000.0 / 60;
/// As the game asks by default (game/app/play.cpp).
constexpr double kLoadPerWorker = 0.8;

/// The gates are drawn so much wider, that so many can be on the field at all: else the keep takes them as fast as they
/// come.
constexpr std::int32_t kWiderGates_cells = 24;
constexpr std::uint32_t kMostFill_ticks = 120 * sim::kTicksPerSecond;
/// Inline, while the field fills: everyone thinks again when the press grows, and nobody looks.
constexpr std::chrono::milliseconds kFillSearch_per_tick{12};
constexpr std::uint32_t kSandboxFill_ticks = 60;

[[nodiscard]] Nanoseconds phase_of(const FrameTimes& frame, Phase phase) noexcept {
    return frame.phases[static_cast<std::size_t>(phase)];
}

template <class Duration>
[[nodiscard]] measure::Percentiles percentiles_of_frames(const std::vector<FrameTimes>& frames, std::size_t first,
                                                         Duration duration) {
    std::vector<Nanoseconds> durations;
    for (std::size_t i = first; i < frames.size(); ++i) durations.push_back(duration(frames[i]));
    return measure::percentiles_of(durations);
}

[[nodiscard]] FramePhases phases_of(const std::vector<FrameTimes>& frames, std::size_t first) {
    const auto of = [&](Phase phase) {
        return percentiles_of_frames(frames, first, [&](const FrameTimes& frame) { return phase_of(frame, phase); });
    };
    FramePhases phases;
    phases.poll = of(Phase::kPoll);
    phases.sim = of(Phase::kSim);
    phases.submit = of(Phase::kSubmit);
    phases.draw = of(Phase::kDraw);
    phases.sim_and_draw = percentiles_of_frames(frames, first, [](const FrameTimes& frame) {
        return phase_of(frame, Phase::kSim) + phase_of(frame, Phase::kDraw);
    });
    phases.work = percentiles_of_frames(frames, first, [](const FrameTimes& frame) { return frame.work; });
    return phases;
}

[[nodiscard]] FrameResult measure_frames(Stage& stage, paths::PathDispatcher& paths, app::Window& window,
                                         const Surroundings& surroundings, const FrameSettings& settings) {
    FrameResult result;
    result.settings = settings;
    result.load = load_average();
    result.units_there = stage.units();
    FrameLoop loop(stage, paths, window, surroundings.frames_per_s, FrameLoop::Ticks::kOneAFrame);
    const OthersWatch others(paths);
    const std::uint32_t before = settings.ticks / 10;
    for (std::uint32_t frame = 0; frame < before + settings.ticks; ++frame) {
        loop.run_frame();
        if (frame >= before) result.units_there = std::min(result.units_there, stage.units());
    }
    result.phases = phases_of(loop.frames().all(), before);
    result.books = loop.books();
    result.state_hash = stage.state_hash();
    result.others_cores = others.cores();
    return result;
}

[[nodiscard]] CellRect widened(const CellRect& rect, std::int32_t width_cells, std::int32_t height_cells) noexcept {
    return {std::max(0, rect.x0 - kWiderGates_cells), std::max(0, rect.y0 - kWiderGates_cells),
            std::min(width_cells, rect.x1 + kWiderGates_cells), std::min(height_cells, rect.y1 + kWiderGates_cells)};
}

[[nodiscard]] FrameResult run_siege_frame(const Surroundings& surroundings, const FrameSettings& settings) {
    const search::TerrainMap map = read_own_map(surroundings, settings.map_name);
    sim::siege::SiegeSettings siege;
    siege.width_cells = map.width_cells;
    siege.height_cells = map.height_cells;
    siege.terrain = map.terrain;
    siege.ground = app::read_siege_ground(app::siege_ground_file(surroundings.assets, settings.map_name));
    for (CellRect& gate : siege.ground.gates) gate = widened(gate, map.width_cells, map.height_cells);
    siege.parade = settings.units;

    app::Window window(headless_window());
    paths::PathDispatcher paths(dispatcher_settings(surroundings, map, settings.form));
    SiegeStage stage(window, siege);
    paths.set_inline_budget(kFillSearch_per_tick);
    for (std::uint32_t tick = 0; tick < kMostFill_ticks && stage.units() < settings.units; ++tick) {
        run_unseen(stage, paths, 1);
    }
    paths.set_inline_budget({});
    paths.set_mode(settings.form.mode);
    FrameResult result = measure_frames(stage, paths, window, surroundings, settings);
    result.what = "siege";
    result.aim_ms = kSiegeAim_ms;
    return result;
}

[[nodiscard]] FrameResult run_sandbox_frame(const Surroundings& surroundings, const FrameSettings& settings) {
    const search::TerrainMap map = read_own_map(surroundings, settings.map_name);
    sim::WorldSettings world;
    world.width_cells = map.width_cells;
    world.height_cells = map.height_cells;
    world.terrain = map.terrain;
    world.units = settings.units;

    app::Window window(headless_window());
    paths::PathDispatcher paths(dispatcher_settings(surroundings, map, settings.form));
    SandboxStage stage(window, world, kLoadPerWorker * std::max(1U, settings.form.workers));
    run_unseen(stage, paths, kSandboxFill_ticks);
    paths.set_mode(settings.form.mode);
    FrameResult result = measure_frames(stage, paths, window, surroundings, settings);
    result.what = "sandbox";
    result.aim_ms = kSandboxAim_ms;
    return result;
}

}  // namespace

FrameResult measure_siege_frame(const Surroundings& surroundings, const FrameSettings& settings) {
    return run_in_quiet(surroundings, [&] { return run_siege_frame(surroundings, settings); });
}

FrameResult measure_sandbox_frame(const Surroundings& surroundings, const FrameSettings& settings) {
    return run_in_quiet(surroundings, [&] { return run_sandbox_frame(surroundings, settings); });
}

}  // namespace outrider::bench
