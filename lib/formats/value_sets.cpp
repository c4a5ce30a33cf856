#include "formats/value_sets.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/folder.hpp"
#include "base/limits.hpp"
#include "data/json.hpp"

namespace vpass {
namespace {

struct BuiltIn {
    const char* id;
    const char* codes;  // separated by spaces
};
constexpr BuiltIn kBuiltIn[] = {
#include "formats/value_sets_data.inc"
};
static_assert(std::size(kBuiltIn) == static_cast<std::size_t>(ValueSet::count_));

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const std::size_t space = std::min(text.find(' '), text.size());
        out.emplace_back(text.substr(0, space));
        text.remove_prefix(std::min(space + 1, text.size()));
    }
    return out;
}

}  // namespace

ValueSets::ValueSets() {
    for (std::size_t i = 0; i < codes_.size(); ++i) codes_[i] = split(kBuiltIn[i].codes);
}

void ValueSets::load(const std::string& path) {
    constexpr std::string_view kEndings[] = {".json"};
    const std::vector<std::string> files = files_of(path, kEndings);
    if (files.empty()) throw Error(Code::bad_value_set, "folder " + path + " holds no value set (*.json)");
    for (const std::string& file : files) load_file(file);
}

void ValueSets::load_file(const std::string& path) {
    const auto published = nlohmann::json::parse(read_file(path, limits::kRuleFileBytes), nullptr, false);
    if (!published.is_object() || !published.contains("valueSetId") ||
        !published.value("valueSetValues", nlohmann::json()).is_object()) {
        throw Error(Code::bad_value_set, path + " is not a value set file");
    }
    for (std::size_t i = 0; i < codes_.size(); ++i) {
        if (published["valueSetId"] != kBuiltIn[i].id) continue;
        codes_[i].clear();
        for (const auto& [code, unused] : published["valueSetValues"].items()) codes_[i].push_back(code);
        std::sort(codes_[i].begin(), codes_[i].end());
    }
}

bool ValueSets::contains(ValueSet set, std::string_view code) const {
    const auto& codes = codes_[static_cast<std::size_t>(set)];
    return std::binary_search(codes.begin(), codes.end(), code, std::less<>());
}

std::string_view ValueSets::id(ValueSet set) { return kBuiltIn[static_cast<std::size_t>(set)].id; }

std::string built_in_value_sets() {
    std::string out;
    json::Writer w(out);
    w.begin_object();
    for (const BuiltIn& set : kBuiltIn) {
        w.key(set.id).begin_array();
        for (const std::string& code : split(set.codes)) w.string(code);
        w.end_array();
    }
    w.end_object();
    return out;
}

}  // namespace vpass
