#include "game/paths/lockstep.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "game/paths/path_dispatcher.h"
#include "tests/support/board_fixture.h"

namespace outrider::paths {
namespace {

using namespace std::chrono_literals;

/// Answers when the test says so, in any order.
class HandService final : public PathService {
public:
    struct Open {
        RequestId id;
        PathRequest request;
    };

    RequestId submit(const PathRequest& request) noexcept override {
        // As the ledger's: numbers that come again and say nothing of the order.
        open.push_back({RequestId{1'000 - ++asked_ % 500}, request});
        log.push_back(request);
        return open.back().id;
    }
    bool cancel(RequestId id) noexcept override {
        const auto gone = std::erase_if(open, [id](const Open& one) { return one.id == id; });
        cancelled += gone;
        return gone != 0;
    }
    RequestId supersede(RequestId older, const PathRequest& request) noexcept override {
        ++superseded;
        return PathService::supersede(older, request);
    }
    void apply_edits(MapVersion version, std::span<const CellEdit> edits) noexcept override {
        version_now = version;
        edited += edits.size();
    }
    void apply_danger(MapVersion version, std::span<const std::uint8_t> danger) noexcept override {
        version_now = version;
        dangers += danger.size();
    }
    [[nodiscard]] Mode mode() const noexcept override { return Mode::kThreads; }

    /// Answers the open request at `place`, with a path of two cells that tells it by its start.
    void answer(AnswerSink& sink, std::size_t place, AnswerStatus status = AnswerStatus::kFound) {
        const Open one = open[place];
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(place));
        const std::vector<PackedCell> points{pack(one.request.start), pack(one.request.goal)};
        PathAnswer answer;
        answer.id = one.id;
        answer.tag = one.request.tag;
        answer.status = status;
        answer.cost = {3, 4};
        answer.version = one.request.version;
        if (status == AnswerStatus::kFound) answer.turning_points = points;
        answer.expanded_nodes = 17;
        answer.seat = 2;
        sink.on_answer(answer);
    }
    void answer_all(AnswerSink& sink) {
        while (!open.empty()) answer(sink, 0);
    }

    std::vector<Open> open;
    std::vector<PathRequest> log;
    std::size_t cancelled = 0;
    std::size_t superseded = 0;
    MapVersion version_now;
    std::size_t edited = 0;
    std::size_t dangers = 0;

private:
    std::uint64_t asked_ = 0;
};

PathRequest request(std::int32_t number) {
    PathRequest request;
    request.start = {number, 1};
    request.goal = {number, 9};
    request.tag = 70'000U + static_cast<std::uint64_t>(number);
    request.version = MapVersion{1};
    return request;
}

std::vector<std::int32_t> numbers_of(const testing::KeepingSink& sink) {
    std::vector<std::int32_t> numbers;
    for (const auto& kept : sink.kept) numbers.push_back(static_cast<std::int32_t>(kept.answer.tag - 70'000U));
    return numbers;
}

class LockstepTest : public ::testing::Test {
protected:
    static constexpr std::uint32_t kDelay = 3;

    void tick(int times = 1) {
        for (int i = 0; i < times; ++i) ASSERT_TRUE(lockstep_.try_begin_tick(world_));
    }

    HandService service_;
    bool has_room_ = true;
    Lockstep lockstep_{service_, [this] { return has_room_; }, kDelay};
    testing::KeepingSink world_;
};

TEST_F(LockstepTest, HandsAnswersOverExactlyDTicksAfterTheirRequests) {
    for (const bool after_a_tick : {false, true}) {
        if (after_a_tick) tick(4);
        world_.kept.clear();
        (void)lockstep_.submit(request(1));
        service_.answer_all(lockstep_);
        EXPECT_TRUE(world_.kept.empty());
        tick(2);
        EXPECT_TRUE(world_.kept.empty()) << "one tick too early";
        tick();
        EXPECT_EQ(numbers_of(world_), std::vector{1});
        tick(5);
        EXPECT_EQ(world_.kept.size(), 1U) << "and once";
    }
}

TEST_F(LockstepTest, HandsOverInTheOrderOfSubmissionWhateverTheOrderOfTheAnswers) {
    for (std::int32_t i = 0; i < 5; ++i) (void)lockstep_.submit(request(i));
    for (const std::size_t place : {4U, 1U, 2U, 0U, 0U}) service_.answer(lockstep_, place);
    tick(kDelay);
    EXPECT_EQ(numbers_of(world_), (std::vector{0, 1, 2, 3, 4}));
    for (std::int32_t i = 0; i < 5; ++i) {
        EXPECT_EQ(unpack(world_.kept[static_cast<std::size_t>(i)].points[0]).x, i) << "each with its own path";
    }
}

TEST_F(LockstepTest, CopiesEveryFieldOfAnAnswer) {
    const RequestId id = lockstep_.submit(request(6));
    service_.answer_all(lockstep_);
    tick(kDelay);
    ASSERT_EQ(world_.kept.size(), 1U);
    const PathAnswer& answer = world_.kept[0].answer;
    EXPECT_EQ(answer.id, id) << "the id that submit() gave, not the service's";
    EXPECT_EQ(answer.tag, 70'006U) << "the world's tag, not ours";
    EXPECT_EQ(answer.status, AnswerStatus::kFound);
    EXPECT_EQ(answer.cost, (StepCount{3, 4}));
    EXPECT_EQ(answer.version, MapVersion{1});
    EXPECT_EQ(answer.expanded_nodes, 17U);
    EXPECT_EQ(answer.seat, 2);
    EXPECT_EQ(world_.kept[0].points, (std::vector{pack({6, 1}), pack({6, 9})}));
}

TEST_F(LockstepTest, LetsATickWaitForAnAnswerAndCountsIt) {
    (void)lockstep_.submit(request(1));
    tick(2);
    (void)lockstep_.submit(request(2));
    EXPECT_FALSE(lockstep_.may_tick());
    EXPECT_FALSE(lockstep_.try_begin_tick(world_));
    EXPECT_FALSE(lockstep_.try_begin_tick(world_));
    EXPECT_EQ(lockstep_.waits(), 2U);
    EXPECT_EQ(lockstep_.tick(), 2U) << "a tick that waits has not begun";
    service_.answer(lockstep_, 1);
    EXPECT_FALSE(lockstep_.may_tick()) << "the answer to another request does not help";
    service_.answer(lockstep_, 0);
    EXPECT_EQ(lockstep_.open(), 0U);
    tick();
    EXPECT_EQ(numbers_of(world_), std::vector{1});
    tick(2);
    EXPECT_EQ(numbers_of(world_), (std::vector{1, 2}));
    EXPECT_EQ(lockstep_.waits(), 2U);
}

TEST_F(LockstepTest, LetsATickWaitForRoomForItsVersions) {
    has_room_ = false;
    EXPECT_FALSE(lockstep_.try_begin_tick(world_));
    has_room_ = true;
    EXPECT_TRUE(lockstep_.try_begin_tick(world_));
    EXPECT_EQ(lockstep_.waits(), 1U);
}

TEST_F(LockstepTest, GivesIdsThatRiseAndDependOnNothingElse) {
    std::vector<RequestId> ids;
    for (std::int32_t i = 0; i < 6; ++i) {
        ids.push_back(lockstep_.submit(request(i)));
        service_.answer_all(lockstep_);
        if (i % 2 == 1) tick();
    }
    EXPECT_GT(ids[0], RequestId{}) << "0 is no request";
    EXPECT_TRUE(std::ranges::is_sorted(ids, std::less_equal<>())) << "and no id twice";
    testing::KeepingSink other_world;
    HandService other;
    Lockstep slower(
        other, [] { return true; }, kDelay);
    for (std::int32_t i = 0; i < 6; ++i) {
        EXPECT_EQ(slower.submit(request(i)), ids[static_cast<std::size_t>(i)]) << "answered or not";
        if (i % 2 == 1 && i < 5) slower.begin_tick(other_world);
    }
}

TEST_F(LockstepTest, LetsNothingExpireByTheClock) {
    PathRequest hasty = request(1);
    hasty.patience = 5ms;
    hasty.lane = Lane::kUrgent;
    (void)lockstep_.submit(hasty);
    EXPECT_EQ(service_.log[0].patience, 0ms);
    EXPECT_EQ(service_.log[0].lane, Lane::kUrgent);
    EXPECT_EQ(service_.log[0].start, hasty.start);
}

TEST_F(LockstepTest, PassesEditsDangerAndModeOn) {
    const CellEdit edit{pack({1, 1}), false};
    lockstep_.apply_edits(MapVersion{2}, {&edit, 1});
    EXPECT_EQ(service_.version_now, MapVersion{2});
    EXPECT_EQ(service_.edited, 1U);
    const std::vector<std::uint8_t> danger(12);
    lockstep_.apply_danger(MapVersion{3}, danger);
    EXPECT_EQ(service_.version_now, MapVersion{3});
    EXPECT_EQ(service_.dangers, 12U);
    EXPECT_EQ(lockstep_.mode(), Mode::kThreads);
}

TEST_F(LockstepTest, NeverHandsOverWhatWasCancelledBeforeItsAnswerCame) {
    const RequestId id = lockstep_.submit(request(1));
    (void)lockstep_.submit(request(2));
    EXPECT_TRUE(lockstep_.cancel(id));
    EXPECT_EQ(service_.cancelled, 1U) << "nobody searches for it any more";
    EXPECT_FALSE(lockstep_.cancel(id)) << "once";
    service_.answer_all(lockstep_);
    tick(kDelay);
    EXPECT_EQ(numbers_of(world_), std::vector{2});
}

TEST_F(LockstepTest, PassesOnAsOneCallThatARequestTakesAnothersPlace) {
    const RequestId first = lockstep_.submit(request(1));
    const RequestId second = lockstep_.supersede(first, request(2));
    EXPECT_EQ(service_.superseded, 1U);
    EXPECT_EQ(service_.cancelled, 1U);
    EXPECT_EQ(service_.open.size(), 1U);
    EXPECT_FALSE(lockstep_.cancel(first));
    service_.answer_all(lockstep_);
    (void)lockstep_.supersede(second, request(3));
    EXPECT_EQ(service_.superseded, 1U) << "it was answered: for the service there is nothing to take the place of";
    service_.answer_all(lockstep_);
    tick(kDelay);
    EXPECT_EQ(numbers_of(world_), std::vector{3}) << "but the world gets the newest alone";
}

TEST_F(LockstepTest, NeverHandsOverWhatWasCancelledAfterItsAnswerCame) {
    const RequestId id = lockstep_.submit(request(1));
    service_.answer_all(lockstep_);
    EXPECT_TRUE(lockstep_.cancel(id)) << "the world cannot tell that it was answered";
    EXPECT_FALSE(lockstep_.cancel(id));
    tick(kDelay + 1);
    EXPECT_TRUE(world_.kept.empty());
}

TEST_F(LockstepTest, CannotCancelWhatWasHandedOverOrNeverWas) {
    const RequestId id = lockstep_.submit(request(1));
    service_.answer_all(lockstep_);
    tick(kDelay);
    EXPECT_FALSE(lockstep_.cancel(id));
    tick(2 * kDelay);
    (void)lockstep_.submit(request(2));
    EXPECT_FALSE(lockstep_.cancel(id)) << "though its place is used again";
    EXPECT_FALSE(lockstep_.cancel(RequestId{}));
    EXPECT_FALSE(lockstep_.cancel(RequestId{~std::uint64_t{0}}));
    EXPECT_EQ(service_.open.size(), 1U);
}

TEST_F(LockstepTest, WaitsForNobodyWhoWasCancelled) {
    const RequestId id = lockstep_.submit(request(1));
    tick(2);
    EXPECT_FALSE(lockstep_.may_tick());
    lockstep_.cancel(id);
    EXPECT_TRUE(lockstep_.may_tick());
}

TEST_F(LockstepTest, CountsTheDelayOfAnHeirFromItsOwnRequest) {
    const RequestId older = lockstep_.submit(request(1));
    tick(2);
    const RequestId heir = lockstep_.supersede(older, request(2));
    service_.answer_all(lockstep_);
    tick();
    EXPECT_TRUE(world_.kept.empty());
    tick(2);
    ASSERT_EQ(numbers_of(world_), std::vector{2});
    EXPECT_EQ(world_.kept[0].answer.id, heir);
}

/// Does something with each answer.
struct BusyWorld final : AnswerSink {
    void on_answer(const PathAnswer& answer) noexcept override {
        sink.on_answer(answer);
        act(answer);
    }
    testing::KeepingSink sink;
    std::function<void(const PathAnswer&)> act;
};

TEST_F(LockstepTest, LetsTheWorldSubmitAndCancelWhileItTakesAnswers) {
    BusyWorld world;
    std::vector<RequestId> ids;
    for (std::int32_t i = 0; i < 3; ++i) ids.push_back(lockstep_.submit(request(i)));
    service_.answer_all(lockstep_);
    world.act = [&](const PathAnswer& answer) {
        if (answer.id == ids[0]) {
            EXPECT_FALSE(lockstep_.cancel(ids[0])) << "it is just being handed over";
            EXPECT_TRUE(lockstep_.cancel(ids[1])) << "its turn has not come yet";
            for (std::int32_t i = 10; i < 200; ++i) (void)lockstep_.submit(request(i));
        }
    };
    for (std::uint32_t i = 0; i < kDelay; ++i) lockstep_.begin_tick(world);
    EXPECT_EQ(numbers_of(world.sink), (std::vector{0, 2}));
    service_.answer_all(lockstep_);
    for (std::uint32_t i = 0; i < kDelay; ++i) lockstep_.begin_tick(world);
    EXPECT_EQ(world.sink.kept.size(), 192U) << "D ticks after the tick in which they were made";
}

TEST_F(LockstepTest, DropsAnswersToRequestsOfOthers) {
    const RequestId mine = lockstep_.submit(request(1));
    PathAnswer stranger;
    stranger.id = RequestId{4'711};
    stranger.status = AnswerStatus::kFound;
    for (const std::uint64_t tag : {std::uint64_t{0}, std::uint64_t{1}, mine.value, ~std::uint64_t{0}}) {
        stranger.tag = tag;
        lockstep_.on_answer(stranger);
    }
    EXPECT_EQ(lockstep_.open(), 1U);
    service_.answer_all(lockstep_);
    tick(kDelay);
    EXPECT_EQ(numbers_of(world_), std::vector{1});
}

TEST_F(LockstepTest, HandsOverEveryKindOfEnd) {
    (void)lockstep_.submit(request(1));
    (void)lockstep_.submit(request(2));
    service_.answer(lockstep_, 0, AnswerStatus::kUnreachable);
    service_.answer(lockstep_, 0, AnswerStatus::kFailed);
    tick(kDelay);
    ASSERT_EQ(world_.kept.size(), 2U);
    EXPECT_EQ(world_.kept[0].answer.status, AnswerStatus::kUnreachable);
    EXPECT_EQ(world_.kept[1].answer.status, AnswerStatus::kFailed);
    EXPECT_TRUE(world_.kept[1].points.empty());
}

// --- flow fields -----------------------------------------------------------------------------------------------------

/// A field whose every word is `word`.
FlowField field_of(const GridLayout& layout, std::uint64_t word) {
    FlowField field;
    field.prepare(layout);
    std::ranges::fill(field.words(), word);
    return field;
}

void answer_with(HandService& service, AnswerSink& sink, FlowField& field) {
    PathAnswer answer;
    answer.id = service.open[0].id;
    answer.tag = service.open[0].request.tag;
    answer.status = AnswerStatus::kFound;
    answer.flow_field = &field;
    service.open.erase(service.open.begin());
    sink.on_answer(answer);
}

TEST_F(LockstepTest, KeepsAFlowFieldBySwapping) {
    const GridLayout layout(40, 30);
    FlowField served = field_of(layout, 0x1111'1111'1111'1111U);
    const std::uint64_t* const memory = served.words().data();
    (void)lockstep_.submit(request(1));
    answer_with(service_, lockstep_, served);
    ASSERT_EQ(served.layout(), FlowFieldLayout(layout)) << "what it got for it serves as well";
    EXPECT_NE(served.words().data(), memory);
    std::ranges::fill(served.words(), 0x2222'2222'2222'2222U);

    BusyWorld world;
    FlowField taken = field_of(layout, 0);
    world.act = [&](const PathAnswer& answer) {
        ASSERT_NE(answer.flow_field, nullptr);
        std::swap(taken, *answer.flow_field);
    };
    for (std::uint32_t i = 0; i < kDelay; ++i) lockstep_.begin_tick(world);
    EXPECT_EQ(taken.words().data(), memory) << "no copy of it was made";
    EXPECT_EQ(taken.words()[0], 0x1111'1111'1111'1111U);
}

TEST_F(LockstepTest, UsesTheMemoryOfFieldsAgain) {
    const GridLayout layout(40, 30);
    FlowField served = field_of(layout, 1);
    std::vector<const std::uint64_t*> seen{served.words().data()};
    BusyWorld world;
    world.act = [](const PathAnswer&) {};
    for (int round = 0; round < 20; ++round) {
        (void)lockstep_.submit(request(1));
        answer_with(service_, lockstep_, served);
        for (std::uint32_t i = 0; i < kDelay; ++i) lockstep_.begin_tick(world);
        if (std::ranges::find(seen, served.words().data()) == seen.end()) seen.push_back(served.words().data());
    }
    EXPECT_EQ(seen.size(), 2U);
}

// --- the hash --------------------------------------------------------------------------------------------------------

TEST_F(LockstepTest, HashesWhatItHandsOverByTheNumberOfTheRequest) {
    EXPECT_EQ(lockstep_.path_hash(), PathHash().value());
    (void)lockstep_.submit(request(0));
    const RequestId withdrawn = lockstep_.submit(request(1));
    tick();
    (void)lockstep_.submit(request(2));
    service_.answer_all(lockstep_);
    lockstep_.cancel(withdrawn);
    PathHash expected;
    expected.add(0, AnswerStatus::kFound, std::vector{pack({0, 1}), pack({0, 9})});
    tick(2);
    EXPECT_EQ(lockstep_.path_hash(), expected.value()) << "what was not handed over does not count";
    expected.add(2, AnswerStatus::kFound, std::vector{pack({2, 1}), pack({2, 9})});
    tick();
    EXPECT_EQ(lockstep_.path_hash(), expected.value()) << "a cancelled request has a number, too";
}

TEST_F(LockstepTest, HashesTheWordsOfAField) {
    const auto hash_with = [](std::uint64_t word, std::size_t place) {
        HandService service;
        Lockstep lockstep(
            service, [] { return true; }, 1);
        testing::KeepingSink world;
        FlowField field = field_of(GridLayout(40, 30), 0);
        field.words()[place] = word;
        (void)lockstep.submit(request(1));
        answer_with(service, lockstep, field);
        lockstep.begin_tick(world);
        return lockstep.path_hash();
    };
    EXPECT_EQ(hash_with(1, 5), hash_with(1, 5));
    EXPECT_NE(hash_with(1, 5), hash_with(1, 6));
    EXPECT_NE(hash_with(1, 5), hash_with(2, 5));
    EXPECT_NE(hash_with(1, 5), hash_with(0, 5));
}

// --- anything, in any order ------------------------------------------------------------------------------------------

/// What a world saw: tick, tag and first cell of each answer.
struct Seen {
    std::uint64_t tick = 0;
    std::uint64_t tag = 0;
    PackedCell first;
    friend bool operator==(const Seen&, const Seen&) = default;
};

/// A world that asks, cancels and takes as `script` says; the service answers as `whim` says.
std::pair<std::vector<Seen>, std::uint64_t> play(unsigned script, unsigned whim) {
    std::mt19937 hand(script);
    std::mt19937 mood(whim);
    HandService service;
    Lockstep lockstep(
        service, [] { return true; }, 5);
    std::vector<Seen> seen;
    BusyWorld world;
    std::vector<RequestId> open;
    std::int32_t asked = 0;
    world.act = [&](const PathAnswer& answer) {
        seen.push_back({lockstep.tick(), answer.tag, answer.turning_points[0]});
        std::erase(open, answer.id);
        if (hand() % 4 == 0) open.push_back(lockstep.submit(request(++asked)));
    };
    while (lockstep.tick() < 300) {
        for (auto due = mood() % 12; due > 0 && !service.open.empty(); --due) {
            service.answer(lockstep, mood() % service.open.size());
        }
        if (!lockstep.try_begin_tick(world)) continue;
        for (auto wishes = hand() % 6; wishes > 0; --wishes) open.push_back(lockstep.submit(request(++asked)));
        if (hand() % 3 == 0 && !open.empty()) {
            const std::size_t place = hand() % open.size();
            EXPECT_TRUE(lockstep.cancel(open[place]));
            open.erase(open.begin() + static_cast<std::ptrdiff_t>(place));
        }
    }
    return {seen, lockstep.path_hash()};
}

TEST(Lockstep, ShowsTheWorldTheSameWhateverTheServicesWhim) {
    for (unsigned script = 1; script <= 10; ++script) {
        SCOPED_TRACE(script);
        const auto expected = play(script, 1);
        EXPECT_GT(expected.first.size(), 300U);
        for (unsigned whim = 2; whim <= 6; ++whim) EXPECT_EQ(play(script, whim), expected) << "whim " << whim;
    }
}

// --- the real service ------------------------------------------------------------------------------------------------

DispatcherSettings exact_settings(Mode mode) {
    DispatcherSettings settings;
    settings.layout = GridLayout(120, 90);
    settings.bits = testing::split_field(settings.layout, 100);
    settings.mode = mode;
    settings.workers = 2;
    settings.policy = SchedulingPolicy::kNormal;
    settings.exact_versions = true;
    return settings;
}

TEST(Lockstep, SearchesEverythingInlineWhateverTheBudget) {
    DispatcherSettings settings = exact_settings(Mode::kInline);
    settings.inline_budget = 1us;
    PathDispatcher dispatcher(std::move(settings));
    Lockstep lockstep(
        dispatcher, [&] { return dispatcher.can_publish(2); }, 1);
    testing::KeepingSink world;
    for (std::int32_t i = 0; i < 500; ++i) (void)lockstep.submit(request(i % 100));
    dispatcher.poll(lockstep);
    EXPECT_EQ(lockstep.open(), 0U);
    EXPECT_TRUE(lockstep.try_begin_tick(world));
    EXPECT_EQ(world.kept.size(), 500U);
}

// A version for each tick and requests on each of them, twice in a tick where there is danger: no two are ever merged,
// and each request is answered on its own.
TEST(Lockstep, NeverMergesVersionsHoweverManyThereAre) {
    for (const Mode mode : {Mode::kInline, Mode::kThreads}) {
        SCOPED_TRACE(static_cast<int>(mode));
        DispatcherSettings settings = exact_settings(mode);
        const std::vector<std::uint8_t> danger(danger_bytes(settings.layout), 3);
        PathDispatcher dispatcher(std::move(settings));
        Lockstep lockstep(
            dispatcher, [&] { return dispatcher.can_publish(2); }, 8);
        testing::KeepingSink world;
        std::uint64_t version = 1;
        std::vector<std::uint64_t> asked_on;
        const bool done = testing::pump_until(dispatcher, lockstep, [&] {
            if (lockstep.tick() == 200) return true;
            if (!lockstep.try_begin_tick(world)) return false;
            const CellEdit edit{pack({100, static_cast<std::int32_t>(lockstep.tick() % 90)}), lockstep.tick() % 2 == 0};
            lockstep.apply_edits(MapVersion{++version}, {&edit, 1});
            if (lockstep.tick() % 3 == 0) lockstep.apply_danger(MapVersion{++version}, danger);
            for (std::int32_t i = 0; i < 4; ++i) {
                PathRequest wish = request(i);
                wish.goal = {110, 80};
                wish.version = MapVersion{version};
                (void)lockstep.submit(wish);
                asked_on.push_back(version);
            }
            return false;
        });
        ASSERT_TRUE(done) << "tick " << lockstep.tick() << ", " << lockstep.open() << " open";
        ASSERT_EQ(world.kept.size(), (200U - 8U) * 4U);
        for (std::size_t i = 0; i < world.kept.size(); ++i) {
            ASSERT_EQ(world.kept[i].answer.version.value, asked_on[i]) << "answer " << i;
        }
        EXPECT_EQ(dispatcher.requests().rejected, 0U);
    }
}

}  // namespace
}  // namespace outrider::paths
