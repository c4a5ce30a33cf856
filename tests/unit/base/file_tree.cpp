#include "base/file_tree.hpp"

#include <catch2/catch.hpp>
#include <thread>

#include "base/file.hpp"
#include "support/scratch.hpp"

using namespace vpass;

namespace {

std::string content(const std::filesystem::path& path) {
    return std::string(as_text(read_file(path, 1 << 20)));
}

}  // namespace

TEST_CASE("file tree: drafts show when they are published", "[file_tree]") {
    const ScratchFolder scratch;
    const auto root = scratch / "tree";
    {
        FileTree tree(root, true);
        std::vector<FileTree::Draft> drafts{tree.write("ab/x", as_bytes("1")),
                                            tree.write("ab/x", as_bytes("2")),
                                            tree.write("cd/y", as_bytes("3"))};
        CHECK_FALSE(std::filesystem::exists(root / "ab/x"));
        CHECK(tree.compare("ab/x", as_bytes("2")) == FileTree::Change::created);
        tree.publish(drafts);
        CHECK(content(root / "ab/x") == "2");  // the later one
        CHECK(tree.compare("ab/x", as_bytes("2")) == FileTree::Change::none);
        for (const char* other : {"", "1", "22"})
            CHECK(tree.compare("ab/x", as_bytes(other)) == FileTree::Change::replaced);
        tree.write("ab/z", as_bytes("never"));
    }
    CHECK_FALSE(std::filesystem::exists(root / "ab/z"));
    CHECK(std::distance(std::filesystem::directory_iterator(root), {}) == 2);  // no drafts are left
}

TEST_CASE("file tree: two writers at once, and many threads", "[file_tree]") {
    const ScratchFolder scratch;
    FileTree one(scratch.path(), true), two(scratch.path(), true);
    std::vector<std::vector<FileTree::Draft>> drafts(4);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 50; ++i)
                drafts[t].push_back(
                    (t < 2 ? one : two).write("f" + std::to_string(i), as_bytes(std::to_string(t))));
        });
    }
    for (std::thread& thread : threads) thread.join();
    for (std::size_t t = 0; t < 4; ++t) (t < 2 ? one : two).publish(drafts[t]);
    for (int i = 0; i < 50; ++i) CHECK(content(scratch / ("f" + std::to_string(i))) == "3");
}

TEST_CASE("file tree: sweeping leaves what is wanted", "[file_tree]") {
    const ScratchFolder scratch;
    FileTree tree(scratch.path(), true);
    tree.publish(std::vector{tree.write("ab/x", {}), tree.write("ab/y", {}), tree.write("top", {})});
    make_folders(scratch / ".drafts-killed");
    write_file(scratch / ".drafts-killed/1", {});
    std::filesystem::create_symlink("x", scratch / "ab/link");
    const auto keep = [](const std::filesystem::path& path) { return path == "ab/y"; };
    CHECK(tree.sweep(keep, FileTree::Sweep::count) == 1);
    CHECK(std::filesystem::exists(scratch / "ab/x"));
    CHECK(tree.sweep(keep, FileTree::Sweep::remove) == 1);
    CHECK_FALSE(std::filesystem::exists(scratch / "ab/x"));
    CHECK(std::filesystem::exists(scratch / "ab/y"));
    CHECK(std::filesystem::exists(scratch / "top"));
    CHECK(std::filesystem::is_symlink(scratch / "ab/link"));
    CHECK_FALSE(std::filesystem::exists(scratch / ".drafts-killed"));
    CHECK(code_of([&] { tree.publish(std::vector{tree.write("top/x", {})}); }) == "io");
}
