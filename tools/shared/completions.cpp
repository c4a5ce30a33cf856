#include "completions.hpp"

#include <algorithm>
#include <iterator>

#include "command.hpp"

namespace vpass::tools {
namespace {

struct Word {
    std::string names;  // "-o --output"
    std::string help;
    bool takes_value;
    std::vector<std::string> values = {};  // that are known
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
        if (!names.empty())
            entry.options.push_back({names, argument.help(), argument.takes_value(), argument.values()});
    }
    for (const Arguments& sub : app.subcommands()) entry.subcommands.emplace_back(sub.word(), sub.summary());
    entries.push_back(std::move(entry));
    for (const Arguments& sub : app.subcommands()) add(sub, path + " " + sub.word(), entries);
}

constexpr std::string_view kShells[] = {"bash", "zsh", "fish"};

// What `help` takes: the commands, and their subcommands.
void add_help(std::vector<Entry>& entries) {
    std::vector<Entry> out{{"help", "", {}, entries.front().subcommands}};
    for (const Entry& entry : entries) {
        if (!entry.path.empty() && !entry.subcommands.empty())
            out.push_back({"help " + entry.path, "", {}, entry.subcommands});
    }
    std::ranges::move(out, std::back_inserter(entries));
}

std::vector<Entry> entries() {
    std::vector<Entry> out{
        {"", "", {{"--help", "list the commands", false}, {"--version", "print the version", false}}, {}}};
    for (const Command& command : commands()) {
        Arguments app(command.summary, command.name, "");
        const Run run = declare(command, app);
        out.front().subcommands.emplace_back(command.name, command.summary);
        add(app, command.name, out);
    }
    add_help(out);
    Entry shells{"completions", "", {}, {}};
    for (const std::string_view shell : kShells) shells.subcommands.emplace_back(shell, "");
    out.push_back(std::move(shells));
    out.push_back({"version", "", {}, {}});
    for (const auto& [name, help] :
         {std::pair("help", "list the options of a command"), std::pair("version", "print the version"),
          std::pair("completions", "make completions for a shell")})
        out.front().subcommands.emplace_back(name, help);
    return out;
}

std::string joined(const std::vector<std::string>& values) {
    std::string out;
    for (const std::string& value : values) out += (out.empty() ? "" : " ") + value;
    return out;
}

std::string shell_quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

// The words after `vpass` that are not options name the command and its subcommand; bash and zsh look up what
// may follow them. The values of some options are known; anything else is a file.
constexpr const char* kBash = R"(_vpass() {
    local word path= words
    local cur=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD-1]}
    [[ $cur = = ]] && cur=
    [[ $option = = ]] && option=${COMP_WORDS[COMP_CWORD-2]}
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        _vpass_words "${path:+$path }$word" && path="${path:+$path }$word"
    done
    if _vpass_values "$path $option"; then
        COMPREPLY=($(compgen -W "$words" -- "$cur"))
        return
    fi
    _vpass_words "$path"
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
    if [[ -n $path && $cur != -* ]]; then
        compopt -o filenames
        mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$cur")
    fi
}
complete -F _vpass vpass
)";

constexpr const char* kEndOfCases = "        *) return 1 ;;\n    esac\n}\n";

// Calls `use` with the pattern of a shell's `case` for each option whose values are known: 'qr --format'.
void for_each_option_with_values(const std::vector<Entry>& all,
                                 const std::function<void(const std::string&, const Word&)>& use) {
    for (const Entry& entry : all) {
        for (const Word& option : entry.options) {
            if (option.values.empty()) continue;
            std::string names = option.names, pattern;
            while (!names.empty()) {
                const std::string name = names.substr(0, names.find(' '));
                names.erase(0, name.size() + 1);
                pattern += (pattern.empty() ? "" : "|") + shell_quoted(entry.path + " " + name);
            }
            use(pattern, option);
        }
    }
}

std::string bash_values(const std::vector<Entry>& all) {
    std::string out;
    for_each_option_with_values(all, [&](const std::string& pattern, const Word& option) {
        out += "        " + pattern + ") words=" + shell_quoted(joined(option.values)) + " ;;\n";
    });
    return out;
}

std::string bash(const std::vector<Entry>& all) {
    std::string out = "# bash completion of vpass\n_vpass_words() {\n    case $1 in\n";
    for (const Entry& entry : all) {
        out += "        " + shell_quoted(entry.path) + ") words='";
        for (const auto& [name, help] : entry.subcommands) out += name + " ";
        for (const Word& option : entry.options) out += option.names + " ";
        if (out.back() == ' ') out.pop_back();
        out += "' ;;\n";
    }
    return out + kEndOfCases + "_vpass_values() {\n    case $1 in\n" + bash_values(all) + kEndOfCases + kBash;
}

constexpr const char* kZsh = R"(_vpass() {
    local word at= subcommands options values
    for word in ${words[2,CURRENT-1]}; do
        _vpass_words "${at:+$at }$word" && at="${at:+$at }$word"
    done
    if _vpass_values "$at ${words[CURRENT-1]}"; then
        compadd -a values
        return
    fi
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
    out += kEndOfCases + std::string("_vpass_values() {\n    case $1 in\n");
    for_each_option_with_values(all, [&](const std::string& pattern, const Word& option) {
        out += "        " + pattern + ") values=(" + joined(option.values) + ") ;;\n";
    });
    return out + kEndOfCases + "_vpass \"$@\"\n";
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
            if (option.takes_value) out += " -r";
            if (!option.values.empty()) out += " -f -a " + shell_quoted(joined(option.values));
            out += " -d " + shell_quoted(option.help) + "\n";
        }
    }
    return out;
}

}  // namespace

std::string completions(const std::string& shell) {
    if (shell == "bash") return bash(entries());
    if (shell == "zsh") return zsh(entries());
    if (shell == "fish") return fish(entries());
    throw Error(Code::usage, "there are completions for bash, zsh and fish",
                "'vpass completions bash' prints those of bash");
}

}  // namespace vpass::tools
