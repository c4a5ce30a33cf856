#include "passes/link/link_secret.hpp"

#include <sys/stat.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/file.hpp"
#include "crypto/hkdf.hpp"
#include "crypto/jwe.hpp"
#include "data/encoding.hpp"

namespace vpass {
namespace {

constexpr std::string_view kPurpose = "vpass-link-v1";
constexpr std::string_view kMark = "vpass-link-secret-v1 ";
constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kFileBytes = 4096;

}  // namespace

LinkSecret::LinkSecret(Bytes secret) : extracted_(hkdf_extract(as_bytes(kPurpose), secret)) {}

// HKDF's extraction turns a secret of any form into a key of an HMAC. A token's key is one already, so the
// HMAC of the purpose under it is as good a key for the expansion.
LinkSecret LinkSecret::in_token(const std::string& uri, PinSource& pin, MissingKey missing) {
    return LinkSecret(token_hmac(uri, pin, as_bytes(kPurpose), missing));
}

void LinkSecret::note_token(const std::filesystem::path& path, const std::string& uri) {
    const std::string line = uri + '\n';
    if (!std::filesystem::exists(path)) return create_file(path, as_bytes(line), FileMode::secret);
    if (as_text(read_file(path, kFileBytes)) != line)
        throw Error(
            Code::bad_key, path.string() + " holds another secret of links",
            "with another secret every link has another name and key: leave --secret out, or move that "
            "file away");
}

LinkSecret LinkSecret::read(const std::filesystem::path& path, PinSource& pin) {
    const Buffer content = read_file(path, kFileBytes);
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & 077))
        throw Error(Code::bad_key, path.string() + " can be read by others than its owner",
                    "chmod 600 keeps it secret; if others may have read it, the links made from it are known "
                    "to them");
    std::string_view text = as_text(content);
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    if (is_pkcs11_uri(text)) return in_token(std::string(text), pin, MissingKey::refuse);
    Buffer secret;
    if (text.starts_with(kMark)) {
        try {
            base64_decode(text.substr(kMark.size()), Base64::url, secret);
        } catch (const Error&) {
            secret.clear();
        }
    }
    if (secret.size() != kSecretBytes)
        throw Error(Code::bad_key, path.string() + " does not hold a secret of links",
                    "put back a copy of it: a new secret gives every link another name and key");
    return LinkSecret(secret);
}

LinkSecret LinkSecret::read_or_make(const std::filesystem::path& path, PinSource& pin) {
    if (!std::filesystem::exists(path)) {
        Buffer secret(kSecretBytes);
        random_bytes(secret);
        const std::string text = std::string(kMark) + base64_encode(secret, Base64::url) + '\n';
        try {
            create_file(path, as_bytes(text), FileMode::secret);
        } catch (const Error& e) {
            if (e.code() != Code::exists) throw;  // another process was faster: its secret is the one
        }
    }
    return read(path, pin);
}

LinkKeys LinkSecret::keys(std::string_view identity) const {
    const auto expand = [&](std::string_view purpose) {
        std::string info(purpose);
        info += '\0';
        info += identity;
        return hkdf_expand(extracted_, as_bytes(info), jwe::kKeyBytes);
    };
    LinkKeys out;
    const Buffer name = expand("name");
    std::copy(name.begin(), name.end(), out.name.begin());
    out.key = expand("key");
    out.nonce = expand("nonce");
    return out;
}

}  // namespace vpass
