#include "tests/bench/bench_search_course.h"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace outrider::bench {

std::string CourseFiles::name() const { return (map.empty() ? scenario : map).stem().string(); }

std::vector<CourseFiles> pair_up(const std::vector<std::string>& files) {
    std::vector<CourseFiles> courses;
    for (const std::filesystem::path file : files) {
        if (file.extension() != ".scen") {
            courses.push_back({file, {}});
        } else if (!courses.empty() && courses.back().scenario.empty()) {
            courses.back().scenario = file;
        } else {
            throw std::runtime_error(file.string() + ": there is no map before it");
        }
    }
    for (CourseFiles& course : courses) {
        if (course.scenario.empty()) course.scenario = course.map.string() + ".scen";
    }
    return courses;
}

Course load(const CourseFiles& files) {
    Course course;
    course.name = files.name();
    if (files.map.empty()) {
        course.scenario = search::read_scenario(files.scenario, nullptr);
        if (course.scenario.version == 1)
            throw std::runtime_error(files.scenario.string() + ": is of version 1, and needs a map");
        course.layout = GridLayout(course.scenario.width_cells, course.scenario.height_cells);
        course.bits = search::free_bits(course.layout);
        return course;
    }
    const search::TerrainMap map = search::read_map(files.map);
    course.scenario = search::read_scenario(files.scenario, &map);
    if (course.scenario.version != 1) {
        throw std::runtime_error(files.scenario.string() + ": begins with every cell free, and goes with no map");
    }
    course.layout = GridLayout(map.width_cells, map.height_cells);
    course.bits = search::to_bits(map);
    return course;
}

}  // namespace outrider::bench
