#include "log/note_keys.hpp"

#include <algorithm>
#include <filesystem>

#include "base/error.hpp"

namespace vpass {

std::vector<NoteKey> read_note_keys(std::span<const std::string> names,
                                    const std::function<std::string(const std::string& file)>& read) {
    std::vector<NoteKey> keys;
    for (const std::string& name : names) {
        std::error_code none;
        if (name.find('+') != std::string::npos && !std::filesystem::exists(name, none)) {
            keys.push_back(NoteKey::parse(name));
            continue;
        }
        const std::string content = read(name);
        const std::size_t before = keys.size();
        for (std::string_view text = content; !text.empty();) {
            std::string_view line = text.substr(0, text.find('\n'));
            text.remove_prefix(std::min(text.size(), line.size() + 1));
            if (line.ends_with('\r')) line.remove_suffix(1);
            if (!line.empty()) keys.push_back(NoteKey::parse(line));
        }
        if (keys.size() == before) throw Error(Code::bad_key, name + " holds no key");
    }
    return keys;
}

}  // namespace vpass
