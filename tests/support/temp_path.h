// Names for temporary files that no other test uses, whatever runs at the same time.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

namespace outrider::test {

inline std::filesystem::path temp_path(const std::string& name) {
    return std::filesystem::path(::testing::TempDir()) / (name + "-" + std::to_string(::getpid()));
}

}  // namespace outrider::test
