// The job board and the result rings, by the very classes that game and workers use, with nothing to search for.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "game/paths/job_board.h"
#include "game/paths/map_versions.h"
#include "game/paths/path_dispatcher.h"
#include "game/paths/result_reader.h"
#include "game/paths/shared_memory.h"
#include "pathfinder/loop/job_claimer.h"
#include "pathfinder/loop/result_writer.h"
#include "pathfinder/loop/worker_loop.h"
#include "shared/event_count.h"
#include "tests/bench/bench_transport.h"
#include "tests/bench/bench_transport_game.h"
#include "tests/support/board_fixture.h"

namespace outrider::bench {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::uint32_t, 6> kChunks = {1, 4, 8, 16, 32, 64};
/// Records that are taken before the worker hears of the room they leave.
constexpr std::uint32_t kMostTakenAtOnce = 256;
/// Between two looks of the game where jobs a second count. A game that looks all the time takes the lines away from
/// its workers; a real one looks once a frame.
constexpr auto kBetweenLooks = 5us;

/// A wrong answer makes every figure worthless.
void check(bool right, const char* what) {
    if (right) return;
    std::fprintf(stderr, "bench_transport: %s\n", what);
    std::abort();
}

enum class WorkerSort {
    kSpinning,  ///< claims and answers, and never sleeps
    kSleeping,  ///< sleeps at once when there is no job
    kLoop       ///< the real loop with its search, from a cell to itself
};

/// Claims, answers at once, publishes: the real loop without pins, stamps and search.
class BareWorker {
public:
    BareWorker(const WorldSegment& world, BoardSegment& board, ResultSegment& results,
               const loop::WorkerIdentity& identity)
        : world_(world),
          board_(board),
          results_(results),
          identity_(identity),
          claimer_(world, board, identity.life),
          writer_(results) {}

    [[noreturn]] void run(bool sleeps) noexcept {
        for (;;) {
            if (claim_chunk()) {
                answer_chunk();
            } else if (sleeps) {
                sleep_unless(board_, identity_.seat, [this] { return claimer_.has_news(); });
            } else {
                while (!claimer_.has_news()) pause_briefly();
            }
        }
    }

private:
    [[nodiscard]] bool claim_chunk() noexcept {
        jobs_ = 0;
        auto claimed = claimer_.claim(results_.claims[0]);
        const std::uint32_t most = world_.chunk_jobs.load(std::memory_order_relaxed);
        while (claimed) {
            chunk_[jobs_++] = *claimed;
            if (jobs_ == most) break;
            claimed = claimer_.claim_in(claimed->lane, results_.claims[jobs_]);
        }
        return jobs_ != 0;
    }
    void answer_chunk() noexcept {
        for (std::uint32_t i = 0; i < jobs_; ++i) {
            ResultRecord record;
            record.status = AnswerStatus::kFound;
            record.lane = chunk_[i].lane;
            record.sequence = chunk_[i].sequence & kSequenceMask;
            record.generation = identity_.generation;
            record.issue = chunk_[i].job.issue;
            while (!writer_.try_write(record, {})) {
                writer_.publish(0);
                pause_briefly();
            }
        }
        writer_.publish(0);
        for (std::uint32_t i = 0; i < jobs_; ++i) results_.claims[i].job.store(0, std::memory_order_release);
    }

    const WorldSegment& world_;
    BoardSegment& board_;
    ResultSegment& results_;
    const loop::WorkerIdentity identity_;
    loop::JobClaimer claimer_;
    loop::ResultWriter writer_;
    std::array<loop::ClaimedJob, kMaxChunk_jobs> chunk_;
    std::uint32_t jobs_ = 0;
};

/// The game's side, without the ledger, and its worker processes.
class Transport {
public:
    Transport(const Conditions& conditions, std::uint32_t workers, WorkerSort sort, std::uint32_t chunk_jobs)
        : memory_(kField),
          board_(memory_.world(), memory_.board()),
          versions_(memory_.world(), kField, testing::open_field(kField), false) {
        memory_.world().chunk_jobs.store(chunk_jobs, std::memory_order_relaxed);
        for (std::uint32_t i = 0; i < workers; ++i) rings_.push_back(std::make_unique<Shared<ResultSegment>>());
        for (std::uint32_t i = 0; i < workers; ++i) {
            readers_.emplace_back(**rings_[i]);
            const auto& cores = conditions.cores.workers;
            partners_.emplace_back(cores[i % cores.size()], [this, i, sort] { work(i, sort); });
        }
        points_.reserve(ResultRecord::kMaxPoints);
    }

    [[nodiscard]] bool has_room() const noexcept { return board_.has_room(Lane::kNormal); }
    /// REQUIRES: has_room().
    void issue() noexcept {
        Job job;
        job.issue = IssueNumber{++last_issue_};
        job.start = job.goal = Cell{3, 3};
        job.version = MapVersion{1};
        check(board_.try_issue(Lane::kNormal, job, 0).has_value(), "the board is full");
    }
    void announce() noexcept { board_.announce(); }
    /// Takes what answers there are, and frees their slots. Returns how many.
    std::uint32_t take_answers() noexcept {
        std::uint32_t taken = 0;
        for (paths::ResultReader& reader : readers_) {
            std::uint32_t here = 0;
            while (here < kMostTakenAtOnce && take_answer(reader)) ++here;
            if (here > 0) reader.give_room();
            taken += here;
        }
        return taken;
    }
    [[nodiscard]] bool all_asleep() const noexcept {
        const std::uint64_t all = (std::uint64_t{1} << readers_.size()) - 1;
        return memory_.board().sleepers.load(std::memory_order_relaxed) == all;
    }

private:
    inline static const GridLayout kField{16, 16};

    void work(std::uint32_t index, WorkerSort sort) {
        const loop::WorkerIdentity identity{Seat{index}, LifeId{static_cast<std::uint16_t>(index + 1)},
                                            Generation{index + 1}};
        ResultSegment& results = **rings_[index];
        if (sort == WorkerSort::kLoop) {
            loop::WorkerLoop(memory_.world(), memory_.board(), results, identity).run();
        } else {
            BareWorker(memory_.world(), memory_.board(), results, identity).run(sort == WorkerSort::kSleeping);
        }
    }

    [[nodiscard]] bool take_answer(paths::ResultReader& reader) noexcept {
        ResultRecord record;
        const auto outcome = reader.next(record, points_);
        if (outcome == paths::ResultReader::Outcome::kEmpty) return false;
        check(outcome == paths::ResultReader::Outcome::kRecord, "a ring cannot be read");
        const auto place = board_.find(record.lane, record.sequence);
        check(place && place->record.issue == record.issue && record.status == AnswerStatus::kFound,
              "an answer that nobody asked for");
        board_.free_slot(record.lane, place->sequence);
        return true;
    }

    paths::SharedMemory memory_;
    paths::JobBoard board_;
    paths::MapVersions versions_;
    std::vector<std::unique_ptr<Shared<ResultSegment>>> rings_;
    std::vector<paths::ResultReader> readers_;
    std::vector<PackedCell> points_;
    std::uint64_t last_issue_ = 0;
    std::vector<Partner> partners_;  // last: they end before what they work on goes
};

Figures round_trips(const Conditions& conditions, std::uint32_t workers, WorkerSort sort) {
    Transport transport(conditions, workers, sort, 1);
    const auto round_trip = [&] {
        transport.issue();
        while (transport.take_answers() == 0) {
        }
    };
    // Once around the lane: every page and every slot has been seen by both sides.
    for (std::uint32_t i = 0; i < kLaneCapacity_slots[1]; ++i) round_trip();
    return time_round_trips(conditions, round_trip);
}

Figures round_trips_asleep(const Conditions& conditions, std::uint32_t workers) {
    Transport transport(conditions, workers, WorkerSort::kSleeping, 1);
    const auto let_them_sleep = [&] {
        while (!transport.all_asleep()) pause_briefly();
        conditions.spin_for(kThinkTime);
    };
    return time_round_trips(conditions, let_them_sleep, [&] {
        transport.issue();
        transport.announce();
        while (transport.take_answers() == 0) {
        }
    });
}

Figures jobs_on_a_full_board(const Conditions& conditions, std::uint32_t workers, WorkerSort sort,
                             std::uint32_t chunk_jobs) {
    Transport transport(conditions, workers, sort, chunk_jobs);
    while (transport.has_room()) transport.issue();
    return count_per_second(conditions, [&] {
        const std::uint32_t taken = transport.take_answers();
        while (transport.has_room()) transport.issue();
        if (taken < kMostTakenAtOnce) conditions.spin_for(kBetweenLooks);
        return taken;
    });
}

// The ring alone: `chunk` records to a publish.
Figures records_one_way(const Conditions& conditions, std::uint32_t chunk) {
    Shared<ResultSegment> segment;
    paths::ResultReader reader(*segment);  // before the first record: it begins where the ring is
    const Partner partner(conditions.cores.workers.front(), [&] {
        loop::ResultWriter writer(*segment);
        ResultRecord record;
        record.status = AnswerStatus::kFound;
        for (;;) {
            for (std::uint32_t i = 0; i < chunk; ++i) {
                while (!writer.try_write(record, {})) {
                    writer.publish(0);
                    pause_briefly();
                }
                ++record.issue.value;
            }
            writer.publish(0);
        }
    });
    ResultRecord record;
    std::vector<PackedCell> points;
    points.reserve(ResultRecord::kMaxPoints);
    std::uint64_t expected = 0;
    return count_per_second(conditions, [&] {
        std::uint32_t taken = 0;
        while (taken < kMostTakenAtOnce && reader.next(record, points) == paths::ResultReader::Outcome::kRecord) {
            check(record.issue.value == expected++, "a record was lost");
            ++taken;
        }
        if (taken > 0) reader.give_room();
        return taken;
    });
}

// The whole of it: PathDispatcher with its ledger and checks, and a real worker.
Figures round_trips_of_the_service(const Conditions& conditions, paths::Mode mode) {
    Game game(conditions, mode, 1);
    return time_round_trips(conditions, [&] {
        game.submit();
        game.dispatcher().flush();
        while (game.poll() == 0) {
        }
    });
}

}  // namespace

std::vector<Measure> our_measures() {
    std::vector<Measure> measures;
    const auto add = [&](std::string name, std::string what, std::function<Figures(const Conditions&)> run) {
        measures.push_back({std::move(name), std::move(what), std::move(run)});
    };
    for (const std::uint32_t workers : {1U, 2U}) {
        const std::string who = std::to_string(workers) + (workers == 1 ? " worker" : " workers");
        add("board_spinning_" + std::to_string(workers), "board and ring, " + who + " spinning",
            [=](const auto& conditions) { return round_trips(conditions, workers, WorkerSort::kSpinning); });
    }
    add("board_loop_1", "the same with the real loop and its search",
        [](const auto& conditions) { return round_trips(conditions, 1, WorkerSort::kLoop); });
    add("service_processes_1", "submit to sink: ledger, checks, worker process",
        [](const auto& conditions) { return round_trips_of_the_service(conditions, paths::Mode::kProcesses); });
    add("service_threads_1", "the same with a worker thread",
        [](const auto& conditions) { return round_trips_of_the_service(conditions, paths::Mode::kThreads); });
    for (const std::uint32_t workers : {1U, 2U}) {
        const std::string who = std::to_string(workers) + (workers == 1 ? " worker" : " workers");
        add("board_sleeping_" + std::to_string(workers), "board and ring, " + who + " sleeping",
            [=](const auto& conditions) { return round_trips_asleep(conditions, workers); });
    }
    for (const std::uint32_t workers : {1U, 2U}) {
        for (const std::uint32_t chunk : kChunks) {
            add("board_jobs_" + std::to_string(workers) + "_k" + std::to_string(chunk),
                "full board, " + std::to_string(workers) + (workers == 1 ? " worker" : " workers") + ", chunk " +
                    std::to_string(chunk),
                [=](const auto& conditions) {
                    return jobs_on_a_full_board(conditions, workers, WorkerSort::kSpinning, chunk);
                });
        }
    }
    for (const std::uint32_t chunk : kChunks) {
        add("loop_jobs_1_k" + std::to_string(chunk), "the same with the real loop, chunk " + std::to_string(chunk),
            [=](const auto& conditions) { return jobs_on_a_full_board(conditions, 1, WorkerSort::kLoop, chunk); });
    }
    add("ring_one_way", "result ring, each record published",
        [](const auto& conditions) { return records_one_way(conditions, 1); });
    add("ring_one_way_k16", "result ring, 16 records to a publish",
        [](const auto& conditions) { return records_one_way(conditions, 16); });
    return measures;
}

}  // namespace outrider::bench
