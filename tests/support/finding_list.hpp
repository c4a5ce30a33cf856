#pragma once
// Keeps the findings of an audit as text for a test: "wrong-slot entry 7".
#include <algorithm>
#include <string>
#include <vector>

#include "audit/finding.hpp"

namespace vpass::test {

class FindingList : public FindingSink {
 public:
    void add(const FindingCode& code, const Subject& subject, const Evidence& evidence) override {
        all.push_back(std::string(code.code) + (subject.words.empty() ? "" : ' ' + subject.words));
        append_finding(records, code, subject, evidence);
    }
    std::vector<std::string> all;
    std::string records;  // JSON, one a line
};

}  // namespace vpass::test
