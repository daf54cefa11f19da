#include "game/overlay/chunk_comparison.h"

namespace outrider::overlay {

void ChunkComparison::update(const paths::PathStatistics& paths, double delta_s) noexcept {
    if (paths.mode != mode_) *this = {};  // its figures are no match for those of another mode
    age_s_ = paths.chunk_jobs == chunk_jobs_ ? age_s_ + delta_s : 0.0;
    mode_ = paths.mode;
    chunk_jobs_ = paths.chunk_jobs;
    if (age_s_ < kHeld_s) return;
    if (held_ && held_->chunk_jobs != chunk_jobs_) held_earlier_ = held_;
    held_ = Figures{chunk_jobs_, paths.paths_per_s, paths.latency.p99_us, paths.latency.count};
}

const std::optional<ChunkComparison::Figures>& ChunkComparison::before() const noexcept {
    return held_ && held_->chunk_jobs == chunk_jobs_ ? held_earlier_ : held_;
}

}  // namespace outrider::overlay
