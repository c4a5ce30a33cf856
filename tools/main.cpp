// Finds the command, runs it, and is the one place where an escaping exception becomes a message and an exit
// code.
#include <iostream>

#include "command.hpp"

using namespace vpass::tools;

namespace {

std::string command_list() {
    std::string out;
    std::string group;
    for (const Command& command : commands()) {
        if (group != command.group) out += "\n" + (group = command.group) + ":\n";
        std::string line = "  " + std::string(command.name);
        line.resize(12, ' ');
        out += line + command.summary + "\n";
    }
    return out;
}

// Letters to change, add or drop to get from one word to the other.
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

int unknown_command(const std::string& name) {
    message("error", "there is no command '" + name + "'");
    for (const Command& command : commands()) {
        if (edit_distance(name, command.name) <= 2) {
            message("hint", std::string("did you mean 'vpass ") + command.name + "'?");
            return kNoAnswer;
        }
    }
    message("hint", "'vpass --help' lists the commands");
    return kNoAnswer;
}

int run_command(const Command& command, int argc, char** argv) {
    const std::string name = std::string("vpass ") + command.name;
    set_command_name(name);
    CLI::App app(command.summary, name);
    app.set_help_flag("-h,--help", "print this help and exit");
    app.get_formatter()->column_width(34);
    app.footer("Exit codes: 0 every answer is good, 1 some answer is no, 2 no answer. See '" + name +
               "' in section 1 of the manual.");
    const Run run = command.declare(app);
    try {
        app.parse(argc - 1, argv + 1);
    } catch (const CLI::CallForHelp&) {
        // Subcommands print their own help when it is them who were asked.
        const auto chosen = app.get_subcommands();
        std::cout << (chosen.empty() ? &app : chosen.front())->help();
        return std::cout.flush() ? kGood : kNoAnswer;
    } catch (const CLI::ParseError& e) {
        message("error", e.what());
        message("hint", "'" + name + " --help' lists the options");
        return kNoAnswer;
    }
    return run();
}

}  // namespace

int main(int argc, char** argv) {
    set_command_name("vpass");
    const std::string name = argc > 1 ? argv[1] : "--help";
    try {
        if (name == "--version") {
            std::cout << "vpass " VPASS_VERSION "\n";
            return std::cout.flush() ? kGood : kNoAnswer;
        }
        if (name == "-h" || name == "--help" || name == "help") {
            std::cout
                << "vpass issues, signs, verifies, revokes and audits health passes, offline and in bulk.\n\n"
                   "usage: vpass COMMAND [OPTIONS] [FILE]\n"
                << command_list()
                << "\n'vpass COMMAND --help' lists a command's options; 'man vpass' explains the rest.\n";
            return std::cout.flush() ? (argc > 1 ? kGood : kNoAnswer) : kNoAnswer;
        }
        for (const Command& command : commands()) {
            if (name == command.name) return run_command(command, argc, argv);
        }
        return unknown_command(name);
    } catch (const vpass::Error& e) {
        message("error", e.what());
        if (!e.hint().empty()) message("hint", e.hint());
    } catch (const std::exception& e) {
        message("error", e.what());
    }
    return kNoAnswer;
}
