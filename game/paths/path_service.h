// What the world knows of path-finding: wishes go in, answers come out, nothing ever waits.
//
// Who may call: the frame thread only. No call blocks, none allocates in steady state, and each is bounded in time.
// The four forms (none, inline, threads, processes) stand behind this one interface; callers cannot tell them apart.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>

#include "shared/flow_field.h"
#include "shared/grid.h"
#include "shared/ids.h"
#include "shared/path_query.h"
#include "shared/protocol.h"

namespace outrider::paths {

/// How requests are worked on. `kNone` makes no paths at all: the frame-time baseline.
enum class Mode : std::uint8_t { kNone, kInline, kThreads, kProcesses };
[[nodiscard]] constexpr bool has_workers(Mode mode) noexcept {
    return mode == Mode::kThreads || mode == Mode::kProcesses;
}

using MonotonicTime = std::chrono::steady_clock::time_point;

/// A wish for a path, or for a flow field (which knows of no what-if). REQUIRES: start and goal lie in the map.
struct PathRequest : PathQuery {
    /// The asker's own number, handed back with the answer (the world puts its UnitId here).
    std::uint64_t tag = 0;
    /// The answer is for this version of the map or a newer one (exactly this one if the service is in exact-version
    /// use: lockstep and `solve`).
    MapVersion version;
    Lane lane = Lane::kNormal;
    /// Answered `expired` if no answer came in this time; 0 is no limit. The time in which the game itself was
    /// suspended or late does not count.
    std::chrono::milliseconds patience{0};
    /// Poison and slow: fault buttons and saved requests only.
    JobKind kind = JobKind::kSearch;
    /// Run a poison request also where it ends the game itself (inline, threads); otherwise it is `failed` there.
    bool may_end_the_game = false;
};

/// When each step of a request happened. A zero time is a step that did not happen (an unclaimed job has no claim).
struct PathTimes {
    MonotonicTime wanted;     ///< submit() was called
    MonotonicTime submitted;  ///< on the board (inline: search begun)
    MonotonicTime claimed;    ///< a worker took it
    MonotonicTime began;      ///< to search: later than the claim where others of its chunk came first
    MonotonicTime searched;   ///< the search ended
    MonotonicTime published;  ///< the answer was in the result ring
    MonotonicTime applied;    ///< handed to the sink
};

/// The one answer to a request.
struct PathAnswer {
    RequestId id;
    std::uint64_t tag = 0;
    AnswerStatus status = AnswerStatus::kFailed;
    StepCount cost;
    MapVersion version;  ///< the map version on which the search was made
    /// Canonical turning points (of a smooth path: waypoints), start to end; empty unless found or partial. Valid
    /// during on_answer() only.
    std::span<const PackedCell> turning_points;
    /// What a flow field request asked for, proven; null unless found. Valid during on_answer() only; who wants to keep
    /// it may swap it for a field of his own that is prepared for the same map.
    FlowField* flow_field = nullptr;
    std::uint32_t expanded_nodes = 0;
    std::int32_t seat = -1;  ///< the worker that found it; -1: none (inline, cancelled)
    FailReason fail_reason = FailReason::kNone;
    std::int32_t fail_value = 0;  ///< signal number or exit code that goes with the reason
    std::uint32_t attempts = 0;   ///< how often it was given to a worker (inline: searched)
    std::uint32_t frames = 0;     ///< polls from wanted to applied; 1: the next one had it
    PathTimes times;
};

/// Takes answers as poll() finds them. It may submit and cancel from within.
class AnswerSink {
public:
    virtual ~AnswerSink() = default;
    virtual void on_answer(const PathAnswer& answer) noexcept = 0;
};

class PathService {
public:
    virtual ~PathService() = default;

    /// Never refuses and never drops: a full board makes the request wait in the ledger, in order.
    /// REQUIRES: start and goal lie in the map. In mode `none` the request ends `cancelled` at the next poll.
    [[nodiscard]] virtual RequestId submit(const PathRequest& request) noexcept = 0;

    /// Ends a request `cancelled`, at once, without a call of on_answer(). False: it had ended already (or never was).
    virtual bool cancel(RequestId id) noexcept = 0;

    /// Ends `older` (if it is still open) as cancel() does, and submits `request` in its place. Layers around a service
    /// pass it on as one call: the service counts it.
    [[nodiscard]] virtual RequestId supersede(RequestId older, const PathRequest& request) noexcept {
        cancel(older);
        return submit(request);
    }

    /// The world changed: `edits` made `version` out of the version before. Published to the searches as soon as a
    /// buffer is free, merged with later edits if need be. REQUIRES: version rises by one with each call.
    virtual void apply_edits(MapVersion version, std::span<const CellEdit> edits) noexcept = 0;

    /// The danger changed: `version` is the version before with this field, danger_bytes() of it (cost_field.h).
    /// Copied. At most a few times a second: every buffer of the map takes a copy. REQUIRES: as apply_edits().
    virtual void apply_danger(MapVersion version, std::span<const std::uint8_t> danger) noexcept = 0;

    [[nodiscard]] virtual Mode mode() const noexcept = 0;
};

}  // namespace outrider::paths
