#pragma once
// The words of the report's page, in English, in Korean, or in both.
#include <string>

#include "audit/report/report.hpp"
#include "base/wording.hpp"

namespace vpass {

// Texts of a policy are not ours: escape() them before they are said.
class Speaker {
 public:
    explicit Speaker(PageLanguage language) : language_(language) {}

    bool speaks_english() const { return language_ != PageLanguage::korean; }
    bool speaks_korean() const { return language_ != PageLanguage::english; }
    bool speaks_both() const { return language_ == PageLanguage::both; }
    // The code of the page's first language.
    std::string_view code() const { return speaks_english() ? "en" : "ko"; }
    // The text in the page's first language, for attributes.
    std::string_view first(const Wording& words) const { return words.in(code()); }

    // Returns "English · 한국어" on one line, or one of the two.
    std::string line(const Wording& words) const;
    // Returns the Korean text in an element of its own, which the style sheet puts below the English one.
    std::string stacked(const Wording& words, std::string_view element) const;
    // Returns a paragraph for each language.
    std::string paragraphs(const Wording& words, std::string_view style) const;

 private:
    PageLanguage language_;
};

// Returns what a person without a manual sees beside a key, or in place of it; empty when there are no words.
// The policy, which may be null, says what rules and types of venues are.
struct KeyWords {
    std::string english, korean;  // escaped
    bool replaces = false;        // the key itself says nothing more
    bool empty() const { return english.empty(); }
    Wording words() const { return {english, korean}; }
};
KeyWords words_of_key(Dimension dimension, const std::string& key, const Report& report,
                      const Policy* policy);

}  // namespace vpass
