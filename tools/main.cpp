// Finds the command and runs it. This is the one place where an escaping exception becomes a message and an
// exit code.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iostream>

#include "command.hpp"
#include "shared/completions.hpp"
#include "shared/picture_process.hpp"

using namespace vpass::tools;

namespace {

std::string help() {
    std::string out =
        "vpass issues, signs, verifies, revokes and audits health passes, offline and in bulk.\n\n"
        "usage: vpass COMMAND [OPTIONS] [FILE]\n";
    std::string group;
    for (const Command& command : commands()) {
        if (group != command.group) out += "\n" + (group = command.group) + ":\n";
        std::string line = "  " + std::string(command.name);
        line.resize(12, ' ');
        out += line + command.summary + "\n";
    }
    return out + "\n'vpass COMMAND --help' lists a command's options; 'man vpass' explains the rest.\n";
}

// Returns how many letters to change, add or drop to get from one word to the other.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row[b.size()];
}

// Returns the one of `names` that a mistyped word most likely stands for; empty when none is near.
std::string nearest(const std::string& word, const std::vector<std::string>& names) {
    std::string best;
    std::size_t least = 3;  // two wrong letters are a mistake, three make another word
    for (const std::string& name : names) {
        const std::size_t distance = edit_distance(word, name);
        if (distance < least && distance < name.size()) least = distance, best = name;
    }
    return best;
}

int unknown_command(const std::string& name) {
    std::vector<std::string> names;
    for (const Command& command : commands()) names.emplace_back(command.name);
    const std::string meant = nearest(name, names);
    message("error", "there is no command '" + name + "'");
    message("hint",
            meant.empty() ? "'vpass --help' lists the commands" : "did you mean 'vpass " + meant + "'?");
    return kNoAnswer;
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
    const std::string meant = nearest(word, names);
    const char* kind = option          ? "there is no option '"
                       : names.empty() ? "there is one argument too many: '"
                                       : "there is no subcommand '";
    message("error", kind + word + "'");
    message("hint", meant.empty() ? "'" + meant_for.name() + " --help' lists the options"
                                  : "did you mean '" + meant + "'?");
    return kNoAnswer;
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

int run_command(const Command& command, int argc, char** argv) {
    const std::string name = std::string("vpass ") + command.name;
    set_command_name(name);
    Arguments app(command.summary, name,
                  "Exit codes: 0 every answer is good, 1 some answer is bad, 2 no answer. 'man vpass-" +
                      std::string(command.name) + "' tells more.");
    const Run run = command.declare(app);
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
    message("error", read.text);
    message("hint", "'" + read.meant->name() + " --help' lists the options");
    return kNoAnswer;
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
        if (name == "--version") return print("vpass " VPASS_VERSION "\nwith " VPASS_LIBRARIES "\n");
        if (name == "completions") return print(completions(argc > 2 ? argv[2] : ""));  // for packagers
        if (name == "-h" || name == "--help" || name == "help") return print(help());
        if (name == kPictureCommand) return serve_pictures();  // for `qr --read`
        for (const Command& command : commands()) {
            if (name == command.name) return run_command(command, argc, argv);
        }
        return unknown_command(name);
    } catch (const vpass::Error& e) {
        message("error", e.what());
        if (!e.hint().empty()) message("hint", e.hint());
    } catch (const std::bad_alloc&) {
        message("error", "there is not enough memory");
    } catch (const std::exception& e) {
        message("error", e.what());
    }
    return kNoAnswer;
}
