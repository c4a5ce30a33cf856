#include "formats/hcert/health_link.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "data/encoding.hpp"

namespace vpass::hcert {
namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::int64_t kLastSecond = 253'402'300'799;  // of the year 9999; beyond, it is milliseconds

struct Link {
    std::string url, key, flag, label;
    std::optional<std::int64_t> expires_at;
    Findings findings;

    bool is_good() const {
        return std::ranges::none_of(findings, [](const Finding& f) { return f.kind->refuses; });
    }
    void report(const FindingKind& kind) { findings.push_back({&kind, "/payload"}); }
};

Buffer decode(std::string_view text) {
    try {
        return base64_decode(text, Base64::url);
    } catch (const Error&) {  // not in that alphabet
        return {};
    }
}

void judge(Link& link) {
    if (link.url.empty() || decode(link.key).size() != kKeyBytes) return link.report(finding::kHealthLink);
    if (link.key.ends_with('=')) link.report(finding::kPaddedLink);
    if (!link.url.starts_with("https://")) link.report(finding::kLinkNotHttps);
    if (link.expires_at && *link.expires_at > kLastSecond) *link.expires_at /= 1000;
}

void read_text(std::string_view text, Link& out) {
    // A viewer's address may stand before the link.
    for (const std::string_view scheme : {"shlink:/", "vhlink:/"}) {
        const std::size_t at = text.find(scheme);
        if (at != 0 && (at == std::string_view::npos || text[at - 1] != '#')) continue;
        text.remove_prefix(at + scheme.size());
        if (text.starts_with('/')) {
            text.remove_prefix(1);
            out.report(finding::kTwoSlashes);
        }
        if (text.ends_with('=')) out.report(finding::kPaddedLink);
        const Buffer decoded = decode(text);
        try {
            const json::Value payload = json::check(as_text(decoded));
            out.url = payload["url"].string();
            out.key = payload["key"].string();
            out.flag = payload["flag"].string();
            out.label = payload["label"].string();
            out.expires_at = payload["exp"].integer();
        } catch (const Error&) {  // no JSON: it stays without an address
        }
        return judge(out);
    }
    out.report(finding::kHealthLink);
}

Link read_link(cbor::Value claim) {
    Link out;
    if (claim.is(cbor::Type::map) && !claim["u"]) {
        out.url = claim["url"].text();
        out.key = claim["key"].text();
        out.flag = claim["flag"].text();
        out.label = claim["label"].text();
        out.expires_at = claim["exp"].integer();
        judge(out);
    } else {
        read_text((claim.is(cbor::Type::map) ? claim["u"] : claim).text(), out);
    }
    return out;
}

std::vector<Link> read_links(cbor::Value document) {
    std::vector<Link> out;
    if (!document.is(cbor::Type::array)) {
        out.push_back(read_link(document));
    } else {
        for (const cbor::Value claim : document.elements()) out.push_back(read_link(claim));
    }
    return out;
}

// Returns "vhl.example.org" for "https://vhl.example.org:8443/List?code=folder".
std::string_view host_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
    url = url.substr(0, url.find_first_of("/?#\\"));
    url.remove_prefix(url.rfind('@') + 1);
    return url.substr(0, url.rfind(':'));
}

}  // namespace

void check_health_link(const Envelope& envelope, Findings& out) {
    const std::vector<Link> links = read_links(envelope.document);
    if (links.empty()) out.push_back({&finding::kHealthLink, "/payload"});
    for (const Link& link : links) {
        out.append(link.findings);
        if (link.expires_at && envelope.clock && *link.expires_at <= *envelope.clock)
            out.push_back({&finding::kLinkExpired, "/payload"});
    }
}

void write_health_link(const Envelope& envelope, json::Writer& out) {
    out.begin_object().key("links").begin_array();
    for (const Link& link : read_links(envelope.document)) {
        if (!link.is_good()) continue;
        out.begin_object()
            .text("sha256", hex_encode(sha256(as_bytes(link.url))))
            .text("host", host_of(link.url));
        if (!link.flag.empty()) out.text("flag", link.flag);
        if (link.expires_at) out.text("expires_at", format_rfc3339(std::min(*link.expires_at, kLastSecond)));
        out.end_object();
    }
    out.end_array().end_object();
}

}  // namespace vpass::hcert
