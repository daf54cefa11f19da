// The folder that a measurement goes into.
#pragma once

#include <filesystem>
#include <string_view>

namespace outrider::app {

/// Throws UsageError unless a measurement can be written into `folder`, which is made if it is not there: it must be
/// empty, or hold an earlier measurement and nothing else. Asked before anything is started.
void require_result_folder(std::string_view option, const std::filesystem::path& folder);

/// Takes away what an earlier measurement has left and the next may not write: its runs' files, of which there may have
/// been more, its card's picture, and files that were not written to their end.
void remove_old_runs(const std::filesystem::path& folder);

}  // namespace outrider::app
