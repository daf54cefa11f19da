#include "game/app/solve_script.h"

#include <gtest/gtest.h>

namespace outrider::app {
namespace {

search::TerrainMap map_of(std::int32_t width, std::string terrain) {
    const auto height = static_cast<std::int32_t>(terrain.size()) / width;
    return {.width_cells = width, .height_cells = height, .terrain = std::move(terrain)};
}

/// 4 x 2, one patch "@@" laid at (1, 0), laid there again, a query before and after.
search::Scenario changing() {
    search::Scenario scenario;
    scenario.version = 2;
    scenario.width_cells = 4;
    scenario.height_cells = 2;
    scenario.patches.push_back(map_of(2, "@@"));
    scenario.commands = {search::ScenarioQuery{{0, 0}, {3, 0}, 3.0}, search::ScenarioPatch{0, {1, 0}},
                         search::ScenarioPatch{0, {1, 0}}, search::ScenarioQuery{{0, 0}, {3, 0}, 5.0}};
    return scenario;
}

TEST(SolveScript, AsksTheQueriesOfAVersion1ScenarioInOrder) {
    search::Scenario scenario;
    scenario.commands = {search::ScenarioQuery{{0, 0}, {1, 0}, 1.0}, search::ScenarioQuery{{1, 0}, {0, 0}, 1.0}};
    const search::TerrainMap map = map_of(2, "..");
    const SolveScript script = make_script(scenario, &map, "two.map");
    ASSERT_EQ(script.steps.size(), 2U);
    EXPECT_EQ(std::get<AskStep>(script.steps[1]).index, 1U);
    EXPECT_EQ(script.map_edits, 0U);
    EXPECT_EQ(script.bits.size(), script.layout.total_words());
}

TEST(SolveScript, MakesAVersionOfEachPatchThatChangesSomething) {
    const SolveScript script = make_script(changing(), nullptr, "changing.scen");
    ASSERT_EQ(script.steps.size(), 3U);
    const auto& edits = std::get<EditStep>(script.steps[1]).edits;
    ASSERT_EQ(edits.size(), 2U);
    EXPECT_EQ(unpack(edits[0].cell), (Cell{1, 0}));
    EXPECT_FALSE(edits[0].free);
    EXPECT_EQ(script.map_edits, 2U);  // the second one changes nothing, but it is an edit of the scenario
    EXPECT_TRUE(MapView(script.layout, script.bits.data(), MapVersion{1}).is_free({1, 0}));
}

TEST(MapHistory, KeepsAVersionWhileRequestsAreOpenOnIt) {
    const SolveScript script = make_script(changing(), nullptr, "changing.scen");
    MapHistory history(script.layout, script.bits);
    history.open_request();
    history.apply(std::get<EditStep>(script.steps[1]).edits);

    EXPECT_EQ(history.current(), MapVersion{2});
    ASSERT_NE(history.bits_of(MapVersion{1}), nullptr);
    EXPECT_TRUE(MapView(history.layout(), history.bits_of(MapVersion{1}), MapVersion{1}).is_free({1, 0}));
    EXPECT_FALSE(MapView(history.layout(), history.bits_of(MapVersion{2}), MapVersion{2}).is_free({1, 0}));

    history.close_request(MapVersion{1});
    EXPECT_EQ(history.bits_of(MapVersion{1}), nullptr);
    EXPECT_EQ(history.kept(), 1U);
}

TEST(MapHistory, ForgetsAtOnceWhatNobodyAskedOn) {
    const SolveScript script = make_script(changing(), nullptr, "changing.scen");
    MapHistory history(script.layout, script.bits);
    history.apply(std::get<EditStep>(script.steps[1]).edits);
    EXPECT_EQ(history.kept(), 1U);
    EXPECT_EQ(history.bits_of(MapVersion{1}), nullptr);
}

}  // namespace
}  // namespace outrider::app
