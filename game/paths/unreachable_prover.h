// A worker's `unreachable` has no path that could be checked. So the game proves it for itself, off the frame thread:
// it labels the connected components of that map version and compares the labels of start and goal.
#pragma once

#include <atomic>
#include <boost/lockfree/spsc_queue.hpp>
#include <cstdint>
#include <semaphore>
#include <thread>

#include "shared/grid.h"
#include "shared/ids.h"

namespace outrider::paths {

/// A claim to check. The map's buffer must stay as it is until the verdict is taken (MapVersions::hold).
struct ProofQuestion {
    RequestId request;
    MapView map;
    Cell start;
    Cell goal;
    Generation accuser;  ///< the worker whose word it is
};

struct ProofVerdict {
    RequestId request;
    MapVersion version;
    Generation accuser;
    bool unreachable = false;
};

/// One thread of its own. Frame thread only; no call blocks.
class UnreachableProver {
public:
    UnreachableProver();
    ~UnreachableProver();
    UnreachableProver(const UnreachableProver&) = delete;
    UnreachableProver& operator=(const UnreachableProver&) = delete;

    /// False if too many questions are open: ask again in a later frame.
    [[nodiscard]] bool try_ask(const ProofQuestion& question) noexcept;
    [[nodiscard]] bool try_take(ProofVerdict& verdict) noexcept { return verdicts_.pop(verdict); }

private:
    void run() noexcept;

    static constexpr std::size_t kMostOpen = 4096;
    boost::lockfree::spsc_queue<ProofQuestion, boost::lockfree::capacity<kMostOpen>> questions_;
    boost::lockfree::spsc_queue<ProofVerdict, boost::lockfree::capacity<kMostOpen>> verdicts_;
    std::counting_semaphore<> asked_{0};
    std::atomic<bool> quit_{false};
    std::jthread thread_;
};

}  // namespace outrider::paths
