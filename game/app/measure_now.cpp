#include "game/app/measure_now.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "game/sim/random.h"

namespace outrider::app {

namespace {

using std::chrono::duration;

/// Every order is as likely as any other (Fisher and Yates, 1938; Durstenfeld, 1964).
void shuffle(std::array<paths::Mode, 4>& modes, std::uint64_t seed) {
    sim::Random random(seed, 0);
    for (auto left = static_cast<std::uint32_t>(modes.size()); left > 1; --left)
        std::swap(modes[left - 1], modes[random.below(left)]);
}

}  // namespace

MeasureNow::MeasureNow(MeasuredGame& game, WorkOut work_out) : game_(game), work_out_(std::move(work_out)) {}

void MeasureNow::start(std::uint64_t seed, Clock::time_point now) {
    if (!is_idle()) return;
    if (const auto why = game_.refusal()) return say(*why, now);
    if (working_.valid()) return say("measure now: the last one is still being worked out", now);
    said_.clear();
    look_.reset();
    order_ = kModes;
    shuffle(order_, seed);
    turn_ = 0;
    measurement_ = game_.describe();
    game_.keep_moment();
    settle(now);
}

bool MeasureNow::stop(Clock::time_point now) {
    switch (stage_) {
        case Stage::kIdle: return false;
        case Stage::kSettling:
        case Stage::kRunning: game_.restore(); break;
        case Stage::kWorkingOut:
        case Stage::kCard: break;  // the moment is back already
    }
    measurement_ = {};
    look_.reset();
    said_.clear();
    enter(Stage::kIdle, now);
    return true;
}

void MeasureNow::look(Clock::time_point now) {
    switch (stage_) {
        case Stage::kIdle: look_at_thread(now); break;
        case Stage::kSettling: look_at_settling(now); break;
        case Stage::kRunning: look_at_run(now); break;
        case Stage::kWorkingOut: look_at_thread(now); break;
        case Stage::kCard: break;
    }
}

void MeasureNow::enter(Stage stage, Clock::time_point now) noexcept {
    stage_ = stage;
    since_ = now;
}

void MeasureNow::settle(Clock::time_point now) {
    game_.rewind_to(order_[turn_]);
    enter(Stage::kSettling, now);
}

void MeasureNow::look_at_settling(Clock::time_point now) {
    if (const auto why = game_.obstacle()) return give_up(*why, now);
    if (now - since_ < kSettleTime) return;
    if (!game_.is_ready()) {
        if (now - since_ < kLongestSettling) return;
        return give_up(fmt::format("it was not ready for mode {} in time", to_string(order_[turn_])), now);
    }
    game_.begin_run(kRunTime);
    enter(Stage::kRunning, now);
}

void MeasureNow::look_at_run(Clock::time_point now) {
    if (const auto why = game_.obstacle()) return give_up(*why, now);
    if (now - since_ < kRunTime) return;
    measurement_.runs.push_back(game_.end_run());
    if (++turn_ < order_.size()) return settle(now);
    game_.restore();
    work_out(now);
}

/// Resampling takes longer than a frame has. Where no thread is to be had, the next frame does it.
void MeasureNow::work_out(Clock::time_point now) {
    constexpr auto kBeside = std::launch::async | std::launch::deferred;
    working_ = std::async(kBeside, work_out_, std::exchange(measurement_, {}));
    enter(Stage::kWorkingOut, now);
}

void MeasureNow::look_at_thread(Clock::time_point now) {
    if (!working_.valid() || working_.wait_for(std::chrono::seconds(0)) == std::future_status::timeout) return;
    try {
        QuickLook found = working_.get();
        if (is_idle()) return;  // stopped meanwhile
        look_ = std::make_shared<const QuickLook>(std::move(found));
        enter(Stage::kCard, now);
    } catch (const std::exception& error) {
        if (is_idle()) return;
        enter(Stage::kIdle, now);
        say(fmt::format("measure now: the figures could not be worked out: {}", error.what()), now);
    }
}

void MeasureNow::give_up(const std::string& why, Clock::time_point now) {
    stop(now);
    say(fmt::format("measure now was stopped: {}", why), now);
}

void MeasureNow::say(std::string text, Clock::time_point now) {
    said_ = std::move(text);
    said_at_ = now;
}

overlay::MeasureModel MeasureNow::model(Clock::time_point now) const {
    overlay::MeasureModel model;
    model.stage = stage_;
    model.order = order_;
    model.turn = turn_;
    model.run_s = duration<double>(kRunTime).count();
    if (stage_ == Stage::kRunning) model.left_s = std::max(model.run_s - duration<double>(now - since_).count(), 0.0);
    if (look_) model.card = &look_->card;
    if (stage_ == Stage::kCard || now - said_at_ < kNoticeTime) model.said = said_;
    return model;
}

QuickLook work_out_quick_look(measure::Measurement measurement) {
    const measure::Findings findings = measure::findings_of(measurement);
    overlay::MeasureCard card = overlay::make_measure_card(measurement, findings);
    return {std::move(measurement), std::move(card)};
}

}  // namespace outrider::app
