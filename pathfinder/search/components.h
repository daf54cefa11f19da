// Which cells can reach each other: the connected components of a map.
//
// A diagonal step needs both cells beside it, so whatever an octile path joins, a path of straight steps joins, too:
// the components are those of straight neighbours. They come from the runs of free cells in the rows of the bitmap,
// joined where runs of neighbouring rows overlap (union-find: R. E. Tarjan, "Efficiency of a Good But Not Linear Set
// Union Algorithm", J. ACM 22(2), 1975, with path halving).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "shared/grid.h"

namespace outrider::search {

/// Labels of one map. Not thread-safe; one thread computes, then any number may look. Memory is kept from map to map.
class ComponentLabels {
public:
    /// Labels the cells of `map`; the view is not kept. Throws std::bad_alloc.
    void compute(const MapView& map);

    /// 1 .. count(), in the order in which a reader of the map meets the components; 0 for a blocked cell.
    /// REQUIRES: the cell lies in the map that was computed.
    [[nodiscard]] std::uint32_t label(Cell cell) const noexcept;
    /// Is there a path between two cells? False if one of them is blocked.
    [[nodiscard]] bool connected(Cell a, Cell b) const noexcept { return label(a) != 0 && label(a) == label(b); }

    [[nodiscard]] std::uint32_t count() const noexcept { return static_cast<std::uint32_t>(sizes_cells_.size()) - 1; }
    /// REQUIRES: label <= count(). Label 0 has size 0.
    [[nodiscard]] std::uint32_t size_cells(std::uint32_t label) const noexcept { return sizes_cells_[label]; }
    /// The label of the component with the most cells, of equal ones the lowest; 0 if every cell is blocked.
    [[nodiscard]] std::uint32_t largest() const noexcept;

    [[nodiscard]] MapVersion version() const noexcept { return version_; }

private:
    /// Free cells [begin, end) of a row.
    struct Run {
        std::uint16_t begin = 0;
        std::uint16_t end = 0;
    };

    void collect_runs(const MapView& map);
    void collect_runs_of_row(const std::uint64_t* row, std::size_t words);
    void join_rows(std::uint32_t upper, std::uint32_t lower);
    void join(std::uint32_t a, std::uint32_t b) noexcept;
    [[nodiscard]] std::uint32_t root_of(std::uint32_t run) noexcept;
    void number_components();

    std::vector<Run> runs_;                      ///< of all rows, from left to right, from top to bottom
    std::vector<std::uint32_t> row_begin_;       ///< index of each row's first run, and one more
    std::vector<std::uint32_t> labels_;          ///< per run: first its parent in the forest, then its label
    std::vector<std::uint32_t> sizes_cells_{0};  ///< per label
    MapVersion version_;
};

}  // namespace outrider::search
