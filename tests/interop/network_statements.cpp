// Prints what lists of WHO's trust network state, as hashes of their canonical N-Quads, for other people's
// libraries to agree with: the file, SHA-256 of the document's lines and of the proof's, or why there are
// none.
//
//   network_statements FILE…
#include <iostream>

#include "base/error.hpp"
#include "base/file.hpp"
#include "crypto/crypto.hpp"
#include "data/encoding.hpp"
#include "keys/gdhcn/statements.hpp"

int main(int argc, char** argv) {
    using namespace vpass;
    for (int i = 1; i < argc; ++i) {
        std::cout << argv[i];
        try {
            const Buffer text = read_file(argv[i], 64 << 20);
            const gdhcn::Statements statements = gdhcn::statements_of(json::check(as_text(text)));
            for (const std::string& lines : {statements.document, statements.options})
                std::cout << ' ' << hex_encode(sha256(as_bytes(lines)));
            std::cout << '\n';
        } catch (const Error& e) {
            std::cout << " refused: " << e.what() << '\n';
        }
    }
}
