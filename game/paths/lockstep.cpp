#include "game/paths/lockstep.h"

#include <array>
#include <cassert>
#include <span>
#include <utility>

namespace outrider::paths {
namespace {

constexpr unsigned kTickShift = 32;
constexpr std::uint64_t kIndexMask = 0xFFFF'FFFF;

/// Tick of the request, and its place among those of the tick. Never 0, which is "no request".
[[nodiscard]] RequestId make_id(std::uint64_t tick, std::size_t index) noexcept {
    return RequestId{(tick + 1) << kTickShift | index};
}
[[nodiscard]] std::size_t index_in(RequestId id) noexcept { return static_cast<std::size_t>(id.value & kIndexMask); }

/// A field in two cells: what a path's turning points are to its hash.
[[nodiscard]] std::array<PackedCell, 2> mark_of(const FlowField& field) noexcept {
    std::uint64_t hash = 0;
    for (const std::uint64_t word : field.words()) hash = mix64(hash ^ word);
    return {PackedCell{static_cast<std::uint32_t>(hash)}, PackedCell{static_cast<std::uint32_t>(hash >> 32U)}};
}

}  // namespace

Lockstep::Lockstep(PathService& service, std::function<bool()> may_publish, std::uint32_t delay_ticks)
    : service_(service), may_publish_(std::move(may_publish)), delay_ticks_(delay_ticks), batches_(delay_ticks + 1U) {
    assert(delay_ticks >= 1 && "an answer cannot be there before its request");
}

// --- the world's side ------------------------------------------------------------------------------------------------

RequestId Lockstep::submit(const PathRequest& request) noexcept { return supersede(RequestId{}, request); }

RequestId Lockstep::supersede(RequestId older, const PathRequest& request) noexcept {
    const RequestId replaced = take_out(older);
    Batch& batch = batches_[slot_of(tick_)];
    const RequestId id = make_id(tick_, batch.entries.size());
    PathRequest asked = request;
    asked.tag = id.value;
    asked.patience = {};
    Entry& entry = batch.entries.emplace_back();
    entry.tag = request.tag;
    entry.asked = replaced == RequestId{} ? service_.submit(asked) : service_.supersede(replaced, asked);
    ++batch.open;
    ++submitted_;
    return id;
}

bool Lockstep::cancel(RequestId id) noexcept {
    const Batch* const batch = batch_of(id);
    if (batch == nullptr || batch->entries[index_in(id)].state == State::kOver) return false;
    const RequestId asked = take_out(id);
    if (asked != RequestId{}) service_.cancel(asked);
    return true;
}

// The request is over for the world. What the service calls it, if it must still be ended there; else no request.
RequestId Lockstep::take_out(RequestId id) noexcept {
    Batch* const batch = batch_of(id);
    if (batch == nullptr) return {};
    Entry& entry = batch->entries[index_in(id)];
    const bool was_open = std::exchange(entry.state, State::kOver) == State::kOpen;
    if (was_open) --batch->open;
    return was_open ? entry.asked : RequestId{};
}

void Lockstep::apply_edits(MapVersion version, std::span<const CellEdit> edits) noexcept {
    service_.apply_edits(version, edits);
}

void Lockstep::apply_danger(MapVersion version, std::span<const std::uint8_t> danger) noexcept {
    service_.apply_danger(version, danger);
}

// --- the service's side ----------------------------------------------------------------------------------------------

void Lockstep::on_answer(const PathAnswer& answer) noexcept {
    Batch* const batch = batch_of(RequestId{answer.tag});
    if (batch == nullptr) return;
    Entry& entry = batch->entries[index_in(RequestId{answer.tag})];
    if (entry.state == State::kOpen && entry.asked == answer.id) keep(*batch, entry, answer);
}

void Lockstep::keep(Batch& batch, Entry& entry, const PathAnswer& answer) noexcept {
    entry.answer = answer;
    entry.answer.id = RequestId{answer.tag};
    entry.answer.tag = entry.tag;
    entry.answer.turning_points = {};
    entry.answer.flow_field = nullptr;
    entry.first_point = batch.points.size();
    entry.points = answer.turning_points.size();
    batch.points.insert(batch.points.end(), answer.turning_points.begin(), answer.turning_points.end());
    if (answer.flow_field != nullptr) keep_field(batch, entry, *answer.flow_field);
    entry.state = State::kAnswered;
    --batch.open;
}

// The field for which it is swapped must be prepared for the same map.
void Lockstep::keep_field(Batch& batch, Entry& entry, FlowField& field) noexcept {
    if (spare_fields_.empty()) spare_fields_.emplace_back();
    FlowField mine = std::move(spare_fields_.back());
    spare_fields_.pop_back();
    if (mine.layout() != field.layout()) mine.prepare({field.layout().width_cells, field.layout().height_cells});
    std::swap(mine, field);
    entry.field = static_cast<std::uint32_t>(batch.fields.size());
    batch.fields.push_back(std::move(mine));
}

// --- ticks -----------------------------------------------------------------------------------------------------------

bool Lockstep::may_tick() const noexcept {
    // The batch of the tick that is to come is what it hands over; before there is one, that slot is empty.
    const bool answered = tick_ + 1 < delay_ticks_ || batches_[slot_of(tick_ + 1 - delay_ticks_)].open == 0;
    return answered && may_publish_();
}

void Lockstep::begin_tick(AnswerSink& world) noexcept {
    assert(may_tick() && "an answer is not there yet");
    ++tick_;
    batches_[slot_of(tick_)].first_number = submitted_;
    if (tick_ < delay_ticks_) return;
    Batch& due = batches_[slot_of(tick_ - delay_ticks_)];
    hand_over(due, world);
    clear(due);
}

bool Lockstep::try_begin_tick(AnswerSink& world) noexcept {
    if (!may_tick()) {
        ++waits_;
        return false;
    }
    begin_tick(world);
    return true;
}

// What the world submits meanwhile goes into another batch; what it cancels may be further down in this one.
void Lockstep::hand_over(Batch& batch, AnswerSink& world) noexcept {
    for (std::size_t i = 0; i < batch.entries.size(); ++i) {
        Entry& entry = batch.entries[i];
        if (entry.state != State::kAnswered) continue;
        entry.state = State::kOver;
        PathAnswer& answer = entry.answer;
        answer.turning_points = std::span(batch.points).subspan(entry.first_point, entry.points);
        if (entry.field == kNoField) {
            hash_.add(batch.first_number + i, answer.status, answer.turning_points);
        } else {
            answer.flow_field = &batch.fields[entry.field];
            hash_.add(batch.first_number + i, answer.status, mark_of(*answer.flow_field));
        }
        world.on_answer(answer);
    }
}

void Lockstep::clear(Batch& batch) noexcept {
    for (FlowField& field : batch.fields) spare_fields_.push_back(std::move(field));
    batch.fields.clear();
    batch.points.clear();
    batch.entries.clear();
}

std::uint64_t Lockstep::open() const noexcept {
    std::uint64_t open = 0;
    for (const Batch& batch : batches_) open += batch.open;
    return open;
}

// A batch is cleared once it was handed over, so its slot tells nothing of older ticks.
Lockstep::Batch* Lockstep::batch_of(RequestId id) noexcept {
    const std::uint64_t tick = (id.value >> kTickShift) - 1;  // of an id that is none: later than any tick
    if (tick > tick_ || tick_ - tick > delay_ticks_) return nullptr;
    Batch& batch = batches_[slot_of(tick)];
    return index_in(id) < batch.entries.size() ? &batch : nullptr;
}

}  // namespace outrider::paths
