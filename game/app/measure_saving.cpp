#include "game/app/measure_saving.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <ctime>
#include <exception>
#include <system_error>
#include <utility>

#include "game/app/result_folder.h"
#include "game/measure/outputs.h"

namespace outrider::app {

namespace fs = std::filesystem;

namespace {

MeasureSaving::Saved write(const fs::path& folder, const QuickLook& look) {
    try {
        measure::write_folder(folder, look.measurement);
        std::error_code error;
        const fs::path whole = fs::absolute(folder, error);
        return {true, fmt::format("Saved in {}", (error ? folder : whole).lexically_normal().string())};
    } catch (const std::exception& error) {
        return {false, fmt::format("Not saved: {}", error.what())};
    }
}

}  // namespace

fs::path fresh_folder(const fs::path& parent, const std::string& name) {
    std::error_code ignored;
    fs::path folder = parent / name;
    for (int number = 2; fs::exists(folder, ignored); ++number) folder = parent / fmt::format("{}-{}", name, number);
    return folder;
}

std::string measure_folder_name() {
    return fmt::format("outrider-measure-{:%Y%m%d-%H%M%S}", fmt::localtime(std::time(nullptr)));
}

void MeasureSaving::begin(const fs::path& folder, std::shared_ptr<const QuickLook> look) {
    fs::create_directories(folder);
    remove_old_runs(folder);
    constexpr auto kBeside = std::launch::async | std::launch::deferred;
    writing_ = std::async(kBeside, [folder, kept = std::move(look)] { return write(folder, *kept); });
}

std::optional<MeasureSaving::Saved> MeasureSaving::look() {
    if (!writing_.valid() || writing_.wait_for(std::chrono::seconds(0)) == std::future_status::timeout) {
        return std::nullopt;
    }
    return writing_.get();
}

}  // namespace outrider::app
