#include "game/paths/crash_text.h"

#include <cxxabi.h>
#include <elfutils/libdwfl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "game/paths/worker_end_text.h"

namespace outrider::paths {
namespace {

/// The worker program as libdw sees it, laid where the worker had it.
class ProgramNames {
public:
    ProgramNames(const std::filesystem::path& program, std::uint64_t load_base) {
        session_.reset(::dwfl_begin(&callbacks_));
        if (session_ == nullptr) return;
        ::dwfl_report_begin(session_.get());
        ::dwfl_report_elf(session_.get(), "worker", program.c_str(), -1, load_base, false);
        ::dwfl_report_end(session_.get(), nullptr, nullptr);
    }

    /// "function (file.cpp:12)", "program+0x12f0", or "0x7f0012345678".
    [[nodiscard]] std::string name_of(std::uint64_t address) const {
        Dwfl_Module* module = session_ == nullptr ? nullptr : ::dwfl_addrmodule(session_.get(), address);
        if (module == nullptr) return fmt::format("0x{:x}", address);
        const char* symbol = ::dwfl_module_addrname(module, address);
        if (symbol == nullptr) {
            Dwarf_Addr start = 0;
            ::dwfl_module_info(module, nullptr, &start, nullptr, nullptr, nullptr, nullptr, nullptr);
            return fmt::format("program+0x{:x}", address - start);
        }
        return demangled(symbol) + place_of(module, address);
    }

private:
    [[nodiscard]] static std::string demangled(const char* symbol) {
        int status = 0;
        const std::unique_ptr<char, decltype(&std::free)> name(abi::__cxa_demangle(symbol, nullptr, nullptr, &status),
                                                               &std::free);
        return name == nullptr ? symbol : name.get();
    }
    [[nodiscard]] static std::string place_of(Dwfl_Module* module, std::uint64_t address) {
        Dwfl_Line* line = ::dwfl_module_getsrc(module, address);
        int number = 0;
        const char* file =
            line == nullptr ? nullptr : ::dwfl_lineinfo(line, nullptr, &number, nullptr, nullptr, nullptr);
        if (file == nullptr) return {};
        return fmt::format(" ({}:{})", std::filesystem::path(file).filename().string(), number);
    }

    char* debug_path_ = nullptr;  ///< libdw's default
    Dwfl_Callbacks callbacks_{&::dwfl_build_id_find_elf, &::dwfl_standard_find_debuginfo,
                              &::dwfl_offline_section_address, &debug_path_};
    std::unique_ptr<Dwfl, decltype(&::dwfl_end)> session_{nullptr, &::dwfl_end};
};

}  // namespace

std::optional<CrashFacts> read_crash(const CrashNote& note) noexcept {
    CrashFacts crash;
    // Acquire: pairs with the handler's last store; the rest was written before.
    crash.signal = static_cast<int>(note.signal.load(std::memory_order_acquire));
    if (crash.signal == 0) return std::nullopt;
    crash.fault_address = note.fault_address.load(std::memory_order_relaxed);
    crash.load_base = note.load_base.load(std::memory_order_relaxed);
    crash.frames = std::min(note.frames.load(std::memory_order_relaxed), CrashNote::kMaxFrames);
    for (std::uint32_t i = 0; i < crash.frames; ++i) {
        crash.return_addresses[i] = note.return_addresses[i].load(std::memory_order_relaxed);
    }
    return crash;
}

std::vector<std::string> describe_crash(const CrashFacts& crash, const std::filesystem::path& program) {
    std::vector<std::string> lines;
    lines.push_back("crashed by " + signal_name(crash.signal) +
                    (crash.fault_address == 0 ? "" : fmt::format(", fault address 0x{:x}", crash.fault_address)));
    const ProgramNames names(program, crash.load_base);
    for (std::uint32_t i = 0; i < crash.frames; ++i) {
        // A return address is the instruction after the call.
        lines.push_back(fmt::format("  #{} {}", i, names.name_of(crash.return_addresses[i] - 1)));
    }
    return lines;
}

}  // namespace outrider::paths
