#include "game/app/json_output.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>
#include <system_error>

#include "game/app/command_line.h"

namespace outrider::app {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(std::string_view option, const fs::path& file, std::string_view reason) {
    throw UsageError(fmt::format("{}: {} cannot be written: {}", option, file.string(), reason));
}

bool put(std::FILE* out, const std::string& text) noexcept {
    return std::fwrite(text.data(), 1, text.size(), out) == text.size() && std::fflush(out) == 0;
}

}  // namespace

void require_writable(std::string_view option, const fs::path& file) {
    std::error_code error;
    if (fs::is_directory(file, error)) refuse(option, file, std::strerror(EISDIR));
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    const bool writable =
        fs::exists(file, error) ? access(file.c_str(), W_OK) == 0 : access(folder.c_str(), W_OK | X_OK) == 0;
    if (!writable) refuse(option, file, std::strerror(errno));
}

void write_json(const std::string& target, const nlohmann::ordered_json& json) {
    // Names of files need not be UTF-8; the JSON must be.
    const std::string text = json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
    if (target == "-") {
        if (!put(stdout, text)) refuse("--json", "standard output", std::strerror(errno));
        return;
    }
    const auto close = [](std::FILE* file) noexcept { std::fclose(file); };
    const std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(target.c_str(), "we"), close);
    if (!file || !put(file.get(), text)) refuse("--json", target, std::strerror(errno));
}

}  // namespace outrider::app
