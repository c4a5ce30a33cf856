#include "passes/link/link.hpp"

#include <algorithm>
#include <cmath>

#include "base/ascii.hpp"
#include "base/error.hpp"
#include "base/limits.hpp"
#include "data/encoding.hpp"
#include "data/json.hpp"

namespace vpass {
namespace {

constexpr std::string_view kSpaces = " \t\r\n";
constexpr double kLastSecond = 253402300799;  // of the year 9999: larger numbers are of milliseconds
constexpr std::size_t kSchemeLetters = 6;

bool begins_link(std::string_view text) {
    const std::string start = lower_case(text.substr(0, kSchemeLetters + 2));
    return start == "shlink:/" || start == "vhlink:/";
}

// Returns where the link begins in a text: at its start, or after a '#' that follows the viewer's address.
std::size_t find_link(std::string_view text) {
    for (std::size_t at = 0; at != std::string_view::npos;) {
        if (begins_link(text.substr(at))) return at;
        at = text.find('#', at);
        if (at != std::string_view::npos) ++at;
    }
    return std::string_view::npos;
}

std::size_t characters(std::string_view text) {  // of UTF-8
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

void note(const FindingKind& kind, std::string_view pointer, Link& out) {
    out.findings.push_back({&kind, std::string(pointer)});
}

bool decode(std::string_view text, std::string_view pointer, Link& link, Buffer& out) {
    if (text.ends_with('=')) note(finding::kBase64Padding, pointer, link);
    try {
        base64_decode(text, Base64::url, out);
    } catch (const Error&) {
        return false;
    }
    return true;
}

// The expiry is a hint (SHL), so a mistake in it is not a reason to refuse the link.
void read_expiry(json::Value exp, Link& out) {
    if (!exp) return;
    double seconds = exp.number().value_or(-1);
    if (seconds > kLastSecond) {
        note(finding::kLinkMilliseconds, "/exp", out);
        seconds /= 1000;
    }
    if (seconds < 0 || seconds > kLastSecond) return note(finding::kBadExp, "/exp", out);
    out.expires_at = static_cast<UnixTime>(std::floor(seconds));
}

void judge_flags(Link& out) {
    const auto disorder =
        std::adjacent_find(out.flags.begin(), out.flags.end(), [](char a, char b) { return a >= b; });
    if (disorder != out.flags.end()) note(finding::kFlagOrder, "/flag", out);
    if (out.needs_passcode() && out.is_direct()) note(finding::kFlagConflict, "/flag", out);
}

LinkRefusal read_members(json::Value payload, Link& out) {
    // The label comes first: it is shown even when the rest cannot be read.
    for (const char* name : {"label", "url", "key", "flag"}) {
        if (const json::Value value = payload[name]; value && !value.is(json::Type::string))
            return {"bad-link", std::string("the link's ") + name + " is not a text"};
    }
    out.label = payload["label"].string();
    if (characters(out.label) > kLinkLabelCharacters) note(finding::kLabelLength, "/label", out);
    if (const json::Value version = payload["v"]) {
        const auto number = version.integer();
        if (!number || *number < 1) return {"bad-link", "the link's version is not a number from 1 on"};
        out.version = *number;
        if (out.version > 1)
            return {"unsupported-version",
                    "the link is of version " + std::to_string(out.version) + ", and 1 is what is known"};
    }
    read_expiry(payload["exp"], out);
    out.flags = payload["flag"].string();
    judge_flags(out);
    out.url = payload["url"].string();
    if (out.url.empty()) return {"bad-link", "the link names no url"};
    if (!lower_case(out.url).starts_with("https://")) note(finding::kUrlNotHttps, "/url", out);
    if (characters(out.url) > kLinkUrlCharacters) note(finding::kUrlLength, "/url", out);
    if (!payload["key"]) return {"bad-key", "the link has no key"};
    if (!decode(payload["key"].string(), "/key", out, out.key) || out.key.size() != jwe::kKeyBytes) {
        out.key.clear();
        return {"bad-key", "the link's key is not the base64url of 32 bytes"};
    }
    return {};
}

}  // namespace

LinkRefusal jwe_refusal(jwe::Fault fault) {
    constexpr std::string_view codes[] = {"",           "not-encrypted", "malformed", "bad-algorithm",
                                          "decryption", "bad-zip",       "too-large"};
    return {codes[static_cast<std::size_t>(fault)], std::string(jwe::fault_text(fault))};
}

bool is_link(std::string_view text) { return find_link(trimmed(text, kSpaces)) != std::string_view::npos; }

LinkRefusal read_link(std::string_view text, Link& out) {
    out = {};
    if (text.size() > limits::kPassBytes) return {"bad-link", "the text is too long for a link"};
    const std::string_view whole = trimmed(text, kSpaces);
    const std::size_t start = find_link(whole);
    if (start == std::string_view::npos) return {"bad-link", "the text holds no shlink:/ and no vhlink:/"};
    if (start) out.viewer = whole.substr(0, start - 1);
    if (whole.size() != text.size()) note(finding::kTrailingCharacters, "", out);
    std::string_view encoded = whole.substr(start);
    out.scheme = lower_case(encoded.substr(0, kSchemeLetters));
    const bool small = encoded.starts_with(out.scheme);
    encoded.remove_prefix(kSchemeLetters + 2);
    const bool one_slash = !encoded.starts_with('/');
    encoded.remove_prefix(one_slash ? 0 : 1);
    if (!small || !one_slash) note(finding::kLinkScheme, "", out);

    Buffer bytes;
    if (encoded.empty() || !decode(encoded, "", out, bytes))
        return {"bad-link", "what follows the link's scheme is not base64url"};
    json::Value payload;
    try {
        payload = json::check(as_text(bytes));
    } catch (const Error& e) {
        return {"bad-link", std::string("the link holds no JSON: ") + e.what()};
    }
    if (!payload.is(json::Type::object)) return {"bad-link", "the link holds no JSON object"};
    return read_members(payload, out);
}

std::string write_link(const Link& link) {
    if (characters(link.url) > kLinkUrlCharacters)
        throw Error(Code::usage,
                    "a link's url would be " + std::to_string(characters(link.url)) +
                        " characters long, and " + std::to_string(kLinkUrlCharacters) + " are allowed",
                    "take a shorter --base");
    if (characters(link.label) > kLinkLabelCharacters)
        throw Error(Code::usage, "a link's label has at most 80 characters");
    std::string payload;
    json::Writer w(payload);
    w.begin_object().text("url", link.url).text("key", base64_encode(link.key, Base64::url));
    if (link.expires_at) w.key("exp").integer(*link.expires_at);
    if (!link.flags.empty()) w.text("flag", link.flags);
    if (!link.label.empty()) w.text("label", link.label);
    w.end_object();
    std::string out = link.viewer.empty() ? std::string() : link.viewer + '#';
    out += link.scheme + ":/";
    base64_encode(as_bytes(payload), Base64::url, out);
    return out;
}

}  // namespace vpass
