#include "findings.hpp"

namespace vpass::tools {
namespace {

constexpr std::uint64_t kMaxNamed = 20;  // findings named on stderr; the records name them all

}  // namespace

void FindingWriter::add(const FindingCode& code, const Subject& subject, const Evidence& evidence) {
    std::string line;
    append_finding(line, code, subject, evidence);
    output_.write(lines_.convert(line));
    ++(code.is_error ? errors_ : warnings_);
    if (quiet_ || errors_ + warnings_ > kMaxNamed) return;
    const std::string about = subject.words.empty() ? "" : subject.words + ": ";
    message("", about + std::string(code.code) + ": " + std::string(code.text));
}

int FindingWriter::close(const std::string& what) {
    output_.write(lines_.finish());
    output_.close();
    if (!quiet_) {
        if (errors_ + warnings_ > kMaxNamed)
            message("", "… and " + counted(errors_ + warnings_ - kMaxNamed, "more finding"));
        message("", what + ": " + counted(errors_, "error") + ", " + counted(warnings_, "warning"));
    }
    return errors_ ? kNo : kGood;
}

void add_finding_options(Arguments& app, FindingOptions& options) {
    app.add_option("-o,--output", options.output, "write findings to FILE instead of standard output")
        ->type_name("FILE");
    app.add_flag("-q,--quiet", options.quiet, "no summary and no reasons on standard error");
    add_form_option(app, options.form);
}

std::string counted(std::uint64_t n, const std::string& noun, const std::string& plural) {
    return std::to_string(n) + " " + (n == 1 ? noun : plural.empty() ? noun + "s" : plural);
}

}  // namespace vpass::tools
