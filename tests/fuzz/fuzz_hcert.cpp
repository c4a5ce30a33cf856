// A whole pass. Text goes to the verifier as it is; bytes that begin like a COSE_Sign1 are packed and encoded
// first; a CBOR map is taken as the claims of a pass that the trusted key signs, so that what lies behind the
// signature is reached too.
#include <functional>

#include "fuzz.hpp"
#include "vpass/cose.hpp"
#include "vpass/deflate.hpp"
#include "vpass/encoding.hpp"
#include "vpass/verify.hpp"

using namespace vpass;
using fuzz::accepts;
using fuzz::demand;

namespace {

struct World {
    World() {
        trust.add({"KR", "12345678", VerificationKey(key.public_key()), {}, 0, "fuzz"});
        context.trust = &trust;
        context.value_sets = &value_sets;
        context.at = 1639454400;
        cbor::Writer(header)
            .map(2)
            .integer(cose::kAlg)
            .integer(-7)
            .integer(cose::kKid)
            .bytes(as_bytes("12345678"));
    }
    PrivateKey key = PrivateKey::generate(Algorithm::es256);
    TrustStore trust;
    ValueSets value_sets;
    Context context;
    Buffer header;
};

const World& world() {
    static const World one;
    return one;
}

std::string pass_of(Bytes input) {
    if (input.empty() || input[0] < 0x80) return std::string(as_text(input));
    Buffer message(input.begin(), input.end()), packed;
    if (input[0] >> 5 == 5) {
        Buffer covered, signature;
        cose::signed_bytes(world().header, input, covered);
        world().key.sign(covered, signature);
        cose::encode_sign1(world().header, input, signature, message);
    }
    deflate(message, DeflateForm::zlib, packed);
    std::string text = "HC1:";
    base45_encode(packed, text);
    return text;
}

void demand_json(const std::function<void(json::Writer&)>& write) {
    std::string text;
    json::Writer writer(text);
    writer.begin_object();
    write(writer);
    writer.end_object();
    demand(accepts([&] { json::check(text); }), "what is shown is strict JSON");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string pass = pass_of({data, size});
    const std::string_view view = pass;
    const PassText text(&view, 1);
    static Verifier verifier(world().context);
    const Judgement& judgement = verifier.judge({&text, 1})[0];
    demand(judgement.verdict.reason != Reason::unchecked, "a verdict has a reason");
    demand_json([&](json::Writer& out) {
        out.key("verdict");
        write_verdict(judgement, out);
        if (!judgement.verdict.valid()) return;
        out.key("claims");
        judgement.envelope.format->write_claims(judgement.envelope, out);
    });

    Envelope envelope;
    if (!accepts([&] { open_pass(text, envelope); })) {
        demand(judgement.verdict.reason == Reason::malformed, "what does not open is malformed");
    } else if (envelope.unsupported.empty()) {
        Findings findings;
        envelope.format->check_schema(envelope, world().value_sets, findings);
        demand_json([&](json::Writer& out) { envelope.format->write_layers(text, envelope, out); });
    }
    return 0;
}
