#pragma once
// The one exception of vpass. It means "cannot go on": an unreadable file, a line that is no record, a pass
// that does not decode. A judgement ("this pass is expired") is a value, never an Error.
//
// `code` is a stable name that scripts may compare ("bad-json"); `message` is lower case, one line, without
// personal data and without a full stop; `hint`, if any, says what to do about it.
#include <stdexcept>
#include <string>

namespace vpass {

class Error : public std::runtime_error {
 public:
    Error(std::string code, const std::string& message, std::string hint = {})
        : std::runtime_error(message), code_(std::move(code)), hint_(std::move(hint)) {}

    const std::string& code() const { return code_; }
    const std::string& hint() const { return hint_; }

 private:
    std::string code_;
    std::string hint_;
};

}  // namespace vpass
