#include "game/paths/unreachable_prover.h"

#include <chrono>

#include "pathfinder/search/components.h"
#include "shared/signal_stack.h"

namespace outrider::paths {

UnreachableProver::UnreachableProver() : thread_([this] { run(); }) {}

UnreachableProver::~UnreachableProver() {
    quit_.store(true, std::memory_order_relaxed);
    asked_.release();  // its release makes the flag visible
}

bool UnreachableProver::try_ask(const ProofQuestion& question) noexcept {
    if (!questions_.push(question)) return false;
    asked_.release();
    return true;
}

void UnreachableProver::run() noexcept {
    const SignalStack signal_stack;
    search::ComponentLabels labels;
    MapVersion labelled;
    for (;;) {
        asked_.acquire();
        if (quit_.load(std::memory_order_relaxed)) return;
        ProofQuestion question;
        if (!questions_.pop(question)) continue;
        if (question.map.version() != labelled) {
            labels.compute(question.map);
            labelled = question.map.version();
        }
        const bool connected = labels.connected(question.start, question.goal);
        const ProofVerdict verdict{question.request, labelled, question.accuser, !connected};
        while (!verdicts_.push(verdict)) {
            // As many verdicts as the queue holds and the frame thread takes none: it is paused or gone.
            if (quit_.load(std::memory_order_relaxed)) return;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
}

}  // namespace outrider::paths
