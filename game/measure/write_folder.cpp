#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <system_error>

#include "game/measure/folder_files.h"
#include "game/measure/outputs.h"

namespace outrider::measure {

namespace fs = std::filesystem;

std::vector<std::string> run_files(const std::vector<RunRecord>& runs) {
    std::vector<std::string> files;
    for (const RunRecord& run : runs) {
        const std::string slug = "runs/" + slug_of(run.setup);
        std::string name = slug;
        for (int next = 2; std::find(files.begin(), files.end(), name) != files.end(); ++next) {
            name = fmt::format("{}_{}", slug, next);
        }
        files.push_back(std::move(name));
    }
    return files;
}

void write_text(const fs::path& file, std::string_view text) {
    // Under another name first: whoever reads the folder meanwhile finds the old file or the new one, whole.
    const fs::path part = file.string() + ".part";
    std::ofstream out(part, std::ios::binary);
    if (out) out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.close();
    if (!out) {
        throw std::runtime_error(fmt::format("{} cannot be written: {}", part.string(), std::strerror(errno)));
    }
    std::error_code error;
    fs::rename(part, file, error);
    if (error) throw std::runtime_error(fmt::format("{} cannot be written: {}", file.string(), error.message()));
}

void write_folder(const fs::path& folder, const Measurement& measurement) {
    std::error_code error;
    fs::create_directories(folder / "runs", error);
    if (error) {
        throw std::runtime_error(fmt::format("{} cannot be made: {}", (folder / "runs").string(), error.message()));
    }
    const std::vector<std::string> files = run_files(measurement.runs);
    for (std::size_t index = 0; index < files.size(); ++index) {
        const RunRecord& run = measurement.runs[index];
        write_text(folder / (files[index] + ".csv"), frames_csv(run, measurement.machine));
        write_text(folder / (files[index] + ".trace.json"), chrome_trace(run));
    }
    const Findings findings = findings_of(measurement);
    // Names of maps need not be UTF-8; the JSON must be.
    write_text(
        folder / "summary.json",
        summary_json(measurement, findings).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    write_text(folder / "report.html", html_report(measurement, findings));
}

}  // namespace outrider::measure
