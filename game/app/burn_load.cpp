#include "game/app/burn_load.h"

namespace outrider::app {

paths::PathRequest burn_request(Cell cell, MapVersion version, std::uint32_t burn_us) noexcept {
    paths::PathRequest request;
    request.kind = JobKind::kBurn;
    request.start = request.goal = cell;
    request.node_budget = burn_us;
    request.version = version;
    return request;
}

void BurnLoad::set_order(const BurnOrder& order) noexcept {
    order_ = order;
    due_ = 0.0;
}

void BurnLoad::submit(paths::PathService& service) noexcept {
    const paths::PathRequest request = burn_request(cell_, version_, order_.burn_us);
    for (due_ += order_.per_frame; due_ >= 1.0; due_ -= 1.0) {
        ++wanted_;
        if (open_ >= order_.most_open) continue;
        ++asked_;
        ++open_;
        (void)service.submit(request);
    }
}

void BurnLoad::on_answer(const paths::PathAnswer& answer) noexcept {
    --open_;
    if (answer.status == AnswerStatus::kFound) latency_.add(answer.times.applied - answer.times.wanted);
}

void BurnLoad::reset_counts() noexcept {
    wanted_ = asked_ = 0;
    latency_.reset();
}

double BurnLoad::held_back() const noexcept {
    return wanted_ == 0 ? 0.0 : 1.0 - static_cast<double>(asked_) / static_cast<double>(wanted_);
}

}  // namespace outrider::app
