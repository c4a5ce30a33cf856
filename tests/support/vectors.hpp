#pragma once
// Reads the third-party vectors (VPASS_VECTORS). Where they are missing a test says so and ends. CTest then
// counts it as skipped (CMakeLists.txt knows the words), so nothing else is tested after that.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace vpass::test {

inline std::string vectors_path(const std::string& name) { return std::string(VPASS_VECTORS) + '/' + name; }

inline bool have_vectors(const std::string& name) {  // a file or a folder of them
    if (std::filesystem::exists(vectors_path(name))) return true;
    WARN("skipped: no vectors (" << name << ")");
    return false;
}

inline nlohmann::json json_vectors(const std::string& name) {  // null when they are missing
    if (!have_vectors(name)) return nullptr;
    std::ifstream in(vectors_path(name));
    return nlohmann::json::parse(in);
}

// Returns the JSON texts of a file, one from each line; empty when the file is missing.
template <typename Json = nlohmann::json>
std::vector<Json> line_vectors(const std::string& name) {
    std::vector<Json> out;
    if (!have_vectors(name)) return out;
    std::ifstream in(vectors_path(name));
    for (std::string line; std::getline(in, line);) out.push_back(Json::parse(line));
    return out;
}

}  // namespace vpass::test
