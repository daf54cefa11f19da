// The torture's own ledger: what was asked, and whether each answer came once and is right. Knows nothing of the
// pool's.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <vector>

#include "game/paths/path_dispatcher.h"
#include "game/paths/path_service.h"
#include "pathfinder/search/components.h"
#include "pathfinder/search/eroded_map.h"
#include "pathfinder/search/flow_field.h"
#include "shared/flow_field.h"
#include "shared/grid.h"
#include "shared/path_query.h"

namespace outrider::torture {

class RequestBook final : public paths::AnswerSink {
public:
    RequestBook(GridLayout layout, std::uint64_t seed);

    [[nodiscard]] const GridLayout& layout() const noexcept { return layout_; }
    [[nodiscard]] const std::vector<std::uint64_t>& first_map() const noexcept { return map_of(MapVersion{1}); }

    /// Asks for something random: mostly a shortest path, now and then any other kind of answer.
    void ask(paths::PathDispatcher& pool);
    void ask_poison(paths::PathDispatcher& pool);
    void ask_slow(paths::PathDispatcher& pool);
    /// Withdraws one of the latest requests, if it is still open.
    void cancel_one(paths::PathDispatcher& pool);
    /// Asks anew in the place of an open request.
    void supersede_one(paths::PathDispatcher& pool);
    /// Builds or clears a random small square, or changes the danger: the next version of the map.
    void edit(paths::PathDispatcher& pool);

    void on_answer(const paths::PathAnswer& answer) noexcept override;
    /// Looks at what takes long to look at of this frame's answers: not in the time that is measured.
    void audit_kept() noexcept;

    [[nodiscard]] std::uint64_t asked() const noexcept { return asked_; }
    [[nodiscard]] std::uint64_t open() const noexcept { return asked_ - ended_; }
    [[nodiscard]] std::uint64_t duplicated() const noexcept { return duplicated_; }
    [[nodiscard]] std::uint64_t corrupt() const noexcept { return corrupt_; }
    [[nodiscard]] std::uint64_t ended_as(AnswerStatus status) const noexcept {
        return by_status_[static_cast<std::size_t>(status)];
    }

    [[nodiscard]] std::uint64_t audited_fields() const noexcept { return audited_fields_; }

    /// Kill to the replacement's first answer, by seat: told of a kill here, and finding its end among the answers.
    void note_kill(std::uint32_t seat, paths::MonotonicTime when) { pending_kills_[seat].push_back(when); }
    [[nodiscard]] bool awaits_heirs() const {
        return std::ranges::any_of(pending_kills_, [](const auto& kills) { return !kills.empty(); });
    }
    /// The plan of the pool changes: nobody need be replaced.
    void forget_kills() {
        for (auto& kills : pending_kills_) {
            forgotten_kills_ += kills.size();
            kills.clear();
        }
    }
    /// Kills whose replacement's first answer was not timed.
    [[nodiscard]] std::uint64_t forgotten_kills() const noexcept { return forgotten_kills_; }
    [[nodiscard]] std::uint64_t superseded() const noexcept { return superseded_; }
    [[nodiscard]] const std::vector<double>& first_answers_ms() const noexcept { return first_answers_ms_; }

private:
    /// A request while it is open; then its place is used again, with the next serial. The tag names both.
    struct Place {
        PathQuery query;
        JobKind kind = JobKind::kSearch;
        RequestId id;
        MapVersion version;
        std::uint32_t serial = 0;
        bool open = false;
    };
    /// More than are ever open at a time.
    static constexpr std::uint32_t kPlaces = 1U << 16U;
    /// Versions that are remembered: more than are ever searched at a time.
    static constexpr std::uint64_t kVersions = 64;
    /// Fields, and ends of paths to the nearest cell, that wait for audit_kept(): more in a frame are looked at as they
    /// come.
    static constexpr std::size_t kMostFields = 16;
    static constexpr std::size_t kMostEnds = 1024;
    struct KeptEnd {
        PathQuery query;
        MapVersion version;
        Cell end;
    };
    struct KeptField {
        FlowField field;
        PathQuery query;
        MapVersion version;
    };

    [[nodiscard]] const std::vector<std::uint64_t>& map_of(MapVersion version) const noexcept {
        return maps_[version.value % kVersions];
    }
    [[nodiscard]] const search::ComponentLabels& labels_of(MapVersion version, Clearance clearance) const noexcept {
        return (clearance == Clearance::kTwoCells ? wide_labels_ : labels_)[version.value % kVersions];
    }
    [[nodiscard]] MapView view_of(MapVersion version) const noexcept {
        return {layout_, map_of(version).data(), version};
    }
    void end(std::uint32_t place);
    /// The newest version is whole: what an `unreachable` is judged by.
    void label_map();
    [[nodiscard]] Cell random_cell();
    [[nodiscard]] std::uint32_t random_used_place();
    [[nodiscard]] Cell random_free_cell();
    [[nodiscard]] paths::PathRequest random_request();
    void choose_manner(paths::PathRequest& request);
    void submit(paths::PathDispatcher& pool, paths::PathRequest request, RequestId older = {});
    void change_danger(paths::PathDispatcher& pool);
    void fill_square(std::vector<std::uint64_t>& bits, Cell corner, std::int32_t side_cells, bool free) const;
    [[nodiscard]] bool is_right(const paths::PathAnswer& answer) noexcept;
    [[nodiscard]] bool is_right_path(const Place& one, const paths::PathAnswer& answer) noexcept;
    [[nodiscard]] bool is_truly_unreachable(const Place& one, MapVersion version) const noexcept;
    [[nodiscard]] bool is_nearest(const PathQuery& query, MapVersion version, Cell end) const noexcept;
    [[nodiscard]] bool keep_field(const Place& one, const paths::PathAnswer& answer) noexcept;
    void note_first_answer(const paths::PathAnswer& answer);

    GridLayout layout_;
    std::mt19937_64 random_;
    std::vector<std::vector<std::uint64_t>> maps_;  ///< the latest kVersions
    std::vector<search::ComponentLabels> labels_;   ///< of each
    search::ErodedMap eroded_;
    std::vector<search::ComponentLabels> wide_labels_;  ///< of each, for units of 2 by 2 cells
    std::vector<std::uint8_t> danger_;
    search::FlowFieldProof proof_;
    std::vector<KeptField> fields_;
    std::size_t kept_fields_ = 0;
    std::vector<KeptEnd> ends_;
    std::uint64_t audited_fields_ = 0;
    MapVersion version_{1};
    std::vector<Place> places_;
    std::vector<std::uint32_t> free_;
    std::uint32_t used_places_ = 0;  ///< the first so many were ever used
    std::uint64_t asked_ = 0;
    std::uint64_t ended_ = 0;
    std::uint64_t duplicated_ = 0;
    std::uint64_t corrupt_ = 0;
    std::uint64_t superseded_ = 0;
    std::uint64_t forgotten_kills_ = 0;
    std::array<std::uint64_t, kAnswerStatusCount> by_status_{};
    std::array<std::vector<paths::MonotonicTime>, kMaxSeats> pending_kills_;
    std::vector<double> first_answers_ms_;
};

}  // namespace outrider::torture
