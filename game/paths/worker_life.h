// One worker, as the supervisor has it. Private to the supervisor's sources.
#pragma once

#include <fmt/format.h>
#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>

#include "game/paths/hang_watch.h"
#include "game/paths/machine_probe.h"
#include "game/paths/supervisor.h"
#include "game/paths/worker_output.h"
#include "game/paths/worker_process.h"
#include "shared/memory.h"

namespace outrider::paths {

/// One worker from the making of its segment until that segment is drained after its death.
struct Supervisor::Life {
    enum class Stage : std::uint8_t { kOffered, kSpare, kRunning, kGone };

    Generation generation;
    LifeId life;
    Stage stage = Stage::kOffered;
    AnonymousFile file;
    Mapping mapping;
    ResultSegment* segment = nullptr;

    Seat seat;
    PoolPlan plan;  ///< kind and policy it was started under
    Clock::time_point start_decided{};
    bool seen_ready = false;
    bool told_to_leave = false;
    Clock::time_point told_at{};
    bool may_recycle = false;
    WorkerProcess process;
    std::int32_t pid = 0;  ///< of its process, also after its end
    bool told_ready = false;
    WorkerOutput output;
    HangWatch hang_watch;
    std::atomic<bool> thread_done{false};
    std::atomic<bool> thread_failed{false};  ///< no memory for the loop
    std::atomic<std::int32_t> thread_id{0};
    std::atomic<std::int64_t> thread_cpu_ns{0};   ///< of its thread, at its end
    std::chrono::nanoseconds cpu_time{};          ///< at the last look
    std::chrono::nanoseconds sampled_cpu_time{};  ///< at the last sample of its busy share
    std::jthread thread;                          ///< last: joined before the rest goes

    explicit Life(std::chrono::nanoseconds cpu_allowance) noexcept : hang_watch(cpu_allowance) {}

    [[nodiscard]] WorkerLook look_at() {
        WorkerLook look;
        look.stopped = process.look_whether_stopped();
        look.current_issue = segment->telemetry.current_issue.load(std::memory_order_relaxed);
        look.cpu_time = cpu_time_of(process.cpu_clock()).value_or(std::chrono::nanoseconds{0});
        const std::uint64_t used =
            segment->tail.load(std::memory_order_relaxed) - segment->read_cursor.load(std::memory_order_relaxed);
        look.has_room = used + kMaxRecordWords <= kRingWords;
        return look;
    }
    /// As the log calls it.
    [[nodiscard]] std::string name() const {
        if (plan.kind == WorkerKind::kProcess) return fmt::format("worker {} (pid {})", seat.value, pid);
        return fmt::format("worker {} (thread {})", seat.value, thread_id.load(std::memory_order_relaxed));
    }
    [[nodiscard]] bool was_ready() const noexcept {
        return segment->telemetry.phase.load(std::memory_order_relaxed) !=
               static_cast<std::uint32_t>(WorkerPhase::kStarting);
    }
    /// CPU time so far; nothing if it has just ended.
    [[nodiscard]] std::optional<std::chrono::nanoseconds> cpu_time_now() {
        if (plan.kind == WorkerKind::kProcess) return cpu_time_of(process.cpu_clock());
        clockid_t clock{};
        if (::pthread_getcpuclockid(thread.native_handle(), &clock) != 0) return std::nullopt;
        return cpu_time_of(clock);
    }
    /// All that it ever used. REQUIRES: it has ended.
    [[nodiscard]] std::chrono::nanoseconds cpu_time_at_end() const noexcept {
        const std::chrono::nanoseconds used =
            plan.kind == WorkerKind::kProcess ? process.cpu_time_at_end()
                                              : std::chrono::nanoseconds(thread_cpu_ns.load(std::memory_order_relaxed));
        return std::max(used, cpu_time);  // the kernel's sum is in whole microseconds; or it told us nothing
    }
    /// Its end, if it has come; a thread is joined by this.
    [[nodiscard]] std::optional<WorkerEnd> try_reap() {
        if (plan.kind == WorkerKind::kProcess) {
            auto end = process.try_reap();
            if (!end || end->kind != WorkerEnd::Kind::kExited) return end;
            const bool left = told_to_leave && end->value == static_cast<int>(WorkerExit::kDone);
            const bool recycled = may_recycle && end->value == static_cast<int>(WorkerExit::kRecycled);
            if (left || recycled) end->kind = WorkerEnd::Kind::kLeft;
            return end;
        }
        if (!thread_done.load(std::memory_order_acquire)) return std::nullopt;
        thread.join();
        if (!thread_failed.load(std::memory_order_relaxed)) return WorkerEnd{WorkerEnd::Kind::kLeft, 0};
        return WorkerEnd{WorkerEnd::Kind::kExited, static_cast<int>(WorkerExit::kNoSegment)};
    }
};

}  // namespace outrider::paths
