#include "passes/link/link_content.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "data/deflate.hpp"
#include "data/encoding.hpp"
#include "passes/verify.hpp"

namespace vpass {
namespace {

constexpr std::size_t kSmallestClass = 1024;

std::size_t class_of(std::size_t size) {
    std::size_t out = kSmallestClass;
    while (out < size) out *= 2;
    return out;
}

// Deflate blocks without content: a stored one of 5 bytes, and one of fixed codes followed by a stored one.
constexpr Byte kFive[] = {0x00, 0x00, 0x00, 0xff, 0xff};
constexpr Byte kSix[] = {0x02, 0x00, 0x00, 0x00, 0xff, 0xff};

// Puts empty blocks before a raw DEFLATE stream, up to the next class that they can fill.
void pad_deflated(Buffer& stream) {
    std::size_t sixes = 0, fives = 0;
    for (std::size_t target = class_of(stream.size());; target *= 2) {
        const std::size_t missing = target - stream.size();
        sixes = missing % 5;  // the remainder of six by five is one
        if (6 * sixes > missing) continue;
        fives = (missing - 6 * sixes) / 5;
        break;
    }
    Buffer out;
    out.reserve(stream.size() + 6 * sixes + 5 * fives);
    for (; sixes; --sixes) append(out, kSix);
    for (; fives; --fives) append(out, kFive);
    append(out, stream);
    stream = std::move(out);
}

// Returns a pass in the form in which health cards are filed: the JWS, whichever form its text has.
std::string jws_of(const Envelope& card) {
    std::string out(as_text(card.signed_bytes));
    out += '.';
    base64_encode(card.signature, Base64::url, out);
    return out;
}

}  // namespace

void LinkContents::clear() {
    contents_.clear();
    expires_at_.reset();
    never_expires_ = any_ = false;
    id_.clear();
}

LinkContent& LinkContents::content(std::string_view type) {
    if (type != content_type::kFhir) {
        for (LinkContent& content : contents_) {
            if (content.type == type) return content;
        }
    }
    contents_.push_back({type, {}, {}});
    return contents_.back();
}

void LinkContents::add(PassText pass, const Judge& judge) {
    open_pass(pass, envelope_);
    if (!envelope_.unsupported.empty()) throw Error(Code::unsupported, envelope_.unsupported);
    if (judge) judge(envelope_);
    const bool card = envelope_.format->name == "shc";
    LinkContent& to = content(card ? content_type::kCards : content_type::kPasses);
    json::Writer w(to.text);
    if (to.text.empty()) w.begin_object().key(card ? "verifiableCredential" : "passes").begin_array();
    if (card) {
        w.string(jws_of(envelope_));
    } else {
        for (const std::string_view part : pass) w.string(part);
    }
    if (!any_) id_ = envelope_.id;
    any_ = true;
    never_expires_ = never_expires_ || !envelope_.expires_at;
    if (envelope_.expires_at) expires_at_ = std::max(expires_at_.value_or(0), *envelope_.expires_at);
    const auto issued = envelope_.issued_at ? envelope_.issued_at : envelope_.not_before;
    if (issued) to.last_updated = std::max(to.last_updated.value_or(*issued), *issued);
}

void LinkContents::add_fhir(std::string_view json) {
    json::append_compact(content(content_type::kFhir).text, json);
    never_expires_ = any_ = true;
}

const std::vector<LinkContent>& LinkContents::finish() {
    for (LinkContent& content : contents_) {
        if (content.type != content_type::kFhir) json::Writer(content.text).end_array().end_object();
    }
    return contents_;
}

void seal_content(const LinkContent& content, const LinkKeys& keys, bool zip, std::string& out) {
    Buffer text(content.text.begin(), content.text.end());
    bool zipped = false;
    if (zip && class_of(text.size()) > kSmallestClass) {
        Buffer stream;
        deflate(text, DeflateForm::raw, stream);
        pad_deflated(stream);
        zipped = stream.size() < class_of(text.size());
        if (zipped) text = std::move(stream);
    }
    if (!zipped) text.resize(class_of(text.size()), ' ');  // JSON may end with spaces
    Buffer known = text;
    append(known, as_bytes(content.type));
    known.push_back(zipped);
    const Sha256 nonce = hmac_sha256(keys.nonce, known);
    jwe::seal(text, zipped, content.type, keys.key, Bytes(nonce).first(jwe::kNonceBytes), out);
}

void write_manifest(std::span<const LinkContent> contents, const LinkKeys& keys, bool zip, bool can_change,
                    std::string& out) {
    json::Writer w(out);
    w.begin_object().key("files").begin_array();
    std::string file;
    for (const LinkContent& content : contents) {
        file.clear();
        seal_content(content, keys, zip, file);
        w.begin_object().text("contentType", content.type).text("embedded", file);
        if (content.last_updated) w.text("lastUpdated", format_rfc3339(*content.last_updated));
        w.text("status", can_change ? "can-change" : "finalized").end_object();
    }
    w.end_array().end_object();
}

}  // namespace vpass
