// What a worker says and the game cannot see at once, it proves for itself, off the frame thread: that there is no way
// (it labels the connected components of that map version, as the asker sees it, and compares the labels of start and
// goal), that a flow field is the right one (cell by cell), and that a very long path is one (step by step).
#pragma once

#include <array>
#include <atomic>
#include <boost/lockfree/spsc_queue.hpp>
#include <cstdint>
#include <optional>
#include <semaphore>
#include <thread>
#include <vector>

#include "pathfinder/search/components.h"
#include "pathfinder/search/eroded_map.h"
#include "pathfinder/search/flow_field.h"
#include "pathfinder/search/imagined_map.h"
#include "shared/cost_field.h"
#include "shared/flow_field.h"
#include "shared/grid.h"
#include "shared/ids.h"
#include "shared/path_query.h"
#include "shared/protocol.h"

namespace outrider::paths {

/// Room for one flow field or long path while it is proven. The frame thread's until it asks, the prover's until the
/// verdict is taken, then the frame thread's again. The first kFewestRooms keep their memory from use to use.
struct ProofRoom {
    std::vector<PackedCell> points;   ///< as it came
    FlowField field;                  ///< what came of them
    std::vector<std::uint64_t> rows;  ///< of the map that it is for: GridLayout::row_words()
};

/// Fields and paths that can be proven or wait for that at a time: as many fields as fit so much memory, within these
/// bounds.
inline constexpr std::size_t kMostRoomBytes = std::size_t{128} << 20U;
inline constexpr std::uint32_t kFewestRooms = 4;
inline constexpr std::uint32_t kMostRooms = 64;
inline constexpr std::uint32_t kNoRoom = 0xFFFF'FFFF;

[[nodiscard]] constexpr std::uint32_t proof_rooms(const GridLayout& layout) noexcept {
    const FlowFieldLayout field(layout);
    const std::size_t bytes =
        field.total_points() * sizeof(PackedCell) + (field.total_words() + layout.row_words()) * sizeof(std::uint64_t);
    const auto rooms = static_cast<std::uint32_t>(kMostRoomBytes / bytes);
    return rooms < kFewestRooms ? kFewestRooms : rooms > kMostRooms ? kMostRooms : rooms;
}

/// What a worker says of a path.
struct PathClaim {
    AnswerStatus status = AnswerStatus::kFound;  ///< or partial
    StepCount cost;
    std::uint32_t expanded_nodes = 0;
    std::int32_t seat = -1;
};

/// A claim to check.
struct ProofQuestion {
    RequestId request;
    MapView map;  ///< its buffer must stay as it is until try_take_map() gives it back (MapVersions::hold)
    PathQuery query;
    Generation accuser;            ///< the worker whose word it is
    std::uint32_t room = kNoRoom;  ///< of a field, or of `path`; else the claim is `unreachable`
    std::optional<PathClaim> path = {};
    CostField costs = {};  ///< of that map version; they hold as long as it does
};

struct ProofVerdict {
    RequestId request;
    MapVersion version;
    Generation accuser;
    std::uint32_t room = kNoRoom;
    std::optional<PathClaim> path = {};
    bool proven = false;
};

/// One thread of its own. Frame thread only; no call blocks.
class Prover {
public:
    explicit Prover(const GridLayout& layout);
    ~Prover();
    Prover(const Prover&) = delete;
    Prover& operator=(const Prover&) = delete;

    /// False if too many questions are open: ask again in a later frame.
    [[nodiscard]] bool try_ask(const ProofQuestion& question) noexcept;
    /// Once for every question; those without a field do not wait for those with one.
    [[nodiscard]] bool try_take(ProofVerdict& verdict) noexcept { return verdicts_.pop(verdict); }
    /// Once for every question, long before the verdict on a field: the prover looks at that map no more. So proofs
    /// that wait do not keep edits from going out.
    [[nodiscard]] bool try_take_map(MapVersion& version) noexcept { return maps_.pop(version); }

    /// A room for points; kNoRoom: all are taken.
    [[nodiscard]] std::uint32_t take_room() noexcept;
    void give_back_room(std::uint32_t room) noexcept;
    [[nodiscard]] ProofRoom& room(std::uint32_t room) noexcept { return rooms_[room]; }

private:
    /// The components of a map version as units of one kind see it: of this size, stopped by walls or not.
    struct Labels {
        std::optional<search::ErodedMap> eroded;  ///< for larger units, from their first question
        search::ComponentLabels labels;
        MapVersion version;

        void compute(const MapView& map, Clearance clearance);
    };

    void run() noexcept;
    void take_questions();
    void queue_field(ProofQuestion question);
    void prove_fields();
    [[nodiscard]] bool begin_field(const ProofQuestion& question);
    [[nodiscard]] bool is_right_path(const ProofQuestion& question) const noexcept;
    [[nodiscard]] bool is_unreachable(const ProofQuestion& question);
    [[nodiscard]] const search::ComponentLabels& labels_for(const ProofQuestion& question);
    [[nodiscard]] MapView as_seen_by_asker(const ProofQuestion& question);
    void give_verdict(const ProofQuestion& question, bool proven) noexcept;
    template <class Queue, class Word>
    void push(Queue& queue, const Word& word) noexcept;

    static constexpr std::size_t kMostOpen = 4096;

    const GridLayout layout_;
    std::vector<ProofRoom> rooms_;
    std::vector<bool> room_is_taken_;  ///< the frame thread's
    // The prover thread's.
    std::array<Labels, 2> walkers_;      ///< of one cell, of two
    std::array<Labels, 2> breakers_;     ///< the same, of those who break walls
    std::array<Labels, 2> what_if_;      ///< the same, for a question with walls that are not there: used once
    search::ImaginedMap walled_;         ///< with those
    search::ImaginedMap broken_;         ///< as wall-breakers see it
    bool imagination_is_ready_ = false;  ///< they have memory: from the first question that needs it
    search::FlowFieldProof proof_;
    bool proof_is_ready_ = false;
    std::vector<ProofQuestion> fields_;  ///< to be proven, the first one first; its map is its room's copy
    bool first_is_begun_ = false;

    boost::lockfree::spsc_queue<ProofQuestion, boost::lockfree::capacity<kMostOpen>> questions_;
    boost::lockfree::spsc_queue<ProofVerdict, boost::lockfree::capacity<kMostOpen>> verdicts_;
    boost::lockfree::spsc_queue<MapVersion, boost::lockfree::capacity<kMostOpen>> maps_;
    std::counting_semaphore<> asked_{0};
    std::atomic<bool> quit_{false};
    std::jthread thread_;
};

}  // namespace outrider::paths
