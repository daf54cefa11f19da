// outrider-make-scenario MAP OUT.scen --queries N --seed S: random queries on a map, with their exact lengths.
//
// Writes version 1 of the Moving AI format. Start and goal are joined by a path; the lengths come from A* and are
// spread evenly over the buckets of that format (four cells each), from neighbours to the longest ways.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "pathfinder/search/moving_ai.h"
#include "pathfinder/search/search.h"
#include "tests/tools/make_maps/noise.h"

namespace {

using namespace outrider;
using make_maps::Random;

struct Query {
    Cell start;
    Cell goal;
    double length_cells = 0.0;

    [[nodiscard]] std::uint32_t bucket() const { return static_cast<std::uint32_t>(length_cells / 4.0); }
};

class ScenarioMaker {
public:
    ScenarioMaker(const search::TerrainMap& terrain, std::uint64_t seed)
        : layout_(terrain.width_cells, terrain.height_cells),
          bits_(search::to_bits(terrain)),
          map_(layout_, bits_.data(), MapVersion{1}),
          random_(seed) {
        searcher_.prepare(layout_);
        for (std::int32_t y = 0; y < terrain.height_cells; ++y) {
            for (std::int32_t x = 0; x < terrain.width_cells; ++x) {
                if (map_.is_free({x, y})) free_.push_back({x, y});
            }
        }
        if (free_.size() < 2) throw std::runtime_error("the map has no two free cells to go between");
    }

    /// At most `count` queries, by length. Fewer if the map has too few ways of some lengths.
    std::vector<Query> make(std::size_t count) {
        constexpr std::size_t kTries_per_query = 8;
        const double longest = sound_longest();
        const std::size_t share = 1 + count / (1 + static_cast<std::size_t>(longest / 4.0));
        std::vector<Query> queries;
        std::map<std::uint32_t, std::size_t> filled;
        for (std::size_t i = 0; i < count * kTries_per_query && queries.size() < count; ++i) {
            const Query query = draw(random_.between(0.0, longest));
            // JPS, the quicker one, looks for queries; A*, the plain one, says how long the chosen ones are.
            if (query.length_cells > 0.0 && filled[query.bucket()]++ < share) {
                queries.push_back(measure(query.start, query.goal, Algorithm::kAStar));
            }
        }
        std::stable_sort(queries.begin(), queries.end(),
                         [](const Query& a, const Query& b) { return a.bucket() < b.bucket(); });
        return queries;
    }

private:
    /// About the longest way on the map.
    double sound_longest() {
        constexpr int kSoundings = 60;
        double longest = 1.0;
        for (int i = 0; i < kSoundings; ++i)
            longest = std::max(longest, measure(any_cell(), any_cell(), Algorithm::kJps).length_cells);
        return longest;
    }

    /// A query that is about as long as wished, if the map is kind: of some goals the one at the best distance.
    Query draw(double wished_cells) {
        constexpr int kGoals = 24;
        constexpr double kDetour = 1.25;  // ways are longer than the crow flies
        const Cell start = any_cell();
        Cell best = any_cell();
        const auto miss = [&](Cell goal) { return std::abs(crow_flight(start, goal) * kDetour - wished_cells); };
        for (int i = 0; i < kGoals; ++i) {
            const Cell goal = any_cell_near(start, wished_cells);
            if (miss(goal) < miss(best)) best = goal;
        }
        return measure(start, best, Algorithm::kJps);
    }

    static double crow_flight(Cell a, Cell b) {
        return make_maps::length({static_cast<double>(a.x - b.x), static_cast<double>(a.y - b.y)});
    }

    Cell any_cell() { return free_[random_.below(free_.size())]; }

    /// A free cell within `reach_cells`, or any.
    Cell any_cell_near(Cell from, double reach_cells) {
        const auto reach = static_cast<std::int32_t>(reach_cells) + 1;
        const auto offset = [&] {
            return static_cast<std::int32_t>(random_.below(2 * static_cast<std::uint64_t>(reach) + 1)) - reach;
        };
        const std::int32_t dx = offset();
        const Cell cell{from.x + dx, from.y + offset()};
        return layout_.contains(cell) && map_.is_free(cell) ? cell : any_cell();
    }

    /// Length 0: no path, or start and goal are one.
    Query measure(Cell start, Cell goal, Algorithm algorithm) {
        const search::SearchResult result = searcher_.search(map_, {start, goal, algorithm, 0});
        if (result.status != AnswerStatus::kFound) return {start, goal, 0.0};
        return {start, goal, result.cost.length_cells()};
    }

    GridLayout layout_;
    std::vector<std::uint64_t> bits_;
    MapView map_;
    search::Searcher searcher_;
    Random random_;
    std::vector<Cell> free_;
};

void save(const std::vector<Query>& queries, const search::TerrainMap& terrain, const std::string& map_name,
          const std::filesystem::path& file) {
    std::ofstream out(file, std::ios::binary);
    out << "version 1\n" << std::fixed << std::setprecision(8);
    for (const Query& query : queries) {
        out << query.bucket() << '\t' << map_name << '\t' << terrain.width_cells << '\t' << terrain.height_cells << '\t'
            << query.start.x << '\t' << query.start.y << '\t' << query.goal.x << '\t' << query.goal.y << '\t'
            << query.length_cells << '\n';
    }
    if (!out.flush()) throw std::runtime_error("cannot write the scenario " + file.string());
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Makes a scenario: random queries on a map, with their exact lengths."};
    std::string map_file;
    std::string out_file;
    std::size_t count = 1000;
    std::uint64_t seed = 1;
    app.add_option("map", map_file, "The .map file")->required();
    app.add_option("out", out_file, "The .scen file to write")->required();
    app.add_option("--queries", count, "How many queries, at most")->check(CLI::Range(1, 1'000'000));
    app.add_option("--seed", seed, "Other seeds give other queries");
    CLI11_PARSE(app, argc, argv);
    try {
        const search::TerrainMap terrain = search::read_map(map_file);
        const std::vector<Query> queries = ScenarioMaker(terrain, seed).make(count);
        save(queries, terrain, std::filesystem::path(map_file).filename().string(), out_file);
        std::cout << out_file << ": " << queries.size() << " queries\n";
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
