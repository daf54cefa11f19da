#include <spdlog/spdlog.h>
#include <stdlib.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <mutex>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "game/measure/duration_histogram.h"
#include "game/paths/path_dispatcher.h"
#include "tests/torture/process_facts.h"
#include "tests/torture/request_book.h"
#include "tests/torture/torture.h"

namespace outrider::torture {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;

constexpr auto kFrame = std::chrono::microseconds(16'667);
/// Searches on it take long enough for the board never to run empty.
const GridLayout kMap(512, 512);
constexpr std::uint64_t kInFlight = 3'000;
constexpr auto kWarmUpTime = 1s;
constexpr auto kQuietTime = 5s;
constexpr auto kMostDrainTime = 60s;
/// How long corrupt workers may go on.
constexpr std::chrono::duration<double> kTimeForNoise{3.0};
/// Between two kills at random instants, on the mean.
constexpr double kMeanPause_s = 0.022;
/// A soak shorter than this is not judged by its memory.
constexpr double kSoakThatTells_s = 240.0;
constexpr int kMostGrowth_kib = 256;
/// Large blocks of the heap are mappings of their own.
constexpr std::int64_t kMostMapsGrowth = 8;

double ms(std::chrono::nanoseconds time) { return std::chrono::duration<double, std::milli>(time).count(); }

Json summary(const measure::DurationHistogram& histogram) {
    return {
        {"p50", ms(histogram.percentile(500))}, {"p99", ms(histogram.percentile(990))}, {"max", ms(histogram.max())}};
}

Json summary(std::vector<double> values_ms) {
    if (values_ms.empty()) return {{"p50", nullptr}, {"p99", nullptr}, {"max", nullptr}};
    std::ranges::sort(values_ms);
    const auto at = [&](double share) {
        return values_ms[std::min(values_ms.size() - 1,
                                  static_cast<std::size_t>(share * static_cast<double>(values_ms.size())))];
    };
    return {{"p50", at(0.5)}, {"p99", at(0.99)}, {"max", values_ms.back()}};
}

paths::DispatcherSettings settings_for(const Options& options, const RequestBook& book) {
    paths::DispatcherSettings settings;
    settings.layout = book.layout();
    settings.bits = book.first_map();
    settings.mode = paths::Mode::kProcesses;
    settings.workers = options.workers;
    settings.policy = options.policy;
    settings.pathfinder = options.pathfinder;
    settings.chunk_jobs = options.chunk;
    return settings;
}

/// Kills workers at random instants, in a thread of its own.
class Killer {
public:
    struct Kill {
        std::uint32_t seat = 0;
        Clock::time_point when;
    };

    Killer(std::uint64_t kills, std::uint64_t seed)
        : left_(kills), random_(seed), thread_([this](const std::stop_token& stop) { run(stop); }) {}

    /// Frame thread: who there is to kill.
    void set_victims(std::span<const paths::WorkerStatistics> workers) {
        const std::lock_guard lock(mutex_);
        victims_.clear();
        for (const auto& worker : workers) {
            // Killed already, and not reaped yet: a busy machine takes its time.
            const bool is_hit = last_hit_[worker.seat.value] == worker.pid;
            if (worker.pid != 0 && !is_hit) victims_.push_back({worker.seat.value, worker.pid});
        }
    }
    /// Frame thread: the kills since the last call.
    std::vector<Kill> take_kills() {
        const std::lock_guard lock(mutex_);
        return std::exchange(done_, {});
    }
    /// Processes that were hit, each counted once.
    [[nodiscard]] std::uint64_t killed() {
        const std::lock_guard lock(mutex_);
        return killed_;
    }
    [[nodiscard]] bool is_done() {
        const std::lock_guard lock(mutex_);
        return left_ == 0;
    }

private:
    struct Victim {
        std::uint32_t seat;
        std::int32_t pid;
    };

    void run(const std::stop_token& stop) {
        std::exponential_distribution<double> pause(1.0 / kMeanPause_s);
        while (!stop.stop_requested() && !is_done()) {
            std::this_thread::sleep_for(std::chrono::duration<double>(pause(random_)));
            kill_one();
        }
    }
    void kill_one() {
        const std::lock_guard lock(mutex_);
        if (victims_.empty()) return;
        const std::size_t index = random_() % victims_.size();
        const Victim victim = victims_[index];
        // Now and then a crash instead: it charges the job.
        const int signal = random_() % 20 == 0 ? SIGSEGV : SIGKILL;
        victims_.erase(victims_.begin() + static_cast<std::ptrdiff_t>(index));
        if (!signal_child(victim.pid, signal)) return;
        last_hit_[victim.seat] = victim.pid;
        // After the signal: what the seat claims from now on is the replacement's.
        const auto when = Clock::now();
        ++killed_;
        done_.push_back({victim.seat, when});
        --left_;
    }

    std::mutex mutex_;
    std::uint64_t left_;
    std::uint64_t killed_ = 0;
    std::vector<Victim> victims_;
    std::array<std::int32_t, kMaxSeats> last_hit_{};
    std::vector<Kill> done_;
    std::mt19937_64 random_;
    std::jthread thread_;  ///< last
};

/// The frame loop of a game that has nothing else to do.
class Frames {
public:
    Frames(paths::PathDispatcher& pool, RequestBook& book) : pool_(pool), book_(book) {}

    /// One frame: answers, up to `wanted` open requests, statistics; then sleeps until the next is due.
    void run(std::uint64_t wanted, measure::DurationHistogram& work) {
        const auto start = Clock::now();
        const bool offloaded = pool_.mode() == paths::Mode::kProcesses;
        pool_.poll(book_);
        while (book_.open() < wanted) book_.ask(pool_);
        pool_.flush();
        pool_.refresh_statistics();
        // In the other modes the frame searches itself, or asks again at once what was cancelled.
        if (offloaded) work.add(Clock::now() - start);
        book_.audit_kept();
        if (!pool_.is_conserved()) ++unconserved_;
        next_ = std::max(next_ + kFrame, Clock::now());
        std::this_thread::sleep_until(next_);
    }
    /// Until every request is answered; false: some were not in time.
    [[nodiscard]] bool drain() {
        measure::DurationHistogram unused;
        const auto deadline = Clock::now() + kMostDrainTime;
        while (book_.open() > 0 && Clock::now() < deadline) run(0, unused);
        return book_.open() == 0;
    }
    /// Frames in which the pool's books did not balance.
    [[nodiscard]] std::uint64_t unconserved() const noexcept { return unconserved_; }

private:
    paths::PathDispatcher& pool_;
    RequestBook& book_;
    std::uint64_t unconserved_ = 0;
    Clock::time_point next_ = Clock::now();
};

/// Everything else that goes wrong, one frame at a time.
class Mischief {
public:
    Mischief(paths::PathDispatcher& pool, RequestBook& book, const Options& options)
        : pool_(pool), book_(book), options_(options), random_(options.seed * 7919 + 1) {}

    /// True: the plan of the pool changed, and who is killed now need not be replaced.
    [[nodiscard]] bool do_some() {
        changed_ = false;
        if (one_in(2)) book_.cancel_one(pool_);
        if (one_in(2)) book_.supersede_one(pool_);
        if (one_in(60)) book_.edit(pool_);
        if (one_in(200)) book_.ask_poison(pool_), ++poisons_;
        // Not while somebody's first answer is timed: a slow one would be no measure of him.
        if (one_in(400) && !book_.awaits_heirs()) book_.ask_slow(pool_);
        if (one_in(300)) change([&] { stops_ += pool_.stop_worker() ? 1 : 0; });
        if (one_in(300)) pool_.kill_all_workers();
        if (one_in(120))
            change([&] { pool_.set_workers(1 + static_cast<std::uint32_t>(random_() % options_.workers)); });
        if (one_in(400)) change([&] { pool_.set_mode(static_cast<paths::Mode>(random_() % 4)); });
        if (pool_.mode() != paths::Mode::kProcesses && one_in(5))
            change([&] { pool_.set_mode(paths::Mode::kProcesses); });
        return changed_;
    }
    /// A pool as it was at first.
    void end() {
        pool_.set_mode(paths::Mode::kProcesses);
        pool_.set_workers(options_.workers);
    }
    [[nodiscard]] std::uint64_t stops() const noexcept { return stops_; }
    [[nodiscard]] std::uint64_t poisons() const noexcept { return poisons_; }

private:
    template <class Change>
    void change(Change plan) {
        plan();
        changed_ = true;
    }
    [[nodiscard]] bool one_in(unsigned frames) { return random_() % frames == 0; }

    paths::PathDispatcher& pool_;
    RequestBook& book_;
    const Options& options_;
    std::mt19937_64 random_;
    std::uint64_t stops_ = 0;
    std::uint64_t poisons_ = 0;
    bool changed_ = false;
};

/// What must not have changed when all is over.
struct Ground {
    std::uint64_t descriptors = open_descriptors();
};

std::string fault_variable(const Options& options) {
    // At its sleep a worker holds no job and comes there seldom; elsewhere some jobs go well first.
    const std::string passage = options.point == "at_sleep" ? "2" : "20";
    return options.point + ":" + passage + ":" + options.action + ":" + std::to_string(options.kills);
}

/// Kills at random instants, with everything else beside them.
void run_kills(const Options& options, paths::PathDispatcher& pool, RequestBook& book, Frames& frames,
               measure::DurationHistogram& work, Json& figures) {
    Killer killer(options.kills, options.seed);
    Mischief mischief(pool, book, options);
    const auto start = Clock::now();
    const auto deadline = start + std::chrono::duration<double>(options.most_seconds);
    while (!killer.is_done() && Clock::now() < deadline) {
        const bool plan_changed = mischief.do_some();
        frames.run(kInFlight, work);
        killer.set_victims(pool.workers());
        for (const Killer::Kill& kill : killer.take_kills()) book.note_kill(kill.seat, kill.when);
        if (plan_changed) book.forget_kills();
    }
    mischief.end();
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    figures["kills"] = killer.killed();
    figures["kills_per_s"] = static_cast<double>(killer.killed()) / seconds;
    figures["seconds"] = seconds;
    figures["stops"] = mischief.stops();
    figures["poisons"] = mischief.poisons();
}

/// Each of the first `kills` lives reaches its fault. Bursts with pauses, so that workers also fall asleep.
void run_faults(const Options& options, paths::PathDispatcher& pool, Frames& frames, measure::DurationHistogram& work,
                Json& figures) {
    const auto start = Clock::now();
    // Noise on the board is nobody's whom one could name, so it need not end a worker.
    const bool must_end_workers = options.action != "corrupt";
    const auto deadline =
        start + (must_end_workers ? std::chrono::duration<double>(options.most_seconds) : kTimeForNoise);
    for (std::uint64_t frame = 0; pool.requests().deaths < options.kills && Clock::now() < deadline; ++frame) {
        frames.run(frame % 10 < 5 ? kInFlight / 10 : 0, work);
    }
    figures["seconds"] = std::chrono::duration<double>(Clock::now() - start).count();
    // Stopped, or asleep for good: these are what the supervisor is to end.
    const bool hangs = options.action == "stop" || options.action == "sleep";
    figures["stops"] = hangs ? options.kills : 0;
    figures["poisons"] = 0;
}

void add_counters(Json& figures, const paths::PathDispatcher& pool, const RequestBook& book, const Frames& frames) {
    const paths::RequestCounters& requests = pool.requests();
    figures["deaths_seen"] = requests.deaths;
    figures["jobs"] = book.asked();
    figures["lost"] = book.open();
    figures["duplicated"] = book.duplicated();
    figures["corrupt"] = book.corrupt() + frames.unconserved();
    figures["board_repairs"] = requests.board_repairs;
    figures["superseded"] = book.superseded();
    figures["late"] = requests.late;
    figures["rejected"] = requests.rejected;
    figures["reissued"] = requests.reissued;
    figures["quarantined"] = requests.quarantined;
    figures["failed"] = book.ended_as(AnswerStatus::kFailed);
    figures["expired"] = book.ended_as(AnswerStatus::kExpired);
    figures["found"] = book.ended_as(AnswerStatus::kFound);
    figures["partial"] = book.ended_as(AnswerStatus::kPartial);
    figures["fields"] = book.audited_fields();
    figures["unreachable"] = book.ended_as(AnswerStatus::kUnreachable);
}

bool holds(const Json& figures, bool by_random_kills) {
    bool good = true;
    for (const char* name : {"lost", "duplicated", "corrupt", "false_kills", "orphans"})
        good = good && figures[name] == 0;
    // A board that only honest workers wrote needs no repair.
    if (by_random_kills) good = good && figures["board_repairs"] == 0;
    const bool must_die = !figures.contains("action") || figures["action"] != "corrupt";
    // A kill may hit one that is leaving by itself at that very instant.
    constexpr std::uint64_t kMayMiss = 2;
    if (must_die) {
        good = good && figures["deaths_seen"].get<std::uint64_t>() + kMayMiss >= figures["kills"].get<std::uint64_t>();
    } else {
        // Noise that nobody noticed is a fault that did not happen.
        good = good && (figures["rejected"] != 0 || figures["board_repairs"] != 0);
    }
    return good && figures["fds_after"] == figures["fds_before"];
}

}  // namespace

Verdict torture_pool(const Options& options) {
    const bool by_fault = !options.point.empty();
    if (by_fault) ::setenv("OUTRIDER_FAULT", fault_variable(options).c_str(), 1);
    const Hogs hogs(options.hogs);
    const Ground before;
    RequestBook book(kMap, options.seed);
    Verdict verdict;
    Json& figures = verdict.figures;
    figures["kills"] = options.kills;
    figures["workers"] = options.workers;
    figures["chunk"] = options.chunk;
    figures["seed"] = options.seed;
    if (by_fault) figures["point"] = options.point, figures["action"] = options.action;
    measure::DurationHistogram quiet;
    measure::DurationHistogram work;
    {
        paths::PathDispatcher pool(settings_for(options, book));
        Frames frames(pool, book);
        const auto run_quietly = [&](Clock::duration time, measure::DurationHistogram& into) {
            for (const auto end = Clock::now() + time; Clock::now() < end;) frames.run(kInFlight, into);
        };
        if (!by_fault) {
            measure::DurationHistogram unused;
            run_quietly(kWarmUpTime, unused);
            run_quietly(kQuietTime, quiet);
        }
        const std::uint64_t rss_before = resident_kib();
        if (by_fault) {
            run_faults(options, pool, frames, work, figures);
        } else {
            run_kills(options, pool, book, frames, work, figures);
        }
        const bool drained = frames.drain();
        if (!drained) spdlog::error("{} requests are still open after {} s", book.open(), kMostDrainTime / 1s);
        add_counters(figures, pool, book, frames);
        const std::uint64_t rss_after = resident_kib();
        figures["rss_growth_kib"] = static_cast<std::int64_t>(rss_after) - static_cast<std::int64_t>(rss_before);
        const auto hung_kills = static_cast<std::int64_t>(pool.statistics().hung_kills);
        const auto expected = static_cast<std::int64_t>(figures["stops"].get<std::uint64_t>());
        figures["hung_kills"] = hung_kills;
        figures["false_kills"] = std::max<std::int64_t>(0, hung_kills - expected);
    }
    figures["orphans"] = children().size() - hogs.count();
    figures["fds_before"] = before.descriptors;
    figures["fds_after"] = open_descriptors();
    figures["first_answer_after_kill_ms"] = summary(book.first_answers_ms());
    figures["first_answers_not_timed"] = book.forgotten_kills();
    figures["frame_work_ms"] = summary(work);
    if (!by_fault) figures["quiet_frame_work_ms"] = summary(quiet);
    verdict.passed = holds(figures, !by_fault);
    return verdict;
}

Verdict soak_pool(const Options& options) {
    const Hogs hogs(options.hogs);
    const Ground before;
    RequestBook book(kMap, options.seed);
    Verdict verdict;
    Json& figures = verdict.figures;
    measure::DurationHistogram work;
    std::mt19937_64 random(options.seed);
    {
        paths::PathDispatcher pool(settings_for(options, book));
        Frames frames(pool, book);
        const auto start = Clock::now();
        const auto warm =
            start + std::min<Clock::duration>(60s, std::chrono::duration_cast<Clock::duration>(
                                                       std::chrono::duration<double>(options.most_seconds / 4)));
        const auto end =
            start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(options.most_seconds));
        auto next_resize = start;
        std::uint64_t resizes = 0;
        std::uint64_t rss_warm = 0;
        Mappings maps_warm;
        while (Clock::now() < end) {
            if (Clock::now() >= next_resize) {
                pool.set_workers(1 + static_cast<std::uint32_t>(random() % options.workers));
                next_resize += 1s;
                ++resizes;
            }
            frames.run(kInFlight, work);
            if (rss_warm == 0 && Clock::now() >= warm) {
                // Compared with the same number of workers at the end.
                pool.set_workers(options.workers);
                for (int i = 0; i < 60; ++i) frames.run(kInFlight, work);
                rss_warm = resident_kib();
                maps_warm = mappings();
            }
        }
        pool.set_workers(options.workers);
        for (int i = 0; i < 60; ++i) frames.run(kInFlight, work);
        const std::uint64_t rss_end = resident_kib();
        const Mappings maps_end = mappings();
        figures["children"] = children().size() - hogs.count();
        (void)frames.drain();
        figures["resizes"] = resizes;
        add_counters(figures, pool, book, frames);
        figures["false_kills"] = pool.statistics().hung_kills;
        figures["policy"] = to_string(pool.statistics().policy);
        figures["rss_growth_kib"] = static_cast<std::int64_t>(rss_end) - static_cast<std::int64_t>(rss_warm);
        figures["maps_growth"] = static_cast<std::int64_t>(maps_end.all) - static_cast<std::int64_t>(maps_warm.all);
        figures["segments_growth"] =
            static_cast<std::int64_t>(maps_end.segments) - static_cast<std::int64_t>(maps_warm.segments);
    }
    figures["kills"] = 0;
    figures["orphans"] = children().size() - hogs.count();
    figures["fds_before"] = before.descriptors;
    figures["fds_after"] = open_descriptors();
    figures["frame_work_ms"] = summary(work);
    // Memory needs its first minute to come to rest, so a short soak says nothing of it.
    const bool is_long = options.most_seconds >= kSoakThatTells_s;
    verdict.passed = holds(figures, true) && figures["segments_growth"] == 0 &&
                     figures["maps_growth"] <= kMostMapsGrowth && figures["children"] == options.workers &&
                     (!is_long || figures["rss_growth_kib"] <= kMostGrowth_kib);
    return verdict;
}

}  // namespace outrider::torture
