#include "passes/inspect.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "passes/verify.hpp"

namespace vpass {
namespace {

constexpr std::string_view level_name(Level level) { return level == Level::error ? "error" : "warning"; }

void write_finding(std::string_view code, std::string_view level, std::string_view pointer,
                   std::string_view message, json::Writer& out) {
    out.begin_object()
        .text("code", code)
        .text("level", level)
        .text("pointer", pointer)
        .text("message", message)
        .end_object();
}

void inspect_link(std::string_view text, std::optional<UnixTime> at, Inspection& out) {
    const LinkRefusal refusal = read_link(text, out.link.emplace());
    out.failure_code = refusal.code;
    out.failure = refusal.text;
    out.findings = out.link->findings;
    if (at && out.link->has_expired(*at)) out.findings.push_back({&finding::kExpired, ""});
}

void write_if(std::string_view name, std::string_view value, json::Writer& out) {
    if (!value.empty()) out.text(name, value);
}

// The key is what keeps the file secret: only its presence is shown.
void write_link_layers(const Link& link, json::Writer& out) {
    out.text("format", link.scheme).text("type", "link").key("link").begin_object();
    write_if("viewer", link.viewer, out);
    write_if("url", link.url, out);
    if (!link.key.empty()) out.key("key_bytes").integer(link.key.size());
    write_if("label", link.label, out);
    out.text("flags", link.flags);
    out.key("long_term").boolean(link.has_flag('L'));
    out.key("passcode").boolean(link.needs_passcode());
    out.key("single_file").boolean(link.is_direct());
    if (link.expires_at) out.text("expires_at", format_rfc3339(*link.expires_at));
    out.key("version").integer(link.version).end_object();
}

}  // namespace

bool Inspection::has_errors() const {
    return !failure.empty() || std::any_of(findings.begin(), findings.end(),
                                           [](const Finding& f) { return f.kind->level == Level::error; });
}

void inspect(PassText text, const TrustStore& trust, const ValueSets& value_sets, std::optional<UnixTime> at,
             Inspection& out) {
    out.failure_code.clear();
    out.failure.clear();
    out.findings.clear();
    out.link.reset();
    Envelope& envelope = out.envelope;
    if (text.size() == 1 && !detect_format(text[0]) && is_link(text[0])) {
        envelope.clear();
        return inspect_link(text[0], at, out);
    }
    try {
        open_pass(text, envelope);
    } catch (const Error& e) {
        if (e.is_environment()) throw;
        out.failure_code = e.name();
        out.failure = e.what();
        return;
    }
    out.findings = envelope.findings;
    if (!envelope.unsupported.empty()) out.findings.push_back({&finding::kUnsupported, ""});
    if (envelope.bytes.empty()) return;  // a version whose layers are unknown
    envelope.clock = at;
    envelope.format->check_schema(envelope, value_sets, out.findings);
    if (at && envelope.not_before && *at < *envelope.not_before)
        out.findings.push_back({&finding::kNotYetValid, ""});
    if (at && envelope.has_expired(*at)) out.findings.push_back({&finding::kExpired, ""});
    const UnixTime clock = at ? *at : envelope.issued_at.value_or(0);
    for (const TrustedKey* signer : trust.with_kid(envelope.kid))
        check_signer(envelope, *signer, clock, out.findings);
}

void write_inspection(PassText text, const Inspection& inspection, json::Writer& out) {
    const Envelope& envelope = inspection.envelope;
    out.key("layers").begin_object().text("status", "unverified");
    if (inspection.link) {
        write_link_layers(*inspection.link, out);
    } else if (envelope.format) {
        out.text("format", envelope.format->name);
        if (inspection.failure.empty() && !envelope.bytes.empty()) {
            out.text("type", envelope.type);
            envelope.format->write_layers(text, envelope, out);
        }
    }
    out.end_object();
    out.key("findings").begin_array();
    if (!inspection.failure.empty())
        write_finding(inspection.failure_code, "error", "", inspection.failure, out);
    for (const Finding& finding : inspection.findings) {
        const std::string_view message =
            finding.kind == &finding::kUnsupported ? envelope.unsupported : finding.kind->text;
        write_finding(finding.kind->code, level_name(finding.kind->level), finding.pointer, message, out);
    }
    out.end_array();
}

}  // namespace vpass
