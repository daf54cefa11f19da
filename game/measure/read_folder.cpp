#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

#include "game/measure/figures.h"
#include "game/measure/folder_files.h"
#include "game/measure/outputs.h"

namespace outrider::measure {

namespace fs = std::filesystem;

namespace {

Summary summary_in(const fs::path& file) {
    const std::string text = read_text(file);
    try {
        return read_summary(nlohmann::json::parse(text));
    } catch (const std::exception& error) {
        throw std::runtime_error(
            one_line(fmt::format("{} is no summary of a measurement: {}", file.string(), error.what())));
    }
}

/// A file that names a way out of its folder is none of ours.
void require_inside(const fs::path& name, const fs::path& summary) {
    const fs::path normal = name.lexically_normal();
    if (normal.is_absolute() || normal.empty() || *normal.begin() == "..") {
        throw std::runtime_error(
            one_line(fmt::format("{} names a file outside its folder: {}", summary.string(), name.string())));
    }
}

/// A file that was cut where a line ends looks whole.
void require_all_frames(const std::vector<FrameSample>& frames, std::size_t wanted, const fs::path& file) {
    const auto found = static_cast<std::size_t>(
        std::count_if(frames.begin(), frames.end(), [](const FrameSample& frame) { return !frame.warm_up; }));
    if (found == wanted) return;
    throw std::runtime_error(one_line(fmt::format("{} has {}, and its summary says {}: it was cut or changed",
                                                  file.string(), counted(found, "timed frame"), grouped(wanted))));
}

}  // namespace

std::string read_text(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    if (in) text << in.rdbuf();
    if (!in || fs::is_directory(file)) {
        const int reason = fs::is_directory(file) ? EISDIR : errno;
        throw std::runtime_error(one_line(fmt::format("{} cannot be read: {}", file.string(), std::strerror(reason))));
    }
    return text.str();
}

Measurement read_folder(const fs::path& folder) {
    const fs::path file = folder / "summary.json";
    Summary summary = summary_in(file);
    for (std::size_t index = 0; index < summary.files.size(); ++index) {
        require_inside(summary.files[index], file);
        const fs::path csv = folder / (summary.files[index] + ".csv");
        std::istringstream text(read_text(csv));
        std::vector<FrameSample>& frames = summary.measurement.runs[index].frames;
        frames = read_frames_csv(text, csv.string());
        require_all_frames(frames, summary.timed_frames[index], csv);
    }
    return std::move(summary.measurement);
}

}  // namespace outrider::measure
