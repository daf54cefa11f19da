// Judges every answer of `solve`: is the path legal on the very map version it was asked on, has it the right length,
// does it end where it should, and did each query get exactly one answer? Believes nothing that the service says of
// itself.
#pragma once

#include <cstdint>
#include <vector>

#include "game/app/solve_reference.h"
#include "game/app/solve_script.h"
#include "game/measure/duration_histogram.h"
#include "game/paths/path_service.h"
#include "shared/path_hash.h"

namespace outrider::app {

/// What an answer was worth.
enum class Verdict : std::uint8_t {
    kOptimal,      ///< a legal path of the right length
    kPartial,      ///< rightly so: the same to the nearest cell within reach, and that was asked for
    kUnreachable,  ///< rightly so
    kWrong,        ///< another length or end than is right, falsely unreachable, or falsely partial
    kInvalid,      ///< not a path, or for another map version
    kNone,         ///< cancelled, expired or failed
};

/// `answer` to what was `asked` on `map` (whose version it must name).
[[nodiscard]] Verdict judge(const AuditedQuery& asked, const paths::PathAnswer& answer, const MapView& map) noexcept;

/// Per query of the scenario, over all passes: a query counts as wrong, invalid, lost or duplicated if it was so in
/// any pass, and as optimal, partial or unreachable if it was so in every pass.
struct SolveCounts {
    std::uint64_t queries = 0;
    std::uint64_t answered = 0;
    std::uint64_t optimal = 0;
    std::uint64_t partial = 0;
    std::uint64_t unreachable = 0;
    std::uint64_t wrong = 0;
    std::uint64_t invalid = 0;
    std::uint64_t lost = 0;
    std::uint64_t duplicated = 0;

    /// Every query has its one right answer.
    [[nodiscard]] bool all_right() const noexcept {
        return optimal + partial + unreachable == queries && wrong + invalid + lost + duplicated == 0;
    }
    friend bool operator==(const SolveCounts&, const SolveCounts&) = default;
};

/// Takes the answers of all passes, one after the other. Requests carry tag_of() as their tag.
class SolveAudit final : public paths::AnswerSink {
public:
    /// `queries` must outlive it.
    explicit SolveAudit(const std::vector<AuditedQuery>& queries);

    /// `history` must outlive the pass.
    void begin_pass(MapHistory& history);
    /// Queries that were asked in this pass and not answered are lost.
    void end_pass();

    /// To be called for each request before it is submitted: its tag in this pass.
    [[nodiscard]] std::uint64_t ask(std::uint32_t index) noexcept;
    void on_answer(const paths::PathAnswer& answer) noexcept override;

    [[nodiscard]] std::uint64_t open() const noexcept { return open_; }
    [[nodiscard]] std::uint64_t taken() const noexcept { return taken_; }  ///< answers so far, in all passes
    [[nodiscard]] SolveCounts counts() const noexcept;
    /// Of the last pass.
    [[nodiscard]] std::uint64_t path_hash() const noexcept { return hash_.value(); }
    [[nodiscard]] const measure::DurationHistogram& search_times() const noexcept { return search_times_; }
    [[nodiscard]] const measure::DurationHistogram& round_trips() const noexcept { return round_trips_; }
    /// True if each pass had the same path hash.
    [[nodiscard]] bool passes_agree() const noexcept { return passes_agree_; }

private:
    /// What became of one query.
    struct Record {
        MapVersion asked_on;        ///< in this pass; 0: not asked yet
        bool open = false;          ///< asked in this pass and not answered
        std::uint8_t verdicts = 0;  ///< one bit for each that it ever had
        bool lost = false;
        bool duplicated = false;

        [[nodiscard]] bool had(Verdict verdict) const noexcept;
        [[nodiscard]] bool had_only(Verdict verdict) const noexcept;
    };

    void note_times(const paths::PathTimes& times) noexcept;

    const std::vector<AuditedQuery>& queries_;
    std::vector<Record> records_;
    MapHistory* history_ = nullptr;
    std::uint64_t pass_ = 0;
    std::uint64_t open_ = 0;
    std::uint64_t taken_ = 0;
    PathHash hash_;
    std::uint64_t first_hash_ = 0;
    bool passes_agree_ = true;
    measure::DurationHistogram search_times_;
    measure::DurationHistogram round_trips_;
};

}  // namespace outrider::app
