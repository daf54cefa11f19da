#include "pathfinder/loop/worker_loop.h"

#include <sched.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <thread>

#include "pathfinder/loop/fault_point.h"
#include "shared/burn_job.h"
#include "shared/event_count.h"

namespace outrider::loop {
namespace {

using namespace std::chrono_literals;

/// Turns of looking again before a worker without work goes to sleep.
constexpr int kSpinTurns = 2'000;
/// A chunk is at most one part in so many of what lies ready.
constexpr std::uint64_t kChunkShare = 8;
/// How long to wait at a time for room in a full ring: the game drains once a frame.
constexpr auto kRoomWait = 1ms;
/// How often a slow job looks whether it is still wanted.
constexpr auto kSlowSlice = 10ms;

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

search::SearchResult not_run() noexcept {
    search::SearchResult result;
    result.status = AnswerStatus::kFailed;
    return result;
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

LoopEnd WorkerLoop::run() noexcept {
    set_phase(WorkerPhase::kReady);
    while (!told_to_leave()) {
        give_way();
        if (has_done_enough()) {
            set_phase(WorkerPhase::kLeaving);
            return LoopEnd::kRecycled;
        }
        if (claim_chunk()) {
            work_off_chunk();
        } else {
            wait_for_work();
        }
    }
    set_phase(WorkerPhase::kLeaving);
    return LoopEnd::kToldToLeave;
}

// Asked for between jobs, in long searches, and while we spin: seldom more than some tens of microseconds of the frame.
void WorkerLoop::give_way() const noexcept {
    if (identity_.gives_way && world_.frame_core.is_here()) ::sched_yield();
}

bool WorkerLoop::told_to_leave() const noexcept {
    return world_.leave_orders[identity_.seat.value].load(std::memory_order_relaxed) == identity_.life.value;
}

bool WorkerLoop::has_done_enough() const noexcept {
    return identity_.recycle_after_jobs != 0 && jobs_done_ >= identity_.recycle_after_jobs;
}

// --- a chunk: one compare-and-swap a job, one tail for all -----------------------------------------------------------

bool WorkerLoop::claim_chunk() noexcept {
    chunk_jobs_ = served_ = published_ = 0;
    auto claimed = claimer_.claim(results_.claims[0]);
    if (!claimed) return false;
    const Lane lane = claimed->lane;
    const std::uint32_t most = most_jobs_in(lane);
    while (claimed) {
        chunk_[chunk_jobs_++] = {*claimed, monotonic_ns()};
        fault_point(FaultPoint::kAfterClaim);
        if (chunk_jobs_ == most) break;
        claimed = claimer_.claim_in(lane, results_.claims[chunk_jobs_]);
    }
    return true;
}

// Never so many that the others would stand idle while we work them off: a share of what lies ready, so that chunks
// shrink as the board runs empty. C. D. Polychronopoulos, D. J. Kuck, "Guided Self-Scheduling", IEEE Trans. Comp.
// C-36(12), 1987.
std::uint32_t WorkerLoop::most_jobs_in(Lane lane) const noexcept {
    if (lane == Lane::kUrgent) return 1;
    const std::uint32_t wanted = std::clamp(world_.chunk_jobs.load(std::memory_order_relaxed), 1U, kMaxChunk_jobs);
    if (wanted == 1) return 1;
    const std::uint64_t share = 1 + claimer_.approx_ready_count(lane) / kChunkShare;
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(wanted, share));
}

// Told to leave on the way, it leaves with the other claims standing: the game issues those jobs again.
void WorkerLoop::work_off_chunk() noexcept {
    set_phase(WorkerPhase::kSearching);
    while (served_ < chunk_jobs_) {
        if (served_ > 0 && told_to_leave()) break;
        if (!serve(chunk_[served_])) break;
    }
    publish_served();
    pinned_.reset();
    drop_pin(results_.pin);
    results_.telemetry.current_issue.store(0, std::memory_order_relaxed);
}

// False: told to leave while there was no room for the answer.
bool WorkerLoop::serve(const ChunkJob& chunk_job) noexcept {
    const ClaimedJob& claimed = chunk_job.claimed;
    // Which job we are on, in memory that no other worker can write: by this the game judges us, and the job.
    results_.telemetry.current_issue.store(claimed.job.issue.value, std::memory_order_relaxed);

    const PinnedVersion* version = version_for(claimed.job);
    ResultRecord record;
    record.lane = claimed.lane;
    record.sequence = claimed.sequence & kSequenceMask;
    record.generation = identity_.generation;
    record.issue = claimed.job.issue;
    record.claimed_ns = chunk_job.claimed_ns;
    record.began_ns = served_ == 0 ? chunk_job.claimed_ns : monotonic_ns();
    search::SearchResult result;
    // A version that is not offered is one whose request has ended: there is nobody to search for.
    result.status = AnswerStatus::kCancelled;
    if (version != nullptr && !stop_signal(claimed).requested()) result = answer_to(claimed, *version);
    record.searched_ns = monotonic_ns();
    record.status = result.status;
    record.version = version != nullptr ? version->map.version() : MapVersion{};
    record.cost = result.cost;
    record.expanded_nodes = result.expanded_nodes;
    if (!write(record, result.turning_points)) return false;

    ++served_;
    ++jobs_done_;
    add(results_.telemetry.jobs, 1);
    add(results_.telemetry.expanded, result.expanded_nodes);
    return true;
}

search::SearchResult WorkerLoop::answer_to(const ClaimedJob& claimed, const PinnedVersion& version) noexcept {
    const Job& job = claimed.job;
    if (job.kind == JobKind::kPoison) {
        if (!identity_.in_game_process || job.may_end_the_game) std::abort();
        return not_run();
    }
    if (job.kind == JobKind::kSlow) sleep_like_a_slow_job(claimed);
    fault_point(FaultPoint::kMidSearch);
    if (job.kind == JobKind::kBurn) return may_burn(job) ? burned(claimed, version) : not_run();
    if (job.kind == JobKind::kFlowField) return searcher_.flow_field(version.map, job, stop_signal(claimed));
    return searcher_.search(version.map, job, stop_signal(claimed), version.costs);
}

void WorkerLoop::sleep_like_a_slow_job(const ClaimedJob& claimed) noexcept {
    publish_served();  // the others of the chunk need not wait for this one
    const std::uint64_t until_ns = monotonic_ns() + static_cast<std::uint64_t>(kSlowJobTime / 1ns);
    while (monotonic_ns() < until_ns && !stop_signal(claimed).requested() && !told_to_leave()) {
        std::this_thread::sleep_for(kSlowSlice);
    }
}

search::SearchResult WorkerLoop::burned(const ClaimedJob& claimed, const PinnedVersion& version) noexcept {
    const search::StopSignal stop = stop_signal(claimed);
    burner_.burn(claimed.job, [&] { return stop.requested() || told_to_leave(); });
    return searcher_.search(version.map, search_after_burning(claimed.job), stop, version.costs);
}

search::StopSignal WorkerLoop::stop_signal(const ClaimedJob& claimed) const noexcept {
    return {.word = &world_.cancels[slot_of(claimed.lane, claimed.sequence)],
            .value = claimed.job.issue.value,
            .meanwhile = [](const void* loop) noexcept { static_cast<const WorkerLoop*>(loop)->give_way(); },
            .asker = this};
}

// A chunk stays on one version as long as that one is right: the newest, or exactly the one that is asked for.
const PinnedVersion* WorkerLoop::version_for(const Job& job) noexcept {
    if (pinned_) {
        // Relaxed: an older answer to "which is the newest?" is still a version that we hold.
        const auto newest = NewestVersion::from(world_.newest.load(std::memory_order_relaxed)).version;
        const MapVersion held = pinned_->map.version();
        const bool right = job.exact_version ? held == job.version : held == newest && newest >= job.version;
        if (right) return &*pinned_;
    }
    // The game keeps a version's buffer until all that was published while it was pinned is drained: so publish before
    // the pin moves.
    publish_served();
    pinned_ = pin_version(world_, layout_, results_.pin, job.version, job.exact_version);
    return pinned_ ? &*pinned_ : nullptr;
}

// --- answers ---------------------------------------------------------------------------------------------------------

// Longer answers than a record may be go out in numbered parts; only the last one answers the request.
bool WorkerLoop::write(ResultRecord record, std::span<const PackedCell> points) noexcept {
    do {
        const auto part = points.first(std::min<std::size_t>(points.size(), ResultRecord::kMaxPoints));
        points = points.subspan(part.size());
        record.last_part = points.empty();
        if (!write_when_there_is_room(record, part)) return false;
        ++record.part;
    } while (!points.empty());
    return true;
}

// A full ring makes the worker wait, never the game.
bool WorkerLoop::write_when_there_is_room(const ResultRecord& record, std::span<const PackedCell> points) noexcept {
    if (writer_.try_write(record, points)) return true;
    publish_served();
    set_phase(WorkerPhase::kBlocked);
    while (!told_to_leave()) {
        if (writer_.try_write(record, points)) {
            set_phase(WorkerPhase::kSearching);
            return true;
        }
        std::this_thread::sleep_for(kRoomWait);
    }
    return false;
}

void WorkerLoop::publish_served() noexcept {
    if (writer_.has_unpublished()) writer_.publish(monotonic_ns());
    // Release: pairs with the acquire of the note in BoardSweep. Who sees the note gone sees the answer published.
    for (; published_ < served_; ++published_) {
        results_.claims[published_].job.store(0, std::memory_order_release);
    }
}

void WorkerLoop::wait_for_work() noexcept {
    set_phase(WorkerPhase::kSpinning);
    for (int turn = 0; turn < kSpinTurns; ++turn) {
        if (claimer_.has_news() || told_to_leave()) return;
        give_way();
        pause_briefly();
    }
    set_phase(WorkerPhase::kSleeping);
    add(results_.telemetry.sleeps, 1);
    sleep_unless(board_, identity_.seat, [this] {
        fault_point(FaultPoint::kAtSleep);
        return claimer_.has_news() || told_to_leave();
    });
}

}  // namespace outrider::loop
