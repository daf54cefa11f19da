// The values of options: text in, a checked value out. The same in every locale (std::from_chars).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "game/app/debug_view.h"
#include "game/app/scenario_kind.h"
#include "game/paths/event_log.h"
#include "game/paths/path_service.h"
#include "game/sim/siege/siege.h"
#include "game/sim/world.h"
#include "shared/protocol.h"

namespace outrider::app {

// Each throws UsageError("OPTION: reason") if `text` is no value of its kind.

[[nodiscard]] std::uint64_t whole_number(std::string_view option, std::string_view text, std::uint64_t least,
                                         std::uint64_t most);
[[nodiscard]] double real_number(std::string_view option, std::string_view text, double least, double most);
/// "1,2,4"
[[nodiscard]] std::vector<std::uint32_t> number_list(std::string_view option, std::string_view text,
                                                     std::uint32_t least, std::uint32_t most);
[[nodiscard]] std::filesystem::path file_name(std::string_view option, const std::string& text);

[[nodiscard]] paths::Mode mode_from(std::string_view option, std::string_view text);
/// "none,inline"
[[nodiscard]] std::vector<paths::Mode> mode_list(std::string_view option, std::string_view text);
[[nodiscard]] Algorithm algorithm_from(std::string_view option, std::string_view text);
/// "field" or "paths".
[[nodiscard]] sim::OrderBy orders_from(std::string_view option, std::string_view text);
[[nodiscard]] ScenarioKind scenario_from(std::string_view option, std::string_view text);
[[nodiscard]] sim::siege::Difficulty difficulty_from(std::string_view option, std::string_view text);
[[nodiscard]] SchedulingPolicy policy_from(std::string_view option, std::string_view text);
[[nodiscard]] std::uint32_t chunk_from(std::string_view option, std::string_view text);
[[nodiscard]] DebugView debug_view_from(std::string_view option, std::string_view text);
[[nodiscard]] paths::EventLevel log_level_from(std::string_view option, std::string_view text);
/// "on" or "off".
[[nodiscard]] bool on_or_off(std::string_view option, std::string_view text);
/// A number of requests per unit and second, or "max".
[[nodiscard]] sim::AskPolicy ask_rate_from(std::string_view option, std::string_view text);

}  // namespace outrider::app
