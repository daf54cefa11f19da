#include "tests/bench/bench_program.h"

#include <stdlib.h>

#include <exception>
#include <fstream>
#include <iostream>
#include <stdexcept>

namespace outrider::bench {

using Json = nlohmann::ordered_json;

double load_average() {
    double load = 0.0;
    return ::getloadavg(&load, 1) == 1 ? load : -1.0;
}

Json build_facts() {
    Json json;
    json["version"] = OUTRIDER_VERSION;
#ifdef NDEBUG
    json["build"] = "release";
#else
    json["build"] = "with checks: not for figures";
#endif
#ifdef __AVX2__
    json["instructions"] = "AVX2";
#else
    json["instructions"] = "basic";
#endif
    return json;
}

void write_json(const Json& json, const std::string& file) {
    if (file == "-") {
        std::cout << json.dump(2) << '\n';
    } else if (!file.empty() && !(std::ofstream(file) << json.dump(2) << '\n')) {
        throw std::runtime_error("cannot write " + file);
    }
}

int run_program(CLI::App& app, int argc, char** argv, const std::function<int()>& run) {
    try {
        app.parse(argc, argv);
        return run();
    } catch (const CLI::CallForHelp&) {
        std::cout << app.help();
        return 0;
    } catch (const std::exception& error) {
        std::cerr << app.get_name() << ": " << error.what() << '\n';
        return 2;
    }
}

}  // namespace outrider::bench
