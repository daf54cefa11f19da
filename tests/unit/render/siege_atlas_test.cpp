#include "game/render/siege_atlas.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <set>
#include <vector>

namespace outrider::render {
namespace {

using sim::siege::kUnitKinds;
using sim::siege::TowerKind;
using sim::siege::UnitKind;

constexpr std::uint8_t kEast = 0;

std::uint32_t pixel(const SiegePictures& sheet, std::int32_t x, std::int32_t y) {
    return sheet.pixels[static_cast<std::size_t>(y * sheet.width_px + x)];
}

/// The whole picture, as it was before it was cut.
std::vector<std::uint32_t> uncut(const SiegePictures& sheet, PictureId id) {
    const SiegePictures::Place& place = sheet.places[id];
    std::vector<std::uint32_t> all(static_cast<std::size_t>(place.side) * static_cast<std::size_t>(place.side));
    for (std::int32_t y = 0; y < place.height; ++y) {
        for (std::int32_t x = 0; x < place.width; ++x) {
            all[static_cast<std::size_t>((place.top + y) * place.side + place.left + x)] =
                pixel(sheet, place.x + x, place.y + y);
        }
    }
    return all;
}

/// Pixels that are body in one picture and not in the other.
std::size_t differences(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
    if (a.size() != b.size()) return std::max(a.size(), b.size());
    std::size_t count = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        // A body is brighter than its outline and its shadow, which are ink.
        const auto is_body = [](std::uint32_t p) {
            return p >> 24U > 200 && (p & 0xFFU) + (p >> 8U & 0xFFU) + (p >> 16U & 0xFFU) > 150;
        };
        count += is_body(a[i]) != is_body(b[i]) ? 1U : 0U;
    }
    return count;
}

class SiegeAtlasAtSize : public testing::TestWithParam<std::int32_t> {};

TEST_P(SiegeAtlasAtSize, PicturesLieInTheTextureAndApartFromEachOther) {
    const SiegePictures sheet = SiegePictures::make(GetParam(), Tinting::kByKind);
    EXPECT_TRUE(std::has_single_bit(static_cast<std::uint32_t>(sheet.width_px)));
    EXPECT_TRUE(std::has_single_bit(static_cast<std::uint32_t>(sheet.height_px)));
    std::vector<std::uint8_t> taken(sheet.pixels.size(), 0);
    for (const SiegePictures::Place& place : sheet.places) {
        ASSERT_GT(place.x, 0);
        ASSERT_GT(place.y, 0);
        ASSERT_LT(place.x + place.width, sheet.width_px);
        ASSERT_LT(place.y + place.height, sheet.height_px);
        for (std::int32_t y = place.y - 1; y <= place.y + place.height; ++y) {
            for (std::int32_t x = place.x - 1; x <= place.x + place.width; ++x) {
                const bool border =
                    x < place.x || y < place.y || x == place.x + place.width || y == place.y + place.height;
                std::uint8_t& here = taken[static_cast<std::size_t>(y * sheet.width_px + x)];
                if (border) {
                    ASSERT_EQ(pixel(sheet, x, y), 0U);
                } else {
                    ASSERT_EQ(here++, 0U);
                }
            }
        }
    }
}

TEST_P(SiegeAtlasAtSize, BrutesAndTowersAreTwiceAsLarge) {
    const SiegePictures sheet = SiegePictures::make(GetParam(), Tinting::kByKind);
    EXPECT_EQ(sheet.places[SiegePictures::unit(UnitKind::kRunner, 0, kEast)].side, GetParam());
    EXPECT_EQ(sheet.places[SiegePictures::unit(UnitKind::kBrute, 0, kEast)].side, 2 * GetParam());
    EXPECT_EQ(sheet.places[sheet.id(SiegePicture::kTower)].side, 2 * GetParam());
}

INSTANTIATE_TEST_SUITE_P(Sizes, SiegeAtlasAtSize, testing::Values(3, 6, 8, 14, 28));

TEST(SiegeAtlas, KindsAreToldByColourAtThreePixels) {
    const SiegePictures sheet = SiegePictures::make(3, Tinting::kByKind);
    std::set<std::uint32_t> colours;
    for (std::size_t kind = 0; kind < kUnitKinds; ++kind) {
        const auto picture = uncut(sheet, SiegePictures::unit(static_cast<UnitKind>(kind), 0, kEast));
        EXPECT_EQ(picture[0], argb(255, colour_of(static_cast<UnitKind>(kind))));
        colours.insert(picture[0]);
    }
    EXPECT_EQ(colours.size(), kUnitKinds);
}

TEST(SiegeAtlas, KindsAreToldByShapeAtSixPixels) {
    const SiegePictures sheet = SiegePictures::make(6, Tinting::kByKind);
    for (std::size_t a = 0; a < kUnitKinds; ++a) {
        for (std::size_t b = a + 1; b < kUnitKinds; ++b) {
            const auto first = uncut(sheet, SiegePictures::unit(static_cast<UnitKind>(a), 0, kEast));
            const auto second = uncut(sheet, SiegePictures::unit(static_cast<UnitKind>(b), 0, kEast));
            EXPECT_GE(differences(first, second), 5U) << "kinds " << a << " and " << b;
        }
    }
}

TEST(SiegeAtlas, TowersDifferInPlanAndMark) {
    const SiegePictures sheet = SiegePictures::make(8, Tinting::kByKind);
    for (std::size_t kind = 0; kind < sim::siege::kTowerKinds; ++kind) {
        const auto picture = uncut(sheet, sheet.id(SiegePicture::kTower, kind));
        const std::uint32_t mark = argb(255, palette::kTowerMarks[kind]);
        EXPECT_GT(std::count(picture.begin(), picture.end(), mark), 4) << "kind " << kind;
        const auto other = uncut(sheet, sheet.id(SiegePicture::kTower, (kind + 1) % sim::siege::kTowerKinds));
        EXPECT_GT(differences(picture, other), 8U) << "kind " << kind;
    }
}

TEST(SiegeAtlas, WeaponsTurn) {
    const SiegePictures sheet = SiegePictures::make(14, Tinting::kByKind);
    for (const TowerKind kind : {TowerKind::kArrow, TowerKind::kMortar}) {
        EXPECT_GT(differences(uncut(sheet, sheet.weapon(kind, 0)), uncut(sheet, sheet.weapon(kind, 64))), 20U);
    }
}

TEST(SiegeAtlas, WorkersTintUnits) {
    const SiegePictures sheet = SiegePictures::make(4, Tinting::kByWorker);
    for (std::int32_t seat = 0; seat < 7; ++seat) {
        const auto picture = uncut(sheet, SiegePictures::unit(UnitKind::kSapper, tint_of_seat(seat), kEast));
        EXPECT_EQ(picture[0], argb(255, palette::kData[static_cast<std::size_t>(seat)]));
    }
    EXPECT_EQ(uncut(sheet, SiegePictures::unit(UnitKind::kSapper, tint_of_seat(-1), kEast))[0],
              argb(255, palette::kWaiting));
}

TEST(SiegeAtlas, RubbleAndTheFallenFade) {
    const SiegePictures sheet = SiegePictures::make(14, Tinting::kByKind);
    const auto weight = [&](PictureId id) {
        std::uint64_t sum = 0;
        for (const std::uint32_t p : uncut(sheet, id)) sum += p >> 24U;
        return sum;
    };
    for (std::size_t fade = 1; fade < SiegePictures::kFades; ++fade) {
        EXPECT_LT(weight(sheet.id(SiegePicture::kRubble, fade)), weight(sheet.id(SiegePicture::kRubble, fade - 1)));
        EXPECT_LT(weight(sheet.id(SiegePicture::kFallen, fade)), weight(sheet.id(SiegePicture::kFallen, fade - 1)));
    }
}

}  // namespace
}  // namespace outrider::render
