// What links cost, by parts: names of N links, of which no two should share the first 64 bits; N files sealed
// in memory; N files merely created. For bench_link.py; no part of the tests. usage: bench_link names N |
// seal N | files N FOLDER
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "base/file_tree.hpp"
#include "passes/link/link_maker.hpp"

using namespace vpass;

namespace {

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

void names(std::size_t count) {
    const LinkSecret secret(Buffer(32, 7));
    std::vector<std::uint64_t> prefixes;
    prefixes.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const Sha256 name = secret.keys("id " + std::to_string(i)).name;
        std::uint64_t prefix;
        std::memcpy(&prefix, name.data(), sizeof prefix);
        prefixes.push_back(prefix);
    }
    std::sort(prefixes.begin(), prefixes.end());
    const auto distinct = std::unique(prefixes.begin(), prefixes.end()) - prefixes.begin();
    std::printf("%zu names, %zu share their first 64 bits with another\n", count,
                count - static_cast<std::size_t>(distinct));
}

void seal(std::size_t count) {
    const LinkSecret secret(Buffer(32, 7));
    LinkPlan plan;
    plan.base = "https://passes.example/p";
    const std::string text = R"({"passes":["HC1:)" + std::string(560, 'A') + "\"]}";
    const double begun = cpu_seconds();
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const LinkContent content{content_type::kPasses, text, {}};
        std::string file;
        seal_content(content, secret.keys("id " + std::to_string(i)), true, file);
        bytes += file.size();
    }
    const double seconds = cpu_seconds() - begun;
    std::printf("%.0f files sealed a second, of %zu bytes\n", static_cast<double>(count) / seconds,
                bytes / count);
}

void files(std::size_t count, const std::string& folder) {
    FileTree tree(folder, true);
    const std::string content(1503, 'x');
    std::vector<FileTree::Draft> drafts;
    const auto begun = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < count; ++i) {
        char path[32];
        std::snprintf(path, sizeof path, "%02zx/%zu", i * 2654435761U % 4096, i);
        drafts.push_back(tree.write(path, as_bytes(content)));
        if (drafts.size() < 8192) continue;
        tree.publish(drafts);
        drafts.clear();
    }
    tree.publish(drafts);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begun;
    std::printf("%.0f files created a second\n", static_cast<double>(count) / seconds.count());
}

}  // namespace

int main(int argc, char** argv) {
    const std::string mode = argc > 2 ? argv[1] : "";
    const std::size_t count = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 0;
    if (mode == "names") return names(count), 0;
    if (mode == "seal") return seal(count), 0;
    if (mode == "files" && argc > 3) return files(count, argv[3]), 0;
    std::fprintf(stderr, "usage: bench_link names N | seal N | files N FOLDER\n");
    return 2;
}
