#include "game/app/replay_text.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <concepts>
#include <nlohmann/json.hpp>
#include <set>
#include <span>
#include <utility>

#include "game/app/command_line.h"
#include "game/sim/editing.h"
#include "pathfinder/search/input_file.h"
#include "shared/path_hash.h"

namespace outrider::app {
namespace {

using Json = nlohmann::ordered_json;
using sim::FixedPoint;

constexpr std::string_view kFormat = "outrider-replay";
/// Longer than any line that the game writes: its longest names a file.
constexpr std::size_t kMaxLine_bytes = 16'384;
constexpr std::size_t kMaxMapName_bytes = 4'096;
constexpr double kMostAsks_per_s = sim::kTicksPerSecond;

// --- words -----------------------------------------------------------------------------------------------------------

template <class Word>
using Words = std::span<const std::pair<std::string_view, Word>>;

using sim::siege::Difficulty;
using sim::siege::TowerKind;

constexpr std::pair<std::string_view, ScenarioKind> kScenarios[] = {{"siege", ScenarioKind::kSiege},
                                                                    {"sandbox", ScenarioKind::kSandbox}};
constexpr std::pair<std::string_view, Difficulty> kDifficulties[] = {
    {"easy", Difficulty::kEasy}, {"normal", Difficulty::kNormal}, {"hard", Difficulty::kHard}};
constexpr std::pair<std::string_view, TowerKind> kTowers[] = {
    {"arrow", TowerKind::kArrow}, {"mortar", TowerKind::kMortar}, {"frost", TowerKind::kFrost}};
constexpr std::pair<std::string_view, Algorithm> kAlgorithms[] = {
    {to_string(Algorithm::kAStar), Algorithm::kAStar},
    {to_string(Algorithm::kJps), Algorithm::kJps},
    {to_string(Algorithm::kWeighted), Algorithm::kWeighted}};
constexpr std::pair<std::string_view, sim::OrderBy> kOrders[] = {{"field", sim::OrderBy::kFlowField},
                                                                 {"paths", sim::OrderBy::kPaths}};

// --- the fields of each kind of line, once for writing and reading ---------------------------------------------------

template <class Fields>
void visit(Fields& fields, sim::AskPolicy& it) {
    fields.flag("ask_again_at_once", it.again_at_once);
    fields.real("asks_per_s", it.per_unit_per_second, 0.0, kMostAsks_per_s);
}

template <class Fields>
void visit(Fields& fields, ReplayHeader& it) {
    fields.word("scenario", it.scenario, kScenarios);
    fields.text("map", it.map, kMaxMapName_bytes);
    fields.whole("width_cells", it.width_cells, 1, kMaxMapSide_cells);
    fields.whole("height_cells", it.height_cells, 1, kMaxMapSide_cells);
    fields.hash("map_hash", it.map_hash);
    fields.whole("units", it.units, 0U, sim::World::kMaxUnits);
    fields.whole("seed", it.seed, std::uint64_t{0}, ~std::uint64_t{0});
    fields.whole("delay_ticks", it.delay_ticks, 1U, kMostDelay_ticks);
    if (it.scenario == ScenarioKind::kSiege) {
        fields.word("difficulty", it.difficulty, kDifficulties);
    } else {
        fields.word("algorithm", it.algorithm, kAlgorithms);
        fields.word("orders", it.orders, kOrders);
        fields.flag("chase", it.chase);
        visit(fields, it.asking);
    }
}

template <class Fields>
void visit(Fields& fields, ReplayEnd& it) {
    fields.hash("state_hash", it.state_hash);
    fields.hash("path_hash", it.path_hash);
}

constexpr std::string_view kEnd = "end";

constexpr std::string_view name_of(const sim::Paint&) { return "paint"; }
constexpr std::string_view name_of(const sim::SelectNearest&) { return "select_nearest"; }
constexpr std::string_view name_of(const sim::SelectBox&) { return "select_box"; }
constexpr std::string_view name_of(const sim::ClearSelection&) { return "clear_selection"; }
constexpr std::string_view name_of(const sim::Order&) { return "order"; }
constexpr std::string_view name_of(const sim::SetUnits&) { return "set_units"; }
constexpr std::string_view name_of(const sim::SetAskPolicy&) { return "set_ask_policy"; }
constexpr std::string_view name_of(const sim::SetAlgorithm&) { return "set_algorithm"; }
constexpr std::string_view name_of(const sim::SetOrders&) { return "set_orders"; }
constexpr std::string_view name_of(const sim::SetChase&) { return "set_chase"; }
constexpr std::string_view name_of(const sim::AskAllAgain&) { return "ask_all_again"; }

template <class Fields>
void visit(Fields& fields, sim::Paint& it) {
    fields.cell("from", it.from);
    fields.cell("to", it.to);
    fields.whole("radius_cells", it.radius_cells, 0, sim::kMaxBrushRadius_cells);
    fields.flag("wall", it.wall);
}
template <class Fields>
void visit(Fields& fields, sim::SelectNearest& it) {
    fields.point("point", it.point);
    fields.whole("within_cells", it.within_cells, 0, kMaxMapSide_cells);
}
template <class Fields>
void visit(Fields& fields, sim::SelectBox& it) {
    fields.point("from", it.from);
    fields.point("to", it.to);
}
template <class Fields>
void visit(Fields& fields, sim::Order& it) {
    fields.cell("goal", it.goal);
}
template <class Fields>
void visit(Fields& fields, sim::SetUnits& it) {
    fields.whole("units", it.units, 0U, sim::World::kMaxUnits);
}
template <class Fields>
void visit(Fields& fields, sim::SetAskPolicy& it) {
    visit(fields, it.policy);
}
template <class Fields>
void visit(Fields& fields, sim::SetAlgorithm& it) {
    fields.word("algorithm", it.algorithm, kAlgorithms);
}
template <class Fields>
void visit(Fields& fields, sim::SetOrders& it) {
    fields.word("orders", it.orders, kOrders);
}
template <class Fields>
void visit(Fields& fields, sim::SetChase& it) {
    fields.flag("chase", it.chase);
}

namespace siege = sim::siege;

constexpr std::string_view name_of(const siege::BuildWall&) { return "build_wall"; }
constexpr std::string_view name_of(const siege::BuildTower&) { return "build_tower"; }
constexpr std::string_view name_of(const siege::HireRider&) { return "hire_rider"; }
constexpr std::string_view name_of(const siege::Sell&) { return "sell"; }
constexpr std::string_view name_of(const siege::Repair&) { return "repair"; }
constexpr std::string_view name_of(const siege::SelectRiders&) { return "select_riders"; }
constexpr std::string_view name_of(const siege::OrderRiders&) { return "order_riders"; }
constexpr std::string_view name_of(const siege::CallWave&) { return "call_wave"; }
constexpr std::string_view name_of(const siege::ThinkAgain&) { return "think_again"; }
constexpr std::string_view name_of(const siege::EndlessOn&) { return "endless_on"; }

/// Of commands that are drawn over the map.
template <class Fields, class Drag>
void visit_drag(Fields& fields, Drag& it) {
    fields.cell("from", it.from);
    fields.cell("to", it.to);
}
template <class Fields>
void visit(Fields& fields, siege::BuildWall& it) {
    visit_drag(fields, it);
}
template <class Fields>
void visit(Fields& fields, siege::BuildTower& it) {
    fields.word("kind", it.kind, kTowers);
    fields.cell("at", it.at);
}
template <class Fields>
void visit(Fields& fields, siege::Sell& it) {
    visit_drag(fields, it);
}
template <class Fields>
void visit(Fields& fields, siege::Repair& it) {
    visit_drag(fields, it);
}
template <class Fields>
void visit(Fields& fields, siege::SelectRiders& it) {
    fields.point("from", it.from);
    fields.point("to", it.to);
}
template <class Fields>
void visit(Fields& fields, siege::OrderRiders& it) {
    fields.cell("goal", it.goal);
}

/// What takes no more than its name.
template <class Fields, class Bare>
requires std::is_empty_v<Bare>
void visit(Fields&, Bare&) {}

// --- writing ---------------------------------------------------------------------------------------------------------

[[nodiscard]] std::string hex(std::uint64_t hash) { return fmt::format("{:016x}", hash); }

/// Puts fields into a line.
class Putter {
public:
    explicit Putter(Json& line) : line_(line) {}

    template <class Word>
    void word(const char* name, Word value, Words<Word> words) {
        for (const auto& [text, word] : words) {
            if (word == value) line_[name] = text;
        }
    }
    template <class Word, std::size_t Count>
    void word(const char* name, Word value, const std::pair<std::string_view, Word> (&words)[Count]) {
        word(name, value, Words<Word>(words));
    }
    void text(const char* name, const std::string& value, std::size_t) { line_[name] = value; }
    template <std::integral Number>
    void whole(const char* name, Number value, Number, Number) {
        line_[name] = value;
    }
    void real(const char* name, double value, double, double) { line_[name] = value; }
    void flag(const char* name, bool value) { line_[name] = value; }
    void hash(const char* name, std::uint64_t value) { line_[name] = hex(value); }
    void cell(const char* name, Cell value) { line_[name] = {value.x, value.y}; }
    void point(const char* name, FixedPoint value) { line_[name] = {value.x, value.y}; }

private:
    Json& line_;
};

/// Names of files need not be UTF-8; the JSON must be.
[[nodiscard]] std::string text_of(const Json& line) {
    return line.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

template <class Command>
std::string command_line_of(std::uint64_t tick, const Command& command) {
    return std::visit(
        [tick](auto it) {
            Json line = {{"tick", tick}, {"do", name_of(it)}};
            Putter putter(line);
            visit(putter, it);
            return text_of(line);
        },
        command);
}

// --- reading ---------------------------------------------------------------------------------------------------------

using search::in_quotes;

/// Takes fields out of a line; each must be there, and none may be left.
class Taker {
public:
    /// `map`: the size of the map, where there are cells.
    Taker(const Json& line, CellRect map) : line_(line), map_(map) {}

    template <class Word, std::size_t Count>
    void word(const char* name, Word& value, const std::pair<std::string_view, Word> (&words)[Count]) {
        const std::string& text = text_at(name);
        for (const auto& [known, word] : words) {
            if (known == text) return void(value = word);
        }
        throw ReplayFault(fmt::format("'{}' is {}, which is not known", name, in_quotes(text)));
    }
    void text(const char* name, std::string& value, std::size_t most_bytes) {
        value = text_at(name);
        if (value.empty() || value.size() > most_bytes || value.find('\0') != std::string::npos) {
            throw ReplayFault(fmt::format("'{}' is not a text of 1 to {} bytes", name, most_bytes));
        }
    }
    template <std::integral Number>
    void whole(const char* name, Number& value, Number least, Number most) {
        value = whole_from(take(name), name, least, most);
    }
    void real(const char* name, double& value, double least, double most) {
        const Json& json = take(name);
        if (!json.is_number()) throw ReplayFault(fmt::format("'{}' is not a number", name));
        value = json.get<double>();
        // In this form, what is no number at all fails as well.
        if (!(value >= least && value <= most)) {
            throw ReplayFault(fmt::format("'{}' is {}, not from {} to {}", name, value, least, most));
        }
    }
    void flag(const char* name, bool& value) {
        const Json& json = take(name);
        if (!json.is_boolean()) throw ReplayFault(fmt::format("'{}' is neither true nor false", name));
        value = json.get<bool>();
    }
    void hash(const char* name, std::uint64_t& value) {
        const std::string& digits = text_at(name);
        const char* const end = digits.data() + digits.size();
        const auto parsed = std::from_chars(digits.data(), end, value, 16);
        if (digits.size() != 16 || parsed.ec != std::errc{} || parsed.ptr != end) {
            throw ReplayFault(fmt::format("'{}' is not a hash of 16 hexadecimal digits", name));
        }
    }
    void cell(const char* name, Cell& value) {
        const auto [x, y] = pair_at(name);
        value.x = whole_from(*x, name, map_.x0, map_.x1 - 1);
        value.y = whole_from(*y, name, map_.y0, map_.y1 - 1);
    }
    /// The far edges of the map belong to it, too.
    void point(const char* name, FixedPoint& value) {
        const auto [x, y] = pair_at(name);
        value.x = whole_from(*x, name, map_.x0 * sim::kFixedOne, map_.x1 * sim::kFixedOne);
        value.y = whole_from(*y, name, map_.y0 * sim::kFixedOne, map_.y1 * sim::kFixedOne);
    }
    /// A field that is taken elsewhere.
    const std::string& text_at(const char* name) {
        const Json& json = take(name);
        if (!json.is_string()) throw ReplayFault(fmt::format("'{}' is not a text", name));
        return json.get_ref<const std::string&>();
    }
    void expect_no_more() const {
        for (const auto& [name, value] : line_.items()) {
            if (!taken_.contains(name)) throw ReplayFault(fmt::format("{} does not belong here", in_quotes(name)));
        }
    }

private:
    const Json& take(const char* name) {
        const auto found = line_.find(name);
        if (found == line_.end()) throw ReplayFault(fmt::format("'{}' is missing", name));
        taken_.insert(name);
        return *found;
    }
    std::pair<const Json*, const Json*> pair_at(const char* name) {
        const Json& json = take(name);
        if (!json.is_array() || json.size() != 2) throw ReplayFault(fmt::format("'{}' is not a pair of numbers", name));
        return {&json[0], &json[1]};
    }
    /// The library would cut a fraction off, wrap what is too large, and take true for 1.
    template <std::integral Number>
    static Number whole_from(const Json& json, const char* name, Number least, Number most) {
        const bool is_whole = json.is_number_integer();  // unsigned ones as well
        if (!is_whole) throw ReplayFault(fmt::format("'{}' is not a whole number", name));
        const bool fits = json.is_number_unsigned() ? std::cmp_greater_equal(json.get<std::uint64_t>(), least) &&
                                                          std::cmp_less_equal(json.get<std::uint64_t>(), most)
                                                    : std::cmp_greater_equal(json.get<std::int64_t>(), least) &&
                                                          std::cmp_less_equal(json.get<std::int64_t>(), most);
        if (!fits) throw ReplayFault(fmt::format("'{}' is {}, not from {} to {}", name, json.dump(), least, most));
        return json.get<Number>();
    }

    const Json& line_;
    const CellRect map_;
    std::set<std::string, std::less<>> taken_;
};

[[nodiscard]] Json object_from(std::string_view line) {
    if (line.size() > kMaxLine_bytes) throw ReplayFault(fmt::format("is longer than {} bytes", kMaxLine_bytes));
    Json json = Json::parse(line, nullptr, false);
    if (json.is_discarded()) throw ReplayFault("is not JSON");
    if (!json.is_object()) throw ReplayFault("is not a JSON object");
    return json;
}

template <class Command, std::size_t Kind = 0>
Command command_named(std::string_view name, Taker& taker, ScenarioKind scenario) {
    if constexpr (Kind == std::variant_size_v<Command>) {
        throw ReplayFault(
            fmt::format("'do' is {}, which is no command of the {}", in_quotes(name), to_string(scenario)));
    } else {
        std::variant_alternative_t<Kind, Command> command;
        if (name != name_of(command)) return command_named<Command, Kind + 1>(name, taker, scenario);
        visit(taker, command);
        return command;
    }
}

/// Before anything else is looked at: another version may look different everywhere.
void require_version(Taker& taker) {
    std::uint64_t version = 0;
    taker.whole("format_version", version, std::uint64_t{0}, ~std::uint64_t{0});
    if (version == kReplayVersion) return;
    throw ReplayFault(fmt::format("is a replay of version {}; this program reads version {}", version, kReplayVersion));
}

}  // namespace

// --- lines -----------------------------------------------------------------------------------------------------------

std::string line_of(const ReplayHeader& header) {
    Json line = {{"format", kFormat}, {"format_version", kReplayVersion}, {"program", OUTRIDER_VERSION}};
    Putter putter(line);
    ReplayHeader copy = header;
    visit(putter, copy);
    return text_of(line);
}

std::string line_of(std::uint64_t tick, const sim::WorldCommand& command) { return command_line_of(tick, command); }

std::string line_of(std::uint64_t tick, const sim::siege::Command& command) { return command_line_of(tick, command); }

std::string line_of(const ReplayEnd& end) {
    Json line = {{"tick", end.ticks}, {"do", kEnd}};
    Putter putter(line);
    ReplayEnd copy = end;
    visit(putter, copy);
    return text_of(line);
}

// Each byte goes in by a bijection, so that two texts that differ in one byte never have the same sum.
std::string checksum_line_of(std::string_view text) {
    std::uint64_t sum = text.size();
    for (const char letter : text) sum = mix64(sum ^ static_cast<unsigned char>(letter));
    return fmt::format("{{\"checksum\":\"{}\"}}\n", hex(sum));
}

ReplayHeader header_from(std::string_view line) {
    Json json;
    try {
        json = object_from(line);
    } catch (const ReplayFault&) {
        throw ReplayFault("is not a replay");
    }
    if (!json.contains("format") || json["format"] != kFormat) throw ReplayFault("is not a replay");
    Taker taker(json, {});
    (void)taker.text_at("format");
    require_version(taker);
    (void)taker.text_at("program");
    ReplayHeader header;
    visit(taker, header);
    taker.expect_no_more();
    return header;
}

ReplayStep step_from(std::string_view line, const ReplayHeader& header) {
    const Json json = object_from(line);
    Taker taker(json, {0, 0, header.width_cells, header.height_cells});
    ReplayStep step;
    taker.whole("tick", step.tick, std::uint64_t{0}, kMostReplay_ticks);
    const std::string_view name = taker.text_at("do");
    if (name == kEnd) {
        ReplayEnd end;
        end.ticks = step.tick;
        visit(taker, end);
        step.what = end;
    } else if (header.scenario == ScenarioKind::kSiege) {
        step.what = command_named<sim::siege::Command>(name, taker, header.scenario);
    } else {
        step.what = command_named<sim::WorldCommand>(name, taker, header.scenario);
    }
    taker.expect_no_more();
    return step;
}

}  // namespace outrider::app
