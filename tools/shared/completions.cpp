#include "completions.hpp"

#include "command.hpp"

namespace vpass::tools {
namespace {

struct Word {
    std::string names;  // "-o --output"
    std::string help;
    bool takes_value;
};
// One command, or one subcommand of it: "key new".
struct Entry {
    std::string path;
    std::string help;
    std::vector<Word> options;
    std::vector<std::pair<std::string, std::string>> subcommands;
};

void add(const Arguments& app, const std::string& path, std::vector<Entry>& entries) {
    Entry entry{path, app.summary(), {}, {}};
    for (const Argument& argument : app.arguments()) {
        std::string names;
        for (const std::string& name : argument.names()) names += (names.empty() ? "" : " ") + name;
        if (!names.empty()) entry.options.push_back({names, argument.help(), argument.takes_value()});
    }
    for (const Arguments& sub : app.subcommands()) entry.subcommands.emplace_back(sub.word(), sub.summary());
    entries.push_back(std::move(entry));
    for (const Arguments& sub : app.subcommands()) add(sub, path + " " + sub.word(), entries);
}

std::vector<Entry> entries() {
    std::vector<Entry> out{
        {"", "", {{"--help", "list the commands", false}, {"--version", "print the version", false}}, {}}};
    for (const Command& command : commands()) {
        Arguments app(command.summary, command.name, "");
        const Run run = command.declare(app);
        out.front().subcommands.emplace_back(command.name, command.summary);
        add(app, command.name, out);
    }
    return out;
}

std::string shell_quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

// The words after `vpass` that are not options name the command and its subcommand; bash and zsh look up what
// may follow them. Anything else, and every value, is a file.
constexpr const char* kBash = R"(_vpass() {
    local word path= words
    local cur=${COMP_WORDS[COMP_CWORD]}
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        _vpass_words "${path:+$path }$word" && path="${path:+$path }$word"
    done
    _vpass_words "$path"
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
    if [[ -n $path && $cur != -* ]]; then
        compopt -o filenames
        mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$cur")
    fi
}
complete -F _vpass vpass
)";

std::string bash(const std::vector<Entry>& all) {
    std::string out = "# bash completion of vpass\n_vpass_words() {\n    case $1 in\n";
    for (const Entry& entry : all) {
        out += "        " + shell_quoted(entry.path) + ") words='";
        for (const auto& [name, help] : entry.subcommands) out += name + " ";
        for (const Word& option : entry.options) out += option.names + " ";
        out.back() = '\'';
        out += " ;;\n";
    }
    return out + "        *) return 1 ;;\n    esac\n}\n" + kBash;
}

constexpr const char* kZsh = R"(_vpass() {
    local word at= subcommands options
    for word in ${words[2,CURRENT-1]}; do
        _vpass_words "${at:+$at }$word" && at="${at:+$at }$word"
    done
    _vpass_words "$at"
    if [[ $PREFIX = -* ]]; then
        _describe option options
    else
        (( $#subcommands )) && _describe command subcommands
        [[ -n $at ]] && _files
    fi
}
_vpass_words() {
    subcommands=() options=()
    case $1 in
)";

std::string zsh(const std::vector<Entry>& all) {
    auto described = [](std::string name, const std::string& help) {
        for (std::size_t i = 0; (i = name.find(':', i)) != std::string::npos; i += 2) name.insert(i, "\\");
        return " " + shell_quoted(name + ":" + help);
    };
    std::string out = std::string("#compdef vpass\n") + kZsh;
    for (const Entry& entry : all) {
        out += "        " + shell_quoted(entry.path) + ") subcommands=(";
        for (const auto& [name, help] : entry.subcommands) out += described(name, help);
        out += " ) options=(";
        for (const Word& option : entry.options)
            out += described(option.names.substr(option.names.rfind(' ') + 1), option.help);
        out += " ) ;;\n";
    }
    return out + "        *) return 1 ;;\n    esac\n}\n_vpass \"$@\"\n";
}

std::string fish(const std::vector<Entry>& all) {
    std::string out = "# fish completion of vpass\ncomplete -c vpass -n __fish_use_subcommand -f\n";
    for (const Entry& entry : all) {
        std::string condition = "__fish_use_subcommand";
        std::string seen;
        for (std::size_t start = 0; start < entry.path.size();) {
            const std::size_t end = std::min(entry.path.find(' ', start), entry.path.size());
            seen += (seen.empty() ? "" : "; and ") +
                    ("__fish_seen_subcommand_from " + entry.path.substr(start, end - start));
            start = end + 1;
        }
        if (!seen.empty()) condition = seen;
        const std::string line = "complete -c vpass -n " + shell_quoted(condition);
        for (const auto& [name, help] : entry.subcommands)
            out += line + " -a " + name + " -d " + shell_quoted(help) + "\n";
        for (const Word& option : entry.options) {
            out += line;
            for (std::size_t start = 0; start < option.names.size();) {
                const std::size_t end = std::min(option.names.find(' ', start), option.names.size());
                const std::string name = option.names.substr(start, end - start);
                out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
                start = end + 1;
            }
            out += std::string(option.takes_value ? " -r" : "") + " -d " + shell_quoted(option.help) + "\n";
        }
    }
    return out;
}

}  // namespace

std::string completions(const std::string& shell) {
    if (shell == "bash") return bash(entries());
    if (shell == "zsh") return zsh(entries());
    if (shell == "fish") return fish(entries());
    throw Error(Code::usage, "there are completions for bash, zsh and fish");
}

}  // namespace vpass::tools
