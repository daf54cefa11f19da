// The ledger: the truth about every request. Private to the game; nobody else can write it.
//
//   waiting -> on board -> (proving) -> ended         waiting -> ended (inline, cancelled)
//
// An entry is open from submit() until it ends with exactly one answer; then its place is used again.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "game/paths/path_service.h"
#include "game/paths/statistics.h"
#include "shared/ids.h"
#include "shared/protocol.h"

namespace outrider::paths {

/// Index of an entry; valid while the entry is open.
using EntryIndex = std::uint32_t;
inline constexpr EntryIndex kNoEntry = 0xFFFF'FFFF;

enum class EntryState : std::uint8_t {
    kFree,     ///< no request
    kWaiting,  ///< in the ledger only: the board is full, the map version is not out yet, or the mode is inline
    kOnBoard,  ///< in a slot, ready or claimed
    kProving,  ///< a worker says something that takes time to check: `unreachable`, a field
};

struct LedgerEntry {
    PathRequest request;
    PathTimes times;
    EntryState state = EntryState::kFree;
    std::uint32_t serial = 0;       ///< of this place: the upper half of the RequestId
    std::uint64_t sequence = 0;     ///< on the board
    IssueNumber issue;              ///< the latest; an answer with another one is late
    std::uint32_t attempts = 0;     ///< how often it was given to a worker
    std::uint8_t fault_deaths = 0;  ///< workers that its search ended
    std::uint8_t rejections = 0;    ///< workers whose answer to it failed the check
    std::uint64_t wanted_poll = 0;  ///< polls before it was wanted
    // Links of the lane's queue (waiting entries), and of the lane's open entries by age.
    EntryIndex queue_previous = kNoEntry;
    EntryIndex queue_next = kNoEntry;
    EntryIndex older = kNoEntry;
    EntryIndex younger = kNoEntry;
};

/// Frame thread only. Grows when more requests are open than ever before; otherwise allocates nothing.
class Ledger {
public:
    Ledger();

    /// A new entry, waiting at the end of its lane's queue.
    EntryIndex open(const PathRequest& request, MonotonicTime now);
    /// The entry of an open request; nothing if it has ended (or never was).
    [[nodiscard]] std::optional<EntryIndex> find(RequestId id) const noexcept;
    [[nodiscard]] RequestId id_of(EntryIndex index) const noexcept;
    [[nodiscard]] LedgerEntry& operator[](EntryIndex index) noexcept { return entries_[index]; }
    [[nodiscard]] const LedgerEntry& operator[](EntryIndex index) const noexcept { return entries_[index]; }

    /// The first of a lane's queue; kNoEntry: nobody waits.
    [[nodiscard]] EntryIndex first_waiting(Lane lane) const noexcept { return queue(lane).first; }
    [[nodiscard]] std::uint32_t waiting_count(Lane lane) const noexcept { return queue(lane).count; }
    /// Takes an entry out of its queue; its state is the caller's to set.
    void leave_queue(EntryIndex index) noexcept;
    /// Back to the front of its queue: it was there before the others.
    void wait_in_front(EntryIndex index) noexcept;

    /// Ends a request: counts its answer and frees its place. REQUIRES: it is in no queue.
    void end(EntryIndex index, AnswerStatus status) noexcept;

    /// Of the open entries of a lane; kNoEntry: it has none.
    [[nodiscard]] EntryIndex oldest(Lane lane) const noexcept { return queue(lane).oldest; }
    /// The next one of its lane.
    [[nodiscard]] EntryIndex younger_than(EntryIndex index) const noexcept { return entries_[index].younger; }

    /// Time in frames: polls are what a request's way is counted in.
    void begin_poll() noexcept { ++polls_; }
    [[nodiscard]] std::uint32_t polls_since_wanted(EntryIndex index) const noexcept {
        return static_cast<std::uint32_t>(polls_ - entries_[index].wanted_poll);
    }

    [[nodiscard]] RequestCounters& counters() noexcept { return counters_; }
    /// submitted = answered + in flight, and as many places are taken as there are requests in flight. With
    /// OUTRIDER_CHECKS the open entries are also counted one by one.
    [[nodiscard]] bool is_conserved() const noexcept;

private:
    struct Queue {
        EntryIndex first = kNoEntry;
        EntryIndex last = kNoEntry;
        std::uint32_t count = 0;
        EntryIndex oldest = kNoEntry;  ///< of all open entries of the lane, wherever they are
        EntryIndex youngest = kNoEntry;
    };
    [[nodiscard]] Queue& queue(Lane lane) noexcept { return queues_[static_cast<std::size_t>(lane)]; }
    [[nodiscard]] const Queue& queue(Lane lane) const noexcept { return queues_[static_cast<std::size_t>(lane)]; }
    void wait_at_end(EntryIndex index) noexcept;
    void link_youngest(EntryIndex index) noexcept;
    void unlink_age(EntryIndex index) noexcept;

    std::vector<LedgerEntry> entries_;
    std::vector<EntryIndex> free_;
    std::array<Queue, kLaneCount> queues_;
    std::uint64_t polls_ = 0;
    RequestCounters counters_;
};

}  // namespace outrider::paths
