// What the baker knows of the land before it paints: the ground around, how deep rock and water are, how dry the ground
// is, how high the land lies.
#include <algorithm>
#include <cmath>

#include "game/render/land_baker.h"
#include "game/render/noise.h"

namespace outrider::render {

namespace {

constexpr std::int32_t kDepthSteps = 4;  ///< as far as rock and water know how deep they are, in cells
constexpr int kStraight = 3;             ///< chamfer weights 3-4: Borgefors, "Distance transformations", 1986
constexpr int kDiagonal = 4;
constexpr int kDeepest = kDepthSteps * kStraight;
constexpr std::int32_t kEdgeCells = 7;  ///< the map darkens this far from its edge

constexpr float kGlowCells = 14.0F;  ///< the keep's light reaches so far

constexpr std::uint32_t kShadeSalt = 11;
constexpr std::uint32_t kCrownSalt = 37;

/// 0 at the map's edge and beyond, 1 from kEdgeCells inwards.
constexpr float from_edge(std::int32_t cells) noexcept {
    return smooth(clamp01(static_cast<float>(cells) / static_cast<float>(kEdgeCells)));
}

bool holds(const CellRect& rect, Cell cell) noexcept {
    return cell.x >= rect.x0 && cell.y >= rect.y0 && cell.x < rect.x1 && cell.y < rect.y1;
}

/// How warm the light of the keep is at a corner of cells: 1 at its walls, 0 from kGlowCells on.
float warmth_at(const CellRect& keep, std::int32_t x, std::int32_t y) noexcept {
    if (keep.empty()) return 0.0F;
    const auto beyond = [](std::int32_t from, std::int32_t to, std::int32_t v) {
        return static_cast<float>(std::max({from - v, v - to, 0}));
    };
    const float dx = beyond(keep.x0, keep.x1, x);
    const float dy = beyond(keep.y0, keep.y1, y);
    return ramp(kGlowCells, 0.0F, std::sqrt(dx * dx + dy * dy));
}

std::uint8_t chamfer(std::uint8_t here, std::uint8_t there, int step) noexcept {
    return static_cast<std::uint8_t>(std::min<int>(here, there + step));
}

}  // namespace

bool dots_are_trodden(std::span<const char> terrain) noexcept {
    return std::find(terrain.begin(), terrain.end(), 'G') != terrain.end();
}

LandBaker::Ground LandBaker::ground_of(char letter, bool trodden_dots) noexcept {
    switch (letter) {
        case '@':
        case 'O': return Ground::kRock;
        case 'T': return Ground::kTrees;
        case 'W': return Ground::kWater;
        case 'S': return Ground::kSwamp;
        case '#': return Ground::kWall;
        case '.': return trodden_dots ? Ground::kDry : Ground::kGrass;
        default: return Ground::kGrass;
    }
}

/// Copies the terrain of `cells` and all that its texels can depend on.
void LandBaker::gather(const LandSource& land, const CellRect& cells) {
    around_ = {cells.x0 - kReachCells, cells.y0 - kReachCells, cells.x1 + kReachCells, cells.y1 + kReachCells};
    const auto width = static_cast<std::size_t>(around_.x1 - around_.x0);
    const auto height = static_cast<std::size_t>(around_.y1 - around_.y0);
    keep_ = land.keep;
    ground_.resize(width * height);
    crowns_.resize(width * height);
    std::size_t i = 0;
    for (std::int32_t y = around_.y0; y < around_.y1; ++y) {
        const auto row = static_cast<std::size_t>(std::clamp(y, 0, land.height_cells - 1)) *
                         static_cast<std::size_t>(land.width_cells);
        for (std::int32_t x = around_.x0; x < around_.x1; ++x, ++i) {
            const auto column = static_cast<std::size_t>(std::clamp(x, 0, land.width_cells - 1));
            ground_[i] = ground_of(land.terrain[row + column], land.dots_are_trodden);
            if (holds(keep_, {x, y})) ground_[i] = Ground::kHall;
            if (ground_[i] != Ground::kTrees) continue;
            const auto random = [&](std::uint32_t n) { return unit_of(hash_cell(x, y, kCrownSalt + n)); };
            crowns_[i] = {0.22F + 0.56F * random(0), 0.22F + 0.56F * random(1), 0.48F + 0.24F * random(2), random(3)};
        }
    }
}

/// How deep in rock or water each cell lies, in chamfer steps.
void LandBaker::measure_depths() {
    const std::int32_t width = around_.x1 - around_.x0;
    const std::int32_t height = around_.y1 - around_.y0;
    const auto measure = [&](std::vector<std::uint8_t>& depth, Ground kind) {
        depth.resize(ground_.size());
        bool any = false;
        std::transform(ground_.begin(), ground_.end(), depth.begin(), [&](Ground ground) {
            any = any || ground == kind;
            return ground == kind ? static_cast<std::uint8_t>(kDeepest) : std::uint8_t{0};
        });
        if (!any) return;
        const auto relax = [&](std::int32_t x, std::int32_t y, std::int32_t ahead) {
            std::uint8_t* here = depth.data() + y * width + x;
            std::uint8_t best = *here;
            best = chamfer(best, here[-ahead], kStraight);
            best = chamfer(best, here[-ahead * width], kStraight);
            best = chamfer(best, here[-ahead * width - 1], kDiagonal);
            *here = chamfer(best, here[-ahead * width + 1], kDiagonal);
        };
        for (std::int32_t y = 1; y < height - 1; ++y) {
            for (std::int32_t x = 1; x < width - 1; ++x) relax(x, y, 1);
        }
        for (std::int32_t y = height - 2; y > 0; --y) {
            for (std::int32_t x = width - 2; x > 0; --x) relax(x, y, -1);
        }
    };
    measure(rock_depth_, Ground::kRock);
    measure(water_depth_, Ground::kWater);
}

/// How dry the ground of each cell is. What stands on the ground (houses, trees) takes it from the cells around, so
/// that streets run up to their houses.
void LandBaker::share_dryness() {
    dryness_.clear();
    if (std::find(ground_.begin(), ground_.end(), Ground::kDry) == ground_.end()) return;
    const auto bare = [](Ground ground) { return ground <= Ground::kSwamp; };
    dryness_.resize(ground_.size());
    std::transform(ground_.begin(), ground_.end(), dryness_.begin(),
                   [](Ground ground) { return ground == Ground::kDry ? 1.0F : 0.0F; });
    const auto width = static_cast<std::size_t>(around_.x1 - around_.x0);
    for (std::size_t i = width + 1; i + width + 1 < ground_.size(); ++i) {
        if (bare(ground_[i])) continue;
        int dry = 0;
        int all = 0;
        for (const std::size_t row : {i - width, i, i + width}) {
            for (std::size_t k = row - 1; k <= row + 1; ++k) {
                dry += ground_[k] == Ground::kDry ? 1 : 0;
                all += bare(ground_[k]) ? 1 : 0;
            }
        }
        if (dry > 0) dryness_[i] = static_cast<float>(dry) / static_cast<float>(all);
    }
}

/// The height of the land, along one row of corners: two waves of value noise.
void LandBaker::shade_row(std::int32_t y) {
    const auto add_wave = [&](float period, float share, std::uint32_t salt) {
        const std::int32_t row = y / static_cast<std::int32_t>(period) - (y < 0 ? 1 : 0);
        const float fy = smooth(static_cast<float>(y) / period - static_cast<float>(row));
        const auto at = [&](std::int32_t column) {
            return mix(unit_of(hash_cell(column, row, salt)), unit_of(hash_cell(column, row + 1, salt)), fy);
        };
        std::int32_t column = around_.x0 / static_cast<std::int32_t>(period) - (around_.x0 < 0 ? 1 : 0);
        float left = at(column);
        float right = at(column + 1);
        for (std::size_t i = 0; i < shades_.size(); ++i) {
            const auto x = static_cast<float>(around_.x0 + static_cast<std::int32_t>(i));
            if (x >= static_cast<float>(column + 1) * period) {
                left = right;
                right = at(++column + 1);
            }
            shades_[i] += share * mix(left, right, smooth(x / period - static_cast<float>(column)));
        }
    };
    shades_.assign(static_cast<std::size_t>(around_.x1 - around_.x0), 0.0F);
    add_wave(37.0F, 0.62F, kShadeSalt);
    add_wave(11.0F, 0.38F, kShadeSalt + 1);
    for (float& shade : shades_) shade = clamp01(0.5F + (shade - 0.5F) * 1.35F);
}

void LandBaker::make_corners(const LandSource& land) {
    const std::int32_t width = around_.x1 - around_.x0;
    const std::int32_t height = around_.y1 - around_.y0;
    corners_.resize(ground_.size());
    for (std::int32_t y = 1; y < height; ++y) {
        const std::int32_t cy = y + around_.y0;
        const float inside_y = from_edge(std::min(cy, land.height_cells - cy));
        shade_row(cy);
        for (std::int32_t x = 1; x < width; ++x) {
            const auto k = static_cast<std::size_t>(y * width + x);
            const auto w = static_cast<std::size_t>(width);
            const auto mean = [&](const std::vector<std::uint8_t>& d) {
                return static_cast<float>(d[k] + d[k - 1] + d[k - w] + d[k - w - 1]) * (0.25F / kDeepest);
            };
            const std::int32_t cx = x + around_.x0;
            const float inside = from_edge(std::min(cx, land.width_cells - cx)) * inside_y;
            corners_[k] = {shades_[static_cast<std::size_t>(x)], 0.60F + 0.40F * inside, warmth_at(keep_, cx, cy),
                           mean(rock_depth_), mean(water_depth_)};
        }
    }
}

}  // namespace outrider::render
