#include <catch2/catch.hpp>

#include "base/file.hpp"
#include "base/folder.hpp"
#include "support/scratch.hpp"

using namespace vpass;
namespace fs = std::filesystem;

TEST_CASE("folder: the files that a path names are in order, and hidden ones are not among them",
          "[folder]") {
    const ScratchFolder scratch;
    const auto add = [&](const char* name) { write_file(scratch / name, as_bytes("x")); };
    fs::create_directories(scratch / "b.json");  // a folder, whatever its name
    fs::create_directories(scratch / ".git");
    for (const char* name :
         {"c.json", "a.JSON", ".a.json.x1.tmp", ".hidden.json", "d.txt", "b.json/e.ndjson", ".git/f.json"})
        add(name);
    const std::string folder = scratch.path().string();
    using Strings = std::vector<std::string>;
    const auto names = [&](std::span<const std::string_view> endings, Depth depth) {
        Strings out;
        for (const std::string& file : files_of(folder, endings, depth))
            out.push_back(file.substr(folder.size() + 1));
        return out;
    };
    constexpr std::string_view kEndings[] = {".json", ".ndjson"};
    CHECK(names({}, Depth::folder) == Strings{"a.JSON", "c.json", "d.txt"});
    CHECK(names(kEndings, Depth::folder) == Strings{"a.JSON", "c.json"});
    CHECK(names(kEndings, Depth::with_subfolders) == Strings{"a.JSON", "b.json/e.ndjson", "c.json"});
    CHECK(files_of(folder + "/c.json") == Strings{folder + "/c.json"});
    CHECK(files_of(folder + "/none") == Strings{folder + "/none"});  // whoever reads it tells
}
