#pragma once
// Declares and reads the arguments of a command. Only arguments.cpp includes CLI11, since each file that does
// takes seconds longer to compile.
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace vpass::tools {

// What CLI11 does not keep of a command's options.
struct ArgumentNotes {
    struct Values {
        std::function<std::vector<std::string>()> list;
        std::string before;  // in front of the list in --help, when other values are allowed as well
    };
    std::map<const CLI::Option*, Values> values;
    std::string hint;  // what a value that was refused is likely to stand for
};

// An option, a flag or a positional argument. Each function returns the argument itself, so that calls chain.
class Argument {
 public:
    Argument(CLI::Option* option, ArgumentNotes* notes) : option_(option), notes_(notes) {}
    Argument* type_name(const char* name);  // what --help shows for its value
    Argument* show_default();               // in --help
    Argument* required();
    Argument* one_each();                 // of a list: the option is repeated for each value
    Argument* delimiter(char separator);  // between values of a list
    Argument* needs(Argument* other);
    Argument* excludes(Argument* other);
    Argument* within(long long least, long long most);
    Argument* within_reals(double least, double most);
    // The values are shown by --help, by completions, and to whoever writes another one.
    Argument* one_of(std::vector<std::string> values);
    Argument* one_of_any_case(std::vector<std::string> values);
    // The values that --help and completions show, while the command may know others. `list` is only called
    // then; `before` stands in front of them: "such as ".
    Argument* suggest(std::function<std::vector<std::string>()> list, std::string before);
    // `problem` returns what is wrong with a value, or nothing.
    Argument* check(std::function<std::string(const std::string&)> problem);
    bool is_given() const;  // once the arguments have been read

    std::vector<std::string> names() const;  // "-o", "--output"; none of a positional one
    const std::string& help() const;
    bool takes_value() const;
    std::vector<std::string> values() const;  // those that are known

 private:
    Argument* one_of(std::vector<std::string> values, bool any_case);
    CLI::Option* option_;
    ArgumentNotes* notes_;
};

// The arguments of a command or of one of its subcommands. What is declared must outlive it.
class Arguments {
 public:
    // `footer` ends the help of the command and of its subcommands.
    Arguments(const char* summary, const std::string& name, const std::string& footer);
    Arguments(CLI::App* subcommand, std::string name, std::shared_ptr<ArgumentNotes> notes);
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
    bool has_option(const char* name) const;
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
        std::string hint = {};  // to the message; may be empty
    };
    Outcome parse(int count, const char* const* words);  // the command's name and what follows it
    bool is_given() const;                               // a subcommand: it was named

    const std::string& name() const { return name_; }  // "vpass key", "vpass key new"
    std::string word() const;                          // "new"
    std::string summary() const;
    std::string help() const;  // in lines of at most 80 columns
    std::vector<Argument> arguments() const;
    const std::deque<Arguments>& subcommands() const { return subcommands_; }
    std::deque<Arguments>& subcommands() { return subcommands_; }
    const Arguments* find(std::string_view subcommand) const;  // by any name of it; null: there is none

 private:
    Argument* add(CLI::Option* option);
    std::unique_ptr<CLI::App> owned_;  // of a command; a subcommand's is its command's
    CLI::App* app_;
    std::string name_;
    std::shared_ptr<ArgumentNotes> notes_;
    std::deque<Argument> arguments_;
    std::deque<Arguments> subcommands_;
};

}  // namespace vpass::tools
