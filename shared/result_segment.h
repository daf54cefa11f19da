// The result segment: one per worker, and no other worker has its descriptor. The worker writes all of it but the copy
// of the read cursor. The game reads each word once, atomically, checks the value it read, and only then uses it.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>

#include "shared/grid.h"
#include "shared/ids.h"
#include "shared/protocol.h"

namespace outrider {

/// Words of the result ring (256 KiB): a power of two.
inline constexpr std::uint64_t kRingWords = 32'768;
static_assert((kRingWords & (kRingWords - 1)) == 0);
/// A record takes at most a quarter of the ring; longer answers come in parts.
inline constexpr std::uint32_t kMaxRecordWords = static_cast<std::uint32_t>(kRingWords / 4);

/// The head of a record in the ring, as plain values. After it come the turning points, two a word.
struct ResultRecord {
    std::uint32_t length_words = 0;  ///< of the whole record, header included
    std::uint16_t part = 0;          ///< 0, 1, … of one answer
    bool last_part = true;           ///< only the last part answers the request
    AnswerStatus status = AnswerStatus::kFailed;
    Lane lane = Lane::kNormal;
    std::uint64_t sequence = 0;  ///< of the job on the board
    Generation generation;       ///< the worker, in full
    IssueNumber issue;
    MapVersion version;  ///< that was searched
    StepCount cost;
    std::uint32_t points = 0;  ///< turning points in this part
    std::uint32_t expanded_nodes = 0;
    std::uint64_t claimed_ns = 0;  ///< monotonic clock, like all four
    std::uint64_t began_ns = 0;    ///< the search; later than the claim where others of the chunk came first
    std::uint64_t searched_ns = 0;
    std::uint64_t published_ns = 0;

    static constexpr std::uint32_t kHeaderWords = 12;
    static constexpr std::uint32_t kPublishedWord = 10;  ///< where `published_ns` lies: written last, with the tail
    static constexpr std::uint32_t kMaxPoints = (kMaxRecordWords - kHeaderWords) * 2;

    [[nodiscard]] static constexpr std::uint32_t words_for(std::uint32_t points) noexcept {
        return kHeaderWords + (points + 1) / 2;
    }

    [[nodiscard]] constexpr std::array<std::uint64_t, kHeaderWords> to_words() const noexcept {
        return to_words(points);
    }
    /// As a record of this many turning points.
    [[nodiscard]] constexpr std::array<std::uint64_t, kHeaderWords> to_words(std::uint32_t point_count) const noexcept {
        return {std::uint64_t{words_for(point_count)} | std::uint64_t{part} << 32U |
                    std::uint64_t{last_part ? 1U : 0U} << 48U,
                static_cast<std::uint64_t>(status) | static_cast<std::uint64_t>(lane) << 8U | sequence << 16U,
                generation.value,
                issue.value,
                version.value,
                std::uint64_t{cost.straight} | std::uint64_t{cost.diagonal} << 32U,
                std::uint64_t{point_count} | std::uint64_t{expanded_nodes} << 32U,
                claimed_ns,
                began_ns,
                searched_ns,
                published_ns,
                kMark};
    }

    /// Nothing unless every field is one that a worker could rightly have written.
    [[nodiscard]] static constexpr std::optional<ResultRecord> from_words(
        const std::array<std::uint64_t, kHeaderWords>& words) noexcept {
        ResultRecord record;
        if (!parse(words, record)) return std::nullopt;
        return record;
    }
    /// The same in place; after false, `record` is not to be used.
    [[nodiscard]] static constexpr bool parse(const std::array<std::uint64_t, kHeaderWords>& words,
                                              ResultRecord& record) noexcept {
        record.length_words = static_cast<std::uint32_t>(words[0]);
        record.part = static_cast<std::uint16_t>(words[0] >> 32U);
        record.last_part = (words[0] >> 48U) == 1U;
        const std::uint64_t status = words[1] & 0xFFU;
        const std::uint64_t lane = words[1] >> 8U & 0xFFU;
        record.sequence = words[1] >> 16U;
        record.generation = Generation{words[2]};
        record.issue = IssueNumber{words[3]};
        record.version = MapVersion{words[4]};
        record.cost = {static_cast<std::uint32_t>(words[5]), static_cast<std::uint32_t>(words[5] >> 32U)};
        record.points = static_cast<std::uint32_t>(words[6]);
        record.expanded_nodes = static_cast<std::uint32_t>(words[6] >> 32U);
        record.claimed_ns = words[7];
        record.began_ns = words[8];
        record.searched_ns = words[9];
        record.published_ns = words[10];
        const bool flags_ok = (words[0] >> 48U) <= 1U;
        const bool enums_ok = status >= 1 && status < kAnswerStatusCount && lane < kLaneCount;
        const bool size_ok = record.points <= kMaxPoints && record.length_words == words_for(record.points);
        record.status = static_cast<AnswerStatus>(status);
        record.lane = static_cast<Lane>(lane);
        return flags_ok && enums_ok && size_ok && words[11] == kMark;
    }

private:
    /// Ends every header, so that a reader that lost its place notices.
    static constexpr std::uint64_t kMark = 0x4F55545249444552;  // "OUTRIDER"
};

/// A job that this worker has claimed, or is about to try for. 0: none.
struct ClaimNote {
    std::atomic<std::uint64_t> job;  ///< note_of()

    [[nodiscard]] static constexpr std::uint64_t note_of(Lane lane, std::uint64_t sequence) noexcept {
        return sequence << 8U | static_cast<std::uint64_t>(lane) << 1U | 1U;
    }
};

/// What a worker's signal handler leaves of its end. Shown, never trusted: numbers to be looked up and printed.
struct CrashNote {
    static constexpr std::uint32_t kMaxFrames = 24;
    std::atomic<std::uint32_t> signal;  ///< 0: no crash; stored last
    std::atomic<std::uint32_t> frames;  ///< addresses below that are filled
    std::atomic<std::uint64_t> fault_address;
    std::atomic<std::uint64_t> load_base;  ///< where the worker program lies in its memory; written at its start
    std::array<std::atomic<std::uint64_t>, kMaxFrames> return_addresses;
};

/// What the worker tells of itself. Shown, never trusted.
struct alignas(kCacheLineBytes) WorkerTelemetry {
    std::atomic<std::uint32_t> phase;     ///< WorkerPhase
    std::atomic<std::uint32_t> policy;    ///< SchedulingPolicy that the kernel granted
    std::atomic<std::uint64_t> jobs;      ///< final records published
    std::atomic<std::uint64_t> expanded;  ///< nodes
    std::atomic<std::uint64_t> sleeps;
    std::atomic<std::uint64_t> current_issue;  ///< the job being searched; 0: none
    std::atomic<std::uint64_t> log_dropped;    ///< log lines that found no room
};

struct ResultSegment {
    // Written by the worker.
    alignas(kCacheLineBytes) std::atomic<std::uint64_t> pin;   ///< the map version it looks at; 0: none
    alignas(kCacheLineBytes) std::atomic<std::uint64_t> tail;  ///< words ever written to the ring
    WorkerTelemetry telemetry;
    CrashNote crash;
    /// One for each job of its chunk. Written before the claim itself, so that no claim is ever without its note.
    alignas(kCacheLineBytes) std::array<ClaimNote, kMaxChunk_jobs> claims;
    // Written by the game: a copy of its private read cursor, for the worker to see how much room there is.
    alignas(kCacheLineBytes) std::atomic<std::uint64_t> read_cursor;
    // Written by the worker: plain words, so that it can write many at a time; published by the release of the tail.
    // Whoever reads them must do so through std::atomic_ref, once: the writer may be anything but honest.
    alignas(kCacheLineBytes) std::array<std::uint64_t, kRingWords> ring;
};

}  // namespace outrider
