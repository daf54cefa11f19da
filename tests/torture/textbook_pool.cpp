// The control: the pool that every textbook shows, on boost::interprocess::message_queue. Its queues hold a mutex and
// conditions in shared memory, which die with whoever holds them.
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <boost/interprocess/ipc/message_queue.hpp>
#include <chrono>
#include <csignal>
#include <new>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/torture/torture.h"

namespace outrider::torture {
namespace {

using namespace std::chrono_literals;
using boost::interprocess::create_only;
using boost::interprocess::message_queue;
using boost::interprocess::open_only;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kJobs = 20'000;
constexpr std::size_t kQueueLength = 64;
constexpr auto kStandstill = 500ms;

/// What the pool's master shows of itself to the watchdog.
struct Pulse {
    std::atomic<std::uint64_t> turns;  ///< of its loop: stands still when a call to a queue does not return
    std::atomic<std::uint64_t> answered;
    std::atomic<std::uint64_t> asked;
    std::atomic<bool> done;
};

struct QueueNames {
    std::string jobs = "textbook-pool-jobs-" + std::to_string(::getpid());
    std::string results = "textbook-pool-results-" + std::to_string(::getpid());

    QueueNames() { remove(); }
    ~QueueNames() { remove(); }
    QueueNames(const QueueNames&) = delete;
    QueueNames& operator=(const QueueNames&) = delete;
    void remove() const {
        message_queue::remove(jobs.c_str());
        message_queue::remove(results.c_str());
    }
};

[[noreturn]] void work(const QueueNames& names, pid_t master) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != master) ::_exit(1);  // it died before we asked to die with it
    message_queue jobs(open_only, names.jobs.c_str());
    message_queue results(open_only, names.results.c_str());
    for (;;) {
        std::uint64_t job = 0;
        message_queue::size_type size = 0;
        unsigned priority = 0;
        jobs.receive(&job, sizeof job, size, priority);
        results.send(&job, sizeof job, 0);
    }
}

pid_t start_worker(const QueueNames& names) {
    const pid_t master = ::getpid();
    const pid_t pid = ::fork();
    if (pid == 0) work(names, master);
    return pid;
}

// Queue in, queue out, polled; one worker is killed at a random instant and replaced.
[[noreturn]] void run_master(const QueueNames& names, std::uint32_t workers, std::uint64_t seed, Pulse& pulse) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    message_queue jobs(create_only, names.jobs.c_str(), kQueueLength, sizeof(std::uint64_t));
    message_queue results(create_only, names.results.c_str(), kQueueLength, sizeof(std::uint64_t));
    std::vector<pid_t> pool;
    for (std::uint32_t i = 0; i < workers; ++i) pool.push_back(start_worker(names));
    std::mt19937_64 random(seed);
    const std::uint64_t kill_at = 100 + random() % (kJobs / 2);
    const auto delay = std::chrono::nanoseconds(random() % 20'000);
    bool killed = false;
    std::uint64_t asked = 0;
    std::uint64_t answered = 0;
    while (answered < kJobs) {
        if (asked < kJobs && jobs.try_send(&asked, sizeof asked, 0)) ++asked;
        std::uint64_t result = 0;
        message_queue::size_type size = 0;
        unsigned priority = 0;
        if (results.try_receive(&result, sizeof result, size, priority)) ++answered;
        if (!killed && answered >= kill_at) {
            killed = true;
            for (const auto until = Clock::now() + delay; Clock::now() < until;) {
            }
            pid_t& victim = pool[random() % pool.size()];
            ::kill(victim, SIGKILL);
            ::waitpid(victim, nullptr, 0);
            victim = start_worker(names);
        }
        pulse.answered.store(answered, std::memory_order_relaxed);
        pulse.asked.store(asked, std::memory_order_relaxed);
        pulse.turns.fetch_add(1, std::memory_order_relaxed);
    }
    pulse.done.store(true);
    for (const pid_t worker : pool) ::kill(worker, SIGKILL);
    ::_exit(0);
}

enum class TrialEnd : std::uint8_t { kDone, kHang, kLoss };

/// One trial under a watchdog; `lost`: requests that would never have been answered.
TrialEnd run_trial(const Options& options, std::uint64_t seed, Pulse& pulse, std::uint64_t& lost) {
    const QueueNames names;
    new (&pulse) Pulse{};
    const pid_t master = ::fork();
    if (master < 0) throw std::runtime_error("cannot fork the textbook pool");
    if (master == 0) run_master(names, options.workers, seed, pulse);
    std::uint64_t turns = 0;
    std::uint64_t answered = 0;
    auto turned = Clock::now();
    auto progressed = Clock::now();
    TrialEnd end = TrialEnd::kDone;
    while (!pulse.done.load()) {
        std::this_thread::sleep_for(5ms);
        const auto now = Clock::now();
        if (pulse.turns.load() != std::exchange(turns, pulse.turns.load())) turned = now;
        if (pulse.answered.load() != std::exchange(answered, pulse.answered.load())) progressed = now;
        if (now - turned > kStandstill) {
            end = TrialEnd::kHang;
            break;
        }
        if (now - progressed > kStandstill) {
            // The master still turns: either its workers hang, or it waits for jobs that a dead one took along.
            const bool all_were_taken = pulse.asked.load() == kJobs;
            end = all_were_taken ? TrialEnd::kLoss : TrialEnd::kHang;
            lost += kJobs - pulse.answered.load();
            break;
        }
    }
    ::kill(master, SIGKILL);  // its workers die with it
    ::waitpid(master, nullptr, 0);
    return end;
}

}  // namespace

nlohmann::ordered_json torture_textbook_pool(const Options& options) {
    void* memory = ::mmap(nullptr, sizeof(Pulse), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::runtime_error("cannot map memory for the control");
    auto& pulse = *new (memory) Pulse{};
    std::uint64_t hangs = 0;
    std::uint64_t trials_with_loss = 0;
    std::uint64_t lost = 0;
    for (std::uint32_t trial = 0; trial < options.trials; ++trial) {
        const TrialEnd end = run_trial(options, options.seed * 1'000'003 + trial, pulse, lost);
        hangs += end == TrialEnd::kHang ? 1 : 0;
        trials_with_loss += end == TrialEnd::kLoss ? 1 : 0;
    }
    ::munmap(memory, sizeof(Pulse));
    return {{"what", "boost::interprocess::message_queue, one SIGKILL a trial"},
            {"trials", options.trials},
            {"hangs", hangs},
            {"trials_with_loss", trials_with_loss},
            {"lost", lost}};
}

}  // namespace outrider::torture
