// What happens for a moment, as it is seen: arrows, bursts, frost, the fallen, chips and dust. A pool of fixed size
// holds it all; where something is follows from its age alone, so that nothing is moved from frame to frame. The
// battle's own effects live by the siege's time and stand still in a pause; those of the player's hand live by the
// window's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "game/render/siege_pen.h"

namespace outrider::render {

class BattleEffects {
public:
    static constexpr std::size_t kMost = 4096;      ///< at a time; more are not begun
    static constexpr std::size_t kMostSparks = 96;  ///< hits, blows and chips that one frame begins
    static constexpr std::size_t kMostRingDots = 3'000;

    struct Now {
        double ticks = 0.0;  ///< the siege's time
        double clock_s = 0.0;
    };

    BattleEffects();

    /// New events become effects; sparks beyond the screen do not.
    void begin(std::span<const sim::siege::Event> events, const SiegePen& pen, const Now& now);
    /// Forgets what is over. Once a frame, before the add functions.
    void end_old(const Now& now);
    /// Rubble and the fallen: lie under everybody. Nothing without an atlas.
    void add_ground(const SiegePen& pen, const Now& now, QuadBatch& pictures) const;
    /// Smoke and dust. Nothing without an atlas.
    void add_smoke(const SiegePen& pen, const Now& now, QuadBatch& pictures) const;
    /// Arrows, sparks, rings, flashes: plain rectangles.
    void add_sparks(const SiegePen& pen, const Now& now, QuadBatch& quads) const;

    [[nodiscard]] std::size_t count() const noexcept { return alive_.size(); }
    /// 0 .. 1: how lately the keep was struck.
    [[nodiscard]] float keep_alarm(const Now& now) const noexcept;
    /// 0 .. 1: how lately a wave began.
    [[nodiscard]] float wave_alarm(const Now& now) const noexcept;

private:
    enum class Sort : std::uint8_t { kSpark, kArrow, kRing, kPop, kPuff, kFallen, kRubble };

    struct Effect {
        Sort sort = Sort::kSpark;
        bool by_clock = false;   ///< ages in seconds of the window, not in ticks
        std::uint8_t which = 0;  ///< kFallen: UnitKind; kPop: cells of its side
        Rgb colour;
        float x = 0.0F;  ///< cells
        float y = 0.0F;
        float dx = 0.0F;  ///< cells over its whole life; an arrow's flight
        float dy = 0.0F;
        float size = 0.0F;  ///< cells: of a spark, or a ring's radius at its end
        float life = 0.0F;  ///< ticks, or seconds
        double born = 0.0;
    };

    void begin_one(const sim::siege::Event& event, const SiegePen& pen, const Now& now);
    void begin_short(const sim::siege::Event& event, bool with_small_sparks);
    void add(const Effect& effect);
    void add_picture(Sort sort, sim::FixedPoint at, const sim::siege::Event& event, float life);
    void add_ring(const sim::siege::Event& event, float life, Rgb colour);
    void add_pop(const sim::siege::Event& event, Rgb colour, double clock_s);
    void add_arrow(const sim::siege::Event& event);
    void add_burst(const sim::siege::Event& event, int sparks, float reach, float life, float size, Rgb colour);
    [[nodiscard]] static Effect effect_at(sim::FixedPoint point, std::uint64_t tick) noexcept;

    [[nodiscard]] static PointPx place_at(const Effect& effect, double part, const SiegePen& pen) noexcept;
    static void draw_spark(const Effect& effect, float t, const SiegePen& pen, QuadBatch& quads);
    static void draw_arrow(const Effect& effect, float t, const SiegePen& pen, QuadBatch& quads);
    static std::size_t draw_ring(const Effect& effect, float t, const SiegePen& pen, QuadBatch& quads);
    static void draw_pop(const Effect& effect, float t, const SiegePen& pen, QuadBatch& quads);

    [[nodiscard]] float next_random() noexcept;
    [[nodiscard]] static float age(const Effect& effect, const Now& now) noexcept;

    std::vector<Effect> alive_;  ///< never grows beyond kMost
    std::size_t sparks_begun_ = 0;
    std::uint32_t random_ = 1;
    double keep_struck_ = -1e9;
    double wave_began_ = -1e9;
};

}  // namespace outrider::render
