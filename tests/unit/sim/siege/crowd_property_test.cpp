// What must hold for every crowd on every land: nobody in a wall, and everyone with a way arrives.
#include <gtest/gtest.h>

#include <random>

#include "tests/unit/sim/siege/walkers_on_land.h"

namespace outrider::sim::siege {
namespace {

/// A maze of walls with gaps of one to three cells.
Picture maze(std::int32_t width, std::int32_t height, Random& random) {
    Picture picture(width, height);
    for (std::int32_t x = 6; x < width - 4; x += 5 + static_cast<std::int32_t>(random.below(4))) {
        picture.block({x, 0, x + 1 + static_cast<std::int32_t>(random.below(2)), height});
        for (int gap = 0; gap < 2; ++gap) {
            const auto y = static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(height - 4)));
            picture.clear({x, y, x + 2, y + 1 + static_cast<std::int32_t>(random.below(3))});
        }
    }
    return picture;
}

Picture any_land(Random& random) {
    const auto width = static_cast<std::int32_t>(30 + random.below(60));
    const auto height = static_cast<std::int32_t>(20 + random.below(30));
    if (random.below(2) == 0) return maze(width, height, random);
    return Picture(width, height).scatter(random.below(25), random);
}

struct Traveller {
    Cell goal;
    PathQuery query;
    bool has_way = false;
    int asked = 0;
};

/// Travellers who ask again when they are lost, when their way is cut, and when they arrive; at once, since searches
/// take no time here.
class Travels {
public:
    explicit Travels(std::uint64_t seed) : random_(seed, 0), field_(any_land(random_)) {
        for (int i = 0; i < 120; ++i) {
            const Clearance size = random_.below(5) == 0 ? Clearance::kTwoCells : Clearance::kOneCell;
            const Cell cell = any_cell();
            if (!field_.fits(cell, size)) continue;
            field_.add(cell, size, kFixedOne / 16 + static_cast<std::int32_t>(random_.below(kFixedOne / 16)));
            travellers_.emplace_back();
        }
        for (UnitIndex walker = 0; walker < travellers_.size(); ++walker) choose_goal(walker);
    }

    void run(int ticks, bool edits) {
        for (int tick = 0; tick < ticks; ++tick) {
            if (edits && tick % 20 == 0) edit();
            if (edits && tick % 20 == 10) open();
            field_.tick();
            if (::testing::Test::HasFatalFailure()) return;
            for (UnitIndex walker = 0; walker < travellers_.size(); ++walker) mind(walker);
        }
    }
    /// Nobody gets a new goal from now on; ticks until all stand.
    int settle(int most) {
        chooses_ = false;
        return field_.run_until(most, [&] {
            for (UnitIndex walker = 0; walker < travellers_.size(); ++walker) mind(walker);
            return field_.count(Gait::kStanding) == travellers_.size();
        });
    }
    [[nodiscard]] int arrivals() const { return arrivals_; }
    [[nodiscard]] std::size_t count() const { return travellers_.size(); }
    [[nodiscard]] const WalkersOnLand& field() const { return field_; }
    [[nodiscard]] std::string who_walks() const {
        std::string text;
        for (UnitIndex walker = 0; walker < travellers_.size(); ++walker) {
            if (field_.gait(walker) == Gait::kStanding) continue;
            const Cell cell = field_.crowd.cell(walker);
            const Cell goal = travellers_[walker].goal;
            text += std::to_string(walker) + " gait " + std::to_string(static_cast<int>(field_.gait(walker))) +
                    " size " + std::to_string(static_cast<int>(field_.crowd.clearance(walker))) + " at " +
                    std::to_string(cell.x) + ", " + std::to_string(cell.y) + " to " + std::to_string(goal.x) + ", " +
                    std::to_string(goal.y) + " asked " + std::to_string(travellers_[walker].asked) + "\n";
        }
        return text;
    }

private:
    Cell any_cell() {
        return {static_cast<std::int32_t>(random_.below(static_cast<std::uint32_t>(field_.layout.width_cells))),
                static_cast<std::int32_t>(random_.below(static_cast<std::uint32_t>(field_.layout.height_cells)))};
    }
    void ask(UnitIndex walker) {
        Traveller& traveller = travellers_[walker];
        ++traveller.asked;
        traveller.has_way = field_.send(walker, traveller.goal, traveller.query);
        if (!traveller.has_way) field_.crowd.stand(walker);
    }
    void choose_goal(UnitIndex walker) {
        Traveller& traveller = travellers_[walker];
        traveller.query = random_.below(2) == 0 ? taut() : weighted();
        for (int i = 0; i < 10; ++i) {
            traveller.goal = any_cell();
            ask(walker);
            if (traveller.has_way) return;
        }
    }
    void mind(UnitIndex walker) {
        Traveller& traveller = travellers_[walker];
        const Gait gait = field_.gait(walker);
        if (gait == Gait::kStanding) {
            if (traveller.has_way) ++arrivals_;
            traveller.has_way = false;
            if (chooses_ && random_.below(20) == 0) choose_goal(walker);
        } else if (gait != Gait::kFollowing) {
            ask(walker);
        }
    }
    /// Walls up, on whoever stands there, and everyone whose way is cut asks anew.
    void edit() {
        const Cell at = any_cell();
        const bool is_across = random_.below(2) == 0;
        for (std::int32_t i = 0; i < 8; ++i) {
            const Cell cell{at.x + (is_across ? i : 0), at.y + (is_across ? 0 : i)};
            if (!field_.land.contains(cell) || field_.land.free_cells() < 100 || !field_.land.is_free(cell)) continue;
            field_.set_wall(cell, true);
            walls_.push_back(cell);
        }
        publish();
    }
    void open() {
        for (int i = 0; i < 8 && !walls_.empty(); ++i) {
            const std::size_t which = random_.below(static_cast<std::uint32_t>(walls_.size()));
            field_.set_wall(walls_[which], false);
            walls_.erase(walls_.begin() + static_cast<std::ptrdiff_t>(which));
        }
        publish();
    }
    void publish() {
        field_.publish();
        for (UnitIndex walker = 0; walker < travellers_.size(); ++walker) {
            if (field_.crowd.is_way_cut(walker, field_.land, {})) ask(walker);
        }
    }

    Random random_;
    WalkersOnLand field_;
    std::vector<Traveller> travellers_;
    std::vector<Cell> walls_;
    int arrivals_ = 0;
    bool chooses_ = true;
};

TEST(CrowdProperty, NobodyIsEverInAWallAndEveryoneArrives) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Travels travels(seed);
        travels.run(300, false);
        const int ticks = travels.settle(6000);
        ASSERT_LT(ticks, 6000) << travels.who_walks() << picture_of(travels.field());
    }
}

TEST(CrowdProperty, AlsoWhileWallsComeAndGo) {
    for (std::uint64_t seed = 1001; seed <= 1060; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Travels travels(seed);
        travels.run(600, true);
        const int ticks = travels.settle(6000);
        ASSERT_LT(ticks, 6000) << travels.who_walks() << picture_of(travels.field());
    }
}

/// Other lands every time; what fails is to be added above.
TEST(CrowdProperty, OnLandsNeverSeenBefore) {
    const std::uint64_t seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
    Travels travels(seed);
    travels.run(600, true);
    ASSERT_LT(travels.settle(6000), 6000) << travels.who_walks() << picture_of(travels.field());
}

}  // namespace
}  // namespace outrider::sim::siege
