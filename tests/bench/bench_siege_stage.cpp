#include "tests/bench/bench_siege_stage.h"

#include <SDL.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <numeric>
#include <string>
#include <thread>
#include <utility>

namespace outrider::bench {
namespace {

using measure::Phase;
using Clock = std::chrono::steady_clock;

// As in game/app/play_session.cpp.
constexpr Clock::duration kTick = std::chrono::nanoseconds(1'000'000'000 / sim::kTicksPerSecond);
constexpr Clock::duration kMostCatchUp = std::chrono::milliseconds(200);
constexpr Clock::duration kLookInterval = std::chrono::milliseconds(250);
constexpr std::int32_t kSiegeBar_px = 44;
constexpr std::int32_t kStrip_px = 26;

[[nodiscard]] double seconds(Clock::duration duration) { return std::chrono::duration<double>(duration).count(); }

[[nodiscard]] std::optional<Clock::duration> period_of(double frames_per_s) {
    if (frames_per_s <= 0.0) return std::nullopt;
    return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(1.0 / frames_per_s));
}

[[nodiscard]] render::Camera whole_map(const app::Window& window, std::int32_t width_cells, std::int32_t height_cells,
                                       bool has_bars) {
    render::Camera camera;
    camera.set_map(width_cells, height_cells);
    if (has_bars) camera.set_covered(kSiegeBar_px, kStrip_px);
    camera.set_viewport(window.size_px().width, window.size_px().height);
    camera.fit_map(true);
    return camera;
}

}  // namespace

search::TerrainMap read_own_map(const Surroundings& surroundings, const std::string& name) {
    return search::read_map(surroundings.assets / "maps" / (name + ".map"));
}

paths::DispatcherSettings dispatcher_settings(const Surroundings& surroundings, const search::TerrainMap& map,
                                              const PathForm& form) {
    paths::DispatcherSettings settings;
    settings.layout = GridLayout(map.width_cells, map.height_cells);
    settings.bits = search::to_bits(map);
    settings.terrain_classes = search::terrain_classes(map);
    settings.terrain_factors = search::terrain_factors(map);
    settings.mode = paths::Mode::kInline;
    settings.workers = form.workers;
    settings.policy = form.policy;
    settings.pathfinder = surroundings.pathfinder;
    return settings;
}

app::WindowOptions headless_window() {
    app::WindowOptions options;
    options.headless = true;
    options.renderer = "software";
    return options;
}

// --- others ----------------------------------------------------------------------------------------------------------

namespace {

/// CPU time of all cores since the machine started.
[[nodiscard]] double all_cores_s() {
    std::ifstream stream("/proc/stat");
    std::string name;
    double user = 0.0;
    double nice = 0.0;
    double system = 0.0;
    if (!(stream >> name >> user >> nice >> system)) return 0.0;
    return (user + nice + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace

void wait_for_quiet(const Surroundings& surroundings) {
    constexpr std::chrono::seconds kLook{1};
    constexpr int kMostLooks = 240;
    for (int look = 0; look < kMostLooks; ++look) {
        if (surroundings.most_of_others_cores >= std::thread::hardware_concurrency()) return;
        const double before_s = all_cores_s();
        std::this_thread::sleep_for(kLook);
        if (all_cores_s() - before_s <= surroundings.most_of_others_cores * seconds(kLook)) return;
    }
}

OthersWatch::Look OthersWatch::look() const {
    Look now;
    now.at = Clock::now();
    now.all_s = all_cores_s();
    rusage own{};
    ::getrusage(RUSAGE_SELF, &own);
    const auto in_s = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    now.own_s = in_s(own.ru_utime) + in_s(own.ru_stime);
    if (paths_.mode() == paths::Mode::kProcesses) now.own_s += paths_.statistics().search_cpu_s;
    return now;
}

double OthersWatch::cores() const {
    const Look now = look();
    const double elapsed_s = seconds(now.at - before_.at);
    const double others_s = now.all_s - before_.all_s - (now.own_s - before_.own_s);
    return elapsed_s <= 0.0 ? 0.0 : std::max(0.0, others_s / elapsed_s);
}

// --- the two worlds --------------------------------------------------------------------------------------------------

SiegeStage::SiegeStage(app::Window& window, sim::siege::SiegeSettings settings)
    : siege_(std::move(settings)),
      renderer_(window.renderer(), siege_),
      camera_(whole_map(window, siege_.width_cells(), siege_.height_cells(), true)) {}

void SiegeStage::draw(double tick_fraction) {
    renderer_.invalidate(siege_.take_changed_cells());
    render::SiegeDrawOptions options;
    options.now_tick = siege_.standing().ticks;
    options.tick_fraction = tick_fraction;
    options.clock_s = seconds(Clock::now() - began_);
    options.events = siege_.events_since(events_seen_);
    renderer_.draw(siege_, camera_, options);
}

std::uint32_t SiegeStage::units() const noexcept {
    const sim::siege::KindCounts& field = siege_.standing().field;
    return std::accumulate(field.begin(), field.end(), 0U);
}

SandboxStage::SandboxStage(app::Window& window, const sim::WorldSettings& settings, double load_cores)
    : world_(settings),
      renderer_(window.renderer(), world_),
      camera_(whole_map(window, world_.width_cells(), world_.height_cells(), false)),
      load_(load_cores, std::nullopt) {
    world_.set_ask_policy(load_.policy());
}

void SandboxStage::draw(double tick_fraction) {
    render::DrawOptions options;
    options.tick_fraction = tick_fraction;
    renderer_.draw(world_, camera_, options);
}

void SandboxStage::look_around(const paths::PathStatistics& statistics, double elapsed_s) {
    load_.update(statistics, world_.counters(), world_.unit_count(), elapsed_s);
    world_.set_ask_policy(load_.policy());
}

// --- the frame -------------------------------------------------------------------------------------------------------

FrameLoop::FrameLoop(Stage& stage, paths::PathDispatcher& paths, app::Window& window, double frames_per_s, Ticks ticks)
    : stage_(stage), paths_(paths), window_(window), limiter_(period_of(frames_per_s)), ticks_(ticks) {}

void FrameLoop::run_frame(const std::function<void()>& hand) {
    const Clock::time_point now = Clock::now();
    frame_delta_ = now - std::exchange(frame_start_, now);
    frames_.begin_frame();
    paths_.begin_frame();
    frames_.enter(Phase::kInput);
    for (SDL_Event event; SDL_PollEvent(&event) != 0;) {
    }
    if (hand) hand();
    frames_.enter(Phase::kPoll);
    paths_.poll(stage_);
    frames_.enter(Phase::kSim);
    run_ticks();
    frames_.enter(Phase::kSubmit);
    stage_.submit(paths_);
    paths_.flush();
    frames_.enter(Phase::kDraw);
    const bool by_clock = ticks_ == Ticks::kByClock;
    stage_.draw(by_clock ? seconds(tick_debt_) / seconds(kTick) : 1.0);
    frames_.enter(Phase::kOverlay);
    paths_.refresh_statistics();
    look_around();
    frames_.enter(Phase::kPresent);
    SDL_RenderPresent(&window_.renderer());
    paths_.end_frame();
    keep_books();
    const Clock::time_point due = limiter_.next_after(Clock::now());
    std::this_thread::sleep_until(due);
    frames_.end_frame();
}

void FrameLoop::run_for(double duration_s, const std::function<void()>& after) {
    const Clock::time_point began = Clock::now();
    while (seconds(Clock::now() - began) < duration_s) {
        run_frame();
        if (after) after();
    }
}

void FrameLoop::run_ticks() {
    if (ticks_ == Ticks::kOneAFrame) {
        stage_.tick(paths_.mode());
        return;
    }
    tick_debt_ += std::min(frame_delta_, kMostCatchUp);
    for (; tick_debt_ >= kTick; tick_debt_ -= kTick) stage_.tick(paths_.mode());
}

void FrameLoop::look_around() {
    const Clock::duration elapsed = frame_start_ - last_look_;
    if (elapsed < kLookInterval) return;
    last_look_ = frame_start_;
    stage_.look_around(paths_.statistics(), seconds(elapsed));
}

void FrameLoop::keep_books() noexcept { books_.conserved = books_.conserved && paths_.is_conserved(); }

const Books& FrameLoop::books() noexcept {
    const paths::RequestCounters& requests = paths_.requests();
    books_.submitted = requests.submitted;
    books_.answered = requests.answered();
    books_.in_flight = requests.in_flight;
    return books_;
}

void run_unseen(Stage& stage, paths::PathDispatcher& paths, std::uint32_t ticks) {
    for (std::uint32_t tick = 0; tick < ticks; ++tick) {
        paths.poll(stage);
        stage.tick(paths.mode());
        stage.submit(paths);
        paths.flush();
    }
}

}  // namespace outrider::bench
