#include "game/app/doctor.h"

#include <gtest/gtest.h>

#include <set>

namespace outrider::app {
namespace {

TEST(Doctor, SaysOneLineOfEachThing) {
    std::set<std::string> names;
    for (const Finding& finding : examine_machine(find_places("/nowhere/build/dev/bin"))) {
        EXPECT_FALSE(finding.value.empty()) << finding.name;
        EXPECT_EQ(finding.value.find('\n'), std::string::npos) << finding.name;
        names.insert(finding.name);
    }
    for (const char* name :
         {"cores", "cgroup CPU limit", "policy idle", "policy nice", "memory files", "sealing", "pidfd", "seccomp",
          "Landlock", "display", "renderers", "worker program", "assets", "settings"}) {
        EXPECT_TRUE(names.contains(name)) << name;
    }
}

TEST(Doctor, NamesWhatIsMissing) {
    for (const Finding& finding : examine_machine(find_places("/nowhere/build/dev/bin"))) {
        if (finding.name != "worker program" && finding.name != "assets") continue;
        EXPECT_TRUE(finding.value.starts_with("no: ")) << finding.value;
        EXPECT_NE(finding.value.find("/nowhere/"), std::string::npos) << finding.value;
    }
}

}  // namespace
}  // namespace outrider::app
