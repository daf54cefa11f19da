#include "game/app/siege_preview.h"

#include <utility>

#include "game/sim/siege/mind.h"

namespace outrider::app {

namespace {

/// Of all requests of the preview; below it the gate. Nobody in the siege has so high a number.
constexpr std::uint64_t kTag = std::uint64_t{0xFFFFFFFE} << 32U;

}  // namespace

void SiegePreview::show(const WhatIf& what_if) noexcept {
    if (what_if == what_if_) return;
    what_if_ = what_if;
    want_all();
}

/// The ways of the place before stay in sight until the new ones are known: a moving cursor does not make them blink.
void SiegePreview::want_all() noexcept {
    for (Gate& gate : gates_) {
        gate.wanted = what_if_.any();
        gate.breaks_walls = false;
        if (!gate.wanted) gate.known = false;
    }
    list_ways();
}

void SiegePreview::submit(const sim::siege::Siege& siege, paths::PathService& service) noexcept {
    if (service.mode() == paths::Mode::kNone) return;
    if (std::exchange(asked_on_, siege.version()) != siege.version()) want_all();
    for (std::size_t i = 0; i < gates_.size(); ++i) {
        Gate& gate = gates_[i];
        if (!gate.wanted) continue;
        gate.wanted = false;
        paths::PathRequest request = siege.question_from_gate(i);
        request.tag = kTag | i;
        request.version = siege.version();
        request.lane = Lane::kUrgent;
        request.what_if = what_if_;
        if (gate.breaks_walls) request.wall_factor = sim::siege::kWallFactor;
        gate.request = gate.request == RequestId{} ? service.submit(request) : service.supersede(gate.request, request);
    }
}

bool SiegePreview::take(const paths::PathAnswer& answer) noexcept {
    if ((answer.tag & kTag) != kTag || answer.tag - kTag >= gates_.size()) return false;
    Gate& gate = gates_[answer.tag - kTag];
    if (gate.request != answer.id) return true;
    gate.request = {};
    if (answer.status == AnswerStatus::kUnreachable && !gate.breaks_walls) {
        gate.breaks_walls = gate.wanted = true;
        return true;
    }
    if (answer.status != AnswerStatus::kFound && answer.status != AnswerStatus::kUnreachable) {
        gate.known = false;
        gate.wanted = what_if_.any() && answer.status == AnswerStatus::kCancelled;  // with a change of mode
        list_ways();
        return true;
    }
    gate.known = what_if_.kind != WhatIf::Kind::kNone;
    gate.points.assign(answer.turning_points.begin(), answer.turning_points.end());
    using Kind = render::WayPreview::Kind;
    gate.kind = gate.points.empty() ? Kind::kNone : gate.breaks_walls ? Kind::kBreaksWalls : Kind::kOpen;
    list_ways();
    return true;
}

void SiegePreview::list_ways() {
    std::size_t count = 0;
    for (std::size_t i = 0; i < gates_.size(); ++i) {
        if (gates_[i].known) ways_[count++] = {gates_[i].kind, gates_[i].points, i};
    }
    ways_shown_ = std::span(ways_).first(count);
}

}  // namespace outrider::app
