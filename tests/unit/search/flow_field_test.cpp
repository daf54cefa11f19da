#include "pathfinder/search/flow_field.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "tests/unit/search/reference_search.h"
#include "tests/unit/search/test_maps.h"

namespace outrider::search {
namespace {

using test::Dice;
using test::TestMap;

constexpr std::uint32_t kEverything = 1U << 30U;

/// The map as a unit that needs `clearance` sees it, cell by cell.
TestMap seen_with(const MapView& map, Clearance clearance) {
    TestMap seen(map.width_cells(), map.height_cells());
    const std::int32_t side = clearance == Clearance::kTwoCells ? 2 : 1;
    for (std::int32_t y = 0; y < map.height_cells(); ++y) {
        for (std::int32_t x = 0; x < map.width_cells(); ++x) {
            bool free = true;
            for (std::int32_t i = 0; i < side * side; ++i) free = free && map.is_free({x + i % side, y + i / side});
            seen.set({x, y}, free);
        }
    }
    return seen;
}

bool is_step_legal(const MapView& map, Cell at, Cell offset) {
    return map.is_free(at) && map.is_free({at.x + offset.x, at.y}) && map.is_free({at.x, at.y + offset.y}) &&
           map.is_free({at.x + offset.x, at.y + offset.y});
}

/// By the definition: the first step, in the order of FlowStep, that begins a shortest path.
FlowStep right_step(const MapView& map, Cell cell, Cell goal, const std::vector<std::optional<StepCount>>& lengths) {
    const auto length = [&](Cell at) { return lengths[static_cast<std::size_t>(at.y * map.width_cells() + at.x)]; };
    if (!length(cell)) return FlowStep::kUnreachable;
    if (cell == goal) return FlowStep::kGoal;
    for (std::uint8_t value = 1; value <= 8; ++value) {
        const Cell offset = offset_of(FlowStep{value});
        if (!is_step_legal(map, cell, offset)) continue;
        StepCount rest = *length({cell.x + offset.x, cell.y + offset.y});
        (offset.x != 0 && offset.y != 0 ? rest.diagonal : rest.straight) += 1;
        if (rest == *length(cell)) return FlowStep{value};
    }
    return FlowStep::kUnreachable;  // never
}

FlowField reference_field(const MapView& map, Cell goal, Clearance clearance) {
    const TestMap seen = seen_with(map, clearance);
    const auto lengths = test::all_lengths_from(seen.view(), goal);
    FlowField field;
    field.prepare(map.layout());
    for (std::int32_t y = 0; y < map.height_cells(); ++y) {
        for (std::int32_t x = 0; x < map.width_cells(); ++x) {
            const std::uint32_t index = field.layout().index({x, y});
            const auto step = static_cast<std::uint64_t>(right_step(seen.view(), {x, y}, goal, lengths));
            field.words()[index / 16] |= step << index % 16 * 4;
        }
    }
    return field;
}

bool same_words(const FlowField& a, const FlowField& b) { return std::ranges::equal(a.words(), b.words()); }

std::string to_text(const FlowField& field) {
    std::string text;
    for (std::int32_t y = 0; y < field.layout().height_cells; ++y) {
        for (std::int32_t x = 0; x < field.layout().width_cells; ++x) {
            text += ".>v<^\\/`'G??????"[static_cast<std::size_t>(field.at({x, y}))];
        }
        text += '\n';
    }
    return text;
}

/// A builder and a proof with their memory.
struct Workshop {
    FlowFieldBuilder builder;
    FlowFieldProof proof;
    FlowField field;

    explicit Workshop(const GridLayout& layout) {
        builder.prepare(layout);
        proof.prepare(layout);
        field.prepare(layout);
    }
    const FlowField& build(const MapView& map, Cell goal, Clearance clearance) {
        EXPECT_TRUE(builder.build(map, goal, clearance, field));
        return field;
    }
    FlowFieldVerdict prove(const MapView& map, Cell goal, Clearance clearance, const FlowField& what) {
        proof.begin(map, goal, clearance);
        return proof.advance(what, kEverything);
    }
};

/// A field in which the step at `index` says something else.
FlowField with_step(FlowField field, std::uint32_t index, std::uint64_t step) {
    std::uint64_t& word = field.words()[index / 16];
    word = (word & ~(std::uint64_t{15} << index % 16 * 4)) | step << index % 16 * 4;
    return field;
}

void expect_right_field(const MapView& map, Cell goal, Clearance clearance, Workshop& workshop) {
    const FlowField right = reference_field(map, goal, clearance);
    const FlowField& field = workshop.build(map, goal, clearance);
    EXPECT_TRUE(same_words(field, right))
        << "goal " << goal.x << ',' << goal.y << " clearance " << static_cast<int>(clearance) << '\n'
        << to_text(field) << "instead of\n"
        << to_text(right);
    EXPECT_EQ(workshop.prove(map, goal, clearance, right), FlowFieldVerdict::kProven);
}

TEST(FlowField, LeadsAlongShortestPathsStraightStepsFirst) {
    const TestMap map({"...@.", "...@.", ".@...", "....."});
    Workshop workshop(map.layout());
    EXPECT_EQ(to_text(workshop.build(map.view(), {4, 0}, Clearance::kOneCell)),
              ">\\v.G\n"
              ">>v.^\n"
              "v.>>^\n"
              ">>>'^\n");
}

TEST(FlowField, HasOneStepForEachCellOfAnOpenMap) {
    const TestMap map(5, 4);
    Workshop workshop(map.layout());
    EXPECT_EQ(to_text(workshop.build(map.view(), {1, 1}, Clearance::kOneCell)),
              "\\v/<<\n"
              ">G<<<\n"
              "'^`<<\n"
              "^^^`<\n");
}

TEST(FlowField, OfABlockedGoalIsUnreachableEverywhere) {
    TestMap map(70, 3);
    map.set({69, 1}, false);
    Workshop workshop(map.layout());
    for (const Cell goal : {Cell{69, 1}, Cell{68, 0}, Cell{3, 2}}) {
        const Clearance clearance = goal == Cell{69, 1} ? Clearance::kOneCell : Clearance::kTwoCells;
        const FlowField& field = workshop.build(map.view(), goal, clearance);
        EXPECT_TRUE(std::ranges::all_of(field.words(), [](std::uint64_t word) { return word == 0; }));
        EXPECT_EQ(workshop.prove(map.view(), goal, clearance, field), FlowFieldVerdict::kProven);
        EXPECT_EQ(workshop.prove(map.view(), goal, clearance,
                                 with_step(field, field.layout().index(goal), static_cast<unsigned>(FlowStep::kGoal))),
                  FlowFieldVerdict::kRefuted);
    }
}

TEST(FlowField, IsRightOnThousandsOfRandomMaps) {
    constexpr std::uint32_t kSeed = 21;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    for (int round = 0; round < 3000; ++round) {
        SCOPED_TRACE("round " + std::to_string(round));
        const TestMap map = test::random_map(dice, round % 20 == 0 ? 80 : 20);
        Workshop workshop(map.layout());
        const Cell goal = dice.cell(map.layout());
        expect_right_field(map.view(), goal, Clearance::kOneCell, workshop);
        expect_right_field(map.view(), goal, Clearance::kTwoCells, workshop);
        if (HasFailure()) return;
    }
}

TEST(FlowField, IsRightAtWordEdges) {
    constexpr std::uint32_t kSeed = 22;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    for (const std::int32_t width : {1, 2, 15, 16, 17, 63, 64, 65, 129}) {
        for (const std::int32_t height : {1, 2, 5, 64, 65}) {
            SCOPED_TRACE(std::to_string(width) + " x " + std::to_string(height));
            for (const std::int32_t blocked_percent : {0, 10, 30}) {
                const TestMap map = test::noise_map(dice, width, height, blocked_percent);
                Workshop workshop(map.layout());
                for (const Cell goal : {dice.cell(map.layout()), Cell{width - 1, height - 1}, Cell{0, 0}}) {
                    expect_right_field(map.view(), goal, Clearance::kOneCell, workshop);
                    expect_right_field(map.view(), goal, Clearance::kTwoCells, workshop);
                }
                if (HasFailure()) return;
            }
        }
    }
}

TEST(FlowField, IsTheSameFromAUsedBuilder) {
    Dice dice(23);
    const TestMap maps[] = {test::noise_map(dice, 130, 90, 20), test::room_map(dice, 130, 90, 9)};
    Workshop used(maps[0].layout());
    for (int round = 0; round < 20; ++round) {
        const TestMap& map = maps[round % 2];
        const Cell goal = dice.cell(map.layout());
        const Clearance clearance = round % 3 == 0 ? Clearance::kTwoCells : Clearance::kOneCell;
        Workshop fresh(map.layout());
        EXPECT_TRUE(same_words(used.build(map.view(), goal, clearance), fresh.build(map.view(), goal, clearance)));
    }
}

TEST(FlowField, IsLeftAloneByABuilderThatIsStopped) {
    const TestMap map(100, 100);
    Workshop workshop(map.layout());
    const FlowField before = workshop.build(map.view(), {5, 5}, Clearance::kOneCell);
    const std::atomic<std::uint64_t> word = 7;
    EXPECT_FALSE(workshop.builder.build(map.view(), {50, 50}, Clearance::kOneCell, workshop.field, {&word, 7}));
    EXPECT_TRUE(same_words(workshop.field, before));
    EXPECT_TRUE(workshop.builder.build(map.view(), {5, 5}, Clearance::kOneCell, workshop.field, {&word, 8}));
    EXPECT_TRUE(same_words(workshop.field, before));
}

TEST(FlowFieldProof, RefutesEverySingleWrongStep) {
    constexpr std::uint32_t kSeed = 24;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    for (int round = 0; round < 150; ++round) {
        const TestMap map = test::random_map(dice, round % 10 == 0 ? 40 : 12);
        Workshop workshop(map.layout());
        const Cell goal = dice.cell(map.layout());
        const Clearance clearance = dice.roll(3) == 0 ? Clearance::kTwoCells : Clearance::kOneCell;
        const FlowField& field = workshop.build(map.view(), goal, clearance);
        // All steps, those of the padding, too.
        for (std::uint32_t index = 0; index < field.layout().total_steps(); ++index) {
            for (std::uint32_t step = 0; step < 16; ++step) {
                if (FlowStep{static_cast<std::uint8_t>(step)} == field.step(index)) continue;
                ASSERT_EQ(workshop.prove(map.view(), goal, clearance, with_step(field, index, step)),
                          FlowFieldVerdict::kRefuted)
                    << "round " << round << " index " << index << " step " << step << '\n'
                    << to_text(field);
            }
        }
        ASSERT_EQ(workshop.prove(map.view(), goal, clearance, field), FlowFieldVerdict::kProven);
    }
}

TEST(FlowFieldProof, RefutesFieldsOfOtherGoalsMapsAndSizes) {
    constexpr std::uint32_t kSeed = 25;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    for (int round = 0; round < 500; ++round) {
        TestMap map = test::random_map(dice, 30);
        Workshop workshop(map.layout());
        const Cell goal = dice.cell(map.layout());
        const FlowField field = workshop.build(map.view(), goal, Clearance::kOneCell);
        const Cell other = dice.cell(map.layout());
        const Cell edited = dice.cell(map.layout());
        const auto expect_told_apart = [&](Cell asked, Clearance clearance) {
            const bool is_right = same_words(field, reference_field(map.view(), asked, clearance));
            EXPECT_EQ(workshop.prove(map.view(), asked, clearance, field),
                      is_right ? FlowFieldVerdict::kProven : FlowFieldVerdict::kRefuted);
        };
        expect_told_apart(other, Clearance::kOneCell);
        expect_told_apart(goal, Clearance::kTwoCells);
        map.set(edited, !map.view().is_free(edited));
        expect_told_apart(goal, Clearance::kOneCell);
    }
}

TEST(FlowFieldProof, EndsWithAnyNonsense) {
    constexpr std::uint32_t kSeed = 26;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    for (int round = 0; round < 2000; ++round) {
        const TestMap map = test::random_map(dice, 25);
        Workshop workshop(map.layout());
        const Cell goal = dice.cell(map.layout());
        FlowField nonsense;
        nonsense.prepare(map.layout());
        const std::uint32_t kinds = round % 2 == 0 ? 10 : 16;
        for (std::uint32_t index = 0; index < nonsense.layout().total_steps(); ++index) {
            const auto step = static_cast<std::uint64_t>(dice.roll(static_cast<std::int32_t>(kinds)));
            nonsense.words()[index / 16] |= step << index % 16 * 4;
        }
        ASSERT_EQ(workshop.prove(map.view(), goal, Clearance::kOneCell, nonsense), FlowFieldVerdict::kRefuted);
    }
}

TEST(FlowFieldProof, RefutesALegalDetourAllTheWayRoundARing) {
    // All steps are legal, and the goal is reached; only the cells next to it on the one side go the long way round.
    TestMap map(300, 300);
    for (std::int32_t y = 1; y < 299; ++y) {
        for (std::int32_t x = 1; x < 299; ++x) map.set({x, y}, false);
    }
    Workshop workshop(map.layout());
    FlowField field = workshop.build(map.view(), {150, 0}, Clearance::kOneCell);
    ASSERT_EQ(field.at({250, 0}), FlowStep::kWest);
    for (std::int32_t x = 151; x < 299; ++x) {
        field = with_step(field, field.layout().index({x, 0}), static_cast<unsigned>(FlowStep::kEast));
    }
    for (std::int32_t y = 0; y < 299; ++y) {
        field = with_step(field, field.layout().index({299, y}), static_cast<unsigned>(FlowStep::kSouth));
    }
    EXPECT_EQ(workshop.prove(map.view(), {150, 0}, Clearance::kOneCell, field), FlowFieldVerdict::kRefuted);
}

TEST(FlowFieldProof, GoesOnWhereItStopped) {
    constexpr std::uint32_t kSeed = 27;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    for (int round = 0; round < 300; ++round) {
        const TestMap map = test::random_map(dice, 70);
        Workshop workshop(map.layout());
        const Cell goal = dice.cell(map.layout());
        FlowField field = workshop.build(map.view(), goal, Clearance::kOneCell);
        if (round % 2 == 1) field = with_step(field, field.layout().index(dice.cell(map.layout())), 3);
        const FlowFieldVerdict at_once = workshop.prove(map.view(), goal, Clearance::kOneCell, field);
        const auto chunk = static_cast<std::uint32_t>(1 + dice.roll(round % 3 == 0 ? 3 : 300));
        workshop.proof.begin(map.view(), goal, Clearance::kOneCell);
        std::size_t looks = 0;
        FlowFieldVerdict verdict = FlowFieldVerdict::kUndecided;
        while (verdict == FlowFieldVerdict::kUndecided && looks < 100 * field.layout().total_steps()) {
            verdict = workshop.proof.advance(field, chunk);
            looks += chunk;
        }
        EXPECT_EQ(verdict, at_once);
        EXPECT_EQ(workshop.proof.advance(field, chunk), at_once) << "a verdict stays";
        if (chunk >= 64) {
            EXPECT_LE(looks, 5 * field.layout().total_steps() + chunk);
        }
    }
}

TEST(FlowFieldProof, IsOfTheMapAsItWasAtTheBeginning) {
    TestMap map(100, 40);
    Workshop workshop(map.layout());
    const FlowField field = workshop.build(map.view(), {3, 3}, Clearance::kOneCell);
    workshop.proof.begin(map.view(), {3, 3}, Clearance::kOneCell);
    EXPECT_EQ(workshop.proof.advance(field, 500), FlowFieldVerdict::kUndecided);
    map.set({50, 20}, false);
    EXPECT_EQ(workshop.proof.advance(field, kEverything), FlowFieldVerdict::kProven);
    EXPECT_EQ(workshop.prove(map.view(), {3, 3}, Clearance::kOneCell, field), FlowFieldVerdict::kRefuted);
}

TEST(FlowField, CanBeCopiedInPartsAndInAnyOrder) {
    Dice dice(28);
    const TestMap map = test::noise_map(dice, 129, 65, 20);
    Workshop workshop(map.layout());
    const FlowField& field = workshop.build(map.view(), {100, 30}, Clearance::kOneCell);
    FlowField copy;
    copy.prepare(map.layout());
    ASSERT_EQ(field.words().size(), FlowFieldLayout(map.layout()).total_words());
    for (std::size_t begin = field.words().size() / 7 * 7 + 7; begin != 0;) {
        begin -= 7;
        for (std::size_t i = begin; i < std::min(begin + 7, field.words().size()); ++i) {
            copy.words()[i] = field.words()[i];
        }
    }
    EXPECT_TRUE(same_words(copy, field));
}

}  // namespace
}  // namespace outrider::search
