#include "pathfinder/search/input_file.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <system_error>
#include <utility>

namespace outrider::search {
namespace {

/// Never blocks on a FIFO, never becomes anybody's terminal, never leaks into a child.
constexpr int kOpenFlags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

class FileDescriptor {
public:
    explicit FileDescriptor(int descriptor) noexcept : descriptor_(descriptor) {}
    FileDescriptor(FileDescriptor&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~FileDescriptor() {
        if (is_open()) ::close(descriptor_);
    }
    [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }
    [[nodiscard]] int get() const noexcept { return descriptor_; }

private:
    int descriptor_;
};

[[noreturn]] void fail(const std::string& name, const std::string& reason) {
    throw InputError(one_line(name) + ": " + reason);
}

[[noreturn]] void fail_with_errno(const std::string& name, const std::string& attempt) {
    fail(name, attempt + ": " + std::generic_category().message(errno));
}

void require_readable_file(const FileDescriptor& file, const std::string& name, std::size_t limit_bytes) {
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) fail_with_errno(name, "cannot be looked at");
    if (S_ISDIR(status.st_mode)) fail(name, "is a folder, not a file");
    if (!S_ISREG(status.st_mode)) fail(name, "is not a regular file");
    if (std::cmp_greater(status.st_size, limit_bytes)) {
        fail(name,
             "is too large: " + std::to_string(status.st_size) + " bytes, the limit is " + std::to_string(limit_bytes));
    }
}

/// Reads to the end, wherever that is by now: the size that fstat gave is a guess about a file others may change.
[[nodiscard]] std::string read_to_end(const FileDescriptor& file, const std::string& name, std::size_t limit_bytes) {
    constexpr std::size_t kChunk_bytes = std::size_t{1} << 18U;
    std::string text;
    for (;;) {
        const std::size_t filled = text.size();
        text.resize(filled + kChunk_bytes);
        const ssize_t count = ::read(file.get(), text.data() + filled, kChunk_bytes);
        text.resize(filled + (count > 0 ? static_cast<std::size_t>(count) : 0));
        if (count == 0) return text;
        if (count < 0 && errno != EINTR) fail_with_errno(name, "cannot be read");
        if (text.size() > limit_bytes)
            fail(name, "is too large: the limit is " + std::to_string(limit_bytes) + " bytes");
    }
}

[[nodiscard]] std::string read_open_file(const FileDescriptor& file, const std::string& name, std::size_t limit_bytes) {
    if (!file.is_open()) fail_with_errno(name, "cannot be opened");
    require_readable_file(file, name, limit_bytes);
    return read_to_end(file, name, limit_bytes);
}

[[nodiscard]] bool stays_beneath(const std::filesystem::path& path) {
    return !path.empty() && path.is_relative() &&
           std::none_of(path.begin(), path.end(), [](const auto& part) { return part == ".."; });
}

[[nodiscard]] FileDescriptor open_step_by_step(const FileDescriptor& folder, const std::filesystem::path& path) {
    FileDescriptor at(::fcntl(folder.get(), F_DUPFD_CLOEXEC, 0));
    for (const auto& part : path.parent_path()) {
        at = FileDescriptor(::openat(at.get(), part.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (!at.is_open()) return at;
    }
    return FileDescriptor(::openat(at.get(), path.filename().c_str(), kOpenFlags | O_NOFOLLOW));
}

[[nodiscard]] FileDescriptor open_beneath(const FileDescriptor& folder, const std::filesystem::path& path,
                                          BeneathCheck check) {
    if (check == BeneathCheck::kStepByStep) return open_step_by_step(folder, path);
    open_how how{};
    how.flags = static_cast<std::uint64_t>(kOpenFlags);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    const long descriptor = ::syscall(SYS_openat2, folder.get(), path.c_str(), &how, sizeof how);
    if (descriptor < 0 && (errno == ENOSYS || errno == EPERM)) return open_step_by_step(folder, path);
    return FileDescriptor(static_cast<int>(descriptor));
}

[[nodiscard]] constexpr bool is_space(char letter) noexcept { return letter == ' ' || letter == '\t'; }

}  // namespace

std::string one_line(std::string_view text) {
    std::string line(text);
    for (char& letter : line) {
        if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F) letter = '?';
    }
    return line;
}

std::string in_quotes(std::string_view word) {
    constexpr std::size_t kShown = 40;
    std::string text(1, '\'');
    text += one_line(word.substr(0, kShown));
    return text += word.size() > kShown ? "...'" : "'";
}

std::string read_whole_file(const std::filesystem::path& file, std::size_t limit_bytes) {
    return read_open_file(FileDescriptor(::open(file.c_str(), kOpenFlags)), file.string(), limit_bytes);
}

std::string read_whole_file_beneath(const std::filesystem::path& folder, const std::string& name,
                                    std::size_t limit_bytes, BeneathCheck check) {
    const std::string shown = (folder / name).string();
    if (!stays_beneath(name)) fail(shown, "must lie in the folder of the file that names it, or below");
    const char* const folder_name = folder.empty() ? "." : folder.c_str();
    const FileDescriptor root(::open(folder_name, O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!root.is_open()) fail_with_errno(folder.string(), "cannot be opened");
    return read_open_file(open_beneath(root, name, check), shown, limit_bytes);
}

bool LineReader::next() noexcept {
    if (rest_.empty()) return false;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    line_ = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (!line_.empty() && line_.back() == '\r') line_.remove_suffix(1);
    ++number_;
    return true;
}

void LineReader::require_next(std::string_view wanted) {
    const bool is_there = next();
    if (number_ == 1 && line_.substr(0, 3) == "\xEF\xBB\xBF")
        fail("begins with a byte order mark; save it without one");
    if (is_there) return;
    ++number_;
    fail("the file ends where " + std::string(wanted) + " should be");
}

void LineReader::require_end() {
    while (next()) {
        if (!is_blank()) fail("nothing was expected here, but " + in_quotes(line_));
    }
}

bool LineReader::is_blank() const noexcept { return std::all_of(line_.begin(), line_.end(), is_space); }

const std::vector<std::string_view>& LineReader::words() {
    words_.clear();
    for (auto at = line_.begin(); at != line_.end();) {
        at = std::find_if_not(at, line_.end(), is_space);
        const auto end = std::find_if(at, line_.end(), is_space);
        if (at != end) words_.emplace_back(at, end);
        at = end;
    }
    return words_;
}

void LineReader::fail(const std::string& reason) const {
    throw InputError(one_line(name_) + ":" + std::to_string(number_) + ": " + reason);
}

std::int32_t parse_integer(const LineReader& reader, std::string_view word, std::string_view what, std::int64_t minimum,
                           std::int64_t maximum) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error == std::errc::invalid_argument || end != word.data() + word.size()) {
        reader.fail(std::string(what) + " is not a whole number: " + in_quotes(word));
    }
    if (error != std::errc() || value < minimum || value > maximum) {
        reader.fail(std::string(what) + " must lie between " + std::to_string(minimum) + " and " +
                    std::to_string(maximum) + ", not " + in_quotes(word));
    }
    return static_cast<std::int32_t>(value);
}

double parse_number(const LineReader& reader, std::string_view word, std::string_view what) {
    double value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size() || !std::isfinite(value)) {
        reader.fail(std::string(what) + " is not a finite number: " + in_quotes(word));
    }
    return value;
}

}  // namespace outrider::search
