#include "game/app/break_even.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <numeric>
#include <optional>
#include <random>
#include <span>
#include <stdexcept>
#include <thread>
#include <utility>

#include "game/app/burn_load.h"
#include "game/app/machine.h"
#include "game/app/run_recorder.h"
#include "game/app/tape.h"
#include "game/measure/chart_series.h"
#include "game/measure/duration_histogram.h"
#include "game/paths/path_dispatcher.h"
#include "pathfinder/search/moving_ai.h"

namespace outrider::app {
namespace {

using Clock = std::chrono::steady_clock;
using measure::BreakEvenPoint;
using namespace std::chrono_literals;

constexpr auto kStartPatience = 10s;
/// With no answer for this long, what is open is lost.
constexpr auto kAnswerPatience = 60s;

/// Who answers.
struct Form {
    paths::Mode mode = paths::Mode::kInline;
    std::uint32_t workers = 0;
    std::uint32_t chunk_jobs = 1;
};

/// Inline, and threads and processes by workers and chunk.
[[nodiscard]] std::vector<Form> forms_of(const std::vector<std::uint32_t>& workers,
                                         const std::vector<std::uint32_t>& chunks) {
    std::vector<Form> forms{Form{}};
    for (const paths::Mode mode : {paths::Mode::kThreads, paths::Mode::kProcesses}) {
        for (const std::uint32_t count : workers) {
            for (const std::uint32_t chunk : chunks) forms.push_back({mode, count, chunk});
        }
    }
    return forms;
}

[[nodiscard]] BreakEvenPoint point_of(const Form& form, std::uint32_t burn_us, double per_frame) {
    BreakEvenPoint point;
    point.mode = form.mode;
    point.workers = form.workers;
    point.chunk_jobs = form.chunk_jobs;
    point.burn_us = burn_us;
    point.per_frame = per_frame;
    return point;
}

/// Are all of them there, and past their start?
[[nodiscard]] bool has_all_workers(const paths::PathDispatcher& paths, std::uint32_t wanted) noexcept {
    const auto is_working = [](const paths::WorkerStatistics& worker) {
        return worker.pid != 0 && worker.state != paths::WorkerState::kStarting;
    };
    return std::ranges::count_if(paths.workers(), is_working) >= static_cast<std::ptrdiff_t>(wanted);
}

[[noreturn]] void give_up_starting(const paths::PathDispatcher& paths, std::uint32_t wanted) {
    const std::string& trouble = paths.statistics().trouble;
    throw std::runtime_error(fmt::format("measure --break-even: {} of {} workers started: {}",
                                         paths.statistics().workers_alive, wanted,
                                         trouble.empty() ? "too slow" : trouble));
}

// --- flat out: a path service alone ----------------------------------------------------------------------------------

/// Between polls, as in `solve`: workers give way to whoever polls.
constexpr auto kPollInterval = 200us;
/// Without a frame to keep, a poll may take its time.
constexpr auto kPollBudget = 20ms;
/// So much work lies open for each worker that none runs out of it before the next poll, however late that is. This
/// queue is our own, and the latency flat out is mostly the way through it: what is open over what is answered per
/// second (Little, A Proof for the Queuing Formula L = lambda W, 1961). It compares forms; who asks once waits less.
constexpr double kOpenWork_us = 4'000.0;
constexpr std::uint64_t kFewestOpen = 4;  ///< for each worker
constexpr std::uint64_t kMostOpen = 1024;
/// In a turn, for each of the most workers.
constexpr std::uint64_t kFewestOfATurn = 8;
/// Before the clock starts: every worker has had some, and has measured how fast it burns.
constexpr double kWarmUp_us = 5'000.0;

class FlatOut final : public paths::AnswerSink {
public:
    FlatOut(const Form& form, std::uint32_t burn_us, const std::filesystem::path& pathfinder)
        : burn_us_(burn_us), searches_elsewhere_(form.mode != paths::Mode::kInline) {
        const std::uint64_t hands = std::max(form.workers, 1U);
        most_open_ =
            std::clamp(static_cast<std::uint64_t>(kOpenWork_us / burn_us) * hands, kFewestOpen * hands, kMostOpen);
        paths::DispatcherSettings settings;
        settings.layout = GridLayout(64, 64);
        settings.bits.assign(settings.layout.total_words(), 0);
        set_cell(settings.layout, settings.bits.data(), kCell, true);
        settings.mode = form.mode;
        settings.workers = form.workers;
        settings.policy = SchedulingPolicy::kNormal;  // there is no frame to give way to
        settings.policy_is_fixed = true;
        settings.pathfinder = pathfinder;
        settings.chunk_jobs = form.chunk_jobs;
        settings.poll_budget = kPollBudget;
        service_ = std::make_unique<paths::PathDispatcher>(std::move(settings));
        wait_for_workers(form.workers);
        (void)run(static_cast<std::uint64_t>(std::ceil(kWarmUp_us * static_cast<double>(hands) / burn_us)));
    }

    /// Returns how long it took.
    [[nodiscard]] double run(std::uint64_t jobs) {
        latency_.reset();
        left_ = jobs;
        const Clock::time_point begin = Clock::now();
        last_answer_ = begin;
        while (left_ > 0 || open_ > 0) turn();
        return std::chrono::duration<double>(Clock::now() - begin).count();
    }
    [[nodiscard]] const measure::DurationHistogram& latency() const noexcept { return latency_; }

    void on_answer(const paths::PathAnswer& answer) noexcept override {
        --open_;
        latency_.add(answer.times.applied - answer.times.wanted);
    }

private:
    static constexpr Cell kCell{1, 1};

    void wait_for_workers(std::uint32_t wanted) {
        const Clock::time_point patience = Clock::now() + kStartPatience;
        for (;;) {
            service_->poll(*this);
            service_->refresh_statistics();
            if (has_all_workers(*service_, wanted)) return;
            if (Clock::now() > patience) give_up_starting(*service_, wanted);
            std::this_thread::sleep_for(1ms);
        }
    }

    /// What a frame does: submit, flush, poll; and sleep if nothing moved, or the workers have enough to do.
    void turn() {
        const std::uint64_t open_before = open_;
        for (; left_ > 0 && open_ < most_open_; --left_, ++open_) {
            (void)service_->submit(burn_request(kCell, MapVersion{1}, burn_us_));
        }
        const std::uint64_t asked = open_ - open_before;
        const std::uint64_t answered_before = latency_.count();
        service_->flush();
        service_->poll(*this);
        const bool nothing_came = latency_.count() == answered_before;
        if (!nothing_came) last_answer_ = Clock::now();
        if (Clock::now() - last_answer_ > kAnswerPatience) {
            throw std::runtime_error(fmt::format("measure --break-even: no answer for {} s, {} requests are lost",
                                                 std::chrono::seconds(kAnswerPatience).count(), open_));
        }
        const bool nothing_moved = nothing_came && asked == 0;
        const bool has_enough = searches_elsewhere_ && open_ >= most_open_ / 2;
        if (nothing_moved || has_enough) std::this_thread::sleep_for(kPollInterval);
    }

    const std::uint32_t burn_us_;
    const bool searches_elsewhere_;
    std::uint64_t most_open_ = 0;
    std::uint64_t left_ = 0;
    std::uint64_t open_ = 0;
    Clock::time_point last_answer_{};
    measure::DurationHistogram latency_;
    std::unique_ptr<paths::PathDispatcher> service_;  ///< last: it goes first
};

/// The turns of one point.
struct FlatOutTurns {
    BreakEvenPoint* point = nullptr;
    std::vector<double> jobs_per_s;
    measure::DurationHistogram latency;
};

void run_turn(const BreakEvenPlan& plan, const std::filesystem::path& pathfinder, FlatOutTurns& turns) {
    const BreakEvenPoint& point = *turns.point;
    const auto burn_us = static_cast<std::uint32_t>(point.burn_us);
    const std::uint64_t jobs = jobs_of_a_turn(plan, point.burn_us);
    FlatOut flat_out({point.mode, point.workers, point.chunk_jobs}, burn_us, pathfinder);
    turns.jobs_per_s.push_back(static_cast<double>(jobs) / flat_out.run(jobs));
    turns.latency.add(flat_out.latency());
}

void finish_turns(FlatOutTurns& turns) {
    turns.point->jobs_per_s = measure::median_of(turns.jobs_per_s);
    turns.point->latency = turns.latency.summary();
}

// --- with frames: one session, led from point to point ---------------------------------------------------------------

/// More open requests than so many frames have: then the workers cannot do what is asked, and nothing more is asked.
constexpr double kMostOpen_frames = 4.0;
constexpr std::uint32_t kWarmUp_frames = 10;
constexpr std::uint32_t kFramesPerSecond = 60;

[[nodiscard]] BurnOrder order_for(const BreakEvenPoint& point) noexcept {
    const double most = std::ceil(kMostOpen_frames * std::max(point.per_frame, 1.0));
    return {static_cast<std::uint32_t>(point.burn_us), point.per_frame, static_cast<std::uint64_t>(most)};
}

/// Called at the end of every frame. Each point: nothing open any more; its form; its workers; warm-up; timed frames.
class FrameRuns {
public:
    struct Progress {
        std::function<void(const BreakEvenPoint&)> begins;
        std::function<void()> ends;
    };

    FrameRuns(std::vector<BreakEvenPoint*> points, std::uint32_t frames, BurnLoad& load, Progress progress)
        : points_(std::move(points)), frames_(frames), load_(load), progress_(std::move(progress)) {
        timed_.reserve(points_.size());
    }

    /// True: that was the last frame.
    [[nodiscard]] bool end_frame(paths::PathDispatcher& paths) {
        ++frame_;
        switch (step_) {
            case Step::kClear: return clear(paths);
            case Step::kStart: return start(paths);
            case Step::kWarmUp: return warm_up();
            case Step::kTimed: return time();
        }
        return true;
    }

    /// What the frames of each finished point took. `frames`: of the session, from its first.
    void read(const std::vector<measure::FrameSample>& frames) const {
        for (std::size_t i = 0; i < timed_.size(); ++i) read(frames, timed_[i], *points_[i]);
    }

private:
    enum class Step : std::uint8_t { kClear, kStart, kWarmUp, kTimed };

    bool clear(paths::PathDispatcher& paths) {
        if (timed_.size() == points_.size()) return true;
        load_.set_order({});
        paths.set_mode(paths::Mode::kNone);  // ends what is open
        if (load_.open() > 0) return false;
        progress_.begins(point());
        paths.set_workers(point().workers);
        paths.set_chunk(point().chunk_jobs);
        paths.set_mode(point().mode);
        patience_ = Clock::now() + kStartPatience;
        step_ = Step::kStart;
        return false;
    }

    bool start(paths::PathDispatcher& paths) {
        if (!has_all_workers(paths, point().workers)) {
            if (Clock::now() > patience_) give_up_starting(paths, point().workers);
            return false;
        }
        load_.set_order(order_for(point()));
        until_ = frame_ + kWarmUp_frames;
        step_ = Step::kWarmUp;
        return false;
    }

    bool warm_up() {
        if (frame_ < until_) return false;
        load_.reset_counts();
        until_ = frame_ + frames_;
        step_ = Step::kTimed;
        return false;
    }

    bool time() {
        if (frame_ < until_) return false;
        point().held_back = load_.held_back();
        point().frame_latency = load_.latency().summary();
        timed_.push_back(until_ - frames_);
        progress_.ends();
        step_ = Step::kClear;
        return false;
    }

    [[nodiscard]] BreakEvenPoint& point() const { return *points_[timed_.size()]; }

    void read(const std::vector<measure::FrameSample>& frames, std::size_t first, BreakEvenPoint& point) const {
        std::vector<measure::Nanoseconds> work;
        std::vector<measure::Nanoseconds> core;
        std::vector<measure::Nanoseconds> paths;
        for (std::size_t i = first; i < std::min<std::size_t>(first + frames_, frames.size()); ++i) {
            const measure::FrameTimes& times = frames[i].times;
            work.push_back(times.work);
            core.push_back(times.core());
            paths.push_back(times.work - times.core());
        }
        point.frames = work.size();
        point.work = measure::percentiles_of(work);
        point.core = measure::percentiles_of(core);
        point.paths = measure::percentiles_of(paths);
    }

    const std::vector<BreakEvenPoint*> points_;
    const std::uint32_t frames_;
    BurnLoad& load_;
    const Progress progress_;
    std::vector<std::size_t> timed_;  ///< the first timed frame of each point that is done
    Step step_ = Step::kClear;
    std::size_t frame_ = 0;  ///< of the session, the next one
    std::size_t until_ = 0;
    Clock::time_point patience_{};
};

[[nodiscard]] Cell some_free_cell(const search::TerrainMap& map) {
    const auto found = std::ranges::find_if(map.terrain, search::is_passable);
    const auto index = static_cast<std::int32_t>(found - map.terrain.begin());
    return {index % map.width_cells, index / map.width_cells};
}

// --- the whole -------------------------------------------------------------------------------------------------------

class BreakEvenRun {
public:
    BreakEvenRun(const BreakEvenPlan& plan, SessionSettings settings, Window& window, paths::EventLog& log,
                 const volatile std::sig_atomic_t& stop, const BreakEvenProgress& progress)
        : plan_(plan),
          settings_(std::move(settings)),
          window_(window),
          log_(log),
          stop_(stop),
          progress_(progress),
          random_(plan.seed) {}

    measure::BreakEven run() {
        result_.work_per_frame_us = plan_.work_per_frame_us;
        add_points();
        const std::size_t forms = forms_of(plan_.workers, plan_.chunks).size();
        for (std::size_t first = 0; first < result_.points.size() && stop_ == 0; first += forms) {
            run_flat_out(std::span(result_.points).subspan(first, forms));
        }
        if (stop_ == 0) run_with_frames();
        result_.findings = measure::findings_of(result_);
        return std::move(result_);
    }

private:
    /// T by T, and the forms of each in an order of their own, so that whatever drifts meanwhile favours none.
    void add_points() {
        std::vector<Form> forms = forms_of(plan_.workers, plan_.chunks);
        for (const std::uint32_t burn_us : plan_.burns_us) {
            std::shuffle(forms.begin(), forms.end(), random_);
            for (const Form& form : forms) {
                result_.points.push_back(point_of(form, burn_us, plan_.work_per_frame_us / burn_us));
            }
        }
        forms = forms_of({plan_.workers.front()}, {plan_.chunks.front()});
        for (const double per_frame : plan_.load_per_frame) {
            std::shuffle(forms.begin(), forms.end(), random_);
            for (const Form& form : forms) result_.by_load.push_back(point_of(form, plan_.load_burn_us, per_frame));
        }
    }

    /// All forms at one T.
    void run_flat_out(std::span<BreakEvenPoint> points) {
        std::vector<FlatOutTurns> all;
        for (BreakEvenPoint& point : points) all.push_back({&point, {}, {}});
        for (std::uint32_t turn = 0; turn < plan_.turns; ++turn) {
            for (FlatOutTurns& turns : all) {
                if (stop_ != 0) break;
                begin_run(*turns.point, "without frames");
                run_turn(plan_, settings_.pathfinder, turns);
                end_run();
            }
            std::shuffle(all.begin(), all.end(), random_);
        }
        for (FlatOutTurns& turns : all) {
            if (!turns.jobs_per_s.empty()) finish_turns(turns);
        }
    }

    void run_with_frames() {
        std::vector<BreakEvenPoint*> points;
        for (BreakEvenPoint& point : result_.points) points.push_back(&point);
        for (BreakEvenPoint& point : result_.by_load) points.push_back(&point);
        BurnLoad load(some_free_cell(settings_.map), MapVersion{1});
        FrameRuns runs(points, plan_.frames, load,
                       {[this](const BreakEvenPoint& point) {
                            begin_run(point, fmt::format("{:.3g} in each frame", point.per_frame));
                        },
                        [this] { end_run(); }});
        RecorderSettings recording;
        recording.frames_alone = true;
        RunRecorder recorder(std::move(recording));
        SessionSettings settings = settings_;
        settings.options.mode = paths::Mode::kNone;
        settings.options.headless = true;
        settings.options.frames_per_s = kFramesPerSecond;
        settings.options.frames = 0;
        settings.policy_is_fixed = true;
        settings.recorder = &recorder;
        settings.burn_load = &load;
        settings.each_frame = [&runs](paths::PathDispatcher& paths) { return runs.end_frame(paths); };
        const SettingsStore store(std::nullopt);
        Tape tape;
        PlaySession session(std::move(settings), window_, tape, store, log_, stop_);
        session.run();
        runs.read(session.take_record().frames);
    }

    void begin_run(const BreakEvenPoint& point, std::string_view how) {
        if (!progress_.begin_run) return;
        progress_.begin_run(fmt::format("{}, {:g} us, {}", name_of_form(point), point.burn_us, how));
    }
    void end_run() {
        if (progress_.end_run) progress_.end_run();
    }

    const BreakEvenPlan& plan_;
    const SessionSettings settings_;
    Window& window_;
    paths::EventLog& log_;
    const volatile std::sig_atomic_t& stop_;
    const BreakEvenProgress& progress_;
    std::mt19937_64 random_;
    measure::BreakEven result_;
};

}  // namespace

std::uint64_t jobs_of_a_turn(const BreakEvenPlan& plan, double burn_us) {
    const std::uint64_t most = std::ranges::max(plan.workers);
    const std::uint64_t least = kFewestOfATurn * most;
    // A multiple of every number of workers, where that is not too many for the largest.
    std::uint64_t step = 1;
    for (const std::uint32_t workers : plan.workers) step = step <= least ? std::lcm(step, workers) : step;
    if (step > least) step = most;
    const auto wanted = static_cast<std::uint64_t>(std::llround(plan.flat_out_cpu_s * 1e6 / burn_us));
    const std::uint64_t jobs = std::clamp(wanted, BreakEvenPlan::kFewestJobs, BreakEvenPlan::kMostJobs);
    const std::uint64_t in_a_turn = std::max((jobs + plan.turns - 1) / plan.turns, least);
    return (in_a_turn + step - 1) / step * step;
}

std::size_t flat_out_runs_of(const BreakEvenPlan& plan) {
    return plan.turns * plan.burns_us.size() * forms_of(plan.workers, plan.chunks).size();
}

std::size_t runs_of(const BreakEvenPlan& plan) {
    const std::size_t points = plan.burns_us.size() * forms_of(plan.workers, plan.chunks).size();
    const std::size_t by_load = plan.load_per_frame.size() * forms_of({1}, {1}).size();
    return flat_out_runs_of(plan) + points + by_load;
}

measure::BreakEven run_break_even(const BreakEvenPlan& plan, SessionSettings settings, Window& window,
                                  paths::EventLog& log, const volatile std::sig_atomic_t& stop,
                                  const BreakEvenProgress& progress) {
    return BreakEvenRun(plan, std::move(settings), window, log, stop, progress).run();
}

}  // namespace outrider::app
