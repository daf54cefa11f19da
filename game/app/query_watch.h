// A thin layer around the path service for the debug views: what each unit asked for last, and how the map changes.
// It changes nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "game/app/map_analyst.h"
#include "game/paths/path_service.h"
#include "game/sim/world.h"

namespace outrider::app {

/// What the world calls.
class QueryWatch final : public paths::PathService {
public:
    QueryWatch(paths::PathService& inner, MapAnalyst& analyst)
        : inner_(inner), analyst_(analyst), last_(sim::World::kMaxUnits) {}

    [[nodiscard]] RequestId submit(const paths::PathRequest& request) noexcept override {
        note(request);
        return inner_.submit(request);
    }
    bool cancel(RequestId id) noexcept override { return inner_.cancel(id); }
    [[nodiscard]] RequestId supersede(RequestId older, const paths::PathRequest& request) noexcept override {
        note(request);
        return inner_.supersede(older, request);
    }
    void apply_edits(MapVersion version, std::span<const CellEdit> edits) noexcept override {
        analyst_.note(version, edits);
        inner_.apply_edits(version, edits);
    }
    void apply_danger(MapVersion version, std::span<const std::uint8_t> danger) noexcept override {
        analyst_.note_danger(version, danger);
        inner_.apply_danger(version, danger);
    }
    [[nodiscard]] paths::Mode mode() const noexcept override { return inner_.mode(); }

    /// Nothing if the unit has asked for no path yet.
    [[nodiscard]] std::optional<PathQuery> last_of(UnitId unit) const noexcept {
        if (unit.value >= last_.size() || !last_[unit.value].asked) return std::nullopt;
        return last_[unit.value].query;
    }

private:
    struct Last {
        PathQuery query;
        bool asked = false;
    };

    void note(const paths::PathRequest& request) noexcept {
        const std::uint64_t unit = request.tag & 0xFFFFFFFFU;  // the upper half tells units of one number apart
        if (request.kind == JobKind::kSearch && unit < last_.size()) last_[unit] = {request, true};
    }

    paths::PathService& inner_;
    MapAnalyst& analyst_;
    std::vector<Last> last_;  ///< by UnitId
};

}  // namespace outrider::app
