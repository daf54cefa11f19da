// A recorded game: what it began with, every command of the player with its tick, and how it ended. In lockstep this is
// the whole of it: played again, in any mode, it ends with the same hashes.
//
// The file is text, one JSON object a line, so that a complaint can name the line:
//
//   {"format":"outrider-replay","format_version":1,"scenario":"siege","map":"valley",…}     what it began with
//   {"tick":312,"do":"build_wall","from":[60,20],"to":[60,31]}                              commands, in order
//   {"tick":5400,"do":"end","state_hash":"8a…","path_hash":"07…"}                           how it ended
//   {"checksum":"3f…"}                                                                      of all bytes before this
//   line
//
// A file without its last two lines is refused: it was cut short, or the recording never ended. The checksum tells of
// accidents; it is no signature.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "game/app/scenario_kind.h"
#include "game/sim/siege/siege.h"
#include "game/sim/world.h"
#include "game/sim/world_command.h"
#include "pathfinder/search/moving_ai.h"
#include "shared/protocol.h"

namespace outrider::app {

/// Rises with every change after which an older program would read a file wrongly, or not at all.
inline constexpr std::uint32_t kReplayVersion = 1;
/// Larger files are refused before a byte is read: hours of ceaseless drawing.
inline constexpr std::size_t kMaxReplay_bytes = std::size_t{64} << 20U;
/// Half a year.
inline constexpr std::uint64_t kMostReplay_ticks = 1'000'000'000;

/// What a game began with.
struct ReplayHeader {
    ScenarioKind scenario = ScenarioKind::kSiege;
    std::string map;  ///< as map_reference() has it
    std::int32_t width_cells = 0;
    std::int32_t height_cells = 0;
    std::uint64_t map_hash = 0;  ///< hash_of() its letters
    std::uint32_t units = 0;     ///< sandbox: how many travel; siege: of the parade, or 0
    std::uint64_t seed = 1;
    std::uint32_t delay_ticks = 1;
    // Siege only.
    sim::siege::Difficulty difficulty = sim::siege::Difficulty::kNormal;
    // Sandbox only.
    Algorithm algorithm = Algorithm::kJps;
    sim::OrderBy orders = sim::OrderBy::kFlowField;
    bool chase = false;
    sim::AskPolicy asking;

    friend bool operator==(const ReplayHeader&, const ReplayHeader&) = default;
};

/// How a game ended.
struct ReplayEnd {
    std::uint64_t ticks = 0;  ///< that it lasted
    std::uint64_t state_hash = 0;
    std::uint64_t path_hash = 0;

    friend bool operator==(const ReplayEnd&, const ReplayEnd&) = default;
};

/// Commands in order; ticks[i] is that of commands[i]: how many ticks had been played when it was given. It is carried
/// out before the next tick begins (before Lockstep::try_begin_tick()).
template <class Command>
struct TimedCommands {
    std::vector<std::uint64_t> ticks;
    std::vector<Command> commands;

    friend bool operator==(const TimedCommands&, const TimedCommands&) = default;
};

struct Replay {
    std::string name;  ///< of its file, for messages
    ReplayHeader header;
    TimedCommands<sim::WorldCommand> world;    ///< in the sandbox
    TimedCommands<sim::siege::Command> siege;  ///< in the siege
    ReplayEnd end;
};

// --- reading ---------------------------------------------------------------------------------------------------------

/// Throws UsageError, one line "FILE:LINE: reason" or "FILE: reason", unless it is a whole replay of this version all
/// of whose values are such as the game could have written. Does not look at the map.
[[nodiscard]] Replay read_replay(const std::filesystem::path& file);
/// The same of a text.
[[nodiscard]] Replay parse_replay(std::string_view text, std::string_view name);

/// One number for the letters of a map and its size.
[[nodiscard]] std::uint64_t hash_of(const search::TerrainMap& map) noexcept;
/// How a replay names a map: "valley" for assets/maps/valley.map, and the whole path for a file elsewhere.
[[nodiscard]] std::string map_reference(const std::filesystem::path& map_file, const std::filesystem::path& assets);
/// The file of a replay's map. Throws UsageError if there is none.
[[nodiscard]] std::filesystem::path map_file_of(const Replay& replay, const std::filesystem::path& assets);
/// Throws UsageError unless `map` is letter by letter the one on which the game was recorded.
void require_map(const Replay& replay, const search::TerrainMap& map);

/// Hands out the commands of a replay, which must outlive it.
class ReplayCursor {
public:
    explicit ReplayCursor(const Replay& replay) noexcept : replay_(replay) {}

    /// The commands to carry out when so many ticks have been played, and those of earlier ticks that nobody took; each
    /// once. Ask before each tick, and once more after the last one. Valid as long as the replay.
    [[nodiscard]] std::span<const sim::WorldCommand> world_commands_at(std::uint64_t tick) noexcept {
        return take(replay_.world, tick);
    }
    [[nodiscard]] std::span<const sim::siege::Command> siege_commands_at(std::uint64_t tick) noexcept {
        return take(replay_.siege, tick);
    }
    /// Is the game over when so many ticks have been played?
    [[nodiscard]] bool is_over(std::uint64_t tick) const noexcept { return tick >= replay_.end.ticks; }

private:
    template <class Command>
    [[nodiscard]] std::span<const Command> take(const TimedCommands<Command>& list, std::uint64_t tick) noexcept {
        const std::size_t first = next_;
        while (next_ < list.ticks.size() && list.ticks[next_] <= tick) ++next_;
        return std::span(list.commands).subspan(first, next_ - first);
    }

    const Replay& replay_;
    std::size_t next_ = 0;
};

/// What differs, in one line; nothing if the game ended as it was recorded. REQUIRES: played to replay.end.ticks.
[[nodiscard]] std::optional<std::string> difference(const Replay& replay, const ReplayEnd& played);

// --- writing ---------------------------------------------------------------------------------------------------------

/// Writes a game down while it is played: in memory, since a frame does not wait for a disk. The file comes into being
/// as a whole in finish(), or not at all.
class ReplayWriter {
public:
    /// Throws UsageError if `file` cannot be written: now, and not after an hour of play.
    ReplayWriter(std::filesystem::path file, const ReplayHeader& header);

    /// A command that is carried out when so many ticks have been played. REQUIRES: ticks do not go backwards; cells
    /// and points lie in the map, and all else is such as World and Siege ask for.
    void note(std::uint64_t tick, const sim::WorldCommand& command);
    void note(std::uint64_t tick, const sim::siege::Command& command);
    /// Call once, at the end. Throws UsageError if not all of it could be written; a file that was there is as before.
    void finish(const ReplayEnd& end);

private:
    const std::filesystem::path file_;
    std::string text_;
};

}  // namespace outrider::app
