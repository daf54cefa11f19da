#include "game/paths/map_versions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <utility>
#include <vector>

#include "game/paths/shared_memory.h"
#include "tests/support/board_fixture.h"

namespace outrider::paths {
namespace {

class Versions : public ::testing::Test {
protected:
    void make(bool exact) {
        versions_ = std::make_unique<MapVersions>(memory_.world(), layout_, testing::open_field(layout_), exact);
    }
    void edit(std::uint64_t version, Cell cell, bool free) {
        const CellEdit edit{pack(cell), free};
        versions_->edit(MapVersion{version}, {&edit, 1});
    }
    void reclaim() { versions_->reclaim({&holder_, 1}); }

    GridLayout layout_{70, 50};
    SharedMemory memory_{layout_};
    std::unique_ptr<ResultSegment> segment_ = testing::make_result_segment();
    ResultReader reader_{*segment_};
    PinHolder holder_{Generation{1}, segment_.get(), &reader_};
    std::unique_ptr<MapVersions> versions_;
};

TEST_F(Versions, BeginWithTheMapAsItIs) {
    make(false);
    EXPECT_EQ(versions_->published(), MapVersion{1});
    EXPECT_TRUE(versions_->newest().is_free({69, 49}));
    EXPECT_EQ(versions_->free_count(), kMapBuffers - 1);
}

TEST_F(Versions, ShowAnEditInTheNextOneAndNotInTheOneBefore) {
    make(true);
    versions_->hold(MapVersion{1});
    edit(2, {3, 4}, false);
    ASSERT_TRUE(versions_->try_publish());
    EXPECT_FALSE(versions_->newest().is_free({3, 4}));
    EXPECT_TRUE(versions_->find(MapVersion{1})->is_free({3, 4}));
}

TEST_F(Versions, AreNotGivenAwayWhileAPinNamesThem) {
    make(false);
    segment_->pin.store(1);
    for (std::uint64_t version = 2; version <= 3 * kMapBuffers; ++version) {
        edit(version, {3, 4}, version % 2 == 0);
        versions_->try_publish();
        reclaim();
        ASSERT_TRUE(versions_->find(MapVersion{1})) << version;
    }
    segment_->pin.store(0);
    reclaim();
    EXPECT_FALSE(versions_->find(MapVersion{1}));
}

TEST_F(Versions, AreNotGivenAwayWhileAnAnswerForThemIsInARing) {
    make(false);
    segment_->pin.store(1);
    edit(2, {3, 4}, false);
    ASSERT_TRUE(versions_->try_publish());
    reclaim();
    // The worker publishes, then drops its pin: the answer lies in the ring.
    segment_->tail.store(ResultRecord::kHeaderWords);
    segment_->pin.store(0);
    reclaim();
    reclaim();
    EXPECT_TRUE(versions_->find(MapVersion{1})) << "its answer could not be checked any more";
}

TEST_F(Versions, DoNotWaitForAWorkerThatIsGone) {
    make(false);
    segment_->pin.store(1);
    edit(2, {3, 4}, false);
    ASSERT_TRUE(versions_->try_publish());
    reclaim();
    versions_->reclaim({});
    EXPECT_FALSE(versions_->find(MapVersion{1}));
}

TEST_F(Versions, MergeEditsWhenNoBufferIsFree) {
    make(true);
    versions_->hold(MapVersion{1});
    std::uint64_t version = 1;
    while (versions_->free_count() > 0) {
        ++version;
        edit(version, {static_cast<std::int32_t>(version), 0}, false);
        ASSERT_TRUE(versions_->try_publish());
        versions_->hold(MapVersion{version});
        reclaim();
    }
    const MapVersion last_out{version};
    edit(++version, {0, 1}, false);
    edit(++version, {0, 2}, false);
    EXPECT_FALSE(versions_->try_publish());
    EXPECT_TRUE(versions_->has_unpublished_edits());
    EXPECT_EQ(versions_->published(), last_out);
    versions_->release(MapVersion{1});
    reclaim();
    ASSERT_TRUE(versions_->try_publish());
    EXPECT_EQ(versions_->published(), MapVersion{version});
    EXPECT_FALSE(versions_->newest().is_free({0, 1}));
    EXPECT_FALSE(versions_->newest().is_free({0, 2}));
}

// Buffers are brought up to date by replaying what they missed: each must equal the truth when it comes out.
TEST_F(Versions, EqualTheTruthAfterAnyHistory) {
    constexpr unsigned kSeed = 31'337;
    SCOPED_TRACE(kSeed);
    std::mt19937 random(kSeed);
    make(false);
    std::vector<std::uint64_t> truth = testing::open_field(layout_);
    for (std::uint64_t version = 2; version < 2'000; ++version) {
        std::vector<CellEdit> edits;
        for (unsigned i = 0; i < 1 + random() % 40; ++i) {
            const Cell cell{static_cast<std::int32_t>(random() % 70), static_cast<std::int32_t>(random() % 50)};
            edits.push_back({pack(cell), random() % 2 == 0});
            set_cell(layout_, truth.data(), cell, edits.back().free);
        }
        versions_->edit(MapVersion{version}, edits);
        segment_->pin.store(random() % 3 == 0 ? versions_->published().value : 0);
        reclaim();
        if (!versions_->try_publish()) continue;
        const MapView map = versions_->newest();
        ASSERT_TRUE(std::equal(truth.begin(), truth.end(), map.words())) << version;
    }
}

// --- danger ----------------------------------------------------------------------------------------------------------

class Danger : public Versions {
protected:
    std::vector<std::uint8_t> field(std::uint8_t of_all) const {
        return std::vector<std::uint8_t>(danger_bytes(layout_), of_all);
    }
    std::vector<std::uint8_t> danger_in(MapVersion version) const {
        const std::uint8_t* const first = versions_->costs_of(version).danger;
        return {first, first + danger_bytes(layout_)};
    }
};

TEST_F(Danger, IsNoneAtFirstAndStaysWithItsVersion) {
    make(true);
    versions_->hold(MapVersion{1});
    versions_->set_danger(MapVersion{2}, field(7));
    ASSERT_TRUE(versions_->try_publish());
    versions_->hold(MapVersion{2});
    edit(3, {3, 4}, false);
    ASSERT_TRUE(versions_->try_publish());
    versions_->hold(MapVersion{3});
    versions_->set_danger(MapVersion{4}, field(9));
    ASSERT_TRUE(versions_->try_publish());
    reclaim();
    EXPECT_EQ(danger_in(MapVersion{1}), field(0));
    EXPECT_EQ(danger_in(MapVersion{2}), field(7));
    EXPECT_EQ(danger_in(MapVersion{3}), field(7)) << "what an edit does not change";
    EXPECT_EQ(danger_in(MapVersion{4}), field(9));
    EXPECT_TRUE(versions_->find(MapVersion{2})->is_free({3, 4}));
    EXPECT_FALSE(versions_->find(MapVersion{4})->is_free({3, 4}));
}

TEST_F(Danger, IsMergedWithWhatWaitsForABuffer) {
    make(true);
    std::uint64_t version = 1;
    for (; versions_->free_count() > 0; reclaim()) {
        versions_->hold(MapVersion{version});
        ++version;
        versions_->set_danger(MapVersion{version}, field(static_cast<std::uint8_t>(version)));
        ASSERT_TRUE(versions_->try_publish());
    }
    const MapVersion last_out = versions_->published();
    versions_->set_danger(MapVersion{++version}, field(100));
    edit(++version, {0, 1}, false);
    versions_->set_danger(MapVersion{++version}, field(101));
    edit(++version, {0, 2}, false);
    EXPECT_FALSE(versions_->try_publish());
    EXPECT_EQ(danger_in(last_out), field(static_cast<std::uint8_t>(last_out.value)));
    versions_->release(MapVersion{1});
    reclaim();
    ASSERT_TRUE(versions_->try_publish());
    EXPECT_EQ(versions_->published(), MapVersion{version});
    EXPECT_EQ(danger_in(MapVersion{version}), field(101));
    EXPECT_EQ(danger_in(last_out), field(static_cast<std::uint8_t>(last_out.value)));
}

// Buffers take the field when their turn comes, whatever they missed: each has the right one as long as it can be seen.
TEST_F(Danger, EqualsTheTruthInEveryBufferAfterAnyHistory) {
    constexpr unsigned kSeed = 577;
    SCOPED_TRACE(kSeed);
    std::mt19937 random(kSeed);
    make(false);
    std::vector<std::uint8_t> truth = field(0);
    std::vector<std::pair<MapVersion, std::vector<std::uint8_t>>> seen{{MapVersion{1}, truth}};
    for (std::uint64_t version = 2; version < 2'000; ++version) {
        if (random() % 3 == 0) {
            for (std::uint8_t& block : truth) block = static_cast<std::uint8_t>(random());
            versions_->set_danger(MapVersion{version}, truth);
        } else {
            edit(version, {static_cast<std::int32_t>(random() % 70), 5}, random() % 2 == 0);
        }
        segment_->pin.store(random() % 3 == 0 ? versions_->published().value : segment_->pin.load());
        reclaim();
        if (!versions_->try_publish()) continue;
        seen.emplace_back(MapVersion{version}, truth);
        for (const auto& [one, danger] : seen) {
            if (!versions_->find(one)) continue;
            ASSERT_EQ(danger_in(one), danger) << one.value << " after " << version;
        }
        std::erase_if(seen, [&](const auto& one) { return !versions_->find(one.first); });
    }
}

}  // namespace
}  // namespace outrider::paths
