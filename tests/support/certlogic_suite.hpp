#pragma once
// Reads the official CertLogic suite and the files beside it among the third-party vectors.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "base/limits.hpp"
#include "data/json.hpp"
#include "support/vectors.hpp"

namespace vpass::test {

inline const std::string kSuite = vectors_path("certlogic/");

inline bool have_suite() { return have_vectors("certlogic"); }

// Calls `f` with the JSON text on each line of one of its files.
template <typename F>
void each_line(const std::string& file, F&& f) {
    std::ifstream in(kSuite + file);
    for (std::string line; std::getline(in, line);) f(json::check(line, limits::kRuleDepth));
}

}  // namespace vpass::test
