// outrider-make-maps OUT_DIR [--only NAME]: paints the maps of the game.
#include <CLI/CLI.hpp>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "tests/tools/make_maps/maps.h"

namespace {

using namespace outrider::make_maps;

struct MapRecipe {
    std::string name;
    Canvas (*make)(std::uint64_t seed);
    std::uint64_t seed;
};

std::vector<MapRecipe> recipes() {
    return {
        {"valley", make_valley, kValleySeed},
        {"ford", make_ford, kFordSeed},
        {"city", make_city, kCitySeed},
        {"cave", make_cave, kCaveSeed},
        {"highlands", make_highlands, kHighlandsSeed},
    };
}

void make_maps_in(const std::filesystem::path& folder, const std::string& only) {
    for (const MapRecipe& recipe : recipes()) {
        if (!only.empty() && only != recipe.name) continue;
        const std::filesystem::path file = folder / (recipe.name + ".map");
        recipe.make(recipe.seed).save(file);
        std::cout << file.string() << '\n';
    }
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Paints the maps of the game."};
    std::string folder;
    std::string only;
    app.add_option("folder", folder, "Where the .map files go")->required()->check(CLI::ExistingDirectory);
    app.add_option("--only", only, "Paint this map alone");
    CLI11_PARSE(app, argc, argv);
    try {
        make_maps_in(folder, only);
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
