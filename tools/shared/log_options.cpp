#include "log_options.hpp"

#include "base/limits.hpp"
#include "log/note_keys.hpp"

namespace vpass::tools {

std::vector<NoteKey> read_note_keys(const std::vector<std::string>& names) {
    return vpass::read_note_keys(
        names, [](const std::string& file) { return read_text_file(file, limits::kNoteBytes); });
}

Argument* add_log_options(Arguments& app, LogOptions& options) {
    auto* key = app.add_option("--vkey", options.keys,
                               "trust checkpoints that this key of the log signed; may be repeated")
                    ->type_name("KEY|FILE")
                    ->one_each();
    auto* witness =
        app.add_option("--witness", options.witnesses, "a witness, whose cosignatures count; may be repeated")
            ->type_name("KEY|FILE")
            ->one_each();
    app.add_option("--quorum", options.quorum, "so many witnesses must have cosigned the checkpoint")
        ->type_name("N")
        ->needs(witness);
    return key;
}

LogPolicy LogOptions::policy() const {
    LogPolicy out{read_note_keys(keys), read_note_keys(witnesses), quorum};
    if (quorum > out.witnesses.size())
        throw Error(Code::usage,
                    "--quorum " + std::to_string(quorum) + " of " + std::to_string(out.witnesses.size()) +
                        " witnesses",
                    "name each of them with --witness");
    return out;
}

}  // namespace vpass::tools
