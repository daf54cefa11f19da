// Where results go: one JSON object, to a file or to standard output.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace outrider::app {

/// Throws UsageError if `file` could not be written: asked before anything is started, not after an hour of play.
void require_writable(std::string_view option, const std::filesystem::path& file);

/// `target`: a file, or "-" for standard output. Throws UsageError if not all of it was written.
void write_json(const std::string& target, const nlohmann::ordered_json& json);

}  // namespace outrider::app
