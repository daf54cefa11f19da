#include "game/app/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "game/app/command_line.h"
#include "game/app/json_output.h"
#include "game/app/replay_text.h"
#include "pathfinder/search/input_file.h"
#include "shared/path_hash.h"

namespace outrider::app {

namespace fs = std::filesystem;
namespace siege = sim::siege;

namespace {

/// Reads a text line by line and knows where it is.
class ReplayReader {
public:
    ReplayReader(std::string_view text, std::string_view name) : text_(text), name_(search::one_line(name)) {}

    [[nodiscard]] Replay read() {
        if (text_.empty()) throw UsageError(fmt::format("{}: is empty", name_));
        try {
            return read_all();
        } catch (const ReplayFault& fault) {
            throw UsageError(fmt::format("{}:{}: {}", name_, line_, fault.what()));
        }
    }

private:
    [[nodiscard]] Replay read_all() {
        Replay replay;
        replay.name = name_;
        replay.header = header_from(next());
        bool ended = false;
        std::uint64_t last = 0;
        while (!ended) {
            if (position_ == text_.size()) throw ReplayFault("the end is missing: the file was cut short");
            const ReplayStep step = step_from(next(), replay.header);
            if (step.tick < last) throw ReplayFault(fmt::format("goes back from tick {} to {}", last, step.tick));
            last = step.tick;
            ended = add(step, replay);
        }
        check_sum();
        return replay;
    }

    /// The next line, without its end. REQUIRES: the text does not end here.
    std::string_view next() {
        ++line_;
        const std::size_t end = text_.find('\n', position_);
        if (end == std::string_view::npos && line_ > 1) throw ReplayFault("ends in the middle: the file was cut short");
        const std::string_view line = text_.substr(position_, end - position_);
        position_ = end == std::string_view::npos ? text_.size() : end + 1;
        return line;
    }

    /// True: that was the end.
    static bool add(const ReplayStep& step, Replay& replay) {
        if (const auto* end = std::get_if<ReplayEnd>(&step.what)) {
            replay.end = *end;
            return true;
        }
        if (const auto* command = std::get_if<sim::WorldCommand>(&step.what)) append(replay.world, step.tick, *command);
        if (const auto* command = std::get_if<siege::Command>(&step.what)) append(replay.siege, step.tick, *command);
        return false;
    }
    template <class Command>
    static void append(TimedCommands<Command>& list, std::uint64_t tick, const Command& command) {
        list.ticks.push_back(tick);
        list.commands.push_back(command);
    }

    /// Letter by letter: there is one way to write it.
    void check_sum() {
        ++line_;
        const std::string expected = checksum_line_of(text_.substr(0, position_));
        const std::string_view rest = text_.substr(position_);
        if (rest == expected) return;
        if (rest.size() < expected.size()) throw ReplayFault("the checksum is missing: the file was cut short");
        if (rest.starts_with(expected)) throw ReplayFault("goes on after its checksum");
        throw ReplayFault("the checksum is wrong: the file was changed, or damaged");
    }

    const std::string_view text_;
    const std::string name_;
    std::size_t position_ = 0;
    std::size_t line_ = 0;
};

[[noreturn]] void refuse_to_record(const fs::path& file, std::string_view reason) {
    throw UsageError(fmt::format("--record: {} cannot be written: {}", file.string(), reason));
}

/// What becomes the file when it is whole.
[[nodiscard]] fs::path part_of(const fs::path& file) {
    fs::path part = file;
    part += ".part";
    return part;
}

/// False: errno says why.
[[nodiscard]] bool try_write(const fs::path& file, std::string_view text) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.close();
    return out.good();
}

}  // namespace

// --- reading ---------------------------------------------------------------------------------------------------------

Replay read_replay(const fs::path& file) {
    try {
        return parse_replay(search::read_whole_file(file, kMaxReplay_bytes), file.string());
    } catch (const search::InputError& error) {
        throw UsageError(error.what());
    }
}

Replay parse_replay(std::string_view text, std::string_view name) { return ReplayReader(text, name).read(); }

std::uint64_t hash_of(const search::TerrainMap& map) noexcept {
    std::uint64_t hash =
        mix64(static_cast<std::uint64_t>(map.width_cells) << 32U | static_cast<std::uint64_t>(map.height_cells));
    for (std::size_t i = 0; i < map.terrain.size(); i += sizeof(std::uint64_t)) {
        std::uint64_t letters = 0;
        for (std::size_t k = i; k < std::min(i + sizeof letters, map.terrain.size()); ++k) {
            letters = letters << 8U | static_cast<unsigned char>(map.terrain[k]);
        }
        hash = mix64(hash + 0x9E3779B97F4A7C15U) ^ letters;
    }
    return mix64(hash);
}

namespace {

[[nodiscard]] fs::path own_map(const fs::path& assets, const std::string& name) {
    return assets / "maps" / (name + ".map");
}

}  // namespace

std::string map_reference(const fs::path& map_file, const fs::path& assets) {
    std::error_code error;
    std::string name = map_file.stem().string();
    if (fs::equivalent(map_file, own_map(assets, name), error)) return name;
    return fs::absolute(map_file, error).lexically_normal().string();
}

fs::path map_file_of(const Replay& replay, const fs::path& assets) {
    const std::string& name = replay.header.map;
    fs::path file = name.find('/') == std::string::npos ? own_map(assets, name) : fs::path(name);
    std::error_code error;
    if (fs::is_regular_file(file, error)) return file;
    throw UsageError(fmt::format("{}:1: its map {} is not there", replay.name, search::one_line(file.string())));
}

void require_map(const Replay& replay, const search::TerrainMap& map) {
    const ReplayHeader& header = replay.header;
    const bool same_size = map.width_cells == header.width_cells && map.height_cells == header.height_cells;
    if (same_size && hash_of(map) == header.map_hash) return;
    throw UsageError(fmt::format("{}:1: its map {} has changed since the game was recorded", replay.name,
                                 search::in_quotes(header.map)));
}

std::optional<std::string> difference(const Replay& replay, const ReplayEnd& played) {
    const ReplayEnd& recorded = replay.end;
    std::string text;
    const auto compare = [&](std::string_view what, std::uint64_t is, std::uint64_t was) {
        if (is == was) return;
        text += fmt::format("{}{} is {:016x}, was {:016x}", text.empty() ? "" : "; ", what, is, was);
    };
    if (played.ticks != recorded.ticks) text = fmt::format("ticks are {}, were {}", played.ticks, recorded.ticks);
    compare("state_hash", played.state_hash, recorded.state_hash);
    compare("path_hash", played.path_hash, recorded.path_hash);
    if (text.empty()) return std::nullopt;
    return fmt::format("{}: ends otherwise than it was recorded: {}", replay.name, text);
}

// --- writing ---------------------------------------------------------------------------------------------------------

ReplayWriter::ReplayWriter(fs::path file, const ReplayHeader& header) : file_(std::move(file)), text_(line_of(header)) {
    require_writable("--record", file_);
    std::error_code error;
    if (fs::exists(file_, error) && !fs::is_regular_file(file_, error)) {
        refuse_to_record(file_, "it is not a regular file");
    }
    // The folder must take a new file, too.
    if (!try_write(part_of(file_), "")) refuse_to_record(file_, std::strerror(errno));
    fs::remove(part_of(file_), error);
}

void ReplayWriter::note(std::uint64_t tick, const sim::WorldCommand& command) { text_ += line_of(tick, command); }

void ReplayWriter::note(std::uint64_t tick, const sim::siege::Command& command) { text_ += line_of(tick, command); }

void ReplayWriter::finish(const ReplayEnd& end) {
    text_ += line_of(end);
    text_ += checksum_line_of(text_);
    const fs::path part = part_of(file_);
    std::error_code error;
    if (!try_write(part, text_)) {
        const std::string reason = std::strerror(errno);
        fs::remove(part, error);
        refuse_to_record(file_, reason);
    }
    fs::rename(part, file_, error);
    if (!error) return;
    const std::string reason = error.message();
    fs::remove(part, error);
    refuse_to_record(file_, reason);
}

}  // namespace outrider::app
