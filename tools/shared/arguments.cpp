#include "arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <cstdint>
#include <optional>

#include "suggest.hpp"

namespace vpass::tools {

Argument* Argument::type_name(const char* name) {
    option_->type_name(name);
    return this;
}

Argument* Argument::show_default() {
    option_->capture_default_str();
    return this;
}

Argument* Argument::required() {
    option_->required();
    return this;
}

Argument* Argument::one_each() {
    option_->allow_extra_args(false);
    return this;
}

Argument* Argument::delimiter(char separator) {
    option_->delimiter(separator);
    return this;
}

Argument* Argument::needs(Argument* other) {
    option_->needs(other->option_);
    return this;
}

Argument* Argument::excludes(Argument* other) {
    option_->excludes(other->option_);
    return this;
}

// An empty description leaves the limits out of --help, where the type's name stands already.
Argument* Argument::within(long long least, long long most) {
    option_->check(CLI::Range(least, most).description(""));
    return this;
}

Argument* Argument::within_reals(double least, double most) {
    option_->check(CLI::Range(least, most).description(""));
    return this;
}

Argument* Argument::one_of(std::vector<std::string> values, bool any_case) {
    std::string joined;
    for (const std::string& value : values) joined += (joined.empty() ? "" : "|") + value;
    constexpr std::size_t kShort = 30;
    if (joined.size() <= kShort) option_->type_name(option_->get_delimiter() ? joined + ",..." : joined);
    ArgumentNotes* const notes = notes_;
    const auto take = [values, any_case, notes](std::string& text) -> std::string {
        for (const std::string& value : values) {
            if (text == value || (any_case && CLI::detail::to_lower(text) == CLI::detail::to_lower(value))) {
                text = value;
                return {};
            }
        }
        notes->hint = did_you_mean(text, values);
        return "'" + text + "' is not " + (values.size() > 1 ? "one of " : "") + one_or_other(values);
    };
    option_->transform(CLI::Validator(take, ""));
    notes_->values[option_] = {[values] { return values; }, ""};
    return this;
}

Argument* Argument::one_of(std::vector<std::string> values) { return one_of(std::move(values), false); }

Argument* Argument::one_of_any_case(std::vector<std::string> values) {
    return one_of(std::move(values), true);
}

Argument* Argument::suggest(std::function<std::vector<std::string>()> list, std::string before) {
    notes_->values[option_] = {std::move(list), std::move(before)};
    return this;
}

Argument* Argument::check(std::function<std::string(const std::string&)> problem) {
    option_->check(std::move(problem));
    return this;
}

bool Argument::is_given() const { return !option_->empty(); }

std::vector<std::string> Argument::names() const {
    std::vector<std::string> out;
    for (const std::string& name : option_->get_snames()) out.push_back("-" + name);
    for (const std::string& name : option_->get_lnames()) out.push_back("--" + name);
    return out;
}

const std::string& Argument::help() const { return option_->get_description(); }

bool Argument::takes_value() const { return option_->get_type_size() != 0; }

std::vector<std::string> Argument::values() const {
    const auto found = notes_->values.find(option_);
    return found == notes_->values.end() ? std::vector<std::string>() : found->second.list();
}

namespace {

constexpr std::size_t kWidth = 80;   // of a terminal
constexpr std::size_t kColumn = 30;  // where explanations begin

std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (c & 0xc0) != 0x80; }));  // UTF-8
}

// Appends the words of a text to the line that is begun, and to further ones from column `indent` on.
void append_words(std::string& out, std::size_t at, std::string_view text, std::size_t indent) {
    bool first = true;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(word.size() + 1, text.size()));
        if (!first && at + 1 + columns(word) > kWidth) {
            out += '\n' + std::string(indent, ' ');
            at = indent;
            first = true;
        }
        if (!first) ++at, out += ' ';
        out += word;
        at += columns(word);
        first = false;
    }
    out += '\n';
}

void append_row(std::string& out, const std::string& name, const std::string& text) {
    std::string head = "  " + name;
    if (columns(head) + 2 > kColumn) {
        out += head + '\n';
        head.clear();
    }
    head.resize(head.size() + kColumn - columns(head), ' ');
    out += head;
    append_words(out, kColumn, text, kColumn);
}

std::string head_of(const CLI::Option& option) {
    std::string out;
    for (const std::string& name : option.get_snames()) out += (out.empty() ? "-" : ", -") + name;
    for (const std::string& name : option.get_lnames()) out += (out.empty() ? "--" : ", --") + name;
    if (option.get_type_size() == 0) return out;
    out += (out.empty() ? "" : " ") + option.get_type_name();
    const bool many = option.get_items_expected_max() > 1;
    return many ? out + " ..." : out;
}

std::string text_of(const CLI::Option& option, const ArgumentNotes& notes) {
    std::string out = option.get_description(), remarks;
    const auto more = [&](const std::string& text) { remarks += (remarks.empty() ? "" : "; ") + text; };
    const auto values = notes.values.find(&option);
    if (values != notes.values.end()) {
        const auto& [list, before] = values->second;
        const std::vector<std::string> names = list();
        const bool shown = names.empty() || option.get_type_name().starts_with(names.front() + "|");
        if (!shown) more(before + one_or_other(names));
    }
    if (!option.get_default_str().empty()) more("default: " + option.get_default_str());
    if (option.get_required()) more("required");
    for (const CLI::Option* other : option.get_needs()) more("needs " + other->get_name());
    for (const CLI::Option* other : option.get_excludes()) more("not with " + other->get_name());
    return remarks.empty() ? out : out + " (" + remarks + ")";
}

std::string usage_of(const CLI::App& app, const std::string& name) {
    std::string out = "Usage: " + name + " [OPTIONS]";
    for (const CLI::Option* option : app.get_options()) {
        if (!option->get_positional()) continue;
        std::string word = option->get_type_name();
        if (option->get_items_expected_max() > 1) word += "...";
        out += option->get_required() && !option->nonpositional() ? " " + word : " [" + word + "]";
    }
    if (!app.get_subcommands([](const CLI::App*) { return true; }).empty()) out += " SUBCOMMAND";
    return out + '\n';
}

std::string help_of(const CLI::App& app, const std::string& name, const ArgumentNotes& notes) {
    std::string out;
    append_words(out, 0, app.get_description(), 0);
    out += usage_of(app, name);
    std::string arguments, options, subcommands;
    for (const CLI::Option* option : app.get_options())
        append_row(option->nonpositional() ? options : arguments, head_of(*option), text_of(*option, notes));
    for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
        std::string names = sub->get_name();
        for (const std::string& alias : sub->get_aliases()) names += ", " + alias;
        append_row(subcommands, names, sub->get_description());
    }
    if (!arguments.empty()) out += "\nArguments:\n" + arguments;
    out += "\nOptions:\n" + options;
    if (!subcommands.empty()) out += "\nSubcommands:\n" + subcommands;
    out += '\n';
    append_words(out, 0, app.get_footer(), 0);
    return out;
}

}  // namespace

Arguments::Arguments(const char* summary, const std::string& name, const std::string& footer)
    : owned_(std::make_unique<CLI::App>(summary, name)),
      app_(owned_.get()),
      name_(name),
      notes_(std::make_shared<ArgumentNotes>()) {
    app_->set_help_flag("-h,--help", "print this help and exit");
    app_->footer(footer);
}

Arguments::Arguments(CLI::App* subcommand, std::string name, std::shared_ptr<ArgumentNotes> notes)
    : app_(subcommand), name_(std::move(name)), notes_(std::move(notes)) {}

Arguments::~Arguments() = default;

Argument* Arguments::add(CLI::Option* option) { return &arguments_.emplace_back(option, notes_.get()); }

template <class Value>
Argument* Arguments::add_option(const char* names, Value& value, const std::string& help) {
    return add(app_->add_option(names, value, help));
}

Argument* Arguments::add_option(const char* names, std::function<void(const std::string&)> take,
                                const std::string& help) {
    return add(app_->add_option_function<std::string>(names, std::move(take), help));
}

Argument* Arguments::add_flag(const char* names, bool& value, const std::string& help) {
    return add(app_->add_flag(names, value, help));
}

Argument* Arguments::add_flag(const char* names, std::function<void()> take, const std::string& help) {
    return add(app_->add_flag_callback(names, std::move(take), help));
}

Argument* Arguments::get_option(const char* name) { return add(app_->get_option(name)); }

bool Arguments::has_option(const char* name) const { return app_->get_option_no_throw(name) != nullptr; }

void Arguments::remove_option(const char* name) { app_->remove_option(app_->get_option(name)); }

Arguments* Arguments::add_subcommand(const char* name, const char* summary) {
    return &subcommands_.emplace_back(app_->add_subcommand(name, summary), name_ + " " + name, notes_);
}

Arguments* Arguments::alias(const char* name) {
    app_->alias(name);
    return this;
}

void Arguments::require_subcommand() { app_->require_subcommand(1); }

Arguments::Outcome Arguments::parse(int count, const char* const* words) {
    try {
        app_->parse(count, words);
        return {Parsed::good, "", this};
    } catch (const CLI::ParseError& e) {
        const Arguments* meant = this;
        for (const Arguments& subcommand : subcommands_) {
            if (meant == this && subcommand.is_given()) meant = &subcommand;
        }
        if (e.get_name() == "CallForHelp") return {Parsed::help_wanted, meant->help(), meant};
        const auto left_over = app_->remaining(true);
        if (!left_over.empty()) return {Parsed::unknown, left_over.front(), meant};
        std::string text = e.what();
        if (text.size() > 1 && (text[1] == ' ' || std::islower(static_cast<unsigned char>(text[1]))))
            text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
        return {Parsed::wrong, text, meant, notes_->hint};
    }
}

std::string Arguments::help() const { return help_of(*app_, name_, *notes_); }

const Arguments* Arguments::find(std::string_view subcommand) const {
    const std::string name(subcommand);
    for (const Arguments& sub : subcommands_) {
        if (sub.app_->check_name(name)) return &sub;
    }
    return nullptr;
}

bool Arguments::is_given() const { return app_->parsed(); }

std::string Arguments::word() const { return app_->get_name(); }

std::string Arguments::summary() const { return app_->get_description(); }

std::vector<Argument> Arguments::arguments() const {
    std::vector<Argument> out;
    for (CLI::Option* option : app_->get_options()) out.emplace_back(option, notes_.get());
    return out;
}

template Argument* Arguments::add_option(const char*, std::string&, const std::string&);
template Argument* Arguments::add_option(const char*, std::vector<std::string>&, const std::string&);
template Argument* Arguments::add_option(const char*, std::optional<std::string>&, const std::string&);
template Argument* Arguments::add_option(const char*, unsigned&, const std::string&);
template Argument* Arguments::add_option(const char*, int&, const std::string&);
template Argument* Arguments::add_option(const char*, std::size_t&, const std::string&);
template Argument* Arguments::add_option(const char*, std::optional<std::size_t>&, const std::string&);
template Argument* Arguments::add_option(const char*, double&, const std::string&);

}  // namespace vpass::tools
