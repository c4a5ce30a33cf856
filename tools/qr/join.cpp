#include "join.hpp"

#include <algorithm>
#include <tuple>

#include "data/json.hpp"
#include "formats/format.hpp"
#include "passes/verify.hpp"
#include "qr.hpp"

namespace vpass::tools {
namespace {

using Part = PartJoiner::Part;
using Group = PartJoiner::Group;
using Choice = PartJoiner::Choice;

// The most combinations that are tried in a run. 60 cards of three parts, all of one length, have 216,000.
constexpr std::size_t kAttempts = 300'000;

bool is_before(const PicturePlace& a, const PicturePlace& b) {
    return std::tie(a.line, a.page) < std::tie(b.line, b.page);
}

// The next picture, or the next page of the same file.
bool follows(const PicturePlace& a, const PicturePlace& b) {
    return a.page ? b.line == a.line && b.page == a.page + 1 : b.line == a.line + 1;
}

std::string appended(const Choice& choice) {
    std::string whole;
    for (const Part* part : choice) whole += part->text;
    return whole;
}

std::optional<QrPart> part_of(const Format* format, std::string_view text) {
    return format && format->qr_part ? format->qr_part(text) : std::nullopt;
}

enum class Evidence { none, opens, signature };

// Shows whether parts belong together: they must inflate to a payload, to the last byte, and a trusted key
// must have signed it. A wrong signature shows that they do not belong together.
class Witness {
 public:
    explicit Witness(const TrustStore* trust) {
        if (!trust) return;
        context_.emplace(*trust, value_sets_);
        verifier_.emplace(*context_);
    }

    // The parts of a structured append become one text.
    Evidence look(const Choice& choice, std::optional<int> parity) {
        std::vector<std::string_view> texts;
        std::string whole;
        if (parity) {
            whole = appended(choice);
            int sum = 0;
            for (const char c : whole) sum ^= static_cast<unsigned char>(c);
            if (sum != *parity) return Evidence::none;
            texts.push_back(whole);
        } else {
            for (const Part* part : choice) texts.push_back(part->text);
        }
        if (!opens(texts)) return Evidence::none;
        if (!verifier_) return Evidence::opens;
        const PassText text = texts;
        const Reason reason = verifier_->judge({&text, 1})[0].verdict.reason;
        if (reason == Reason::malformed || reason == Reason::bad_signature) return Evidence::none;
        return reason > Reason::bad_signature ? Evidence::signature : Evidence::opens;
    }

 private:
    bool opens(const std::vector<std::string_view>& texts) {
        try {
            open_pass(texts, envelope_);
        } catch (const Error& e) {
            if (e.is_environment()) throw;
            return false;
        }
        return std::none_of(envelope_.findings.begin(), envelope_.findings.end(), [](const Finding& finding) {
            return finding.kind == &finding::kTrailingBytes || finding.kind->refuses;
        });
    }

    const ValueSets value_sets_;
    std::optional<Context> context_;  // each pass at its own time
    std::optional<Verifier> verifier_;
    Envelope envelope_;
};

// Finds the passes of a group.
class Solver {
 public:
    Solver(Group& group, Witness& witness, std::size_t& attempts)
        : group_(group), witness_(witness), attempts_(attempts) {}

    // Issuers cut a pass into parts of one length, so those are tried first.
    std::vector<Choice> solve() {
        for (const bool balanced : {true, false}) {
            balanced_ = balanced;
            candidates_.clear();
            Choice choice;
            extend(choice);
            take_signed();
            take_unrivalled();
            take_neighbours();
            take_unrivalled();
        }
        std::sort(found_.begin(), found_.end(),
                  [](const Choice& a, const Choice& b) { return is_before(a[0]->place, b[0]->place); });
        return std::move(found_);
    }

 private:
    struct Candidate {
        Choice choice;
        Evidence evidence;
        bool is_possible() const {
            return std::none_of(choice.begin(), choice.end(), [](const Part* part) { return part->used; });
        }
    };

    // The lengths of parts that belong together differ by the remainder of the division, in characters of two
    // digits.
    bool fits(const Choice& choice, const Part& next) const {
        if (!balanced_) return true;
        const std::size_t slack = 2 * group_.numbers.size();
        return std::all_of(choice.begin(), choice.end(), [&](const Part* part) {
            return part->text.size() <= next.text.size() + slack &&
                   next.text.size() <= part->text.size() + slack;
        });
    }

    void extend(Choice& choice) {
        if (choice.size() == group_.numbers.size()) {
            --attempts_;
            const Evidence evidence = witness_.look(choice, group_.parity);
            if (evidence != Evidence::none) candidates_.push_back({choice, evidence});
            return;
        }
        for (Part& part : group_.numbers[choice.size()]) {
            if (attempts_ == 0) return;
            if (part.used || !fits(choice, part)) continue;
            choice.push_back(&part);
            extend(choice);
            choice.pop_back();
        }
    }

    void accept(const Candidate& candidate) {
        found_.push_back(candidate.choice);
        for (Part* part : candidate.choice) part->used = true;
    }

    void take_signed() {
        for (const Candidate& candidate : candidates_) {
            if (candidate.evidence == Evidence::signature && candidate.is_possible()) accept(candidate);
        }
    }

    // Takes passes none of whose parts could belong to another.
    void take_unrivalled() {
        std::map<const Part*, std::size_t> uses;
        for (const Candidate& candidate : candidates_) {
            if (!candidate.is_possible()) continue;
            for (const Part* part : candidate.choice) ++uses[part];
        }
        for (const Candidate& candidate : candidates_) {
            if (candidate.is_possible() && std::all_of(candidate.choice.begin(), candidate.choice.end(),
                                                       [&](const Part* part) { return uses[part] == 1; }))
                accept(candidate);
        }
    }

    // Takes passes whose pictures follow each other by name, or have the same place among those of their
    // number.
    void take_neighbours() {
        for (const Candidate& candidate : candidates_) {
            bool in_row = true, in_rank = true;
            for (std::size_t i = 1; i < candidate.choice.size(); ++i) {
                in_row &= follows(candidate.choice[i - 1]->place, candidate.choice[i]->place);
                in_rank &= candidate.choice[i]->rank == candidate.choice[0]->rank;
            }
            if ((in_row || in_rank) && candidate.is_possible()) accept(candidate);
        }
    }

    Group& group_;
    Witness& witness_;
    std::size_t& attempts_;
    bool balanced_ = true;
    std::vector<Candidate> candidates_;
    std::vector<Choice> found_;
};

// Sorts the parts by name, and drops repetitions of the same picture.
void put_in_order(Group& group) {
    for (std::vector<Part>& number : group.numbers) {
        std::sort(number.begin(), number.end(), [](const Part& a, const Part& b) {
            return a.text != b.text ? a.text < b.text : is_before(a.place, b.place);
        });
        number.erase(std::unique(number.begin(), number.end(),
                                 [](const Part& a, const Part& b) { return a.text == b.text; }),
                     number.end());
        std::sort(number.begin(), number.end(),
                  [](const Part& a, const Part& b) { return is_before(a.place, b.place); });
        for (std::size_t i = 0; i < number.size(); ++i) number[i].rank = i;
    }
}

void write_joined(const Choice& choice, bool is_append, Answer& answer) {
    json::Writer w(answer.out);
    w.begin_object().key("picture").begin_array();
    for (const Part* part : choice) w.string(shown_path(part->place.file));
    w.end_array();
    if (std::any_of(choice.begin(), choice.end(), [](const Part* part) { return part->place.page != 0; })) {
        w.key("page").begin_array();
        for (const Part* part : choice) w.integer(part->place.page);
        w.end_array();
    }
    w.key("pass");
    if (is_append) {
        w.string(appended(choice));
    } else {
        w.begin_array();
        for (const Part* part : choice) w.string(part->text);
        w.end_array();
    }
    w.end_object();
    answer.out += '\n';
    answer.count("read");
}

}  // namespace

bool PartJoiner::take(const PicturePlace& place, const CodeText& code) {
    const Format* const format = code.is_part() ? nullptr : detect_format(code.text);
    const auto part =
        code.is_part() ? std::optional(QrPart{code.number, code.count}) : part_of(format, code.text);
    if (!part || part->count < 2) return false;
    const std::lock_guard lock(mutex_);
    Group& group = groups_[{format ? format->name : std::string_view(), part->count, code.parity}];
    if (code.is_part()) group.parity = code.parity;
    group.numbers.resize(part->count);
    group.numbers[part->number - 1].push_back({place, code.text});
    return true;
}

void PartJoiner::finish(Answer& answer) {
    Witness witness(trust_);
    std::size_t attempts = kAttempts;
    for (auto& [key, group] : groups_) {
        put_in_order(group);
        for (const Choice& choice : Solver(group, witness, attempts).solve())
            write_joined(choice, group.parity.has_value(), answer);
        for (std::size_t i = 0; i < group.numbers.size(); ++i) {
            for (const Part& part : group.numbers[i]) {
                if (part.used) continue;
                write_unread(part.place, "missing-part",
                             "the QR code is " + std::to_string(i + 1) + " of " +
                                 std::to_string(group.numbers.size()) +
                                 ", and nothing shows which of the other pictures hold the rest",
                             answer, part.text);
            }
        }
    }
}

}  // namespace vpass::tools
