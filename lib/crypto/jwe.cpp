#include "crypto/jwe.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "crypto/openssl_handles.hpp"
#include "data/deflate.hpp"
#include "data/encoding.hpp"
#include "data/json.hpp"

namespace vpass::jwe {
namespace {

using CipherPtr = std::unique_ptr<EVP_CIPHER_CTX, Freer<EVP_CIPHER_CTX_free>>;

// Setting the cipher up once for each thread saves half of the time of a small file; each file sets its own
// key.
EVP_CIPHER_CTX* context() {
    static thread_local const CipherPtr own = [] {
        CipherPtr made(EVP_CIPHER_CTX_new());
        if (!made || EVP_CipherInit_ex(made.get(), EVP_aes_256_gcm(), nullptr, nullptr, nullptr, 1) != 1)
            fail_openssl("cannot set up AES-256-GCM");
        return made;
    }();
    return own.get();
}

void begin(Bytes key, Bytes nonce, std::string_view associated, bool encrypt) {
    int length = 0;
    if (EVP_CipherInit_ex(context(), nullptr, nullptr, key.data(), nonce.data(), encrypt) != 1 ||
        EVP_CipherUpdate(context(), nullptr, &length, as_bytes(associated).data(),
                         static_cast<int>(associated.size())) != 1)
        fail_openssl("cannot begin AES-256-GCM");
}

void run(Bytes in, Buffer& out) {
    out.resize(in.size());
    int length = 0;
    if (!in.empty() &&
        EVP_CipherUpdate(context(), out.data(), &length, in.data(), static_cast<int>(in.size())) != 1)
        fail_openssl("AES-256-GCM failed");
}

bool has_tag(Buffer tag) {
    Byte rest[16];
    int length = 0;
    if (EVP_CIPHER_CTX_ctrl(context(), EVP_CTRL_AEAD_SET_TAG, kTagBytes, tag.data()) != 1)
        fail_openssl("AES-256-GCM failed");
    return EVP_CipherFinal_ex(context(), rest, &length) == 1;
}

struct Parts {
    std::string_view header, encrypted_key, nonce, text, tag;
};

// Splits a text into five parts with a point between them.
bool split(std::string_view text, Parts& out) {
    std::string_view* const parts[] = {&out.header, &out.encrypted_key, &out.nonce, &out.text, &out.tag};
    for (std::string_view* part : parts) {
        const bool last = part == &out.tag;
        const std::size_t end = last ? text.size() : text.find('.');
        if (end == std::string_view::npos) return false;
        *part = text.substr(0, end);
        text.remove_prefix(last ? end : end + 1);
    }
    return out.tag.find('.') == std::string_view::npos;
}

// Returns why a text is not a JWE in compact form.
Fault other_kind(std::string_view text) {
    if (text.starts_with('{'))
        return text.find("\"ciphertext\"") == std::string_view::npos ? Fault::not_encrypted
                                                                     : Fault::malformed;
    const auto points = std::count(text.begin(), text.end(), '.');
    return points == 2 && text.starts_with("eyJ") ? Fault::not_encrypted : Fault::malformed;
}

Fault read_header(std::string_view encoded, Opened& out) {
    Buffer bytes;
    json::Value header;
    try {
        base64_decode(encoded, Base64::url, bytes);
        header = json::check(as_text(bytes));
    } catch (const Error&) {
        return Fault::malformed;
    }
    if (!header.is(json::Type::object)) return Fault::malformed;
    const json::Value zip = header["zip"];
    if (header["alg"].string() != "dir" || header["enc"].string() != "A256GCM" || header["crit"] ||
        (zip && zip.string() != "DEF"))
        return Fault::bad_algorithm;
    out.zipped = static_cast<bool>(zip);
    out.content_type = header["cty"].string();
    return Fault::none;
}

Fault decode(std::string_view text, Bytes key, std::size_t limit, Opened& out) {
    while (!text.empty() && std::string_view(" \t\r\n").find(text.back()) != std::string_view::npos)
        text.remove_suffix(1);
    Parts parts;
    if (!split(text, parts)) return other_kind(text);
    if (const Fault fault = read_header(parts.header, out); fault != Fault::none) return fault;
    if (text.find('=') != std::string_view::npos) return Fault::malformed;  // no part is padded
    Buffer nonce, sealed, tag;
    try {
        base64_decode(parts.nonce, Base64::url, nonce);
        base64_decode(parts.text, Base64::url, sealed);
        base64_decode(parts.tag, Base64::url, tag);
    } catch (const Error&) {
        return Fault::malformed;
    }
    if (!parts.encrypted_key.empty() || nonce.size() != kNonceBytes || tag.size() != kTagBytes)
        return Fault::malformed;
    if (!out.zipped && sealed.size() > limit) return Fault::too_large;
    Buffer plain;
    begin(key, nonce, parts.header, false);
    run(sealed, plain);
    if (!has_tag(std::move(tag))) return Fault::decryption;
    if (!out.zipped) {
        out.content = std::move(plain);
        return Fault::none;
    }
    try {
        if (inflate(plain, DeflateForm::raw, limit, out.content) != plain.size()) return Fault::bad_zip;
    } catch (const Error& e) {
        if (e.is_environment()) throw;
        return e.code() == Code::too_large ? Fault::too_large : Fault::bad_zip;
    }
    return Fault::none;
}

}  // namespace

Fault open(std::string_view text, Bytes key, std::size_t limit, Opened& out) {
    if (key.size() != kKeyBytes) throw Error(Code::bad_key, "the key of a JWE is not 32 bytes long");
    out = {};
    const Fault fault = decode(text, key, limit, out);
    if (fault != Fault::none) out.content.clear();
    return fault;
}

std::string_view fault_text(Fault fault) {
    switch (fault) {
        case Fault::none:
            return {};
        case Fault::not_encrypted:
            return "the file is not encrypted";
        case Fault::malformed:
            return "the file is not a JWE in compact form";
        case Fault::bad_algorithm:
            return "the file's header asks for an algorithm or an extension other than dir, A256GCM and DEF";
        case Fault::decryption:
            return "the file does not open with this key: it was altered, or encrypted with another key";
        case Fault::bad_zip:
            return "the file's content is not a DEFLATE stream, or it is damaged";
        case Fault::too_large:
            return "the file's content is too large";
    }
    return {};
}

void seal(Bytes text, bool zipped, std::string_view content_type, Bytes key, Bytes nonce, std::string& out) {
    if (key.size() != kKeyBytes || nonce.size() != kNonceBytes)
        throw Error(Code::bad_key, "a JWE needs a key of 32 bytes and a nonce of 12");
    std::string header;
    json::Writer w(header);
    w.begin_object().text("alg", "dir").text("enc", "A256GCM");
    if (!content_type.empty()) w.text("cty", content_type);
    if (zipped) w.text("zip", "DEF");
    w.end_object();
    const std::size_t start = out.size();
    base64_encode(as_bytes(header), Base64::url, out);
    Buffer sealed;
    begin(key, nonce, std::string_view(out).substr(start), true);
    run(text, sealed);
    std::array<Byte, kTagBytes> tag;
    int length = 0;
    if (EVP_CipherFinal_ex(context(), tag.data(), &length) != 1 ||
        EVP_CIPHER_CTX_ctrl(context(), EVP_CTRL_AEAD_GET_TAG, kTagBytes, tag.data()) != 1)
        fail_openssl("AES-256-GCM failed");
    out += "..";
    base64_encode(nonce, Base64::url, out);
    out += '.';
    base64_encode(sealed, Base64::url, out);
    out += '.';
    base64_encode(tag, Base64::url, out);
}

}  // namespace vpass::jwe
