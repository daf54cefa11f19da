// Two thin layers around the path service that measure it where the world touches it: the time of each submit, and
// each request's way from wish to walk. They change nothing. What they see, a recorder of a run may see too.
#pragma once

#include <array>
#include <chrono>

#include "game/app/run_recorder.h"
#include "game/measure/duration_histogram.h"
#include "game/paths/path_service.h"

namespace outrider::app {

/// What the world calls. Times every submit(), also one in another request's place.
class TimedPathService final : public paths::PathService {
public:
    explicit TimedPathService(paths::PathService& inner) noexcept : inner_(inner) {}

    [[nodiscard]] RequestId submit(const paths::PathRequest& request) noexcept override {
        const auto before = std::chrono::steady_clock::now();
        const RequestId id = inner_.submit(request);
        const auto time = std::chrono::steady_clock::now() - before;
        submits_.add(time);
        if (recorder_ != nullptr) recorder_->note_submit(time);
        return id;
    }
    bool cancel(RequestId id) noexcept override { return inner_.cancel(id); }
    [[nodiscard]] RequestId supersede(RequestId older, const paths::PathRequest& request) noexcept override {
        const auto before = std::chrono::steady_clock::now();
        const RequestId id = inner_.supersede(older, request);
        const auto time = std::chrono::steady_clock::now() - before;
        submits_.add(time);
        if (recorder_ != nullptr) recorder_->note_submit(time);
        return id;
    }
    void apply_edits(MapVersion version, std::span<const CellEdit> edits) noexcept override {
        inner_.apply_edits(version, edits);
    }
    void apply_danger(MapVersion version, std::span<const std::uint8_t> danger) noexcept override {
        inner_.apply_danger(version, danger);
    }
    [[nodiscard]] paths::Mode mode() const noexcept override { return inner_.mode(); }

    /// Null: nobody records. It must outlive this, or be taken away before.
    void set_recorder(RunRecorder* recorder) noexcept { recorder_ = recorder; }
    [[nodiscard]] const measure::DurationHistogram& submits() const noexcept { return submits_; }

private:
    paths::PathService& inner_;
    RunRecorder* recorder_ = nullptr;
    measure::DurationHistogram submits_;
};

/// What the service calls. Notes each answer's latency (wanted to applied); cancelled requests have none.
class TimedSink final : public paths::AnswerSink {
public:
    explicit TimedSink(paths::AnswerSink& inner) noexcept : inner_(inner) {}

    void on_answer(const paths::PathAnswer& answer) noexcept override {
        if (answer.status != AnswerStatus::kCancelled) latency_.add(answer.times.applied - answer.times.wanted);
        if (recorder_ != nullptr) recorder_->note_answer(answer);
        inner_.on_answer(answer);
    }

    /// As of TimedPathService.
    void set_recorder(RunRecorder* recorder) noexcept { recorder_ = recorder; }
    [[nodiscard]] const measure::DurationHistogram& latency() const noexcept { return latency_; }

private:
    paths::AnswerSink& inner_;
    RunRecorder* recorder_ = nullptr;
    measure::DurationHistogram latency_;
};

}  // namespace outrider::app
