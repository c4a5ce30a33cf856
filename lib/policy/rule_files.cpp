#include "policy/rule_files.hpp"

#include "base/error.hpp"
#include "base/folder.hpp"

namespace vpass {

std::vector<std::string> rule_files(const std::string& path) {
    constexpr std::string_view kEndings[] = {".json"};
    std::vector<std::string> out = files_of(path, kEndings);
    if (out.empty()) throw Error(Code::bad_policy, "folder " + path + " holds no rules (*.json)");
    return out;
}

}  // namespace vpass
