#include "game/sim/path_store.h"

#include <algorithm>
#include <bit>

namespace outrider::sim {

std::uint8_t PathStore::class_for(std::size_t points) noexcept {
    const std::size_t block = std::bit_ceil(std::max(points, kSmallest_points));
    return static_cast<std::uint8_t>(std::countr_zero(block / kSmallest_points));
}

void PathStore::add_page(SizeClass& size_class, std::size_t block_points) {
    const std::size_t page_points = std::max(kPage_points, block_points);
    pages_.push_back(std::make_unique_for_overwrite<PackedCell[]>(page_points));
    bytes_ += page_points * sizeof(PackedCell);
    size_class.blocks += page_points / block_points;
    if (size_class.spare.capacity() < size_class.blocks) size_class.spare.reserve(size_class.blocks * 2);
    for (std::size_t at = 0; at < page_points; at += block_points) size_class.spare.push_back(&pages_.back()[at]);
}

void PathStore::assign(StoredPath& path, std::span<const PackedCell> points) {
    const std::uint8_t wanted = class_for(points.size());
    if (path.points == nullptr || path.size_class != wanted) {
        clear(path);
        SizeClass& size_class = classes_[wanted];
        if (size_class.spare.empty()) add_page(size_class, kSmallest_points << wanted);
        path.points = size_class.spare.back();
        size_class.spare.pop_back();
        path.size_class = wanted;
    }
    std::copy(points.begin(), points.end(), path.points);
    path.next = 0;
    path.end = static_cast<std::uint32_t>(points.size());
}

void PathStore::clear(StoredPath& path) noexcept {
    if (path.points != nullptr) classes_[path.size_class].spare.push_back(path.points);
    path = {};
}

}  // namespace outrider::sim
