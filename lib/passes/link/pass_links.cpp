#include "passes/link/pass_links.hpp"

#include "data/encoding.hpp"

namespace vpass {
namespace {

// A map of a link's members (IHE ITI-YY4) becomes the text that they would have been sent as.
std::string link_text(cbor::Value claim) {
    if (!claim.is(cbor::Type::map)) return std::string(claim.text());
    if (const cbor::Value text = claim["u"]) return std::string(text.text());
    std::string members;
    json::Writer out(members);
    cbor::to_json(claim, out);
    return "vhlink:/" + base64_encode(as_bytes(members), Base64::url);
}

}  // namespace

std::vector<std::string> links_of_pass(const Envelope& envelope) {
    std::vector<std::string> out;
    if (envelope.kind != Kind::health_link) return out;
    if (envelope.document.is(cbor::Type::array)) {
        for (const cbor::Value claim : envelope.document.elements()) out.push_back(link_text(claim));
    } else {
        out.push_back(link_text(envelope.document));
    }
    return out;
}

}  // namespace vpass
