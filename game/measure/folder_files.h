// Between the files of a measurement and its values: what write_folder() and read_folder() are made of.
#pragma once

#include <filesystem>
#include <istream>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "game/measure/measurement.h"

namespace outrider::measure {

/// "runs/processes-2_r1": of each run in order, without its ending; two runs of one slug get two names.
[[nodiscard]] std::vector<std::string> run_files(const std::vector<RunRecord>& runs);

/// The frames of a file that frames_csv() made; columns are found by name, so that others may stand between them.
/// Throws std::runtime_error with `file`, line and reason.
[[nodiscard]] std::vector<FrameSample> read_frames_csv(std::istream& text, const std::string& file);

/// What summary_json() says, without the frames; `files`: for each run the name of its files, from the folder.
/// Throws nlohmann::json::exception or std::runtime_error.
struct Summary {
    Measurement measurement;
    std::vector<std::string> files;
    std::vector<std::size_t> timed_frames;  ///< of each run: what its file must hold
};
[[nodiscard]] Summary read_summary(const nlohmann::json& json);

/// Without line ends and other control characters: for one line of a file, or of a terminal.
[[nodiscard]] std::string one_line(std::string text);

/// The whole of a file. Throws std::runtime_error with file and reason.
[[nodiscard]] std::string read_text(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, std::string_view text);

}  // namespace outrider::measure
