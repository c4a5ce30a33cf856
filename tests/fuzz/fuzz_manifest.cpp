// Fuzzes manifests. The first byte says whether the rest is a whole file, or claims that are then signed with
// our own key, so that the content from a dishonest publisher is reached as well.
#include "data/encoding.hpp"
#include "fuzz.hpp"
#include "site/manifest.hpp"

using namespace vpass;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const PrivateKey secret = PrivateKey::generate(Algorithm::ed25519);
    static const PublicKey key = secret.public_key();
    if (size < 1) return 0;
    std::string text(as_text(Bytes(data + 1, size - 1)));
    if (data[0] % 2) {
        text = base64_encode(as_bytes(R"({"alg":"EdDSA","typ":"vpass-manifest+jwt"})"), Base64::url) + '.' +
               base64_encode(as_bytes(text), Base64::url);
        Buffer signature;
        secret.sign(as_bytes(text), signature);
        text += '.' + base64_encode(signature, Base64::url);
    }
    fuzz::accepts([&] {
        const Manifest manifest = read_manifest(text, {&key, 1});
        for (const Manifest::File& file : manifest.files) {
            fuzz::demand(is_site_path(file.path), "a path inside the site");
            fuzz::demand(manifest.find(file.path) == &file, "a file is found");
        }
        fuzz::demand(read_manifest(write_manifest(manifest, secret), {&key, 1}) == manifest, "reads back");
    });
    return 0;
}
