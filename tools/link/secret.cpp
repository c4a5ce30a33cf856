// Finds the secret of the links: in the ledger, in a file, or in a token.
#include <filesystem>

#include "ledger/ledger.hpp"
#include "link.hpp"

namespace vpass::tools {

LinkSecret load_link_secret(LinkOptions& options) {
    namespace fs = std::filesystem;
    if (!options.ledger.empty() && !Ledger::exists(options.ledger))
        throw Error(Code::no_ledger, options.ledger + " is not a ledger", "vpass sign --ledger makes one");
    const fs::path in_ledger = fs::path(options.ledger) / "link.secret";
    const MissingKey missing = options.dry_run ? MissingKey::refuse : MissingKey::make;
    if (is_pkcs11_uri(options.secret)) {
        const bool known = !options.ledger.empty() && fs::exists(in_ledger);
        if (known) LinkSecret::note_token(in_ledger, options.secret);
        // A key that the ledger knows and the token lacks is lost: a new one would rename every file.
        LinkSecret out =
            LinkSecret::in_token(options.secret, options.pin, known ? MissingKey::refuse : missing);
        if (!options.ledger.empty() && !options.dry_run) LinkSecret::note_token(in_ledger, options.secret);
        return out;
    }
    const fs::path path = options.secret.empty() ? in_ledger : fs::path(options.secret);
    if (!options.dry_run) return LinkSecret::read_or_make(path, options.pin);
    if (!fs::exists(path))
        throw Error(Code::io, "there is no secret yet, so no links either: " + path.string(),
                    "the first run without --dry-run makes it");
    return LinkSecret::read(path, options.pin);
}

}  // namespace vpass::tools
