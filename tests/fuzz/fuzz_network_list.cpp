// A list of WHO's trust network of any content: its statements, its proof, its keys.
#include <algorithm>

#include "data/encoding.hpp"
#include "fuzz.hpp"
#include "keys/gdhcn/statements.hpp"
#include "keys/trust_store.hpp"

using namespace vpass;
using fuzz::accepts;
using fuzz::demand;

namespace {

// Sorted, each once, each whole: a line cannot be smuggled in through a text.
void check_lines(std::string_view text, std::size_t most) {
    std::string_view last;
    std::size_t count = 0;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        demand(end != std::string_view::npos, "the last line ends as well");
        const std::string_view line = text.substr(0, end);
        demand(line.ends_with(" ."), "a line is a statement");
        demand(count++ == 0 || last < line, "lines are sorted, and none is repeated");
        last = line;
        text.remove_prefix(end + 1);
    }
    demand(count > 0 && count <= most, "there are as many statements as the document makes");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const PrivateKey key = PrivateKey::generate(Algorithm::es256);
    const std::string text(as_text({data, size}));
    accepts([&] {
        const json::Value list = json::check(text);
        const gdhcn::Statements statements = gdhcn::statements_of(list);
        check_lines(statements.document, 1 + 7 * list["verificationMethod"].size());
        check_lines(statements.options, 5);
    });
    TrustStore read, believed;
    accepts([&] { read.load_text(text, "list"); });
    for (const auto& known : read.keys())
        demand(static_cast<bool>(known->key.public_key()), "a key is a key");
    believed.demand({{{"", key.public_key()}}, true});
    demand(!accepts([&] { believed.load_text(text, "list"); }), "nobody has signed a list with this key");
    return 0;
}
