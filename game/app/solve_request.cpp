#include "game/app/solve_request.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <thread>

#include "game/app/crash_report.h"
#include "game/app/game_log.h"
#include "game/app/json_output.h"
#include "game/app/request_file.h"
#include "game/paths/path_dispatcher.h"
#include "game/paths/worker_end_text.h"

namespace outrider::app {
namespace {

constexpr auto kPollInterval = std::chrono::microseconds(200);
/// A worker that cannot be started for so long will not be. A search itself may take its time.
constexpr auto kTroublePatience = std::chrono::seconds(10);

/// Keeps the one answer.
class OneAnswer final : public paths::AnswerSink {
public:
    struct Kept {
        paths::PathAnswer answer;
        std::size_t turning_points = 0;
        std::optional<std::size_t> reachable_cells;  ///< of a flow field: those that it leads to the goal, with it
    };
    void on_answer(const paths::PathAnswer& answer) noexcept override {
        kept = Kept{answer, answer.turning_points.size(), {}};
        if (answer.flow_field != nullptr) kept->reachable_cells = count_reachable(*answer.flow_field);
    }
    std::optional<Kept> kept;

private:
    [[nodiscard]] static std::size_t count_reachable(const FlowField& field) noexcept {
        std::size_t cells = 0;
        for (std::uint32_t i = 0; i < field.layout().total_steps(); ++i) {
            cells += field.step(i) != FlowStep::kUnreachable ? 1 : 0;  // padding is
        }
        return cells;
    }
};

std::string reason_text(const paths::PathAnswer& answer) {
    if (answer.fail_reason == FailReason::kCrashed) return paths::signal_name(answer.fail_value);
    if (answer.fail_reason == FailReason::kExited) return fmt::format("exit code {}", answer.fail_value);
    return std::string(to_string(answer.fail_reason));
}

nlohmann::ordered_json to_json(const OneAnswer::Kept& kept, paths::Mode mode) {
    const paths::PathAnswer& answer = kept.answer;
    nlohmann::ordered_json json = {{"mode", to_string(mode)},
                                   {"status", to_string(answer.status)},
                                   {"straight_steps", answer.cost.straight},
                                   {"diagonal_steps", answer.cost.diagonal},
                                   {"turning_points", kept.turning_points},
                                   {"expanded_nodes", answer.expanded_nodes},
                                   {"attempts", answer.attempts}};
    if (kept.reachable_cells) json["reachable_cells"] = *kept.reachable_cells;
    if (answer.status == AnswerStatus::kFailed) {
        json["reason"] = to_string(answer.fail_reason);
        json["value"] = answer.fail_value;
    }
    return json;
}

std::string to_line(const OneAnswer::Kept& kept) {
    const paths::PathAnswer& answer = kept.answer;
    if (answer.status == AnswerStatus::kFailed) {
        return fmt::format("failed: {} ({}), {} attempts\n", to_string(answer.fail_reason), reason_text(answer),
                           answer.attempts);
    }
    if (kept.reachable_cells) {
        return fmt::format("{}: a flow field that leads {} cells to the goal\n", to_string(answer.status),
                           *kept.reachable_cells);
    }
    return fmt::format("{}: {} straight and {} diagonal steps, {} turning points, {} nodes expanded\n",
                       to_string(answer.status), answer.cost.straight, answer.cost.diagonal, kept.turning_points,
                       answer.expanded_nodes);
}

}  // namespace

int solve_request(const SolveOptions& options, const Places& places) {
    SavedRequest saved = read_request(*options.request);
    if (options.json && *options.json != "-") require_writable("--json", *options.json);
    GameLog log(state_folder(), paths::EventLevel::kInfo);
    CrashReport::note_settings(
        fmt::format("solve --request {} --mode {}", options.request->string(), to_string(options.mode)));
    if (saved.request.kind == JobKind::kPoison) CrashReport::note_reason("a saved poison request was repeated");

    paths::DispatcherSettings settings;
    settings.layout = saved.layout;
    settings.bits = std::move(saved.bits);
    settings.terrain_classes = std::move(saved.terrain_classes);
    settings.terrain_factors = saved.terrain_factors;
    settings.mode = options.mode;
    settings.workers = 1;
    settings.policy = SchedulingPolicy::kNormal;
    settings.pathfinder = std::filesystem::absolute(options.pathfinder.value_or(places.pathfinder));
    settings.log = &log;
    if (options.mode == paths::Mode::kProcesses) require_pathfinder(settings.pathfinder);
    log.write(paths::EventLevel::kInfo,
              fmt::format("repeats {} in {}", options.request->string(), to_string(options.mode)));
    paths::PathDispatcher paths(std::move(settings));
    paths::PathRequest request = saved.request;
    request.version = MapVersion{1};
    if (!saved.danger.empty()) {
        request.version = MapVersion{2};
        paths.apply_danger(request.version, saved.danger);
    }
    request.may_end_the_game = true;
    OneAnswer sink;
    (void)paths.submit(request);
    auto all_was_well = std::chrono::steady_clock::now();
    while (!sink.kept) {
        paths.flush();
        paths.poll(sink);
        paths.refresh_statistics();
        const auto now = std::chrono::steady_clock::now();
        if (paths.statistics().trouble.empty()) all_was_well = now;
        if (now - all_was_well > kTroublePatience) throw std::runtime_error(paths.statistics().trouble);
        std::this_thread::sleep_for(kPollInterval);
    }
    if (options.json) write_json(*options.json, to_json(*sink.kept, options.mode));
    if (options.json != "-") std::fputs(to_line(*sink.kept).c_str(), stdout);
    return sink.kept->answer.status == AnswerStatus::kFailed ? kExitCheckFailed : kExitDone;
}

}  // namespace outrider::app
