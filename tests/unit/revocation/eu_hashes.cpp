#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <random>

#include "data/encoding.hpp"
#include "passes/verify.hpp"
#include "revocation/card_list.hpp"
#include "revocation/eu_hashes.hpp"
#include "support/list_fixture.hpp"
#include "support/vectors.hpp"

using namespace vpass;
using namespace vpass::test;

namespace {

RevocationHash number(std::uint64_t i) {
    RevocationHash out;
    const Sha256 hash = sha256(as_bytes(std::to_string(i)));
    std::copy_n(hash.begin(), out.size(), out.begin());
    return out;
}

Buffer hex(const std::string& text) {
    Buffer out;
    hex_decode(text, out);
    return out;
}

// Returns the passes that the hashes were computed from, by the id of their case.
std::map<std::string, std::string> passes() {
    std::map<std::string, std::string> out;
    for (const auto& item : line_vectors("eudcc/cases.ndjson")) {
        if (item["pass"].is_string()) out["eudcc:" + item["id"].get<std::string>()] = item["pass"];
    }
    return out;
}

TrustedKey signer_of(const Envelope& envelope) {
    return {envelope.issuer,
            envelope.kid,
            VerificationKey(PrivateKey::generate(Algorithm::es256).public_key()),
            {},
            0,
            ""};
}

}  // namespace

TEST_CASE("hashes of real passes match those of the EU's own tools", "[eu_revocation]") {
    const auto vectors = line_vectors("revocation/hashes.ndjson");
    if (vectors.empty()) return;
    const auto texts = passes();
    std::size_t checked = 0;
    for (const auto& vector : vectors) {
        const auto text = texts.find(vector["id"]);
        if (text == texts.end()) continue;
        INFO(vector["id"]);
        Envelope envelope;
        const std::string_view part = text->second;
        open_pass({&part, 1}, envelope);
        auto holds = [&](HashKind kind, const char* name) {
            for (const RevocationHash& hash : revocation_hashes(envelope, kind, {})) {
                if (hex_encode(hash) == vector[name]) return true;
            }
            return !vector.contains(name);
        };
        CHECK(holds(HashKind::uci, "UCI"));
        CHECK(holds(HashKind::country_uci, "COUNTRYCODEUCI_co"));
        CHECK(holds(HashKind::country_uci, "COUNTRYCODEUCI_iss"));
        CHECK(holds(HashKind::signature, "SIGNATURE"));

        // A batch for the pass's key revokes it; a batch of another country or another key does not.
        const TrustedKey signer = signer_of(envelope);
        if (signer.issuer.size() != 2 || signer.kid.size() != 8) continue;
        for (const char* name : {"UCI", "COUNTRYCODEUCI_co", "COUNTRYCODEUCI_iss", "SIGNATURE"}) {
            RevocationHash hash;
            const Buffer bytes = hex(vector[name]);
            std::copy(bytes.begin(), bytes.end(), hash.begin());
            const HashKind kind = *name == 'U'   ? HashKind::uci
                                  : *name == 'C' ? HashKind::country_uci
                                                 : HashKind::signature;
            auto answer = [&](const std::string& country, const std::string& kid) {
                RevokedHashes set;
                set.add(RevocationBatch{country, 0, kid, kind, {hash}});
                set.seal();
                return set.ask(envelope, signer, 0);
            };
            CHECK(answer(signer.issuer, signer.kid) == RevokedHashes::Status::revoked);
            CHECK(answer(signer.issuer, "") == RevokedHashes::Status::revoked);
            CHECK(answer("XX", signer.kid) == RevokedHashes::Status::not_covered);
            CHECK(answer(signer.issuer, "otherkid") == RevokedHashes::Status::not_covered);
        }
        ++checked;
    }
    CHECK(checked >= 300);
}

TEST_CASE("the other signature of an ECDSA pass has the same hash", "[eu_revocation]") {
    Buffer signature(64, 7);
    const RevocationHash hash = signature_hash(Algorithm::es256, signature);
    signature[40] ^= 1;
    CHECK(signature_hash(Algorithm::es256, signature) == hash);
    CHECK(signature_hash(Algorithm::ps256, signature) != hash);
    signature[3] ^= 1;
    CHECK(signature_hash(Algorithm::es256, signature) != hash);
    CHECK(signature_hash(Algorithm::es256, {}) == signature_hash(Algorithm::ps256, {}));
}

TEST_CASE("batches come back, at most a thousand entries a document", "[eu_revocation]") {
    for (const std::size_t count : {0, 1, 1000, 1001, 2500}) {
        RevocationBatch batch{"AT", 1'700'000'000, "12345678", HashKind::country_uci, {}};
        for (std::size_t i = 0; i < count; ++i) batch.hashes.push_back(number(i));
        const auto documents = write_revocation_batches(batch);
        CHECK(documents.size() == (count + 999) / 1000);
        std::vector<RevocationHash> back;
        for (const std::string& document : documents) {
            for (const RevocationBatch& read : read_revocation_batches(json::check(document))) {
                CHECK(read.country == "AT");
                CHECK(read.kid == batch.kid);
                CHECK(read.kind == batch.kind);
                CHECK(read.expires_at == batch.expires_at);
                back.insert(back.end(), read.hashes.begin(), read.hashes.end());
            }
        }
        CHECK(back == batch.hashes);
    }
    const RevocationBatch any{"AT", 0, "", HashKind::uci, {number(1)}};
    const std::string document = write_revocation_batches(any).at(0);
    CHECK(document.find("\"kid\":\"UNKNOWN_KID\"") != std::string::npos);
    CHECK(read_revocation_batches(json::check("[" + document + "," + document + "]")).size() == 2);
    CHECK(error_code([&] {
              write_revocation_batches({"at", 0, "", HashKind::uci, {number(1)}});
          }) == "bad-batch");
    CHECK(error_code([&] {
              write_revocation_batches({"AT", 0, "abc", HashKind::uci, {number(1)}});
          }) == "bad-batch");
}

TEST_CASE("batches that are none are refused", "[eu_revocation]") {
    auto code = [](const char* country, const char* expires, const char* kid, const char* kind,
                   const std::string& entries) {
        const std::string text = std::string(R"({"country":")") + country + R"(","expires":")" + expires +
                                 R"(","kid":")" + kid + R"(","hashType":")" + kind + R"(","entries":[)" +
                                 entries + "]}";
        return error_code([&] { read_revocation_batches(json::check(text)); });
    };
    const char* const time = "2022-11-01T00:00:00+01:00";
    const std::string entry = R"({"hash":"qmFhYWFhYWFhYWFhYWFhYQ=="})";
    CHECK(code("AT", time, "2Rk3X8HntrI=", "UCI", entry) == "none");
    CHECK(code("AT", time, "2Rk3X8HntrI", "UCI", entry) == "none");
    CHECK(code("AUT", time, "2Rk3X8HntrI=", "UCI", entry) == "bad-batch");
    CHECK(code("AT", "2022-11-01", "2Rk3X8HntrI=", "UCI", entry) == "bad-batch");
    CHECK(code("AT", time, "2Rk3X8Hn", "UCI", entry) == "bad-batch");
    CHECK(code("AT", time, "", "UCI", entry) == "bad-batch");
    CHECK(code("AT", time, "2Rk3X8HntrI=", "MD5", entry) == "bad-batch");
    CHECK(code("AT", time, "2Rk3X8HntrI=", "UCI", "") == "bad-batch");
    CHECK(code("AT", time, "2Rk3X8HntrI=", "UCI", R"({"hash":"qmFh"})") == "bad-batch");
    CHECK(code("AT", time, "2Rk3X8HntrI=", "UCI", R"({"hash":7})") == "bad-batch");
    std::string many = entry;
    for (int i = 0; i < 1000; ++i) many += "," + entry;
    CHECK(code("AT", time, "2Rk3X8HntrI=", "UCI", many) == "bad-batch");
    for (const char* text : {"{}", "[]", "[7]", "7", "null"}) {
        INFO(text);
        CHECK(error_code([&] { read_revocation_batches(json::check(text)); }) ==
              (std::string_view(text) == "[]" ? "none" : "bad-batch"));
    }
}

TEST_CASE("a set of hashes holds what was put in and nothing else", "[eu_revocation]") {
    for (const std::size_t count : {0, 1, 2, 1000, 4097}) {
        std::vector<RevocationHash> hashes;
        for (std::size_t i = 0; i < count; ++i) hashes.push_back(number(i));
        for (std::size_t i = 0; i < count / 3; ++i) hashes.push_back(number(i));  // twice
        const HashSet set(hashes);
        std::size_t found = 0;
        for (std::size_t i = 0; i < count + 1000; ++i) found += set.contains(number(i));
        CHECK(found == count);
        CHECK_FALSE(set.contains(number(count)));
    }
    // This list was made to crowd one bucket.
    std::vector<RevocationHash> crowd;
    for (std::uint64_t i = 0; i < 2000; ++i) {
        RevocationHash hash = number(i);
        std::fill_n(hash.begin(), 6, Byte{0xff});
        crowd.push_back(hash);
    }
    const HashSet set(crowd);
    for (const RevocationHash& hash : crowd) CHECK(set.contains(hash));
    CHECK_FALSE(set.contains(number(1)));
}

TEST_CASE("Bloom filter slices answer as the EU's filter does", "[eu_revocation]") {
    const auto vectors = line_vectors("revocation/eu-bloom.ndjson");
    if (vectors.empty()) return;
    for (const auto& vector : vectors) {
        INFO(vector["id"]);
        const BloomSlice slice = BloomSlice::read(hex(vector["serializedHex"]));
        for (std::size_t i = 0; i < vector["data"].size(); ++i) {
            const std::string element = vector["data"][i];
            CHECK(slice.may_contain(as_bytes(element)) == (vector["exists"][i] == 1));
        }
        std::size_t others = 0;
        for (int i = 100; i < 1100; ++i) others += slice.may_contain(as_bytes(std::to_string(i)));
        CHECK(others < 100);
    }
    const Buffer good = hex(vectors[0]["serializedHex"]);
    auto code = [](Bytes file) { return error_code([&] { BloomSlice::read(file); }); };
    CHECK(code(good) == "none");
    for (std::size_t length = 0; length < good.size(); ++length)
        CHECK(code(Bytes(good).first(length)) == "bad-slice");
    for (const std::size_t at : {1, 3, 16, 17, 18, 19}) {
        Buffer changed = good;
        changed[at] ^= 0x40;
        CHECK(code(changed) == "bad-slice");
    }
    for (const int questions : {0, 128, 255}) {
        Buffer changed = good;
        changed[2] = static_cast<Byte>(questions);
        CHECK(code(changed) == "bad-slice");
    }
}

TEST_CASE("a slice names passes of countries, and covers none", "[eu_revocation]") {
    const auto texts = passes();
    if (texts.empty()) return;
    Envelope envelope;
    const std::string_view part = texts.begin()->second;
    open_pass({&part, 1}, envelope);
    auto slice = [](Byte fill) {
        Buffer file = hex("0001010038d1b717000000010000000100000001");
        file.insert(file.end(), 4, fill);
        return BloomSlice::read(file);
    };
    RevokedHashes empty, full;
    empty.add(slice(0));
    full.add(slice(0xff));
    CHECK(empty.ask(envelope, signer_of(envelope), 0) == RevokedHashes::Status::not_covered);
    CHECK(full.ask(envelope, signer_of(envelope), 0) == RevokedHashes::Status::revoked);
    TrustedKey website = signer_of(envelope);
    website.issuer = "https://example.test";
    CHECK(full.ask(envelope, website, 0) == RevokedHashes::Status::not_covered);
}

TEST_CASE("a batch that has expired revokes, and no longer vouches", "[eu_revocation]") {
    Envelope envelope;
    envelope.issuer = "KR";
    envelope.algorithm = Algorithm::es256;
    envelope.signature.assign(64, 7);
    RevokedHashes set;
    set.add(RevocationBatch{
        "KR", 100, "", HashKind::signature, {signature_hash(Algorithm::es256, envelope.signature)}});
    set.seal();
    const TrustedKey signer = signer_of(envelope);
    CHECK(set.ask(envelope, signer, 99) == RevokedHashes::Status::revoked);
    CHECK(set.ask(envelope, signer, 100) == RevokedHashes::Status::revoked);
    envelope.signature.assign(64, 8);
    CHECK(set.ask(envelope, signer, 99) == RevokedHashes::Status::good);
    CHECK(set.ask(envelope, signer, 100) == RevokedHashes::Status::not_covered);
    std::vector<std::string> expired;
    set.expired(99, expired);
    CHECK(expired.empty());
    set.expired(100, expired);
    CHECK(expired.size() == 1);
}

TEST_CASE("a published card list is read and written", "[card_list]") {
    const auto vectors = json_vectors("revocation/shc_crl.json");
    if (vectors.is_null()) return;
    const std::string text = vectors["crl"].dump();
    const CardList list = read_card_list(json::check(text));
    CHECK(list.kid == "3Kfdg-XwP-7gXyywtUfUADwBumDOPKMQx-iELL11W9s");
    CHECK(list.counter == 1);
    REQUIRE(list.entries.size() == 4);
    CHECK(list.entries[0].rid == "vwAjHdarZuc");
    CHECK(list.entries[0].before == 1'664'492'124);
    CHECK_FALSE(list.entries[1].before.has_value());
    CHECK(nlohmann::json::parse(write_card_list(list)) == nlohmann::json::parse(text));
}

TEST_CASE("an entry of a card list that cannot be read refuses the list", "[card_list]") {
    const auto list = [](const std::string& entry) {
        return R"({"kid":"k","method":"rid","rids":["a",)" + entry + "]}";
    };
    for (const char* entry : {"\"b.1x\"", "\"c.\"", "7", "\"\"", "\".5\"", "\"d.1.\"", "\"d.1.x\"",
                              "\"d.1.5.5\"", "\"d.99999999999999999999\"", "null"}) {
        INFO(entry);
        CHECK(error_code([&] { read_card_list(json::check(list(entry))); }) == "bad-list");
    }
    try {
        read_card_list(json::check(list("\"b.1x\"")));
    } catch (const Error& e) {
        CHECK(std::string(e.what()).find("entry 2 of the key k") != std::string::npos);
    }
    // A time may have a fraction, and an identifier outside the alphabet names the cards that have exactly
    // the same one.
    const std::string odd = list(R"("b.7.0","c.7.25","d.-5","e f==","aaaaaaaaaaaaaaaaaaaaaaaaa")");
    const CardList read = read_card_list(json::check(odd));
    REQUIRE(read.entries.size() == 6);
    CHECK(read.entries[1].before == 7);
    CHECK(read.entries[2].before == 8);
    CHECK(read.entries[3].before == -5);
    CHECK(read.entries[4].rid == "e f==");
    for (const char* text : {"{}", R"({"kid":"k","rids":[]})", R"({"kid":"k","method":"rid"})",
                             R"({"method":"rid","rids":[]})", R"({"kid":"k","method":"x","rids":[]})"}) {
        CHECK(error_code([&] { read_card_list(json::check(text)); }) == "bad-list");
    }
    CHECK(error_code([] { write_card_list({"k", 1, {{"not a rid", {}}}}); }) == "bad-list");
}
