// Where the turning points of all units' paths are kept: blocks of 8, 16, 32 … points that are used again and again,
// so that walking allocates nothing once each size has seen its busiest moment, and a long path burdens nobody after.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "shared/grid.h"

namespace outrider::sim {

/// One unit's path: the points from `next` on are still ahead. Made and unmade by PathStore alone.
struct StoredPath {
    PackedCell* points = nullptr;
    std::uint32_t next = 0;
    std::uint32_t end = 0;
    std::uint8_t size_class = 0;

    [[nodiscard]] bool empty() const noexcept { return next == end; }
    [[nodiscard]] PackedCell front() const noexcept { return points[next]; }
    [[nodiscard]] PackedCell back() const noexcept { return points[end - 1]; }
    [[nodiscard]] std::span<const PackedCell> ahead() const noexcept { return {points + next, points + end}; }
};

class PathStore {
public:
    /// Replaces the path by a copy of `points`. Allocates only when more blocks of this size are in use than ever.
    void assign(StoredPath& path, std::span<const PackedCell> points);
    /// Gives the block back; the path is empty then.
    void clear(StoredPath& path) noexcept;
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

private:
    static constexpr std::size_t kSmallest_points = 8;
    static constexpr std::size_t kPage_points = 4096;
    static constexpr std::size_t kClasses = 22;  ///< 8 << 21 points: as many as the largest map has cells

    struct SizeClass {
        std::vector<PackedCell*> spare;  ///< has room for every block of the class: giving back never allocates
        std::size_t blocks = 0;
    };

    [[nodiscard]] static std::uint8_t class_for(std::size_t points) noexcept;
    void add_page(SizeClass& size_class, std::size_t block_points);

    std::array<SizeClass, kClasses> classes_;
    std::vector<std::unique_ptr<PackedCell[]>> pages_;
    std::size_t bytes_ = 0;
};

}  // namespace outrider::sim
