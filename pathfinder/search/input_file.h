// Reading a user's file into memory, and walking through its lines. Internal to the search library.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pathfinder/search/moving_ai.h"

namespace outrider::search {

/// The whole file. Throws InputError unless it is a regular file of at most `limit_bytes` that can be read.
[[nodiscard]] std::string read_whole_file(const std::filesystem::path& file, std::size_t limit_bytes);

/// Who sees to it that a name does not lead out of a folder.
enum class BeneathCheck {
    kKernel,      ///< openat2 with RESOLVE_BENEATH: links within the folder are followed
    kStepByStep,  ///< no symbolic link at all: for kernels and sandboxes without openat2, which kKernel turns to itself
};

/// The same for a file that must lie in `folder` or below it, whatever `name` says: no `..`, no absolute path, no
/// symbolic link out of the folder.
[[nodiscard]] std::string read_whole_file_beneath(const std::filesystem::path& folder, const std::string& name,
                                                  std::size_t limit_bytes, BeneathCheck check = BeneathCheck::kKernel);

/// `name` in one printable line, for messages: control characters become '?'.
[[nodiscard]] std::string one_line(std::string_view text);

/// The lines of a text, one after the other, and the one way to complain about them.
class LineReader {
public:
    /// Both must outlive the reader.
    LineReader(std::string_view text, std::string_view name) noexcept : rest_(text), name_(name) {}

    /// Goes to the next line; false at the end of the text. A line ends with LF, CR LF or the end of the text.
    bool next() noexcept;
    /// The same, but the text must not end here; `wanted` says in the message what is missing.
    /// A byte order mark before the first line is refused.
    void require_next(std::string_view wanted);
    /// Nothing but blank lines may follow.
    void require_end();

    [[nodiscard]] std::string_view line() const noexcept { return line_; }
    [[nodiscard]] bool is_blank() const noexcept;
    /// The line's words, which spaces and tabs separate. Valid until the next call.
    [[nodiscard]] const std::vector<std::string_view>& words();

    /// Throws InputError "NAME:LINE: reason".
    [[noreturn]] void fail(const std::string& reason) const;

private:
    std::string_view rest_;
    std::string_view line_;
    std::string_view name_;
    std::size_t number_ = 0;
    std::vector<std::string_view> words_;
};

/// A whole number without sign or with '-', in any locale. Fails unless minimum <= number <= maximum.
[[nodiscard]] std::int32_t parse_integer(const LineReader& reader, std::string_view word, std::string_view what,
                                         std::int64_t minimum, std::int64_t maximum);
/// A finite number, in any locale.
[[nodiscard]] double parse_number(const LineReader& reader, std::string_view word, std::string_view what);

/// A word of a file as it is shown in a message: quoted, printable, shortened.
[[nodiscard]] std::string in_quotes(std::string_view word);

}  // namespace outrider::search
