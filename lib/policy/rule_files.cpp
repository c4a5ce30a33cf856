#include "policy/rule_files.hpp"

#include <algorithm>
#include <filesystem>

#include "base/error.hpp"

namespace vpass {

std::vector<std::string> rule_files(const std::string& path) {
    if (!std::filesystem::is_directory(path)) return {path};
    std::vector<std::string> out;
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
        if (entry.path().extension() == ".json") out.push_back(entry.path().string());
    }
    if (out.empty()) throw Error(Code::bad_policy, "folder " + path + " holds no rules (*.json)");
    std::ranges::sort(out);
    return out;
}

}  // namespace vpass
