#pragma once
// Tells results to programs that run tests: as TAP (testanything.org), and as the XML that JUnit writes.
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace vpass::tools {

// One test. None of its texts holds personal data.
struct TestCase {
    enum class Result { passed, failed, unreadable } result = Result::passed;
    std::string name;     // "line 3, kid Hh3ncA2iB1Q="
    std::string code;     // why it failed, or what is remarked: "expired"
    std::string message;  // more words for that; may be empty
};

class TestReport {
 public:
    // `junit` is the file for the XML, empty for none; `suite` is what was run.
    TestReport(bool tap, std::string junit, std::string suite);

    bool has_tap() const { return tap_; }
    // Returns the lines of TAP for the test; nothing without TAP.
    std::string add(const TestCase& test);
    // Writes the XML. Returns the last line of TAP. A run without a test has one that passed, `otherwise`.
    std::string finish(const std::string& otherwise);

 private:
    std::string tap_lines(const TestCase& test) const;
    void spool(const TestCase& test);

    bool tap_;
    std::string junit_, suite_;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> cases_;  // as XML: the counts stand in front of them
    std::uint64_t tests_ = 0, failures_ = 0, errors_ = 0;
};

}  // namespace vpass::tools
