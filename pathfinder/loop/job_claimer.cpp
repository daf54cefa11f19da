#include "pathfinder/loop/job_claimer.h"

#include <algorithm>

namespace outrider::loop {
namespace {

[[nodiscard]] constexpr std::size_t index_of(Lane lane) noexcept { return static_cast<std::size_t>(lane); }

}  // namespace

std::optional<ClaimedJob> JobClaimer::claim(ClaimNote& note) noexcept {
    // Fair turns begin with the background lane and the normal one by turns.
    std::uint32_t first = 0;
    if (++turn_ % kFairTurn == 0) first = 1 + turn_ / kFairTurn % (kLaneCount - 1);
    for (std::uint32_t i = 0; i < kLaneCount; ++i) {
        const auto lane = static_cast<Lane>((first + i) % kLaneCount);
        if (auto job = claim_in(lane, note)) return job;
    }
    return std::nullopt;
}

// Relaxed: a guess may be old, and the head is anybody's word.
std::uint64_t JobClaimer::approx_ready_count(Lane lane) const noexcept {
    const LaneBounds& bounds = world_.lanes[index_of(lane)];
    const std::uint64_t tail = bounds.tail.load(std::memory_order_relaxed);
    const std::uint64_t head = std::max(bounds.base.load(std::memory_order_relaxed),
                                        board_.heads[index_of(lane)].sequence.load(std::memory_order_relaxed));
    return head < tail ? tail - head : 0;
}

bool JobClaimer::has_news() const noexcept {
    for (std::size_t i = 0; i < kLaneCount; ++i) {
        const LaneBounds& bounds = world_.lanes[i];
        // Partners: JobBoard::announce (tail) and JobBoard::announce_reissued, each followed by a load of the sleeper
        // word.
        if (bounds.tail.load(std::memory_order_seq_cst) != views_[i].looked_up_to) return true;
        if (bounds.epoch.load(std::memory_order_seq_cst) != views_[i].seen_epoch) return true;
    }
    return false;
}

std::optional<ClaimedJob> JobClaimer::claim_in(Lane lane, ClaimNote& note) noexcept {
    LaneView& view = views_[index_of(lane)];
    // A job can turn out not to be ours (requeued behind our back): then look on.
    for (;;) {
        auto sequence = claim_behind_head(lane, view, note);
        if (!sequence) sequence = claim_from_head(lane, view, note);
        if (!sequence) break;
        if (auto job = read_job(lane, *sequence)) return job;
    }
    note.job.store(0, std::memory_order_relaxed);
    return std::nullopt;
}

// Jobs of dead workers are ready again behind the head. The epoch tells of them: it is read before the scan and noted
// as seen after it. Whatever became ready behind the scan came with a later epoch, and so with another scan.
std::optional<std::uint64_t> JobClaimer::claim_behind_head(Lane lane, LaneView& view, ClaimNote& note) noexcept {
    const LaneBounds& bounds = world_.lanes[index_of(lane)];
    // Acquire: pairs with the epoch's store in JobBoard::announce_reissued, after the words were made ready.
    const std::uint64_t epoch = bounds.epoch.load(std::memory_order_acquire);
    if (!view.scanning && epoch == view.seen_epoch) return std::nullopt;
    if (!view.scanning || epoch != view.scan_epoch) {
        view.scanning = true;
        view.scan_epoch = epoch;
        view.scan_at = bounds.base.load(std::memory_order_acquire);
    }
    // Up to the tail, not the head: the head is anybody's word, and a stale one would hide jobs from this scan.
    const std::uint64_t tail = bounds.tail.load(std::memory_order_acquire);
    for (; view.scan_at < tail; ++view.scan_at) {
        if (!is_ready(lane, view.scan_at) || !try_take(lane, view.scan_at, note)) continue;
        help_head(lane, view.scan_at + 1);
        return view.scan_at++;
    }
    view.scanning = false;
    view.seen_epoch = view.scan_epoch;
    return std::nullopt;
}

std::optional<std::uint64_t> JobClaimer::claim_from_head(Lane lane, LaneView& view, ClaimNote& note) noexcept {
    const LaneBounds& bounds = world_.lanes[index_of(lane)];
    // Acquire: pairs with the release of the tail in JobBoard::try_issue; jobs below it are ready, with their payloads.
    const std::uint64_t tail = bounds.tail.load(std::memory_order_acquire);
    // The head is anybody's word, the base is not: nobody can send us on a walk through the past.
    const std::uint64_t base = bounds.base.load(std::memory_order_acquire);
    const std::uint64_t head = board_.heads[index_of(lane)].sequence.load(std::memory_order_relaxed);
    const std::uint64_t first = std::max(head, base);
    for (std::uint64_t sequence = first; sequence < tail; ++sequence) {
        // The first one is nearly always ready: taken without a look, its line comes over once instead of twice.
        if (sequence != first && !is_ready(lane, sequence)) continue;
        if (!try_take(lane, sequence, note)) continue;
        help_head(lane, sequence + 1);
        return sequence;
    }
    help_head(lane, tail);
    view.looked_up_to = tail;
    return std::nullopt;
}

// Relaxed and only a hint: if somebody else moved the head meanwhile, that is as good, and no slot is taken twice.
void JobClaimer::help_head(Lane lane, std::uint64_t looked_up_to) noexcept {
    std::atomic<std::uint64_t>& head_word = board_.heads[index_of(lane)].sequence;
    std::uint64_t head = head_word.load(std::memory_order_relaxed);
    if (head < looked_up_to) head_word.compare_exchange_strong(head, looked_up_to, std::memory_order_relaxed);
}

bool JobClaimer::is_ready(Lane lane, std::uint64_t sequence) const noexcept {
    return board_.claims[slot_of(lane, sequence)].load(std::memory_order_relaxed) == ClaimWord::ready(sequence).bits();
}

bool JobClaimer::try_take(Lane lane, std::uint64_t sequence, ClaimNote& note) noexcept {
    const std::uint32_t slot = slot_of(lane, sequence);
    std::atomic<std::uint64_t>& word = board_.claims[slot];
    std::uint64_t expected = ClaimWord::ready(sequence).bits();
    // Two lines of the game's: on their way at the same time.
    __builtin_prefetch(&world_.payloads[slot]);
    // Relaxed: published by the release below. A note of a job that another got is harmless, a claim without a note is
    // not: the game would take the job away from us.
    note.job.store(ClaimNote::note_of(lane, sequence), std::memory_order_relaxed);
    // Acquire: pairs with the release that made the word ready (JobBoard::try_issue, JobBoard::reissue); the payload is
    // visible. Release: our note is visible to whoever reads the claim (BoardSweep).
    return word.compare_exchange_strong(expected, ClaimWord::claimed(sequence, life_).bits(), std::memory_order_acq_rel,
                                        std::memory_order_relaxed);
}

std::optional<ClaimedJob> JobClaimer::read_job(Lane lane, std::uint64_t sequence) const noexcept {
    const std::uint32_t slot = slot_of(lane, sequence);
    const Job job = world_.payloads[slot].load();
    // The second look: the payload's loads are acquires and stay before it. If the claim is still ours, the words
    // belong together: the game changes a payload only when the slot is not claimed by anybody alive.
    const bool still_mine =
        board_.claims[slot].load(std::memory_order_acquire) == ClaimWord::claimed(sequence, life_).bits();
    if (!still_mine) return std::nullopt;
    return ClaimedJob{lane, sequence, job};
}

}  // namespace outrider::loop
