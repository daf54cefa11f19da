#include "game/paths/machine_probe.h"

#include <fstream>
#include <sstream>
#include <string_view>

namespace outrider::paths {

const std::vector<double>& CoreProbe::sample() {
    std::ifstream file("/proc/stat");
    std::string line;
    std::vector<Ticks> now;
    while (std::getline(file, line)) {
        if (!line.starts_with("cpu")) break;
        if (line.starts_with("cpu ")) continue;  // the sum over all cores
        std::istringstream fields(line);
        std::string name;
        std::uint64_t user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0;
        fields >> name >> user >> nice >> system >> idle >> iowait >> irq >> softirq >> steal;
        const std::uint64_t busy = user + nice + system + irq + softirq + steal;
        now.push_back({busy, busy + idle + iowait});
    }
    shares_.assign(now.size(), 0.0);
    for (std::size_t i = 0; i < now.size() && i < before_.size(); ++i) {
        const auto all = static_cast<double>(now[i].all - before_[i].all);
        if (all > 0.0) shares_[i] = static_cast<double>(now[i].busy - before_[i].busy) / all;
    }
    before_ = std::move(now);
    return shares_;
}

TaskStatus task_status_of(const std::string& stat_file) {
    std::ifstream file(stat_file);
    std::string text;
    if (!std::getline(file, text)) return {};
    // The name may hold anything, blanks and brackets too: fields begin after the last bracket, with field 3.
    const std::size_t name_end = text.rfind(')');
    if (name_end == std::string::npos) return {};
    std::istringstream fields(text.substr(name_end + 1));
    TaskStatus status;
    fields >> status.state;
    std::string skipped;
    constexpr int kFieldAfterState = 4;
    constexpr int kProcessorField = 39;  // proc(5)
    for (int field = kFieldAfterState; field < kProcessorField; ++field) fields >> skipped;
    fields >> status.core;
    return fields ? status : TaskStatus{};
}

double pss_mib_of(const std::string& smaps_rollup_file) {
    std::ifstream file(smaps_rollup_file);
    std::string line;
    while (std::getline(file, line)) {
        if (!line.starts_with("Pss:")) continue;
        std::istringstream fields(line.substr(4));
        double kib = 0.0;
        fields >> kib;
        return kib / 1024.0;
    }
    return 0.0;
}

std::optional<std::chrono::nanoseconds> cpu_time_of(clockid_t clock) noexcept {
    timespec time{};
    if (::clock_gettime(clock, &time) != 0) return std::nullopt;
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace outrider::paths
