#include "pathfinder/loop/worker_loop.h"

#include <algorithm>
#include <ctime>
#include <thread>

#include "pathfinder/loop/map_pin.h"
#include "shared/event_count.h"

namespace outrider::loop {
namespace {

/// Turns of looking again before a worker without work goes to sleep.
constexpr int kSpinTurns = 2'000;
/// How long to wait at a time for room in a full ring: the game drains once a frame.
constexpr std::chrono::milliseconds kRoomWait{1};

std::uint64_t monotonic_ns() noexcept {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(now.tv_nsec);
}

void pause_briefly() noexcept {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

void add(std::atomic<std::uint64_t>& counter, std::uint64_t amount) noexcept {
    // We are the only writer: no need for an atomic addition.
    counter.store(counter.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
}

}  // namespace

WorkerLoop::WorkerLoop(const WorldSegment& world, BoardSegment& board, ResultSegment& results,
                       const WorkerIdentity& identity)
    : world_(world),
      board_(board),
      results_(results),
      identity_(identity),
      layout_(world.width_cells, world.height_cells),
      claimer_(world, board, identity.life),
      writer_(results) {
    searcher_.prepare(layout_);
}

void WorkerLoop::run() noexcept {
    set_phase(WorkerPhase::kReady);
    while (!told_to_leave()) {
        if (const auto claimed = claimer_.claim()) {
            serve(*claimed);
        } else {
            wait_for_work();
        }
    }
    set_phase(WorkerPhase::kLeaving);
}

bool WorkerLoop::told_to_leave() const noexcept {
    return world_.leave_orders[identity_.seat.value].load(std::memory_order_relaxed) == identity_.life.value;
}

void WorkerLoop::serve(const ClaimedJob& claimed) noexcept {
    const std::uint64_t claimed_ns = monotonic_ns();
    set_phase(WorkerPhase::kSearching);
    note_claim(claimed.job.issue, claimed.sequence << 8U | static_cast<std::uint64_t>(claimed.lane));

    const auto map = pin_version(world_, layout_, results_.pin, claimed.job.version, claimed.job.exact_version);
    // A version that is not offered is one whose request has ended: there is nobody to search for.
    search::SearchResult result;
    result.status = AnswerStatus::kCancelled;
    if (map) result = search(claimed, *map);
    publish(claimed, map ? map->version() : MapVersion{}, result, claimed_ns);
    drop_pin(results_.pin);

    note_claim(IssueNumber{}, 0);
    add(results_.telemetry.jobs, 1);
    add(results_.telemetry.expanded, result.expanded_nodes);
}

// Which job we have and are on, in memory that no other worker can write.
void WorkerLoop::note_claim(IssueNumber issue, std::uint64_t job) noexcept {
    results_.claims[0].job.store(job, std::memory_order_relaxed);
    results_.claims[0].issue.store(issue.value, std::memory_order_relaxed);
    results_.telemetry.current_issue.store(issue.value, std::memory_order_relaxed);
}

search::SearchResult WorkerLoop::search(const ClaimedJob& claimed, const MapView& map) noexcept {
    const Job& job = claimed.job;
    const search::PathQuery query{job.start, job.goal, job.algorithm, job.node_budget};
    const std::uint32_t slot = slot_of(claimed.lane, claimed.sequence);
    return searcher_.search(map, query, {&world_.cancels[slot], job.issue.value});
}

// Longer answers than a record may be go out in numbered parts; only the last one answers the request.
void WorkerLoop::publish(const ClaimedJob& claimed, MapVersion version, const search::SearchResult& result,
                         std::uint64_t claimed_ns) noexcept {
    ResultRecord record;
    record.status = result.status;
    record.lane = claimed.lane;
    record.sequence = claimed.sequence & kSequenceMask;
    record.generation = identity_.generation;
    record.issue = claimed.job.issue;
    record.version = version;
    record.cost = result.cost;
    record.expanded_nodes = result.expanded_nodes;
    record.claimed_ns = claimed_ns;
    record.searched_ns = monotonic_ns();

    std::span<const PackedCell> rest = result.turning_points;
    do {
        const auto points = rest.first(std::min<std::size_t>(rest.size(), ResultRecord::kMaxPoints));
        rest = rest.subspan(points.size());
        record.last_part = rest.empty();
        record.published_ns = monotonic_ns();
        if (!write_when_there_is_room(record, points)) return;
        ++record.part;
    } while (!rest.empty());
}

// A full ring makes the worker wait, never the game. Told to leave meanwhile, it leaves with its claim standing: the
// game issues that job again.
bool WorkerLoop::write_when_there_is_room(const ResultRecord& record, std::span<const PackedCell> points) noexcept {
    if (writer_.try_write(record, points)) return true;
    set_phase(WorkerPhase::kBlocked);
    while (!told_to_leave()) {
        std::this_thread::sleep_for(kRoomWait);
        if (writer_.try_write(record, points)) {
            set_phase(WorkerPhase::kSearching);
            return true;
        }
    }
    return false;
}

void WorkerLoop::wait_for_work() noexcept {
    set_phase(WorkerPhase::kSpinning);
    for (int turn = 0; turn < kSpinTurns; ++turn) {
        if (claimer_.has_news() || told_to_leave()) return;
        pause_briefly();
    }
    set_phase(WorkerPhase::kSleeping);
    add(results_.telemetry.sleeps, 1);
    sleep_unless(board_, identity_.seat, [this] { return claimer_.has_news() || told_to_leave(); });
}

}  // namespace outrider::loop
