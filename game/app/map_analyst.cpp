#include "game/app/map_analyst.h"

#include <sys/resource.h>

#include <new>
#include <utility>

#include "shared/signal_stack.h"

namespace outrider::app {

namespace {

/// The frame and, at their usual policy, the workers come first. Of a thread of Linux this is its own.
constexpr int kNiceness = 10;

}  // namespace

MapAnalyst::MapAnalyst(const GridLayout& layout, std::vector<std::uint64_t> bits, MapCosts costs)
    : layout_(layout),
      bits_(std::move(bits)),
      costs_(std::move(costs)),
      analysis_(layout),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

MapAnalyst::~MapAnalyst() { quit_.store(1, std::memory_order_relaxed); }

// --- the frame thread ------------------------------------------------------------------------------------------------

void MapAnalyst::note(MapVersion version, std::span<const CellEdit> edits) {
    version_ = version;
    edits_.insert(edits_.end(), edits.begin(), edits.end());
}

void MapAnalyst::note_danger(MapVersion version, std::span<const std::uint8_t> danger) {
    version_ = version;
    danger_.assign(danger.begin(), danger.end());
}

void MapAnalyst::exchange() {
    const bool is_asked = wanted_ == asked_ && (!is_analysis(wanted_.view) || version_ == asked_version_);
    if (!is_analysis(wanted_.view) && is_asked && !shown_ && edits_.size() < kManyEdits) return;
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (!lock) return;
    mailbox_.edits.insert(mailbox_.edits.end(), edits_.begin(), edits_.end());
    edits_.clear();
    if (!danger_.empty()) std::swap(mailbox_.danger, danger_);
    danger_.clear();
    mailbox_.version = version_;
    if (!is_asked) mailbox_.question = wanted_;
    asked_ = wanted_;
    asked_version_ = version_;
    // What was shown is the thread's to free: that of a large map takes its time.
    if (!mailbox_.spent && mailbox_.ready) mailbox_.spent = std::exchange(shown_, std::move(mailbox_.ready));
    if (!mailbox_.spent && !is_analysis(wanted_.view)) mailbox_.spent = std::move(shown_);
    if (has_work()) news_.notify_one();
}

bool MapAnalyst::wait(std::chrono::milliseconds most) {
    const auto until = std::chrono::steady_clock::now() + most;
    for (exchange(); !is_current() && std::chrono::steady_clock::now() < until; exchange()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return is_current();
}

// --- the analyst -----------------------------------------------------------------------------------------------------

void MapAnalyst::run(const std::stop_token& stop) noexcept {
    const SignalStack signal_stack;
    ::setpriority(PRIO_PROCESS, 0, kNiceness);
    while (!stop.stop_requested()) {
        const std::optional<MapQuestion> question = take_work(stop);
        for (const CellEdit& edit : taken_edits_) set_cell(layout_, bits_.data(), unpack(edit.cell), edit.free);
        taken_edits_.clear();
        if (!question) continue;
        if (!is_analysis(question->view)) {
            analysis_.forget();
            spare_.reset();
            continue;
        }
        const auto began = std::chrono::steady_clock::now();
        try {
            std::unique_ptr<MapAnswer> answer = spare_ ? std::move(spare_) : std::make_unique<MapAnswer>();
            analysis_.look(*question, {layout_, bits_.data(), bits_version_}, costs_, *answer, quit_);
            publish(std::move(answer));
        } catch (const std::bad_alloc&) {
            analysis_.forget();  // this view shows nothing, or what it showed before
        }
        std::unique_lock lock(mutex_);
        news_.wait_until(lock, stop, began + kPace, [] { return false; });
    }
}

std::optional<MapQuestion> MapAnalyst::take_work(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    if (!news_.wait(lock, stop, [this] { return has_work(); })) return std::nullopt;
    std::swap(taken_edits_, mailbox_.edits);
    if (!mailbox_.danger.empty()) std::swap(costs_.danger, mailbox_.danger);
    mailbox_.danger.clear();
    bits_version_ = mailbox_.version;
    if (mailbox_.spent) spare_ = std::move(mailbox_.spent);
    return std::exchange(mailbox_.question, std::nullopt);
}

/// An answer that nobody took is out of date by now.
void MapAnalyst::publish(std::unique_ptr<MapAnswer> answer) {
    std::unique_lock lock(mutex_);
    std::swap(mailbox_.ready, answer);
    lock.unlock();
    if (answer) spare_ = std::move(answer);
}

}  // namespace outrider::app
