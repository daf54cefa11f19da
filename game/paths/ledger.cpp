#include "game/paths/ledger.h"

#include <cassert>

namespace outrider::paths {
namespace {

/// Room for every unit of the largest sandbox and then some, from the start.
constexpr std::size_t kFirstCapacity = 65'536;

}  // namespace

Ledger::Ledger() {
    entries_.reserve(kFirstCapacity);
    free_.reserve(kFirstCapacity);
}

EntryIndex Ledger::open(const PathRequest& request, MonotonicTime now) {
    EntryIndex index = 0;
    if (free_.empty()) {
        index = static_cast<EntryIndex>(entries_.size());
        entries_.emplace_back();
        // end() must not allocate: there is a place for every entry in the list of free ones.
        free_.reserve(entries_.capacity());
    } else {
        index = free_.back();
        free_.pop_back();
    }
    LedgerEntry& entry = entries_[index];
    ++entry.serial;
    entry.request = request;
    entry.times = PathTimes{};
    entry.times.wanted = now;
    entry.wanted_poll = polls_;
    entry.issue = IssueNumber{};
    entry.attempts = entry.fault_deaths = entry.rejections = 0;
    link_youngest(index);
    wait_at_end(index);
    ++counters_.submitted;
    ++counters_.in_flight;
    return index;
}

std::optional<EntryIndex> Ledger::find(RequestId id) const noexcept {
    const auto index = static_cast<EntryIndex>(id.value);
    if (index >= entries_.size()) return std::nullopt;
    const LedgerEntry& entry = entries_[index];
    if (entry.state == EntryState::kFree || entry.serial != id.value >> 32U) return std::nullopt;
    return index;
}

RequestId Ledger::id_of(EntryIndex index) const noexcept {
    return RequestId{std::uint64_t{entries_[index].serial} << 32U | index};
}

void Ledger::wait_at_end(EntryIndex index) noexcept {
    LedgerEntry& entry = entries_[index];
    Queue& line = queue(entry.request.lane);
    entry.state = EntryState::kWaiting;
    entry.queue_previous = line.last;
    entry.queue_next = kNoEntry;
    (line.last == kNoEntry ? line.first : entries_[line.last].queue_next) = index;
    line.last = index;
    ++line.count;
}

void Ledger::wait_in_front(EntryIndex index) noexcept {
    LedgerEntry& entry = entries_[index];
    Queue& line = queue(entry.request.lane);
    entry.state = EntryState::kWaiting;
    entry.queue_previous = kNoEntry;
    entry.queue_next = line.first;
    (line.first == kNoEntry ? line.last : entries_[line.first].queue_previous) = index;
    line.first = index;
    ++line.count;
}

void Ledger::leave_queue(EntryIndex index) noexcept {
    LedgerEntry& entry = entries_[index];
    assert(entry.state == EntryState::kWaiting && "only a waiting entry stands in a queue");
    Queue& line = queue(entry.request.lane);
    (entry.queue_previous == kNoEntry ? line.first : entries_[entry.queue_previous].queue_next) = entry.queue_next;
    (entry.queue_next == kNoEntry ? line.last : entries_[entry.queue_next].queue_previous) = entry.queue_previous;
    --line.count;
}

void Ledger::end(EntryIndex index, AnswerStatus status) noexcept {
    LedgerEntry& entry = entries_[index];
    assert(entry.state != EntryState::kFree && "a request ends once");
    unlink_age(index);
    entry.state = EntryState::kFree;
    free_.push_back(index);
    ++counters_.answers[static_cast<std::size_t>(status)];
    --counters_.in_flight;
}

bool Ledger::is_conserved() const noexcept {
    const std::uint64_t places_taken = entries_.size() - free_.size();
    bool conserved =
        counters_.submitted == counters_.answered() + counters_.in_flight && counters_.in_flight == places_taken;
#ifdef OUTRIDER_CHECKS
    std::uint64_t open = 0;
    for (const Queue& lane : queues_) {
        for (EntryIndex i = lane.oldest; i != kNoEntry; i = entries_[i].younger) ++open;
    }
    conserved = conserved && open == places_taken;
#endif
    return conserved;
}

void Ledger::link_youngest(EntryIndex index) noexcept {
    LedgerEntry& entry = entries_[index];
    Queue& lane = queue(entry.request.lane);
    entry.older = lane.youngest;
    entry.younger = kNoEntry;
    (lane.youngest == kNoEntry ? lane.oldest : entries_[lane.youngest].younger) = index;
    lane.youngest = index;
}

void Ledger::unlink_age(EntryIndex index) noexcept {
    const LedgerEntry& entry = entries_[index];
    Queue& lane = queue(entry.request.lane);
    (entry.older == kNoEntry ? lane.oldest : entries_[entry.older].younger) = entry.younger;
    (entry.younger == kNoEntry ? lane.youngest : entries_[entry.younger].older) = entry.older;
}

}  // namespace outrider::paths
