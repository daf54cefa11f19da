// What every measure needs: cores to run on, a partner process on another core, memory shared with it, a clock.
#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace outrider::bench {

using Ticks = std::uint64_t;

/// The processor's own counter: a look at it costs far less than the shortest time that is measured here.
[[nodiscard]] inline Ticks ticks_now() noexcept {
#if defined(__x86_64__)
    return __rdtsc();
#else
    return static_cast<Ticks>(std::chrono::steady_clock::now().time_since_epoch().count());
#endif
}

inline void pause_briefly() noexcept {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

/// Where the two sides run.
struct Cores {
    int game = -1;
    std::vector<int> workers;  ///< all others, those of the game's own physical core last

    /// Of those that this process may use. Throws std::runtime_error if there are fewer than two.
    [[nodiscard]] static Cores choose();
};

/// The calling thread, and whatever it starts from now on, runs on these. Throws std::system_error.
void run_on(const std::vector<int>& cores);

/// Under which conditions one slice of a measure runs.
struct Conditions {
    Cores cores;
    double ticks_per_ns = 1.0;
    std::chrono::nanoseconds slice{};

    [[nodiscard]] Ticks ticks(std::chrono::nanoseconds time) const noexcept {
        return static_cast<Ticks>(static_cast<double>(time.count()) * ticks_per_ns);
    }
    [[nodiscard]] double ns(Ticks ticks) const noexcept { return static_cast<double>(ticks) / ticks_per_ns; }
    void spin_for(std::chrono::nanoseconds time) const noexcept {
        for (const Ticks end = ticks_now() + ticks(time); ticks_now() < end;) pause_briefly();
    }
};

/// Compares the counter with the monotonic clock, for 20 ms.
[[nodiscard]] double calibrate_ticks_per_ns();

/// The times of one slice. All memory is there, and touched, before the first one is added.
class Samples {
public:
    explicit Samples(const Conditions& conditions) : conditions_(conditions), ticks_(kMost) {}

    /// Beyond the most there is room for, the oldest are given up.
    void add(Ticks duration) noexcept { ticks_[count_++ % kMost] = duration; }
    /// Order statistic: the smallest sample that at least this share of the samples does not exceed. 0: no sample.
    [[nodiscard]] double percentile_ns(std::uint32_t permille);

private:
    static constexpr std::size_t kMost = std::size_t{1} << 19U;
    const Conditions& conditions_;
    std::vector<Ticks> ticks_;
    std::size_t count_ = 0;
};

/// Anonymous, shared, zeroed, all pages there. Throws std::system_error.
[[nodiscard]] void* map_shared(std::size_t bytes);
void unmap_shared(void* address, std::size_t bytes) noexcept;

/// A `T` in anonymous memory that is shared with every partner forked later.
template <class T>
class Shared {
public:
    Shared() : object_(std::construct_at(static_cast<T*>(map_shared(sizeof(T))))) {}
    ~Shared() { unmap_shared(object_, sizeof(T)); }
    Shared(const Shared&) = delete;
    Shared& operator=(const Shared&) = delete;

    [[nodiscard]] T& operator*() const noexcept { return *object_; }
    [[nodiscard]] T* operator->() const noexcept { return object_; }

private:
    T* object_;
};

/// A fork of this process that does one thing for ever. It ends with this object, or with this program.
class Partner {
public:
    /// `body()` runs in the new process, on `core`. Throws std::system_error.
    template <class Body>
    Partner(int core, Body body) : pid_(fork_onto(core)) {
        if (pid_ != 0) return;
        body();
        ::_exit(0);
    }
    ~Partner();
    Partner(Partner&& other) noexcept : pid_(std::exchange(other.pid_, 0)) {}
    Partner& operator=(Partner&&) = delete;

private:
    /// 0 in the new process.
    static pid_t fork_onto(int core);
    pid_t pid_;
};

}  // namespace outrider::bench
