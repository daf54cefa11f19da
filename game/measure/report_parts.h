// The pieces that reports are put together from. Each returns HTML that is also well-formed XML.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "game/measure/charts.h"
#include "game/measure/measurement.h"

namespace outrider::measure {

/// The whole page: style sheet, `body` in <main>, nothing from elsewhere.
[[nodiscard]] std::string page_of(std::string_view title, std::string_view body);
[[nodiscard]] std::string_view style_sheet() noexcept;

/// `<section id>` with a heading; empty text for an empty `body`.
[[nodiscard]] std::string section_of(std::string_view id, std::string_view heading, std::string_view body);
[[nodiscard]] std::string paragraph(std::string_view text, std::string_view classes = {});
/// Empty text for an empty list.
[[nodiscard]] std::string bullets(const std::vector<std::string>& items, std::string_view classes = {});

/// The head's table: what a reader wants to know of each configuration, in one line.
[[nodiscard]] std::string answer_table(std::span<const Charted> all, const std::vector<Comparison>& comparisons);
/// Every figure of every configuration, with its difference to the base.
[[nodiscard]] std::string full_table(std::span<const Charted> all, const std::vector<Comparison>& comparisons);
/// The second line of a cell: by how much the figure differs, and how sure that is. Empty text for too few frames.
[[nodiscard]] std::string difference_line(const Difference& difference);
/// The figures of every run by itself.
[[nodiscard]] std::string run_table(std::span<const RunRecord> runs);
/// Threads and processes side by side; empty text if not both were run.
[[nodiscard]] std::string processes_box(const Measurement& measurement, std::span<const Charted> all);
[[nodiscard]] std::string agreement_table(const std::vector<AgreementCheck>& checks);
[[nodiscard]] std::string machine_list(const MachineFacts& machine);
[[nodiscard]] std::string glossary();

/// "not saturated", "starved": of all repeats of a configuration, each once.
[[nodiscard]] std::vector<std::string> marks_of(const Configuration& configuration);

}  // namespace outrider::measure
