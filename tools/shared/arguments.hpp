#pragma once
// Declares and reads the arguments of a command. Only arguments.cpp includes CLI11, since each file that does
// takes seconds longer to compile.
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace vpass::tools {

// An option, a flag or a positional argument. Each function returns the argument itself, so that calls chain.
class Argument {
 public:
    explicit Argument(CLI::Option* option) : option_(option) {}
    Argument* type_name(const char* name);  // what --help shows for its value
    Argument* show_default();               // in --help
    Argument* required();
    Argument* one_each();                 // of a list: the option is repeated for each value
    Argument* delimiter(char separator);  // between values of a list
    Argument* needs(Argument* other);
    Argument* excludes(Argument* other);
    Argument* within(long long least, long long most);
    Argument* within_reals(double least, double most);
    Argument* one_of(std::vector<std::string> values);
    Argument* one_of_any_case(std::vector<std::string> values);
    // `problem` returns what is wrong with a value, or nothing.
    Argument* check(std::function<std::string(const std::string&)> problem);
    bool is_given() const;  // once the arguments have been read

    std::vector<std::string> names() const;  // "-o", "--output"; none of a positional one
    const std::string& help() const;
    bool takes_value() const;

 private:
    CLI::Option* option_;
};

// The arguments of a command or of one of its subcommands. What is declared must outlive it.
class Arguments {
 public:
    // `footer` ends the help of the command and of its subcommands.
    Arguments(const char* summary, const std::string& name, const std::string& footer);
    explicit Arguments(CLI::App* subcommand, std::string name);
    ~Arguments();
    Arguments(const Arguments&) = delete;
    Arguments& operator=(const Arguments&) = delete;

    // `names` is "-o,--output", with a bare word for a positional argument. Defined for the types that
    // commands use, at the end of arguments.cpp.
    template <class Value>
    Argument* add_option(const char* names, Value& value, const std::string& help);
    Argument* add_option(const char* names, std::function<void(const std::string&)> take,
                         const std::string& help);
    Argument* add_flag(const char* names, bool& value, const std::string& help);
    Argument* add_flag(const char* names, std::function<void()> take, const std::string& help);
    Argument* get_option(const char* name);
    void remove_option(const char* name);
    Arguments* add_subcommand(const char* name, const char* summary);
    Arguments* alias(const char* name);  // a second name of a subcommand
    void require_subcommand();

    // What parse() read. A message is of `meant`, a command or subcommand by its full name.
    enum class Parsed { good, help_wanted, unknown, wrong };
    struct Outcome {
        Parsed parsed;
        std::string text;  // the help, the argument that nothing takes, or the message
        const Arguments* meant;
    };
    Outcome parse(int count, const char* const* words);  // the command's name and what follows it
    bool is_given() const;                               // a subcommand: it was named

    const std::string& name() const { return name_; }  // "vpass key", "vpass key new"
    std::string word() const;                          // "new"
    std::string summary() const;
    std::vector<Argument> arguments() const;
    const std::deque<Arguments>& subcommands() const { return subcommands_; }

 private:
    std::unique_ptr<CLI::App> owned_;  // of a command; a subcommand's is its command's
    CLI::App* app_;
    std::string name_;
    std::deque<Argument> arguments_;
    std::deque<Arguments> subcommands_;
};

}  // namespace vpass::tools
