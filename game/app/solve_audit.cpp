#include "game/app/solve_audit.h"

#include <algorithm>

#include "pathfinder/search/path_check.h"

namespace outrider::app {

namespace {

[[nodiscard]] constexpr std::uint8_t bit_of(Verdict verdict) noexcept {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(verdict));
}

[[nodiscard]] Verdict judge_path(const AuditedQuery& asked, const paths::PathAnswer& answer,
                                 const MapView& map) noexcept {
    const bool to_goal = answer.status == AnswerStatus::kFound;
    const auto fault = search::check_path(map, asked.query, answer.turning_points, answer.cost, to_goal);
    if (fault != search::PathFault::kNone) return Verdict::kInvalid;
    const bool is_right = answer.status == asked.right.status &&
                          unpack(answer.turning_points.back()) == asked.right.end &&
                          asked.right.agrees_with(answer.cost);
    if (!is_right) return Verdict::kWrong;
    return to_goal ? Verdict::kOptimal : Verdict::kPartial;
}

}  // namespace

Verdict judge(const AuditedQuery& asked, const paths::PathAnswer& answer, const MapView& map) noexcept {
    switch (answer.status) {
        case AnswerStatus::kFound:
        case AnswerStatus::kPartial:
            return answer.version == map.version() ? judge_path(asked, answer, map) : Verdict::kInvalid;
        case AnswerStatus::kUnreachable:
            if (answer.version != map.version() || !answer.turning_points.empty()) return Verdict::kInvalid;
            return asked.right.status == AnswerStatus::kUnreachable ? Verdict::kUnreachable : Verdict::kWrong;
        case AnswerStatus::kCancelled:
        case AnswerStatus::kExpired:
        case AnswerStatus::kFailed: return Verdict::kNone;
    }
    return Verdict::kInvalid;
}

bool SolveAudit::Record::had(Verdict verdict) const noexcept { return (verdicts & bit_of(verdict)) != 0; }
bool SolveAudit::Record::had_only(Verdict verdict) const noexcept { return verdicts == bit_of(verdict) && !lost; }

SolveAudit::SolveAudit(const std::vector<AuditedQuery>& queries) : queries_(queries), records_(queries.size()) {}

void SolveAudit::begin_pass(MapHistory& history) {
    history_ = &history;
    ++pass_;
    open_ = 0;
    hash_ = {};
    search_times_.reset();
    round_trips_.reset();
    for (Record& record : records_) record.asked_on = {};
}

void SolveAudit::end_pass() {
    for (Record& record : records_) {
        record.lost = record.lost || record.open;
        record.open = false;
    }
    if (pass_ == 1) first_hash_ = hash_.value();
    passes_agree_ = passes_agree_ && hash_.value() == first_hash_;
}

std::uint64_t SolveAudit::ask(std::uint32_t index) noexcept {
    Record& record = records_[index];
    record.asked_on = history_->current();
    record.open = true;
    history_->open_request();
    ++open_;
    return pass_ * queries_.size() + index;
}

void SolveAudit::on_answer(const paths::PathAnswer& answer) noexcept {
    ++taken_;
    const std::size_t index = answer.tag % queries_.size();
    Record& record = records_[index];
    if (answer.tag / queries_.size() != pass_ || !record.open) {
        record.duplicated = true;
        return;
    }
    record.open = false;
    --open_;
    const MapView map(history_->layout(), history_->bits_of(record.asked_on), record.asked_on);
    record.verdicts |= bit_of(judge(queries_[index], answer, map));
    history_->close_request(record.asked_on);
    hash_.add(index, answer.status, answer.turning_points);
    note_times(answer.times);
}

void SolveAudit::note_times(const paths::PathTimes& times) noexcept {
    constexpr paths::MonotonicTime kNever{};
    const paths::MonotonicTime begun = times.claimed != kNever ? times.claimed : times.submitted;
    if (begun != kNever && times.searched != kNever) search_times_.add(times.searched - begun);
    if (times.submitted != kNever) round_trips_.add(times.applied - times.submitted);
}

SolveCounts SolveAudit::counts() const noexcept {
    const auto count = [this](auto is_so) {
        return static_cast<std::uint64_t>(std::ranges::count_if(records_, is_so));
    };
    return {
        .queries = records_.size(),
        .answered = count([](const Record& record) { return record.verdicts != 0 && !record.lost; }),
        .optimal = count([](const Record& record) { return record.had_only(Verdict::kOptimal); }),
        .partial = count([](const Record& record) { return record.had_only(Verdict::kPartial); }),
        .unreachable = count([](const Record& record) { return record.had_only(Verdict::kUnreachable); }),
        .wrong = count([](const Record& record) { return record.had(Verdict::kWrong); }),
        .invalid = count([](const Record& record) { return record.had(Verdict::kInvalid); }),
        .lost = count([](const Record& record) { return record.lost; }),
        .duplicated = count([](const Record& record) { return record.duplicated; }),
    };
}

}  // namespace outrider::app
