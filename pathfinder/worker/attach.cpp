#include "pathfinder/worker/attach.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/interprocess/exceptions.hpp>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <limits>
#include <string_view>

#include "shared/layout_hash.h"
#include "shared/worker_launch.h"

namespace outrider::worker {
namespace {

template <class Number>
Number parse_number(std::string_view text, Number least, Number most) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most) {
        throw StartError(WorkerExit::kUsage, "'" + std::string(text) + "' is not a number that the game would pass");
    }
    return value;
}

Mapping map_segment(int descriptor, bool writable, std::size_t least_bytes, const char* name) {
    const AnonymousFile file = AnonymousFile::adopt(descriptor);
    if (file.size_bytes() < least_bytes) {
        throw StartError(WorkerExit::kNoSegment, std::string("the ") + name + " segment is missing or too small");
    }
    try {
        return Mapping(file, writable);
    } catch (const boost::interprocess::interprocess_exception& error) {
        throw StartError(WorkerExit::kNoSegment, std::string("cannot map the ") + name + " segment: " + error.what());
    }
}

void check_protocol(const WorldSegment& world, std::size_t bytes) {
    if (world.protocol_version != kProtocolVersion || world.layout_hash != layout_hash()) {
        throw StartError(WorkerExit::kWrongProtocol, "the game speaks another protocol: build both programs together");
    }
    const bool size_ok = world.width_cells > 0 && world.width_cells <= kMaxMapSide_cells && world.height_cells > 0 &&
                         world.height_cells <= kMaxMapSide_cells;
    if (!size_ok || bytes < world_segment_bytes(GridLayout(world.width_cells, world.height_cells))) {
        throw StartError(WorkerExit::kNoSegment, "the world segment is smaller than its map");
    }
}

}  // namespace

Arguments parse_arguments(int argc, char** argv) {
    if (argc != kLaunchArguments) {
        throw StartError(WorkerExit::kUsage, "this program is started by the game 'outrider', not by hand");
    }
    if (parse_number<std::uint32_t>(argv[kArgProtocol], 0, std::numeric_limits<std::uint32_t>::max()) !=
        kProtocolVersion) {
        throw StartError(WorkerExit::kWrongProtocol, "the game speaks another protocol: build both programs together");
    }
    constexpr auto kMostGenerations = std::numeric_limits<std::uint64_t>::max();
    constexpr auto kMostRecycle = std::numeric_limits<std::uint32_t>::max();
    Arguments arguments;
    arguments.identity.seat = Seat{parse_number<std::uint32_t>(argv[kArgSeat], 0, kMaxSeats - 1)};
    arguments.identity.life = LifeId{parse_number<std::uint16_t>(argv[kArgLife], 1, kMaxLife)};
    arguments.identity.generation = Generation{parse_number<std::uint64_t>(argv[kArgGeneration], 1, kMostGenerations)};
    arguments.game_pid = parse_number<std::int32_t>(argv[kArgGamePid], 1, std::numeric_limits<std::int32_t>::max());
    arguments.identity.recycle_after_jobs = parse_number<std::uint32_t>(argv[kArgRecycle], 0, kMostRecycle);
    arguments.policy = static_cast<SchedulingPolicy>(parse_number<int>(argv[kArgPolicy], 1, 3));
    return arguments;
}

void tie_to_game(std::int32_t game_pid) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    // The game may have died before the line above took hold: then nobody will ever tell us.
    if (::getppid() != game_pid) throw StartError(WorkerExit::kOrphaned, "the game is gone");
}

void ignore_terminal_signals() noexcept {
    for (const int signal : {SIGINT, SIGHUP, SIGTERM, SIGTSTP}) std::signal(signal, SIG_IGN);
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
}

Segments::Segments()
    : world_(map_segment(kWorldDescriptor, false, sizeof(WorldSegment), "world")),
      board_(map_segment(kBoardDescriptor, true, sizeof(BoardSegment), "board")),
      results_(map_segment(kResultsDescriptor, true, sizeof(ResultSegment), "results")) {
    check_protocol(world(), world_.size_bytes());
}

const WorldSegment& Segments::world() const noexcept { return *static_cast<const WorldSegment*>(world_.address()); }
BoardSegment& Segments::board() const noexcept { return *static_cast<BoardSegment*>(board_.address()); }
ResultSegment& Segments::results() const noexcept { return *static_cast<ResultSegment*>(results_.address()); }

}  // namespace outrider::worker
