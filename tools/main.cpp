// Finds the command and runs it. This is the one place where an escaping exception becomes a message and an
// exit code.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iostream>

#include "command.hpp"
#include "shared/completions.hpp"
#include "shared/picture_process.hpp"
#include "shared/suggest.hpp"

using namespace vpass::tools;

namespace {

std::string help() {
    std::string out =
        "vpass issues, signs, verifies, revokes and audits health passes, offline\nand in bulk.\n\n"
        "usage: vpass COMMAND [OPTIONS] [FILE]\n";
    std::string group;
    for (const Command& command : commands()) {
        if (group != command.group) out += "\n" + (group = command.group) + ":\n";
        std::string line = "  " + std::string(command.name);
        line.resize(12, ' ');
        out += line + command.summary + "\n";
    }
    return out +
           "\n'vpass help COMMAND' lists a command's options, 'vpass completions SHELL' makes\n"
           "completions, 'vpass version' prints the version; 'man vpass' explains the rest.\n";
}

std::vector<std::string> command_names() {
    std::vector<std::string> names;
    for (const Command& command : commands()) names.emplace_back(command.name);
    for (const char* own : {"help", "version", "completions"}) names.emplace_back(own);
    return names;
}

int refuse(const std::string& text, const std::string& meant, const std::string& otherwise) {
    report_error("usage", text, meant.empty() ? otherwise : meant);
    return kNoAnswer;
}

int unknown_command(const std::string& name) {
    return refuse("there is no command '" + name + "'", did_you_mean(name, command_names(), "vpass "),
                  "'vpass --help' lists the commands");
}

int unknown_argument(const Arguments& meant_for, const std::string& argument) {
    std::vector<std::string> names;
    for (const Arguments& sub : meant_for.subcommands()) names.push_back(sub.word());
    const bool option = argument.starts_with("-");
    const std::string word = argument.substr(0, argument.find('='));
    if (option) {
        names.clear();
        for (const Argument& known : meant_for.arguments()) {
            for (const std::string& known_name : known.names()) {
                if (known_name.starts_with("--")) names.push_back(known_name);
            }
        }
    }
    const char* kind = option          ? "there is no option '"
                       : names.empty() ? "there is one argument too many: '"
                                       : "there is no subcommand '";
    return refuse(kind + word + "'", did_you_mean(word, names),
                  "'" + meant_for.name() + " --help' lists the options");
}

int print(const std::string& text) {
    if (std::cout << text << std::flush) return kGood;
    throw vpass::Error(vpass::Code::io, std::string("cannot write standard output: ") + std::strerror(errno));
}

// A standard stream that is closed would lend its number to the next file that is opened, and messages or
// results would end up in that file. So we open a replacement that fails when it is used.
void hold_standard_streams() {
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(fd, F_GETFD) != -1) continue;
        if (::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd) std::_Exit(kNoAnswer);
    }
}

Arguments arguments_of(const Command& command) {
    return Arguments(command.summary, std::string("vpass ") + command.name,
                     "Exit codes: 0 every answer is good, 1 some answer is bad, 2 no answer. 'man vpass-" +
                         std::string(command.name) + "' tells more.");
}

int run_command(const Command& command, int argc, char** argv) {
    set_command_name(std::string("vpass ") + command.name);
    Arguments app = arguments_of(command);
    const Run run = declare(command, app);
    const Arguments::Outcome read = app.parse(argc - 1, argv + 1);
    switch (read.parsed) {
        case Arguments::Parsed::good:
            return run();
        case Arguments::Parsed::help_wanted:
            return print(read.text);
        case Arguments::Parsed::unknown:
            return unknown_argument(*read.meant, read.text);
        case Arguments::Parsed::wrong:
            break;
    }
    return refuse(read.text, read.hint, "'" + read.meant->name() + " --help' lists the options");
}

const Command* find_command(const std::string& name) {
    for (const Command& command : commands()) {
        if (name == command.name) return &command;
    }
    return nullptr;
}

// vpass help [COMMAND [SUBCOMMAND]]
int print_help(std::span<const std::string> words) {
    if (words.empty()) return print(help());
    const Command* const command = find_command(words[0]);
    if (!command) {
        const auto names = command_names();
        if (std::ranges::find(names, words[0]) != names.end()) return print(help());
        return unknown_command(words[0]);
    }
    Arguments app = arguments_of(*command);
    const Run run = declare(*command, app);
    const Arguments* meant = &app;
    for (const std::string& word : words.subspan(1)) {
        const Arguments* const sub = meant->find(word);
        if (!sub) return unknown_argument(*meant, word);
        meant = sub;
    }
    return print(meant->help());
}

int print_version() { return print("vpass " VPASS_VERSION "\nwith " VPASS_LIBRARIES "\n"); }

int run(const std::string& name, int argc, char** argv) {
    if (name == kPictureCommand) return serve_pictures();  // for `qr --read`
    if (const Command* const command = find_command(name)) return run_command(*command, argc, argv);
    std::vector<std::string> words(argv + 2, argv + argc);
    std::erase(words, "--json-errors");
    if (name == "-h" || name == "--help" || name == "help") return print_help(words);
    const bool is_version = name == "-V" || name == "--version" || name == "version";
    if (!is_version && name != "completions") return unknown_command(name);
    if (words.size() > (is_version ? 0 : 1))
        return refuse("there is one argument too many: '" + words.back() + "'", "",
                      "'vpass --help' lists the commands");
    return is_version ? print_version() : print(completions(words.empty() ? "" : words.front()));
}

// Errors of the arguments themselves are to be JSON as well, so that option is looked for ahead of all
// others.
bool wants_json_errors(std::span<char*> words) {
    for (const std::string_view word : words) {
        if (word == "--") break;
        if (word == "--json-errors") return true;
    }
    return false;
}

}  // namespace

int main(int argc, char** argv) {
    hold_standard_streams();
    set_command_name("vpass");
    const std::string name = argc > 1 ? argv[1] : "";
    try {
        if (argc < 2) {
            std::cerr << help();
            return kNoAnswer;
        }
        if (wants_json_errors({argv + 1, argv + argc})) set_json_errors();
        return run(name, argc, argv);
    } catch (const vpass::Error& e) {
        report_error(e.name(), e.what(), e.hint());
    } catch (const std::bad_alloc&) {
        report_error("memory", "there is not enough memory", "");
    } catch (const std::exception& e) {
        report_error("error", e.what(), "");
    }
    return kNoAnswer;
}
