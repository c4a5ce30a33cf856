#include "test_report.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/markup.hpp"
#include "command.hpp"
#include "data/encoding.hpp"

namespace vpass::tools {
namespace {

// XML 1.0 cannot hold them, not even as references.
bool is_no_xml(char c) { return static_cast<unsigned char>(c) < 0x20; }

std::string xml(std::string_view text) {
    std::string plain(text), out;
    if (!is_utf8(plain))
        std::ranges::replace_if(
            plain, [](char c) { return static_cast<unsigned char>(c) > 0x7e; }, '?');
    append_escaped(out, plain, is_no_xml, " ");
    return out;
}

// In TAP a line end would begin another line, and # begins a directive.
std::string tap(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '#' || c == '\\') out += '\\';
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return out;
}

[[noreturn]] void fail() {
    throw Error(Code::io, std::string("cannot keep the cases of a report: ") + std::strerror(errno));
}

}  // namespace

TestReport::TestReport(bool tap, std::string junit, std::string suite)
    : tap_(tap), junit_(std::move(junit)), suite_(std::move(suite)), cases_(nullptr, std::fclose) {
    if (junit_.empty()) return;
    cases_.reset(std::tmpfile());
    if (!cases_) fail();
}

std::string TestReport::add(const TestCase& test) {
    ++tests_;
    if (test.result == TestCase::Result::failed) ++failures_;
    if (test.result == TestCase::Result::unreadable) ++errors_;
    if (cases_) spool(test);
    return tap_ ? tap_lines(test) : "";
}

std::string TestReport::tap_lines(const TestCase& test) const {
    const bool good = test.result == TestCase::Result::passed;
    std::string out = (good ? "ok " : "not ok ") + std::to_string(tests_) + " - " + tap(test.name) + '\n';
    if (!test.code.empty())
        out += "# " + tap(test.code) + (test.message.empty() ? "" : ": " + tap(test.message)) + '\n';
    return out;
}

void TestReport::spool(const TestCase& test) {
    std::string out = "<testcase classname=\"" + xml(suite_) + "\" name=\"" + xml(test.name) + '"';
    const std::string why = xml(test.code) + (test.message.empty() ? "" : ": " + xml(test.message));
    if (test.code.empty()) {
        out += "/>\n";
    } else if (test.result == TestCase::Result::passed) {
        out += "><system-out>" + why + "</system-out></testcase>\n";
    } else {
        const std::string element = test.result == TestCase::Result::failed ? "failure" : "error";
        out += "><" + element + " type=\"" + xml(test.code) + "\" message=\"" + why + "\"/></testcase>\n";
    }
    if (std::fwrite(out.data(), 1, out.size(), cases_.get()) != out.size()) fail();
}

std::string TestReport::finish(const std::string& otherwise) {
    std::string last;
    if (tests_ == 0) last = add({TestCase::Result::passed, otherwise, "", ""});
    if (cases_) {
        const auto count = [](const char* name, std::uint64_t n) {
            return std::string(" ") + name + "=\"" + std::to_string(n) + '"';
        };
        const std::string counts =
            count("tests", tests_) + count("failures", failures_) + count("errors", errors_);
        Output file(junit_);
        file.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + counts +
                   ">\n<testsuite name=\"" + xml(suite_) + '"' + counts + ">\n");
        if (std::fflush(cases_.get()) != 0) fail();
        std::rewind(cases_.get());
        char buffer[1 << 16];
        while (const std::size_t n = std::fread(buffer, 1, sizeof buffer, cases_.get()))
            file.write({buffer, n});
        if (std::ferror(cases_.get())) fail();
        file.write("</testsuite>\n</testsuites>\n");
        file.close();
    }
    return tap_ ? last + "1.." + std::to_string(tests_) + '\n' : "";
}

}  // namespace vpass::tools
