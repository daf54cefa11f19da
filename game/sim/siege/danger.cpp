#include "game/sim/siege/danger.h"

#include <algorithm>

#include "game/sim/fold.h"
#include "shared/cost_field.h"

namespace outrider::sim::siege {
namespace {

static_assert(kDangerBlock_cells == 4, "index_of() divides by it");

std::uint32_t difference(std::uint8_t a, std::uint8_t b) noexcept { return a > b ? a - b : b - a; }

std::uint8_t faded(std::uint8_t danger) noexcept { return static_cast<std::uint8_t>(danger - (danger + 15) / 16); }

}  // namespace

Danger::Danger(const GridLayout& layout)
    : blocks_across_(static_cast<std::size_t>((layout.width_cells + 3) / 4)),
      field_(danger_bytes(layout), 0),
      published_(field_) {}

void Danger::add(Cell at, std::uint8_t amount) noexcept {
    const std::size_t block = index_of(at);
    std::uint8_t& danger = field_[block];
    change_ -= difference(danger, published_[block]);
    danger = static_cast<std::uint8_t>(std::min(255, danger + amount));
    change_ += difference(danger, published_[block]);
}

void Danger::fade() noexcept {
    ++since_publication_ticks_;
    if (--to_fade_ticks_ != 0) return;
    to_fade_ticks_ = kFade_ticks;
    change_ = 0;
    for (std::size_t block = 0; block < field_.size(); ++block) {
        field_[block] = faded(field_[block]);
        change_ += difference(field_[block], published_[block]);
    }
}

bool Danger::is_due() const noexcept {
    if (change_ == 0 || since_publication_ticks_ < kShortest_ticks) return false;
    return is_considerable() || since_publication_ticks_ >= kPatience_ticks;
}

void Danger::mark_published() noexcept {
    published_ = field_;
    unheeded_ = is_considerable() ? 0 : unheeded_ + change_;
    change_ = 0;
    since_publication_ticks_ = 0;
}

std::uint64_t Danger::hash() const noexcept {
    Fold fold;
    fold.add(to_fade_ticks_, since_publication_ticks_, unheeded_);
    for (std::size_t block = 0; block < field_.size(); ++block) fold.add(field_[block], published_[block]);
    return fold.value();
}

}  // namespace outrider::sim::siege
