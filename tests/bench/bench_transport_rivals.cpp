// What Boost and the kernel offer for the same: messages as long as the shortest result record.
#include <unistd.h>

#include <array>
#include <boost/interprocess/ipc/message_queue.hpp>
#include <boost/lockfree/spsc_queue.hpp>
#include <cerrno>
#include <cstdint>
#include <span>
#include <string>
#include <system_error>

#include "shared/result_segment.h"
#include "tests/bench/bench_transport.h"
#include "tests/bench/bench_transport_game.h"

namespace outrider::bench {
namespace {

using boost::interprocess::message_queue;
using Message = std::array<std::uint64_t, ResultRecord::kHeaderWords>;

/// As many as our ring holds of the shortest records.
constexpr std::size_t kQueueLength = kRingWords / ResultRecord::kHeaderWords;

// --- Boost.Interprocess: message_queue ---

/// Its name is gone before anybody else could see it for long: partners inherit the mapping.
class Queue {
public:
    explicit Queue(std::size_t length)
        : queue_(boost::interprocess::create_only, name().c_str(), length, sizeof(Message)) {
        message_queue::remove(name().c_str());
    }
    void send(const Message& message) { queue_.send(message.data(), sizeof message, 0); }
    [[nodiscard]] bool try_send(const Message& message) { return queue_.try_send(message.data(), sizeof message, 0); }
    void receive(Message& message) { queue_.receive(message.data(), sizeof message, size_, priority_); }
    [[nodiscard]] bool try_receive(Message& message) {
        return queue_.try_receive(message.data(), sizeof message, size_, priority_);
    }

private:
    static std::string name() { return "bench-transport-" + std::to_string(::getpid()); }
    message_queue queue_;
    message_queue::size_type size_ = 0;
    unsigned priority_ = 0;
};

void send_spinning(Queue& queue, const Message& message) {
    while (!queue.try_send(message)) pause_briefly();
}
void receive_spinning(Queue& queue, Message& message) {
    while (!queue.try_receive(message)) pause_briefly();
}

/// Jobs out, results back.
struct QueuePair {
    Queue jobs{1};
    Queue results{1};
};

Figures message_queue_spinning(const Conditions& conditions) {
    QueuePair queues;
    const Partner partner(conditions.cores.workers.front(), [&] {
        for (Message message;;) {
            receive_spinning(queues.jobs, message);
            send_spinning(queues.results, message);
        }
    });
    Message message{};
    return time_round_trips(conditions, [&] {
        send_spinning(queues.jobs, message);
        receive_spinning(queues.results, message);
    });
}

/// `game_sleeps`: the game waits in receive(), too, as in every example; otherwise it polls, as ours does.
Figures message_queue_blocking(const Conditions& conditions, bool game_sleeps) {
    QueuePair queues;
    const Partner partner(conditions.cores.workers.front(), [&] {
        for (Message message;;) {
            queues.jobs.receive(message);
            queues.results.send(message);
        }
    });
    Message message{};
    return time_round_trips(
        conditions, [&] { conditions.spin_for(kThinkTime); },
        [&] {
            queues.jobs.send(message);
            if (game_sleeps) {
                queues.results.receive(message);
            } else {
                receive_spinning(queues.results, message);
            }
        });
}

Figures message_queue_one_way(const Conditions& conditions, bool blocking) {
    Queue queue(kQueueLength);
    const Partner partner(conditions.cores.workers.front(), [&] {
        const Message message{};
        for (;;) {
            if (blocking) {
                queue.send(message);
            } else {
                send_spinning(queue, message);
            }
        }
    });
    Message message{};
    return count_per_second(conditions, [&] {
        if (blocking) {
            queue.receive(message);
            return 1U;
        }
        return queue.try_receive(message) ? 1U : 0U;
    });
}

// --- Boost.Lockfree: spsc_queue ---

using SpscQueue = boost::lockfree::spsc_queue<Message, boost::lockfree::capacity<kQueueLength>>;

Figures spsc_one_way(const Conditions& conditions) {
    Shared<SpscQueue> queue;
    const Partner partner(conditions.cores.workers.front(), [&] {
        for (Message message{};; ++message[0]) {
            while (!queue->push(message)) pause_briefly();
        }
    });
    Message message{};
    return count_per_second(conditions, [&] {
        std::uint32_t taken = 0;
        while (taken < 256 && queue->pop(message)) ++taken;
        return taken;
    });
}

template <std::size_t kChunk>
Figures spsc_one_way_in_chunks(const Conditions& conditions) {
    Shared<SpscQueue> queue;
    const Partner partner(conditions.cores.workers.front(), [&] {
        for (std::array<Message, kChunk> messages{};; ++messages[0][0]) {
            for (auto left = std::span<const Message>(messages); !left.empty();) {
                const std::size_t pushed = queue->push(left.data(), left.size());
                left = left.subspan(pushed);
                if (pushed == 0) pause_briefly();
            }
        }
    });
    std::array<Message, kChunk> messages{};
    return count_per_second(conditions,
                            [&] { return static_cast<std::uint32_t>(queue->pop(messages.data(), messages.size())); });
}

// --- a pipe ---

class Pipe {
public:
    Pipe() {
        if (::pipe(ends_.data()) != 0) throw std::system_error(errno, std::generic_category(), "cannot make a pipe");
    }
    ~Pipe() {
        for (const int end : ends_) ::close(end);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    // A message is far shorter than PIPE_BUF: it goes through in one piece, or not at all.
    void write(const Message& message) const { demand(::write(ends_[1], message.data(), sizeof message)); }
    void read(Message& message) const { demand(::read(ends_[0], message.data(), sizeof message)); }

private:
    static void demand(ssize_t transferred) {
        if (transferred != ssize_t{sizeof(Message)}) throw std::runtime_error("a pipe broke");
    }
    std::array<int, 2> ends_{};
};

Figures pipe_blocking(const Conditions& conditions) {
    const Pipe jobs;
    const Pipe results;
    const Partner partner(conditions.cores.workers.front(), [&] {
        for (Message message{};;) {
            jobs.read(message);
            results.write(message);
        }
    });
    Message message{};
    return time_round_trips(
        conditions, [&] { conditions.spin_for(kThinkTime); },
        [&] {
            jobs.write(message);
            results.read(message);
        });
}

}  // namespace

std::vector<Measure> rival_measures() {
    return {
        {"message_queue_spinning", "Boost message_queue, spun with try_", message_queue_spinning},
        {"message_queue_blocking", "Boost message_queue, both sides sleep",
         [](const auto& conditions) { return message_queue_blocking(conditions, true); }},
        {"message_queue_worker_sleeps", "Boost message_queue, the worker sleeps",
         [](const auto& conditions) { return message_queue_blocking(conditions, false); }},
        {"pipe_blocking", "a pipe, both sides sleep", pipe_blocking},
        {"message_queue_one_way_spinning", "Boost message_queue, spun with try_",
         [](const auto& conditions) { return message_queue_one_way(conditions, false); }},
        {"message_queue_one_way_blocking", "Boost message_queue, send and receive",
         [](const auto& conditions) { return message_queue_one_way(conditions, true); }},
        {"spsc_one_way", "Boost.Lockfree spsc_queue, push and pop", spsc_one_way},
        {"spsc_one_way_k16", "Boost.Lockfree spsc_queue, 16 at a time", spsc_one_way_in_chunks<16>},
    };
}

}  // namespace outrider::bench
