#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "support/authority.hpp"

using namespace vpass;
using test::encode;
using test::unhex;

namespace {

std::string code_of(Bytes bytes) {
    try {
        cose::parse_sign1(bytes);
    } catch (const Error& e) {
        return e.name();
    }
    return "ok";
}
std::string code_of(const char* hex) { return code_of(unhex(hex)); }

bool verifies(const char* message_hex, const char* x, const char* y) {
    const Buffer message = unhex(message_hex);
    const cose::Sign1 sign1 = cose::parse_sign1(message);
    Buffer covered;
    cose::signed_bytes(sign1.protected_header, sign1.payload, covered);
    return PublicKey::from_ec_point("P-256", unhex(x), unhex(y)).verify(covered, sign1.signature);
}

}  // namespace

TEST_CASE("cose: the signed message of RFC 9052 appendix C.2.1", "[cose]") {
    const char* hex =
        "d28443a10126a10442313154546869732069732074686520636f6e74656e742e58408eb33e4ca31d1c465ab05aac34cc6b23"
        "d58f"
        "ef5c083106c4d25a91aef0b0117e2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36";
    const Buffer bytes = unhex(hex);
    const cose::Sign1 message = cose::parse_sign1(bytes);
    CHECK(message.tagged);
    CHECK(message.header(cose::kAlg).integer() == -7);
    CHECK(as_text(message.header(cose::kKid).bytes()) == "11");
    CHECK(message.is_protected(cose::kAlg));
    CHECK_FALSE(message.is_protected(cose::kKid));
    CHECK(as_text(message.payload) == "This is the content.");
    CHECK(verifies(hex, "bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff",
                   "20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e"));
}

TEST_CASE("cose: the signed CWT of RFC 8392 appendix A.3", "[cose]") {
    const std::string hex =
        "d28443a10126a104524173796d6d657472696345434453413235365850a70175636f61703a2f2f61732e6578616d706c652e"
        "636f6d"
        "02656572696b77037818636f61703a2f2f6c696768742e6578616d706c652e636f6d041a5612aeb0051a5610d9f0061a5610"
        "d9f0"
        "07420b7158405427c1ff28d23fbad1f29c4c7c6a555e601d6fa29f9179bc3d7438bacaca5acd08c8d4d4f96131680c429a01"
        "f859"
        "51ecee743a52b9b63632c57209120e1c9e30";
    const char* x = "143329cce7868e416927599cf65a34f3ce2ffda55a7eca69ed8919a394d42f0f";
    const char* y = "60f7f1a780d8a783bfb7a2dd6b2796e8128dbbcef9d3d168db9529971a36e7b9";
    CHECK(verifies(hex.c_str(), x, y));
    CHECK(verifies(hex.substr(2).c_str(), x, y));                   // untagged
    CHECK(verifies(("d83d" + hex).c_str(), x, y));                  // as a tagged CWT, RFC 8392 section 6
    CHECK(verifies(("d9003dd812" + hex.substr(2)).c_str(), x, y));  // tags written longer than need be
    CHECK_FALSE(cose::parse_sign1(unhex(hex.substr(2))).tagged);
    CHECK(cose::parse_sign1(unhex("d83d" + hex)).tagged);
}

TEST_CASE("cose: refuses what is not a COSE_Sign1", "[cose]") {
    for (const char* bad : {"8340a04100",  // three
                            "8540a041004100"
                            "00",              // five
                            "84a0a041004100",  // protected header not wrapped
                            "844140a0f64100",  // detached payload
                            "8440404100"
                            "4100",                // unprotected header no map
                            "8440a0004100",        // payload an integer
                            "8440a0410000",        // signature an integer
                            "844180a041004100",    // protected header an array
                            "d18440a041004100",    // COSE_Mac0
                            "d8628440a041004100",  // COSE_Sign
                            "d2d28440a041004100",  // tag 18 twice
                            "d83dd83dd28440a041004100", "a0", "60", "00", "80", "d280"}) {
        CAPTURE(bad);
        CHECK(code_of(bad) == "bad-cose");
    }
    CHECK(code_of("8440a041004100") == "ok");    // an empty protected header, as RFC 9052 section 3 wants it
    CHECK(code_of("8441a0a041004100") == "ok");  // and as an encoded empty map
    CHECK(code_of("9f40a041004100ff") == "ok");
    CHECK(code_of("8445a201000100a041004100") == "duplicate-key");
    CHECK(code_of("8442a000a041004100") == "bad-cbor");  // bytes after the protected map
    CHECK(code_of("8440a04100410000") == "bad-cbor");    // bytes after the message
    CHECK(code_of("") == "bad-cbor");
}

TEST_CASE("cose: what is signed and encoded is what RFC 9052 section 4.4 says", "[cose]") {
    Buffer out;
    cose::signed_bytes(unhex("a10126"), as_bytes("hi"), out);
    CHECK(hex_encode(out) == "846a5369676e61747572653143a1012640426869");
    cose::encode_sign1(unhex("a10126"), as_bytes("hi"), unhex("0102"), out);
    CHECK(hex_encode(out) == "d28443a10126a0426869420102");
}

TEST_CASE("cose: the protected header wins over the unprotected one", "[cose]") {
    const Buffer inside = unhex("a2012604414a");
    const Buffer bytes = encode([&](cbor::Writer& w) {
        w.array(4).bytes(inside).map(2).integer(4).bytes(unhex("4b")).integer(33).bytes(unhex("30"));
        w.bytes({}).bytes({});
    });
    const cose::Sign1 message = cose::parse_sign1(bytes);
    CHECK(as_text(message.header(cose::kKid).bytes()) == "J");
    CHECK(message.header(cose::kX5Chain).bytes().size() == 1);
    CHECK_FALSE(message.is_protected(cose::kX5Chain));
}
