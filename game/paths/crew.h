// The workers as the frame thread knows them: whose pins and rings it watches, who sits where, who is dead.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "game/paths/answer_desk.h"
#include "game/paths/map_versions.h"
#include "game/paths/pool.h"
#include "game/paths/result_reader.h"
#include "game/paths/supervisor.h"
#include "shared/ids.h"

namespace outrider::paths {

/// One worker, from the offer of its segment until its claims are requeued.
struct Member {
    Generation generation;
    LifeId life;
    Seat seat;
    WorkerKind kind = WorkerKind::kProcess;
    bool seated = false;
    bool dead = false;        ///< reaped: its ring gets no more records
    bool distrusted = false;  ///< wrote what no honest worker writes: its ring is not read any more
    ResultSegment* segment = nullptr;
    WorkerEnd end;  ///< how, once it is dead
    ResultReader reader;
    AnswerParts parts;  ///< of an answer longer than a record, as far as they have come
    /// Records for jobs that it does not have, in the second that began then.
    std::uint32_t unasked = 0;
    MonotonicTime unasked_since;

    Member(const PoolNote& offer) noexcept
        : generation(offer.generation), life(offer.life), segment(offer.segment), reader(*offer.segment) {}
};

/// Frame thread only.
class Crew {
public:
    explicit Crew(Supervisor& supervisor);

    /// Takes the supervisor's notes: newcomers are watched from now on, the dead are marked.
    void hear() noexcept;
    /// The worker is not believed any more, and is killed.
    void distrust(Generation generation) noexcept;
    /// Kills all worker processes, for a reason that is not one worker's.
    void replace_all(KillCause cause) noexcept;
    /// Forgets a dead worker whose claims are requeued.
    void dismiss(Generation generation) noexcept;

    [[nodiscard]] std::span<const std::unique_ptr<Member>> members() const noexcept { return members_; }
    /// The same as the map versions need them.
    [[nodiscard]] std::span<const PinHolder> pin_holders() const noexcept { return holders_; }
    /// Who sits in a seat now; nullptr: nobody.
    [[nodiscard]] const Member* occupant(Seat seat) const noexcept;
    /// Whose number in claim words this is; nullptr: nobody's who is not yet requeued.
    [[nodiscard]] const Member* find(LifeId life) const noexcept;
    /// A worker process at work, or any if none is; nullptr: there is none.
    [[nodiscard]] const Member* victim() const noexcept;
    /// A worker thread of the game is still there.
    [[nodiscard]] bool has_threads() const noexcept;
    /// The policy that the supervisor wants for the starving pool; nothing if it does not, or it was asked for before.
    [[nodiscard]] std::optional<SchedulingPolicy> take_raised_policy() noexcept;

private:
    [[nodiscard]] Member* find(Generation generation) noexcept;
    void take(const PoolNote& note) noexcept;

    Supervisor& supervisor_;
    std::vector<std::unique_ptr<Member>> members_;
    std::vector<PinHolder> holders_;
    std::optional<SchedulingPolicy> raised_policy_;
};

}  // namespace outrider::paths
