// The claim word: who has the job in this slot of the board. One 64-bit atomic: {sequence:48, state:2, life:14}.
//
//   free(s)            the slot may take job s                     game:   -> ready(s)
//   ready(s)           job s waits for a worker                    worker: -> claimed(s, life), by ONE compare-and-swap
//                                                                  game:   -> free(s + capacity), by one (cancelled)
//   claimed(s, life)   that worker has it until the game says so   game:   -> free(s + capacity), or ready(s) again
//
// A worker's number enters the word in the same instruction that takes the job: no job is ever taken by nobody known.
#pragma once

#include <cstdint>

#include "shared/ids.h"

namespace outrider {

enum class ClaimState : std::uint8_t { kFree = 0, kReady = 1, kClaimed = 2 };

inline constexpr unsigned kLifeBits = 14;
inline constexpr unsigned kClaimStateBits = 2;
inline constexpr unsigned kSequenceBits = 48;
static_assert(kLifeBits + kClaimStateBits + kSequenceBits == 64);

inline constexpr std::uint64_t kSequenceMask = (std::uint64_t{1} << kSequenceBits) - 1;
/// Lives 1 .. kMaxLife; 0 is nobody.
inline constexpr std::uint16_t kMaxLife = (1U << kLifeBits) - 1U;

/// A value of the word. Sequences are 64-bit counters outside; the word keeps their low 48 bits, which is enough to
/// tell apart any two jobs that could meet in one slot (2^48 jobs are 270 days at 12 million a second).
class ClaimWord {
public:
    constexpr ClaimWord() = default;
    explicit constexpr ClaimWord(std::uint64_t bits) noexcept : bits_(bits) {}

    [[nodiscard]] static constexpr ClaimWord free(std::uint64_t sequence) noexcept {
        return make(sequence, ClaimState::kFree, LifeId{0});
    }
    [[nodiscard]] static constexpr ClaimWord ready(std::uint64_t sequence) noexcept {
        return make(sequence, ClaimState::kReady, LifeId{0});
    }
    [[nodiscard]] static constexpr ClaimWord claimed(std::uint64_t sequence, LifeId life) noexcept {
        return make(sequence, ClaimState::kClaimed, life);
    }

    [[nodiscard]] constexpr std::uint64_t bits() const noexcept { return bits_; }
    [[nodiscard]] constexpr std::uint64_t sequence() const noexcept { return bits_ >> (kClaimStateBits + kLifeBits); }
    [[nodiscard]] constexpr ClaimState state() const noexcept {
        return static_cast<ClaimState>(bits_ >> kLifeBits & ((1U << kClaimStateBits) - 1U));
    }
    [[nodiscard]] constexpr LifeId life() const noexcept {
        return LifeId{static_cast<std::uint16_t>(bits_ & kMaxLife)};
    }

    friend constexpr bool operator==(ClaimWord, ClaimWord) = default;

private:
    [[nodiscard]] static constexpr ClaimWord make(std::uint64_t sequence, ClaimState state, LifeId life) noexcept {
        return ClaimWord((sequence & kSequenceMask) << (kClaimStateBits + kLifeBits) |
                         static_cast<std::uint64_t>(state) << kLifeBits | (life.value & kMaxLife));
    }
    std::uint64_t bits_ = 0;
};

}  // namespace outrider
