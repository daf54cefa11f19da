// What a worker says and the game cannot see at once, it proves for itself, off the frame thread: that there is no way
// (it labels the connected components of that map version and compares the labels of start and goal), and that a flow
// field is the right one (cell by cell).
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
#include "shared/flow_field.h"
#include "shared/grid.h"
#include "shared/ids.h"
#include "shared/path_query.h"

namespace outrider::paths {

/// Room for one flow field while it is proven. The frame thread's until it asks, the prover's until the verdict is
/// taken, then the frame thread's again.
struct FieldRoom {
    std::vector<PackedCell> points;  ///< as it came
    FlowField field;                 ///< what came of them
};
/// Fields that can be proven or wait for that at a time.
inline constexpr std::uint32_t kFieldRooms = 4;
inline constexpr std::uint32_t kNoRoom = kFieldRooms;

/// A claim to check. The map's buffer must stay as it is until the verdict is taken (MapVersions::hold).
struct ProofQuestion {
    RequestId request;
    MapView map;
    PathQuery query;
    Generation accuser;                  ///< the worker whose word it is
    std::uint32_t field_room = kNoRoom;  ///< of a flow field; else the claim is that there is no way
};

struct ProofVerdict {
    RequestId request;
    MapVersion version;
    Generation accuser;
    std::uint32_t field_room = kNoRoom;
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
    [[nodiscard]] bool try_take(ProofVerdict& verdict) noexcept { return verdicts_.pop(verdict); }

    /// A room for a field's points; kNoRoom: all are taken.
    [[nodiscard]] std::uint32_t take_room() noexcept;
    void give_back_room(std::uint32_t room) noexcept { room_is_taken_[room] = false; }
    [[nodiscard]] FieldRoom& room(std::uint32_t room) noexcept { return rooms_[room]; }

private:
    /// The components of a map version as units of one size see it.
    struct Labels {
        std::optional<search::ErodedMap> eroded;  ///< for larger units, from their first question
        search::ComponentLabels labels;
        MapVersion version;
    };

    void run() noexcept;
    [[nodiscard]] bool is_proven(const ProofQuestion& question);
    [[nodiscard]] bool has_no_way(const MapView& map, const PathQuery& query);
    [[nodiscard]] bool is_right_field(const MapView& map, const PathQuery& query, FieldRoom& room);

    static constexpr std::size_t kMostOpen = 4096;

    const GridLayout layout_;
    std::array<FieldRoom, kFieldRooms> rooms_;
    std::array<bool, kFieldRooms> room_is_taken_{};  ///< the frame thread's
    // The prover thread's.
    Labels one_cell_;
    Labels two_cells_;
    search::FlowFieldProof proof_;
    bool proof_is_ready_ = false;

    boost::lockfree::spsc_queue<ProofQuestion, boost::lockfree::capacity<kMostOpen>> questions_;
    boost::lockfree::spsc_queue<ProofVerdict, boost::lockfree::capacity<kMostOpen>> verdicts_;
    std::counting_semaphore<> asked_{0};
    std::atomic<bool> quit_{false};
    std::jthread thread_;
};

}  // namespace outrider::paths
