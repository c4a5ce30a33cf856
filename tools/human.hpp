#pragma once
// Answers in words for people, in place of records: what `--human` writes.
#include "base/places.hpp"
#include "passes/inspect.hpp"
#include "passes/verify.hpp"
#include "policy/decision.hpp"

namespace vpass::tools {

// Returns "ko" when the user's locale (LC_ALL, LC_MESSAGES, LANG) is Korean, else "en".
std::string language_of_user();
// Returns true when standard output is a terminal that shows colours, and NO_COLOR is not set.
bool wants_colours();

// Writes verdicts as a door shows them, each on one line without its end. They hold no personal data.
class HumanVerdicts {
 public:
    // `zone` is that of the times, east of UTC.
    HumanVerdicts(std::string language, std::chrono::minutes zone, bool colours)
        : language_(std::move(language)), zone_(zone), colours_(colours) {}

    // `decision` is a policy's, or null.
    void write(const Judgement& judgement, const Decision* decision, std::string& out) const;
    // For a line that holds no pass. The code may come from the line itself.
    void write_bad_line(std::string_view code, std::string& out) const;

 private:
    std::string painted(std::string_view colour, std::string_view text) const;
    std::string minute(UnixTime time) const;
    std::string until(std::optional<UnixTime> time) const;
    std::string reason(const Judgement& judgement) const;
    void write_decision(const Decision& decision, std::string& out) const;

    std::string language_;
    std::chrono::minutes zone_;
    bool colours_;
};

// Appends what `inspect` finds in a pass: lines that explain each layer, the content, and each finding. They
// hold personal data.
void write_inspection_in_words(std::size_t line, PassText text, const Inspection& inspection, TimeZone& zone,
                               std::string& out);

// Returns a text without line ends and control characters: a text of a pass or a policy must not look like a
// second answer, or command the terminal.
std::string one_line(std::string_view text);

}  // namespace vpass::tools
