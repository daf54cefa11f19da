#include "game/sim/siege/crowd.h"

#include <algorithm>
#include <bit>
#include <cassert>

#include "shared/path_hash.h"

namespace outrider::sim::siege {
namespace {

/// They do not walk on one line, and yet clear of walls.
constexpr std::int32_t kOwnPlace = kFixedOne * 3 / 16;

}  // namespace

Crowd::Crowd(const GridLayout& layout, std::uint32_t most)
    : positions_(most),
      previous_(most),
      facings_(most),
      gaits_(most, Gait::kGone),
      bodies_(most),
      ways_(most),
      strides_(most),
      taken_((most + 63) / 64, 0),
      grid_(layout, most),
      present_(most),
      influences_(most) {
    added_.reserve(most);
}

UnitIndex Crowd::add(const WalkerSpec& spec) noexcept {
    assert(spec.speed >= 0 && spec.speed <= kMostSpeed);
    const auto word = std::find_if(taken_.begin(), taken_.end(), [](std::uint64_t bits) { return ~bits != 0; });
    if (word == taken_.end()) return kNobody;
    const auto bit = static_cast<std::uint32_t>(std::countr_one(*word));
    const auto walker = static_cast<UnitIndex>((word - taken_.begin()) * 64) + bit;
    if (walker >= positions_.size()) return kNobody;
    *word |= std::uint64_t{1} << bit;
    places_ = std::max(places_, walker + 1);
    positions_[walker] = spec.middle;
    previous_[walker] = spec.middle;
    facings_[walker] = 0;
    gaits_[walker] = Gait::kStanding;
    const std::uint64_t luck = mix64(walker);
    const auto own = [](std::uint64_t bits) { return static_cast<std::int16_t>(bits % (2 * kOwnPlace) - kOwnPlace); };
    bodies_[walker] = {spec.speed, 256, own(luck & 0xFFFFU), own(luck >> 16U & 0xFFFFU), spec.clearance, false};
    ways_[walker] = {};
    strides_[walker] = {};
    strides_[walker].course = static_cast<Facing>(luck >> 32U);
    if (added_.size() < added_.capacity()) added_.push_back(walker);
    is_sorted_ = false;
    return walker;
}

void Crowd::remove(UnitIndex walker) noexcept {
    assert(gaits_[walker] != Gait::kGone);
    paths_.clear(ways_[walker].path);
    gaits_[walker] = Gait::kGone;
    bodies_[walker].is_in_grid = false;
    taken_[walker / 64] &= ~(std::uint64_t{1} << walker % 64);
    is_sorted_ = false;
}

void Crowd::set_pace(UnitIndex walker, std::uint32_t pace_256) noexcept {
    bodies_[walker].pace_256 = static_cast<std::uint16_t>(std::min(pace_256, 256U));
}

void Crowd::remember_positions() noexcept { std::copy_n(positions_.begin(), places_, previous_.begin()); }

void Crowd::sort() noexcept {
    grid_.sort(positions(), [this](std::size_t place) { return gaits_[place] != Gait::kGone; });
    for (const UnitIndex walker : grid_.order()) bodies_[walker].is_in_grid = true;
    added_.clear();
    is_sorted_ = true;
}

std::uint64_t Crowd::hash() const noexcept {
    std::uint64_t hash = mix64(ticks_);
    const auto add = [&](std::uint64_t high, std::uint64_t low) { hash = mix64(hash ^ (high << 32U | (low & ~0U))); };
    const auto bits = [](std::int32_t value) { return std::uint64_t{static_cast<std::uint32_t>(value)}; };
    for (UnitIndex walker = 0; walker < places_; ++walker) {
        add(walker, static_cast<std::uint64_t>(gaits_[walker]));
        if (gaits_[walker] == Gait::kGone) continue;
        const Body& body = bodies_[walker];
        const Way& way = ways_[walker];
        const Stride& stride = strides_[walker];
        add(bits(positions_[walker].x), bits(positions_[walker].y));
        add(bits(body.speed),
            body.pace_256 | static_cast<std::uint64_t>(body.clearance) << 16U | std::uint64_t{facings_[walker]} << 24U);
        add(bits(stride.x), bits(stride.y));
        add(stride.held_ticks | std::uint64_t{stride.opposed_ticks} << 8U | std::uint64_t{stride.course} << 16U,
            std::uint64_t{stride.was_held} | std::uint64_t{stride.was_hindered} << 1U |
                std::uint64_t{way.looks_now} << 2U | std::uint64_t{way.is_aim_end} << 3U |
                std::uint64_t{way.is_fresh} << 4U | std::uint64_t{way.unseen} << 8U | std::uint64_t{way.idle} << 16U |
                std::uint64_t{way.jam} << 24U);
        if (way.path.empty()) continue;
        hash = mix64(hash ^ way.hash);
        add(way.path.next, way.aim.bits);
        add(way.wall.bits, way.astray);
        add(bits(way.looked_from.x), bits(way.looked_from.y));
    }
    return hash;
}

}  // namespace outrider::sim::siege
