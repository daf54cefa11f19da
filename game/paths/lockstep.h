// Lockstep: every answer reaches the world exactly D ticks after its request, in the order of the requests, whoever
// found it and however long that took. So the same commands in the same ticks give the same game in every mode, with
// any number of workers, on any machine.
//
//   world -> submit() -> service                 the request is written down with the present tick
//   service -> poll(lockstep) -> on_answer()     the answer is copied and kept
//   begin_tick(world) -> world.on_answer()       what was asked D ticks ago is handed over
//
// If an answer is not there yet, the tick waits (drawing goes on). A frame in lockstep:
//
//   paths.poll(lockstep);
//   while (a tick is due && lockstep.try_begin_tick(world)) {
//       world.tick(lockstep.mode());
//       world.submit(lockstep);
//   }
//   paths.flush();
//
// Two rules keep the game the same. The world submits once after each tick and at no other time: a frame without a tick
// (the player's pause, a tick that waits) must not call World::submit(). And a player's command belongs to the last
// tick that was begun: it is carried out between two ticks, before try_begin_tick().
//
// Nothing here looks at a clock. Who may call: the frame thread only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "game/paths/path_service.h"
#include "shared/flow_field.h"
#include "shared/ids.h"
#include "shared/path_hash.h"

namespace outrider::paths {

class Lockstep final : public PathService, public AnswerSink {
public:
    /// `service` searches exactly the versions that requests name (DispatcherSettings::exact_versions). `may_publish`:
    /// has it room for all versions that the world can make in one submit() (PathDispatcher::can_publish)? A tick waits
    /// until it has. 1 <= delay_ticks. The service must outlive it.
    Lockstep(PathService& service, std::function<bool()> may_publish, std::uint32_t delay_ticks);

    // --- the world's side: PathService -------------------------------------------------------------------------------
    /// Ids are its own: they rise in the order of submission. The service sees an id in place of the tag, and endless
    /// patience: nothing expires by the clock.
    [[nodiscard]] RequestId submit(const PathRequest& request) noexcept override;
    /// False: the answer was handed over, or the request cancelled, before. Whether the service has answered by now
    /// makes no difference: a cancelled request's answer is never handed over.
    bool cancel(RequestId id) noexcept override;
    [[nodiscard]] RequestId supersede(RequestId older, const PathRequest& request) noexcept override;
    void apply_edits(MapVersion version, std::span<const CellEdit> edits) noexcept override;
    void apply_danger(MapVersion version, std::span<const std::uint8_t> danger) noexcept override;
    [[nodiscard]] Mode mode() const noexcept override { return service_.mode(); }

    // --- the service's side: AnswerSink ------------------------------------------------------------------------------
    /// Keeps a copy; a flow field by swapping. Answers to requests that were not made here are dropped.
    void on_answer(const PathAnswer& answer) noexcept override;

    // --- ticks -------------------------------------------------------------------------------------------------------
    /// Is everything that the next tick hands over answered (or cancelled), and room for the versions it will make?
    [[nodiscard]] bool may_tick() const noexcept;
    /// Advances the tick and hands what was asked delay_ticks() ago to `world`, which may submit and cancel from
    /// within. REQUIRES: may_tick().
    void begin_tick(AnswerSink& world) noexcept;
    /// begin_tick() if may_tick(). False: the tick waits, which is counted; ask again in the next frame.
    [[nodiscard]] bool try_begin_tick(AnswerSink& world) noexcept;

    /// Ticks begun.
    [[nodiscard]] std::uint64_t tick() const noexcept { return tick_; }
    [[nodiscard]] std::uint32_t delay_ticks() const noexcept { return delay_ticks_; }
    /// Frames whose tick waited: false answers of try_begin_tick().
    [[nodiscard]] std::uint64_t waits() const noexcept { return waits_; }
    /// Requests that are neither answered nor cancelled yet.
    [[nodiscard]] std::uint64_t open() const noexcept;
    /// Of all answers handed over: hash(number of the request in the order of submission, status, cells), summed. A
    /// flow field counts with a hash of its words.
    [[nodiscard]] std::uint64_t path_hash() const noexcept { return hash_.value(); }

private:
    enum class State : std::uint8_t { kOpen, kAnswered, kOver };
    static constexpr std::uint32_t kNoField = ~std::uint32_t{0};

    /// A request, then its answer.
    struct Entry {
        RequestId asked;    ///< what the service calls it
        std::uint64_t tag;  ///< the world's
        State state = State::kOpen;
        PathAnswer answer;            ///< without what it only points to
        std::size_t first_point = 0;  ///< in the batch
        std::size_t points = 0;
        std::uint32_t field = kNoField;  ///< in the batch
    };
    /// All requests of one tick. Its memory is used again by a later tick's.
    struct Batch {
        std::uint64_t first_number = 0;  ///< requests made before these
        std::uint32_t open = 0;
        std::vector<Entry> entries;
        std::vector<PackedCell> points;
        std::vector<FlowField> fields;
    };

    [[nodiscard]] std::uint64_t slot_of(std::uint64_t tick) const noexcept { return tick % batches_.size(); }
    [[nodiscard]] Batch* batch_of(RequestId id) noexcept;
    [[nodiscard]] RequestId take_out(RequestId id) noexcept;
    void keep(Batch& batch, Entry& entry, const PathAnswer& answer) noexcept;
    void keep_field(Batch& batch, Entry& entry, FlowField& field) noexcept;
    void hand_over(Batch& batch, AnswerSink& world) noexcept;
    void clear(Batch& batch) noexcept;

    PathService& service_;
    const std::function<bool()> may_publish_;
    const std::uint32_t delay_ticks_;
    std::vector<Batch> batches_;  ///< of the last delay_ticks + 1 ticks, by tick modulo their number
    std::vector<FlowField> spare_fields_;
    std::uint64_t tick_ = 0;
    std::uint64_t submitted_ = 0;
    std::uint64_t waits_ = 0;
    PathHash hash_;
};

}  // namespace outrider::paths
