#include "arguments.hpp"

#include <CLI/CLI.hpp>
#include <cctype>
#include <cstdint>
#include <optional>

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

Argument* Argument::one_of(std::vector<std::string> values) {
    option_->check(CLI::IsMember(std::move(values)).description(""));
    return this;
}

Argument* Argument::one_of_any_case(std::vector<std::string> values) {
    option_->check(CLI::IsMember(std::move(values), CLI::ignore_case).description(""));
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

Arguments::Arguments(const char* summary, const std::string& name, const std::string& footer)
    : owned_(std::make_unique<CLI::App>(summary, name)), app_(owned_.get()), name_(name) {
    app_->set_help_flag("-h,--help", "print this help and exit");
    app_->get_formatter()->column_width(34);
    app_->footer(footer);
}

Arguments::Arguments(CLI::App* subcommand, std::string name) : app_(subcommand), name_(std::move(name)) {}

Arguments::~Arguments() = default;

template <class Value>
Argument* Arguments::add_option(const char* names, Value& value, const std::string& help) {
    return &arguments_.emplace_back(app_->add_option(names, value, help));
}

Argument* Arguments::add_option(const char* names, std::function<void(const std::string&)> take,
                                const std::string& help) {
    return &arguments_.emplace_back(app_->add_option_function<std::string>(names, std::move(take), help));
}

Argument* Arguments::add_flag(const char* names, bool& value, const std::string& help) {
    return &arguments_.emplace_back(app_->add_flag(names, value, help));
}

Argument* Arguments::add_flag(const char* names, std::function<void()> take, const std::string& help) {
    return &arguments_.emplace_back(app_->add_flag_callback(names, std::move(take), help));
}

Argument* Arguments::get_option(const char* name) { return &arguments_.emplace_back(app_->get_option(name)); }

void Arguments::remove_option(const char* name) { app_->remove_option(app_->get_option(name)); }

Arguments* Arguments::add_subcommand(const char* name, const char* summary) {
    return &subcommands_.emplace_back(app_->add_subcommand(name, summary), name_ + " " + name);
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
    } catch (const CLI::CallForHelp&) {
        return {Parsed::help_wanted, app_->help(), this};  // the subcommand's, when one was named
    } catch (const CLI::ParseError& e) {
        const Arguments* meant = this;
        for (const Arguments& subcommand : subcommands_) {
            if (meant == this && subcommand.is_given()) meant = &subcommand;
        }
        const auto left_over = app_->remaining(true);
        if (!left_over.empty()) return {Parsed::unknown, left_over.front(), meant};
        std::string text = e.what();
        if (text.size() > 1 && (text[1] == ' ' || std::islower(static_cast<unsigned char>(text[1]))))
            text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
        return {Parsed::wrong, text, meant};
    }
}

bool Arguments::is_given() const { return app_->parsed(); }

std::string Arguments::word() const { return app_->get_name(); }

std::string Arguments::summary() const { return app_->get_description(); }

std::vector<Argument> Arguments::arguments() const {
    std::vector<Argument> out;
    for (CLI::Option* option : app_->get_options()) out.emplace_back(option);
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
