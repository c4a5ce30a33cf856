#include "passes/link/link_file.hpp"

#include "base/error.hpp"
#include "data/json.hpp"

namespace vpass {
namespace {

constexpr std::size_t kJsonDepth = 256;  // of a content: documents of FHIR are deeper than records

// RFC 7515 §4.1.10 lets "application/" be left out of a type that has no other slash.
std::string full_type(const std::string& type) {
    return type.empty() || type.find('/') != std::string::npos ? type : "application/" + type;
}

bool read_texts(json::Value list, std::vector<std::string>& out) {
    if (!list.is(json::Type::array)) return false;
    for (const json::Value text : list.elements()) {
        if (!text.is(json::Type::string)) return false;
        out.push_back(text.string());
    }
    return true;
}

LinkedFile open_file(std::string_view text, const std::string& listed_type, Bytes key) {
    LinkedFile out;
    jwe::Opened opened;
    out.refusal = jwe_refusal(jwe::open(text, key, kLinkContentBytes, opened));
    if (out.refusal) return out;
    // The key's holder wrote the type in the file itself, so that type counts.
    const std::string own = full_type(opened.content_type), listed = full_type(listed_type);
    out.content_type = own.empty() ? listed : own;
    out.types_differ = !own.empty() && !listed.empty() && own != listed;
    if (!passes_of_content(out.content_type, as_text(opened.content), out.passes)) {
        out.passes.clear();
        out.refusal = {"bad-content", "the file opens, but its content is not " + out.content_type};
        return out;
    }
    out.content = std::move(opened.content);
    return out;
}

LinkedFile refused(LinkRefusal refusal) {
    LinkedFile out;
    out.refusal = std::move(refusal);
    return out;
}

// Fetches a file; returns nothing when it is there.
LinkRefusal fetch_file(std::string_view url, const LinkFetch& fetch, Buffer& out) {
    try {
        if (fetch(url, out)) return {};
    } catch (const Error& e) {
        if (e.code() != Code::too_large) throw;
        return {"too-large", "the file is larger than " + std::to_string(kLinkFileBytes) + " bytes"};
    }
    return {"missing-file", "the file of the link is not there"};
}

LinkedFile open_listed(json::Value entry, Bytes key, const LinkFetch& fetch) {
    if (entry["status"].string() == "no-longer-valid")
        return refused({"expired", "the manifest says that the file is no longer valid"});
    const std::string type = entry["contentType"].string();
    if (const json::Value embedded = entry["embedded"]; embedded.is(json::Type::string))
        return open_file(embedded.string(), type, key);
    const json::Value location = entry["location"];
    if (!location.is(json::Type::string))
        return refused({"bad-manifest", "the manifest names neither a file nor its location"});
    Buffer text;
    if (LinkRefusal refusal = fetch_file(location.string(), fetch, text)) return refused(std::move(refusal));
    return open_file(as_text(text), type, key);
}

// Returns the manifest, or a missing value when the text is not one.
json::Value read_manifest(std::string_view text) {
    try {
        const json::Value manifest = json::check(text);
        if (manifest["files"].is(json::Type::array)) return manifest;
    } catch (const Error& e) {
        if (e.is_environment()) throw;
    }
    return {};
}

LinkRefusal open_manifest(std::string_view text, Bytes key, const LinkFetch& fetch,
                          std::vector<LinkedFile>& out) {
    const json::Value manifest = read_manifest(text);
    if (!manifest) return {"bad-manifest", "the manifest is not a JSON object with a list of files"};
    const json::Value files = manifest["files"];
    if (files.size() > kManifestFiles)
        return {"bad-manifest", "the manifest lists more than " + std::to_string(kManifestFiles) + " files"};
    for (const json::Value entry : files.elements()) out.push_back(open_listed(entry, key, fetch));
    return {};
}

}  // namespace

bool passes_of_content(std::string_view type, std::string_view content, std::vector<std::string>& out) {
    const bool cards = type == content_type::kCards, passes = type == content_type::kPasses;
    if (!cards && !passes && !type.empty()) return true;
    json::Value document;
    try {
        document = json::check(content, kJsonDepth);
    } catch (const Error& e) {
        if (e.is_environment()) throw;
        return type.empty();
    }
    if (passes) return read_texts(document["passes"], out);
    const json::Value credentials = document["verifiableCredential"];
    if (type.empty() && !credentials) return true;
    return read_texts(credentials, out);
}

LinkRefusal open_link(const Link& link, std::optional<UnixTime> at, const LinkFetch& fetch,
                      std::vector<LinkedFile>& out) {
    out.clear();
    if (at && link.has_expired(*at)) return {"expired", "the link has expired"};
    Buffer text;
    if (LinkRefusal refusal = fetch_file(link.url, fetch, text)) {
        if (refusal.code == "missing-file" && link.needs_passcode())
            return {"passcode-needed",
                    "the link asks for a passcode, which its server alone can check; files that were fetched "
                    "with "
                    "it open without"};
        return refusal;
    }
    // We also accept the file itself where the flag U was forgotten.
    const std::size_t start = as_text(text).find_first_not_of(" \t\r\n");
    const bool is_object = start != std::string_view::npos && text[start] == '{';
    if (!link.is_direct() && is_object)
        return open_manifest(as_text(text).substr(start), link.key, fetch, out);
    out.push_back(open_file(as_text(text), {}, link.key));
    return {};
}

}  // namespace vpass
