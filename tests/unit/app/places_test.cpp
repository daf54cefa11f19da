#include "game/app/places.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>

#include "game/app/command_line.h"
#include "tests/support/temporary_folder.h"

namespace outrider::app {
namespace {

using outrider::test::TemporaryFolder;

TEST(Places, FindsAssetsAndWorkerOfAWorkingCopy) {
    const TemporaryFolder folder;
    static_cast<void>(folder.write("assets/maps/city.map", ""));
    static_cast<void>(folder.write("build/dev/bin/outrider-pathfinder", ""));
    const Places places = find_places(folder.path() / "build/dev/bin");
    EXPECT_EQ(places.assets, folder.path() / "assets");
    EXPECT_EQ(places.pathfinder, folder.path() / "build/dev/bin/outrider-pathfinder");
}

TEST(Places, FindsAssetsAndWorkerWhenInstalled) {
    const TemporaryFolder folder;
    static_cast<void>(folder.write("usr/share/outrider/maps/city.map", ""));
    static_cast<void>(folder.write("usr/libexec/outrider/outrider-pathfinder", ""));
    const Places places = find_places(folder.path() / "usr/bin");
    EXPECT_EQ(places.assets, folder.path() / "usr/share/outrider");
    EXPECT_EQ(places.pathfinder, folder.path() / "usr/libexec/outrider/outrider-pathfinder");
}

TEST(Places, NamesTheUsualPlaceWhenNothingIsThere) {
    const Places places = find_places("/nowhere/build/dev/bin");
    EXPECT_EQ(places.assets, "/nowhere/assets");
    EXPECT_EQ(places.pathfinder, "/nowhere/build/dev/bin/outrider-pathfinder");
}

TEST(Places, RefusesAWorkerThatCannotBeStarted) {
    const TemporaryFolder folder;
    const auto plain = folder.write("plain", "");
    EXPECT_THROW(require_pathfinder(folder.path() / "missing"), UsageError);
    EXPECT_THROW(require_pathfinder(folder.path()), UsageError);
    EXPECT_THROW(require_pathfinder(plain), UsageError);
    ASSERT_EQ(chmod(plain.c_str(), 0755), 0);
    EXPECT_NO_THROW(require_pathfinder(plain));
}

TEST(Places, KeepsSettingsWhereXdgSays) {
    ASSERT_EQ(setenv("XDG_CONFIG_HOME", "/settings", 1), 0);
    EXPECT_EQ(config_folder(), "/settings/outrider");
    ASSERT_EQ(setenv("XDG_CONFIG_HOME", "relative", 1), 0);
    ASSERT_EQ(setenv("HOME", "/home/someone", 1), 0);
    EXPECT_EQ(config_folder(), "/home/someone/.config/outrider");
    ASSERT_EQ(unsetenv("HOME"), 0);
    EXPECT_EQ(config_folder(), std::nullopt);
}

}  // namespace
}  // namespace outrider::app
