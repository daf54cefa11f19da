// outrider-pathfinder: a worker. The game starts it; it maps the game's memory, finds paths, and dies with the game.
#include <cstdio>
#include <exception>

#include "pathfinder/loop/fault_point.h"
#include "pathfinder/loop/scheduling.h"
#include "pathfinder/loop/worker_loop.h"
#include "pathfinder/worker/attach.h"
#include "pathfinder/worker/crash_handler.h"

namespace {

int report(outrider::WorkerExit code, const char* reason) {
    std::fprintf(stderr, "outrider-pathfinder: %s\n", reason);
    return static_cast<int>(code);
}

outrider::WorkerExit run(const outrider::worker::Arguments& arguments) {
    using namespace outrider;
    worker::ignore_terminal_signals();
    worker::tie_to_game(arguments.game_pid);
    loop::name_worker(arguments.identity.seat);
    const SchedulingPolicy granted = loop::apply_policy(arguments.policy);
    const worker::Segments segments;
    segments.results().telemetry.policy.store(static_cast<std::uint32_t>(granted), std::memory_order_relaxed);
#ifndef OUTRIDER_SANITIZED  // a sanitizer's own handlers say more
    worker::note_crashes_in(segments.results().crash);
#endif
#ifdef OUTRIDER_FAULT_POINTS
    if (!loop::arm_fault_points(arguments.identity.generation, segments.board(), segments.results())) {
        throw worker::StartError(WorkerExit::kUsage, "OUTRIDER_FAULT: wanted is point:nth:action[:lives]");
    }
#endif
    loop::WorkerIdentity identity = arguments.identity;
    identity.gives_way = granted != SchedulingPolicy::kNormal;
    loop::WorkerLoop loop(segments.world(), segments.board(), segments.results(), identity);
    return loop.run() == loop::LoopEnd::kRecycled ? WorkerExit::kRecycled : WorkerExit::kDone;
}

}  // namespace

int main(int argc, char** argv) {
    using outrider::WorkerExit;
    try {
        return static_cast<int>(run(outrider::worker::parse_arguments(argc, argv)));
    } catch (const outrider::worker::StartError& error) {
        return report(error.code(), error.what());
    } catch (const std::exception& error) {
        return report(WorkerExit::kNoSegment, error.what());
    }
}
