// Takes the workers' records: copies, checks against ledger and map, and answers. Where trust ends.
//
// A record counts if its ledger entry is open, it carries the entry's latest issue number, and its path passes the
// check on the map version that it names; what has no path to check is proven first (prover.h). Whatever comes for a
// request that has ended is late: counted and dropped. Whatever no honest worker could have written is rejected, and
// its worker killed.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "game/paths/job_board.h"
#include "game/paths/ledger.h"
#include "game/paths/map_versions.h"
#include "game/paths/path_service.h"
#include "game/paths/prover.h"
#include "game/paths/sample_window.h"
#include "pathfinder/search/path_check.h"
#include "shared/result_segment.h"

namespace outrider::paths {

/// An answer that is longer than a record, while its parts come in. One per worker: nobody disturbs another's.
struct AnswerParts {
    IssueNumber issue;
    std::uint32_t next_part = 0;
    std::vector<PackedCell> points;
};

/// Who sent a record.
struct Sender {
    Generation generation;
    Seat seat;
    AnswerParts* parts = nullptr;
};

/// Frame thread only.
class AnswerDesk {
public:
    AnswerDesk(Ledger& ledger, JobBoard& board, MapVersions& versions, bool exact_versions);

    enum class Outcome : std::uint8_t {
        kTaken,
        kLate,     ///< its request has ended
        kUnasked,  ///< late too, but for a job that the sender does not have: many of these are no accident
        kRejected  ///< the sender is not to be believed any more
    };
    /// Takes one record.
    [[nodiscard]] Outcome take(const ResultRecord& record, std::span<const PackedCell> points, const Sender& sender,
                               AnswerSink& sink) noexcept;
    /// Answers what was proven since the last call, until `deadline`. Calls `distrust(generation)` for a worker whose
    /// word was wrong.
    template <class Distrust>
    void take_verdicts(AnswerSink& sink, MonotonicTime deadline, Distrust distrust) noexcept;

    /// Ends a request and hands its answer to `sink`.
    void answer(EntryIndex index, PathAnswer answer, AnswerSink& sink) noexcept;

    /// Ends a request `failed`.
    void fail(EntryIndex index, FailReason reason, std::int32_t value, AnswerSink& sink) noexcept;

    /// A request rejected from so many lives is answered `failed`.
    static constexpr std::uint8_t kMostRejections = 8;

    /// Ends a request `cancelled` without telling anybody: its asker withdrew it. REQUIRES: it is in no queue.
    void end_withdrawn(EntryIndex index) noexcept;

    /// The clock, when it was last looked at: not before the last answer.
    [[nodiscard]] MonotonicTime last_look() const noexcept { return last_look_; }
    [[nodiscard]] SampleWindow& searches() noexcept { return searches_; }
    /// The steps of the latest answers (latency_steps.h).
    [[nodiscard]] SampleWindow& step(LatencyStep step) noexcept { return steps_[static_cast<std::size_t>(step)]; }
    [[nodiscard]] RecentNumbers& frames() noexcept { return frames_; }

private:
    [[nodiscard]] Outcome take_open(EntryIndex index, const JobBoard::Place& place, const ResultRecord& record,
                                    std::span<const PackedCell> points, const Sender& sender,
                                    AnswerSink& sink) noexcept;
    [[nodiscard]] bool take_final(EntryIndex index, const JobBoard::Place& place, const ResultRecord& record,
                                  std::span<const PackedCell> points, const Sender& sender, AnswerSink& sink) noexcept;
    void note_rejection(EntryIndex index, const JobBoard::Place& place, const ResultRecord& record,
                        AnswerSink& sink) noexcept;
    [[nodiscard]] bool append_part(JobKind kind, AnswerParts& parts, const ResultRecord& record,
                                   std::span<const PackedCell> points) const noexcept;
    [[nodiscard]] bool has_right_times(const LedgerEntry& entry, const ResultRecord& record) noexcept;
    [[nodiscard]] bool has_passed(std::uint64_t nanoseconds) noexcept;
    [[nodiscard]] bool has_right_version(const PathRequest& request, MapVersion version) const noexcept;
    [[nodiscard]] bool is_right_path(const PathRequest& request, const ResultRecord& record,
                                     std::span<const PackedCell> points) const noexcept;
    [[nodiscard]] bool ask_for_proof(EntryIndex index, const ResultRecord& record, std::span<const PackedCell> points,
                                     const Sender& sender) noexcept;
    [[nodiscard]] std::uint32_t room_for(std::span<const PackedCell> points, const Sender& sender) noexcept;
    void note_way(const PathAnswer& answer) noexcept;
    void note_times(LedgerEntry& entry, const ResultRecord& record) noexcept;
    void answer_verdict(const ProofVerdict& verdict, AnswerSink& sink) noexcept;

    Ledger& ledger_;
    JobBoard& board_;
    MapVersions& versions_;
    const bool exact_versions_;
    Prover prover_;
    SampleWindow searches_;
    std::array<SampleWindow, kLatencyStepCount> steps_;
    RecentNumbers frames_;     ///< polls from wanted to applied, of the same answers
    MonotonicTime last_look_;  ///< at the clock
};

template <class Distrust>
void AnswerDesk::take_verdicts(AnswerSink& sink, MonotonicTime deadline, Distrust distrust) noexcept {
    MapVersion looked_at;
    while (prover_.try_take_map(looked_at)) versions_.release(looked_at);
    ProofVerdict verdict;
    while (std::chrono::steady_clock::now() < deadline && prover_.try_take(verdict)) {
        answer_verdict(verdict, sink);
        if (!verdict.proven) distrust(verdict.accuser);
    }
}

}  // namespace outrider::paths
