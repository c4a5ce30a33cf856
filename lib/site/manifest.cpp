#include "site/manifest.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "crypto/jws.hpp"
#include "data/encoding.hpp"
#include "revocation/signed_list.hpp"

namespace vpass {
namespace {

constexpr std::size_t kMaxPath = 255;
constexpr UnixTime kEndOfTime = 253402300800;              // year 10000
constexpr std::int64_t kMaxExact = std::int64_t{1} << 53;  // what every JSON reader keeps exactly

[[noreturn]] void refuse(const std::string& what) {
    throw Error(Code::bad_manifest, "the manifest: " + what);
}

std::uint64_t read_number(const json::Value& object, const char* name, std::int64_t limit) {
    const auto number = object[name].integer();
    if (!number || *number < 0 || *number >= limit) refuse(std::string(name) + " is missing or not a number");
    return static_cast<std::uint64_t>(*number);
}

Sha256 read_hash(const json::Value& object) {
    Buffer bytes;
    hex_decode(object["sha256"].string(), bytes);
    Sha256 out;
    if (bytes.size() != out.size()) refuse("a sha256 is not 32 bytes long");
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
}

std::string read_path(const json::Value& object, const char* name) {
    std::string path = object[name].string();
    if (!is_site_path(path)) refuse(std::string(name) + " is not a path inside the site");
    return path;
}

void sort_files(Manifest& manifest) {
    std::ranges::sort(manifest.files, {}, &Manifest::File::path);
    const auto same = std::ranges::adjacent_find(manifest.files, {}, &Manifest::File::path);
    if (same != manifest.files.end()) refuse("a file is listed twice");
    if (manifest.find(kManifestName)) refuse("it lists itself");
}

Manifest read_claims(const json::Value& claims) {
    Manifest out;
    out.name = claims["iss"].string();
    if (out.name.empty()) refuse("iss is missing");
    out.sequence = read_number(claims, "sequence", kMaxExact);
    out.issued_at = static_cast<UnixTime>(read_number(claims, "iat", kEndOfTime));
    out.expires_at = static_cast<UnixTime>(read_number(claims, "exp", kEndOfTime));
    if (!claims["lists"].is(json::Type::array) || !claims["files"].is(json::Type::array))
        refuse("lists or files are missing");
    for (const json::Value list : claims["lists"].elements()) {
        out.lists.push_back({list["uri"].string(), read_path(list, "folder"),
                             read_number(list, "slots", kMaxExact), read_hash(list)});
        if (out.lists.back().uri.empty()) refuse("a list has no uri");
    }
    for (const json::Value file : claims["files"].elements())
        out.files.push_back({read_path(file, "path"), read_number(file, "size", kMaxExact), read_hash(file)});
    sort_files(out);
    return out;
}

std::string claims_of(const Manifest& manifest) {
    std::string out;
    json::Writer w(out);
    w.begin_object().text("iss", manifest.name);
    w.key("sequence").integer(manifest.sequence);
    w.key("iat").integer(manifest.issued_at).key("exp").integer(manifest.expires_at);
    w.key("lists").begin_array();
    for (const Manifest::List& list : manifest.lists) {
        w.begin_object().text("uri", list.uri).text("folder", list.folder);
        w.key("slots").integer(list.slots);
        w.text("sha256", hex_encode(list.hash)).end_object();
    }
    w.end_array().key("files").begin_array();
    for (const Manifest::File& file : manifest.files) {
        w.begin_object().text("path", file.path).key("size").integer(file.size);
        w.text("sha256", hex_encode(file.hash)).end_object();
    }
    w.end_array().end_object();
    return out;
}

}  // namespace

std::uint64_t claimed_sequence(std::string_view text) {
    try {
        const std::size_t first = text.find('.'), second = text.find('.', first + 1);
        if (second == std::string_view::npos) return 0;
        const Buffer claims = base64_decode(text.substr(first + 1, second - first - 1), Base64::url);
        return read_claims(json::check(as_text(claims))).sequence;
    } catch (const Error&) {
        return 0;
    }
}

const Manifest::File* Manifest::find(std::string_view path) const {
    const auto at = std::ranges::lower_bound(files, path, {}, &File::path);
    return at != files.end() && at->path == path ? &*at : nullptr;
}

bool is_site_path(std::string_view path) {
    if (path.empty() || path.size() > kMaxPath) return false;
    for (std::size_t start = 0; start <= path.size();) {
        const std::size_t end = std::min(path.find('/', start), path.size());
        const std::string_view name = path.substr(start, end - start);
        const bool plain = std::ranges::all_of(name, [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
                   c == '_' || c == '-';
        });
        if (!plain || name.empty() || name == "." || name == "..") return false;
        start = end + 1;
    }
    return true;
}

Manifest read_manifest(std::string_view text, std::span<const PublicKey> roots) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
    const jws::Compact parts = jws::split(text);
    Buffer header_bytes, signature, payload;
    const json::Value header = jws::read_header(parts.header, header_bytes);
    if (header["typ"].string() != kManifestType) refuse("its type is not " + std::string(kManifestType));
    const Algorithm algorithm = algorithm_from_name(header["alg"].string());
    base64_decode(parts.signature, Base64::url, signature);
    const bool good = std::ranges::any_of(roots, [&](const PublicKey& root) {
        return root.algorithm() == algorithm && root.verify(as_bytes(parts.signed_text), signature);
    });
    if (!good) throw Error(Code::bad_signature, "the manifest is not signed by the root key");
    base64_decode(parts.payload, Base64::url, payload);
    return read_claims(json::check(as_text(payload)));
}

std::string write_manifest(const Manifest& manifest, const PrivateKey& root) {
    Manifest sorted = manifest;
    sort_files(sorted);
    for (const Manifest::File& file : sorted.files) {
        if (!is_site_path(file.path)) refuse("this path cannot be published: " + file.path);
    }
    std::string header;
    json::Writer(header)
        .begin_object()
        .text("alg", algorithm_name(root.algorithm()))
        .text("typ", kManifestType)
        .end_object();
    std::string out = base64_encode(as_bytes(header), Base64::url) + '.' +
                      base64_encode(as_bytes(claims_of(sorted)), Base64::url);
    const Buffer signature = sign_checked(root, as_bytes(out));
    out += '.';
    base64_encode(signature, Base64::url, out);
    return out + '\n';
}

}  // namespace vpass
