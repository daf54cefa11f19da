// The baked land at every level of detail. Coarse levels are always there, whole; fine ones are baked in tiles where
// the view needs them, a little in each frame, and forgotten when long unseen. Until a tile is ready, a coarser level
// stands in for it. No SDL.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "game/render/land_baker.h"
#include "shared/grid.h"

namespace outrider::render {

/// Baked texels to read from: texel (x, y) of its level is pixels[(y - y0) * stride + x - x0].
/// One texel beyond `inner` on each side can be read, too: what smooth sampling needs.
struct Picture {
    const std::uint32_t* pixels = nullptr;
    std::ptrdiff_t stride = 0;
    std::int32_t x0 = 0;
    std::int32_t y0 = 0;
    TexelRect inner;
};

struct TileAddress {
    std::int32_t level = 0;
    std::int32_t x = 0;
    std::int32_t y = 0;
    friend constexpr bool operator==(const TileAddress&, const TileAddress&) = default;
};

class LandTiles {
public:
    /// A level is the binary logarithm of its texels per cell.
    static constexpr std::int32_t kCoarsest = -3;
    static constexpr std::int32_t kFinest = 5;
    static constexpr std::int32_t kTileTexels = 128;

    /// Bakes the coarse levels: the whole map.
    explicit LandTiles(const LandSource& land);

    /// The level whose texels are about as large as pixels at this zoom (pixels per cell).
    [[nodiscard]] static std::int32_t level_for(double zoom) noexcept;
    /// Levels up to this one are whole and always there.
    [[nodiscard]] std::int32_t finest_whole_level() const noexcept { return base_level_; }
    /// REQUIRES: level <= finest_whole_level().
    [[nodiscard]] Picture whole(std::int32_t level) const noexcept;
    /// A fine tile if it is baked (it counts as seen in this frame); else null pixels, and it is noted as wanted.
    [[nodiscard]] Picture want_tile(const TileAddress& address);
    /// A fine tile if it is baked; else null pixels.
    [[nodiscard]] Picture find_tile(const TileAddress& address);

    /// A new frame: nothing is wanted yet.
    void begin_frame() noexcept;
    /// Bakes wanted tiles until `until`, nearest to `focus` first; at least one, if any is wanted. What became ready
    /// is added to `ready`.
    void bake_wanted(const LandSource& land, Cell focus, std::chrono::steady_clock::time_point until,
                     std::vector<TileAddress>& ready);
    [[nodiscard]] bool has_wanted() const noexcept { return !wanted_.empty(); }

    /// These cells changed: coarse levels are baked again at once, and so are tiles of `shown_level` as far as
    /// `budget_texels` goes; other tiles that show them are forgotten.
    void invalidate(const LandSource& land, const CellRect& cells, std::int32_t shown_level,
                    std::int64_t budget_texels);

    /// Tiles that may be kept, fine levels together.
    void set_capacity(std::size_t tiles) { capacity_ = tiles; }

private:
    static constexpr std::int32_t kStride = kTileTexels + 2;
    static constexpr std::int32_t kNoSlot = -1;
    static constexpr std::size_t kLevels = kFinest - kCoarsest + 1;

    struct WholeLevel {
        std::int32_t width = 0;  ///< texels, without the frame of one texel around
        std::int32_t height = 0;
        std::vector<std::uint32_t> pixels;
    };
    struct Slot {
        TileAddress address;
        std::uint64_t seen = 0;  ///< frame number
        std::vector<std::uint32_t> pixels;
    };
    struct TileLevel {
        std::int32_t across = 0;
        std::vector<std::int32_t> slots;  ///< by tile, kNoSlot: not baked
    };

    [[nodiscard]] WholeLevel& whole_level(std::int32_t level) { return whole_[level_index(level)]; }
    [[nodiscard]] static std::size_t level_index(std::int32_t level) noexcept {
        return static_cast<std::size_t>(level - kCoarsest);
    }
    [[nodiscard]] std::int32_t& slot_of(const TileAddress& address);
    [[nodiscard]] Picture picture_of(const Slot& slot) const noexcept;
    [[nodiscard]] std::int32_t take_slot();
    [[nodiscard]] TileAddress take_nearest_wanted(Cell focus);
    void make_levels(const LandSource& land);
    void bake_base(const LandSource& land, const TexelRect& part);
    void halve(std::int32_t level, const TexelRect& part);
    void bake_slot(const LandSource& land, Slot& slot, const TexelRect& part);

    std::int32_t base_level_ = 1;
    LandBaker baker_;
    std::array<WholeLevel, kLevels> whole_;
    std::array<TileLevel, kLevels> tiles_;
    std::vector<Slot> slots_;
    std::vector<std::int32_t> free_slots_;
    std::size_t capacity_ = 160;
    std::vector<TileAddress> wanted_;
    std::uint64_t frame_ = 1;
};

}  // namespace outrider::render
