#include "game/sim/siege/reactions.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "game/sim/siege/mind.h"

namespace outrider::sim::siege {
namespace {

constexpr std::uint64_t kTurned_percent = 95;

std::uint32_t ticks_since(const Mind& mind, std::uint32_t tick) noexcept { return std::max(1U, mind.tick - tick); }

/// Nobody else can join it.
bool is_closed(const Reactions& reactions, ReactionIndex index) noexcept { return index != reactions.joined; }

void finish(Mind& mind, ReactionIndex index) noexcept {
    const Reaction reaction = std::exchange(mind.reactions.list[index], {});
    std::ranges::replace(mind.reaction, index, kNoReaction);  // the slowest are waited for no more
    Thinking& thinking = mind.thinking;
    ++thinking.reactions;
    thinking.last_reaction_ticks = ticks_since(mind, reaction.since_tick);
    thinking.worst_reaction_ticks = std::max(thinking.worst_reaction_ticks, thinking.last_reaction_ticks);
    thinking.last_reaction_minds = reaction.minds;
}

void finish_if_done(Mind& mind, ReactionIndex index) noexcept {
    const Reaction& reaction = mind.reactions.list[index];
    const bool is_done = std::uint64_t{reaction.turned} * 100 >= std::uint64_t{reaction.minds} * kTurned_percent;
    if (reaction.minds != 0 && is_done && is_closed(mind.reactions, index)) finish(mind, index);
}

ReactionIndex spare_reaction(const Reactions& reactions) noexcept {
    const auto spare = std::ranges::find(reactions.list, 0U, &Reaction::minds);
    return spare == reactions.list.end() ? kNoReaction
                                         : static_cast<ReactionIndex>(std::distance(reactions.list.begin(), spare));
}

}  // namespace

void begin_reaction(Mind& mind) noexcept {
    Reactions& reactions = mind.reactions;
    if (reactions.is_open && mind.tick - reactions.since_tick < kLookRound_ticks) return;  // of the same stroke
    close_reaction(mind);
    reactions.is_open = true;
    reactions.since_tick = mind.tick;
}

void concern(Mind& mind, UnitIndex unit) noexcept {
    Reactions& reactions = mind.reactions;
    if (mind.reaction[unit] != kNoReaction || !reactions.is_open) return;
    if (reactions.joined == kNoReaction) {
        reactions.joined = spare_reaction(reactions);
        if (reactions.joined == kNoReaction) return;  // more events than can be told apart: this one goes unmeasured
        reactions.list[reactions.joined] = {reactions.since_tick, 0, 0};
    }
    mind.reaction[unit] = reactions.joined;
    ++reactions.list[reactions.joined].minds;
}

void close_reaction(Mind& mind) noexcept {
    mind.reactions.is_open = false;
    const ReactionIndex closed = std::exchange(mind.reactions.joined, kNoReaction);
    if (closed != kNoReaction) finish_if_done(mind, closed);
}

void settle(Mind& mind, UnitIndex unit) noexcept {
    const ReactionIndex index = std::exchange(mind.reaction[unit], kNoReaction);
    if (index == kNoReaction) return;
    ++mind.reactions.list[index].turned;
    finish_if_done(mind, index);
}

void no_longer_concerned(Mind& mind, UnitIndex unit) noexcept {
    const ReactionIndex index = std::exchange(mind.reaction[unit], kNoReaction);
    if (index == kNoReaction) return;
    --mind.reactions.list[index].minds;
    finish_if_done(mind, index);
}

std::uint32_t pending_ticks(const Mind& mind) noexcept {
    std::uint32_t oldest = 0;
    for (const Reaction& reaction : mind.reactions.list) {
        if (reaction.minds != 0) oldest = std::max(oldest, ticks_since(mind, reaction.since_tick));
    }
    return oldest;
}

}  // namespace outrider::sim::siege
