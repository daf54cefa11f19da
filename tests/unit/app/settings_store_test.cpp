#include "game/app/settings_store.h"

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace outrider::app {
namespace {

using outrider::test::TemporaryFolder;

TEST(SettingsStore, RemembersTheWindow) {
    const TemporaryFolder folder;
    const WindowPlace place{.x = -40, .y = 30, .width = 1600, .height = 900, .maximised = true};
    SettingsStore(folder.path() / "new").save_window(place);
    EXPECT_EQ(SettingsStore(folder.path() / "new").load_window(), place);
}

TEST(SettingsStore, KnowsNothingTheFirstTime) {
    const TemporaryFolder folder;
    EXPECT_EQ(SettingsStore(folder.path()).load_window(), std::nullopt);
}

TEST(SettingsStore, IgnoresADamagedFile) {
    for (const char* text : {"", "{", "[]", "null", R"({"x":1})", R"({"x":"a","y":1,"width":900,"height":700})",
                             R"({"x":0,"y":0,"width":1e9,"height":700,"maximised":false})",
                             R"({"x":0,"y":0,"width":10,"height":700,"maximised":false})",
                             R"({"x":-99999,"y":0,"width":900,"height":700,"maximised":false})"}) {
        const TemporaryFolder folder;
        static_cast<void>(folder.write("window.json", text));
        EXPECT_EQ(SettingsStore(folder.path()).load_window(), std::nullopt) << text;
    }
}

TEST(SettingsStore, GoesWithoutAFolder) {
    for (const auto& nowhere : {std::optional<std::filesystem::path>{}, {"/proc/no/such/place"}}) {
        const SettingsStore store(nowhere);
        EXPECT_NO_THROW(store.save_window({}));
        EXPECT_EQ(store.load_window(), std::nullopt);
        EXPECT_EQ(store.overlay_file(), "");
    }
}

TEST(SettingsStore, AsksWhetherItCouldWriteWithoutMakingAnything) {
    const TemporaryFolder folder;
    EXPECT_TRUE(could_write_into(folder.path() / "a" / "b"));
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "a"));
    EXPECT_FALSE(could_write_into(folder.write("plain", "") / "a"));
}

}  // namespace
}  // namespace outrider::app
