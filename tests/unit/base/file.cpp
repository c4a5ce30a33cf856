#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "base/file.hpp"
#include "support/scratch.hpp"

using namespace vpass;
namespace fs = std::filesystem;

namespace {

std::string text_of(const fs::path& path) { return std::string(as_text(read_file(path, 1 << 20))); }

std::size_t files_in(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("file: writes whole files with their mode", "[file]") {
    const ScratchFolder scratch;
    const fs::path path = scratch / "a";
    write_file(path, as_bytes("one"));
    CHECK(text_of(path) == "one");
    write_file(path, as_bytes(""), FileMode::secret);
    CHECK(text_of(path).empty());
    struct stat status;
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    CHECK(files_in(scratch.path()) == 1);

    const std::string large(3 << 20, 'x');
    write_file(path, as_bytes(large));
    CHECK(read_file(path, large.size()).size() == large.size());
    CHECK(code_of([&] { read_file(path, large.size() - 1); }) == "too-large");
    CHECK(read_file("/proc/self/stat", 1 << 20).size() > 10);  // a file that states no size
}

TEST_CASE("file: errors name the path and the reason", "[file]") {
    const ScratchFolder scratch;
    Buffer out;
    CHECK_FALSE(read_file_if_any(scratch / "none", 10, out));
    CHECK_THROWS_WITH(read_file(scratch / "none", 10),
                      "cannot read " + (scratch / "none").string() + ": No such file or directory");
    CHECK_THROWS_WITH(read_file(scratch.path(), 10),
                      "cannot read " + scratch.path().string() + ": Is a directory");
    write_file(scratch / "file", as_bytes("x"));
    CHECK(code_of([&] { write_file(scratch / "file" / "below", as_bytes("x")); }) == "io");
    CHECK(code_of([&] { make_folders(scratch / "file"); }) == "io");
    CHECK(code_of([&] { write_file(scratch.path(), as_bytes("x")); }) == "io");
    CHECK(files_in(scratch.path()) == 1);
}

TEST_CASE("file: creating again is fine with the same bytes only", "[file]") {
    const ScratchFolder scratch;
    const fs::path path = scratch / "key";
    create_file(path, as_bytes("secret"), FileMode::secret);
    create_file(path, as_bytes("secret"), FileMode::secret);
    for (const char* other : {"secreT", "secre", "secrets", ""}) {
        CHECK(code_of([&] { create_file(path, as_bytes(other)); }) == "exists");
    }
    CHECK(code_of([&] { create_file(scratch.path(), as_bytes("x")); }) == "exists");
    CHECK(text_of(path) == "secret");
    CHECK(files_in(scratch.path()) == 1);
}

TEST_CASE("file: folders", "[file]") {
    const ScratchFolder scratch;
    make_folders(scratch / "a/b/c");
    make_folders(scratch / "a/b/c");
    make_folders(scratch / "a/d/");
    CHECK(fs::is_directory(scratch / "a/b/c"));
    CHECK(fs::is_directory(scratch / "a/d"));
}

TEST_CASE("file: a batch makes its folders, and drops what was not committed", "[file]") {
    const ScratchFolder scratch;
    {
        FileBatch batch(scratch.path());
        for (int i = 0; i < 300; ++i) {
            batch.write(scratch / ("x/" + std::to_string(i % 3) + "/" + std::to_string(i)), as_bytes("data"));
        }
        batch.commit();
    }
    for (const char* folder : {"x/0", "x/1", "x/2"}) CHECK(files_in(scratch / folder) == 100);
    {
        FileBatch batch(scratch.path());
        batch.write(scratch / "y", as_bytes("data"));
    }
    CHECK(files_in(scratch.path()) == 1);
}

TEST_CASE("file: old content or new, whatever fails", "[file]") {
    at_every_fault(12, [](int n, FaultAt::Form form) {
        const ScratchFolder scratch;
        const fs::path path = scratch / "folder/file";
        write_file(scratch / "kept", as_bytes("old"));
        const bool done = survives([&] {
            FaultAt fault(n, form);
            make_folders(scratch / "folder");
            write_file(path, as_bytes("content"));
            write_file(scratch / "kept", as_bytes("new"));
            create_file(scratch / "folder/created", as_bytes("content"));
        });
        for (const fs::path& file : {path, scratch / "folder/created"}) {
            if (fs::exists(file)) CHECK(text_of(file) == "content");
        }
        const std::string kept = text_of(scratch / "kept");
        CHECK((kept == "new" || (kept == "old" && !done)));
        return done;
    });
}

TEST_CASE("file: a disk that fills up in the middle of a file", "[file]") {
    const ScratchFolder scratch;
    write_file(scratch / "file", as_bytes("old"));
    const bool written = survives([&] {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{4096, 4096};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        write_file(scratch / "file", as_bytes(std::string(10000, 'x')));
    });
    CHECK_FALSE(written);
    CHECK(text_of(scratch / "file") == "old");
    CHECK(files_in(scratch.path()) == 1);
}

TEST_CASE("file: one holder of a lock", "[file]") {
    const ScratchFolder scratch;
    const fs::path path = scratch / "lock";
    {
        const FileLock held(path, FileLock::When::now);
        CHECK(code_of([&] { FileLock(path, FileLock::When::now); }) == "locked");
    }
    CHECK(survives([&] { FileLock(path, FileLock::When::wait); }));
    // A killed process does not leave a lock behind.
    CHECK_FALSE(survives([&] {
        const FileLock held(path, FileLock::When::now);
        ::kill(::getpid(), SIGKILL);
    }));
    CHECK_NOTHROW(FileLock(path, FileLock::When::now));
}
