#include "qr_join.hpp"

#include <algorithm>
#include <filesystem>

#include "qr.hpp"
#include "vpass/format.hpp"
#include "vpass/json.hpp"
#include "vpass/verify.hpp"

namespace vpass::tools {
namespace {

// Ways to combine the parts of a folder that are tried before the first of them has to do.
constexpr std::size_t kAttempts = 1000;

std::optional<QrPart> part_of(std::string_view text) {
    const Format* const format = detect_format(text);
    return format && format->qr_part ? format->qr_part(text) : std::nullopt;
}

bool opens(const std::vector<std::string_view>& parts) {
    Envelope envelope;
    try {
        open_pass(parts, envelope);
    } catch (const Error& e) {
        if (e.is_environment()) throw;
        return false;
    }
    return true;
}

}  // namespace

bool PartJoiner::take(std::size_t line, const std::string& file, const std::string& text) {
    const auto part = part_of(text);
    if (!part) return false;
    const std::string folder = std::filesystem::path(file).parent_path().string();
    const std::lock_guard lock(mutex_);
    Group& group = groups_[{folder, part->count}];
    group.numbers.resize(part->count);
    group.numbers[part->number - 1].push_back({line, file, text});
    return true;
}

// Completes `choice` so that the parts open together; several passes may lie in one folder.
bool PartJoiner::choose(Group& group, Choice& choice, std::size_t& attempts) {
    if (choice.size() == group.numbers.size()) {
        std::vector<std::string_view> texts;
        for (const Part* part : choice) texts.push_back(part->text);
        return attempts-- > 0 && opens(texts);
    }
    for (Part& part : group.numbers[choice.size()]) {
        if (part.used) continue;
        if (attempts == 0) return false;
        choice.push_back(&part);
        if (choose(group, choice, attempts)) return true;
        choice.pop_back();
    }
    return false;
}

// The parts of the pass that `first` begins; empty when one is missing. When none open together, the first of
// each number: then the pass itself is wrong, which is for others to say.
PartJoiner::Choice PartJoiner::complete(Group& group, Part& first) {
    Choice in_order;
    for (std::vector<Part>& number : group.numbers) {
        const auto unused = std::find_if(number.begin(), number.end(), [](const Part& p) { return !p.used; });
        if (unused == number.end()) return {};
        in_order.push_back(&*unused);
    }
    Choice choice{&first};
    std::size_t attempts = kAttempts;
    return choose(group, choice, attempts) ? choice : in_order;
}

void PartJoiner::finish(Answer& answer) {
    for (auto& [key, group] : groups_) {
        for (std::vector<Part>& number : group.numbers) {
            std::stable_sort(number.begin(), number.end(),
                             [](const Part& a, const Part& b) { return a.line < b.line; });
        }
        for (Part& first : group.numbers.front()) {
            const Choice choice = complete(group, first);
            if (choice.empty()) break;
            json::Writer w(answer.out);
            w.begin_object().key("picture").begin_array();
            for (const Part* part : choice) w.string(shown_path(part->file));
            w.end_array().key("pass").begin_array();
            for (const Part* part : choice) w.string(part->text);
            w.end_array().end_object();
            answer.out += '\n';
            answer.count("read");
            for (Part* part : choice) part->used = true;
        }
        for (std::size_t i = 0; i < group.numbers.size(); ++i) {
            for (const Part& part : group.numbers[i]) {
                if (part.used) continue;
                write_unread(part.file, "missing-part",
                             "the QR code is " + std::to_string(i + 1) + " of " + std::to_string(key.second) +
                                 ", and the folder does not hold all of the others",
                             answer);
            }
        }
    }
}

}  // namespace vpass::tools
