// A report as a tree: for tests that look for charts, marks and words in it.
#pragma once

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <cstddef>
#include <functional>
#include <map>
#include <sstream>
#include <string>

namespace outrider::test {

using Page = boost::property_tree::ptree;

/// Throws with a line if it is not well-formed.
[[nodiscard]] inline Page parsed_page(const std::string& html) {
    std::istringstream text(html);
    Page page;
    boost::property_tree::read_xml(text, page);
    return page;
}

/// Calls `look` for each element, with its name.
inline void for_each_element(const Page& tree, const std::function<void(const std::string&, const Page&)>& look) {
    for (const auto& [name, child] : tree) {
        if (name.starts_with('<')) continue;  // attributes, comments, text
        look(name, child);
        for_each_element(child, look);
    }
}

[[nodiscard]] inline std::string attribute(const Page& element, const std::string& name) {
    return element.get<std::string>("<xmlattr>." + name, "");
}

[[nodiscard]] inline bool has_class(const Page& element, const std::string& wanted) {
    std::istringstream classes(attribute(element, "class"));
    for (std::string each; classes >> each;) {
        if (each == wanted) return true;
    }
    return false;
}

/// By id.
[[nodiscard]] inline std::map<std::string, const Page*> figures_in(const Page& page) {
    std::map<std::string, const Page*> figures;
    for_each_element(page, [&](const std::string& name, const Page& element) {
        if (name == "figure") figures[attribute(element, "id")] = &element;
    });
    return figures;
}

/// Shapes inside groups of class "data"; a path or line without points is none.
[[nodiscard]] inline std::size_t shapes_in(const Page& figure) {
    std::size_t shapes = 0;
    for_each_element(figure, [&](const std::string& name, const Page& group) {
        if (name != "g" || !has_class(group, "data")) return;
        for (const auto& [shape, element] : group) {
            const bool has_points = !attribute(element, "d").empty() || !attribute(element, "points").empty();
            shapes += shape == "rect" || shape == "circle" || has_points ? 1 : 0;
        }
    });
    return shapes;
}

/// All texts of the page, without the style sheet and without attributes.
[[nodiscard]] inline std::string words_of(const Page& tree) {
    std::string words = tree.data() + "\n";
    for (const auto& [name, child] : tree) {
        if (name != "style" && name != "<xmlattr>") words += words_of(child);
    }
    return words;
}

}  // namespace outrider::test
