// Explains a pass in words, layer by layer: what `inspect --human` writes.
#include "base/limits.hpp"
#include "human.hpp"
#include "passes/sheet/words.hpp"

namespace vpass::tools {
namespace {

std::string text_of(json::Value value) {
    return value.is(json::Type::string) ? value.string() : std::string(value.raw());
}

// ", WORDS VALUE" where there is a value.
std::string with(std::string_view words, json::Value value) {
    return value ? ", " + std::string(words) + " " + text_of(value) : "";
}

std::string listed(json::Value array) {
    std::string out;
    for (const json::Value& element : array.elements()) out += (out.empty() ? "" : ", ") + text_of(element);
    return out;
}

std::string signature_in_words(json::Value layer) {
    return "; its signature of " + text_of(layer["signature_bytes"]) + " bytes was not checked";
}

// A layer's name in the record, and how it is told.
struct Layer {
    std::string_view name, title;
    std::string (*words)(json::Value layer);
};
constexpr Layer kLayers[] = {
    {"qr", "QR codes",
     [](json::Value v) { return text_of(v["codes"]) + ", with " + listed(v["characters"]) + " characters"; }},
    {"base45", "text", [](json::Value v) { return "Base45, " + text_of(v["characters"]) + " characters"; }},
    {"base32", "text", [](json::Value v) { return "Base32, " + text_of(v["characters"]) + " characters"; }},
    {"canonical", "text",
     [](json::Value v) { return "canonical JSON, of which " + text_of(v["bytes"]) + " bytes are signed"; }},
    {"zlib", "compression",
     [](json::Value v) {
         return "zlib, " + text_of(v["compressed_bytes"]) + " bytes unpack to " + text_of(v["bytes"]);
     }},
    {"cose", "envelope",
     [](json::Value v) {
         const auto is_protected = v["kid_protected"].boolean();
         std::string out = std::string("COSE_Sign1 ") +
                           (v["tagged"].boolean().value_or(false) ? "with" : "without") + " its tag" +
                           with("algorithm", v["alg"]) + with("key", v["kid"]);
         if (is_protected) out += *is_protected ? " (in the signed header)" : " (outside of what is signed)";
         return out + signature_in_words(v);
     }},
    {"jws", "envelope",
     [](json::Value v) {
         const json::Value header = v["header"];
         return "JWS of " + text_of(v["characters"]) + " characters" + with("algorithm", header["alg"]) +
                with("key", header["kid"]) + signature_in_words(v);
     }},
    {"sig", "seal", [](json::Value v) { return text_of(v["alg"]) + signature_in_words(v); }},
    {"certificate", "certificate",
     [](json::Value v) {
         return "it carries that of its signer" + with("country", v["country"]) +
                with("name", v["common_name"]) + with("key", v["kid"]) + with("valid from", v["not_before"]) +
                with("to", v["not_after"]) + "; it was not checked";
     }},
    {"deflate", "compression",
     [](json::Value v) {
         return "DEFLATE, " + text_of(v["compressed_bytes"]) + " bytes unpack to " + text_of(v["bytes"]);
     }},
    {"cwt", "claims",
     [](json::Value v) {
         std::string out = with("issuer", v["iss"]) + with("issued at", v["iat"]) +
                           with("valid from", v["nbf"]) + with("expires at", v["exp"]) +
                           with("identifier", v["cti"]) + with("slot of its status list", v["status_index"]) +
                           with("status list", v["status_uri"]);
         return out.empty() ? "neither an issuer nor a time" : out.substr(2);
     }},
    {"link", "link",
     [](json::Value v) {
         std::string out = "leads to a pass, and is not one" + with("at", v["url"]) +
                           with("label", v["label"]) + with("expires at", v["expires_at"]);
         return out + (v["passcode"].boolean().value_or(false) ? ", asks for a passcode" : "");
     }},
};

void put(std::string_view title, std::string_view text, std::string& out) {
    out.append("  ").append(title).append(": ").append(one_line(text)).append("\n");
}

void put_rows(const std::vector<Row>& rows, std::string& out) {
    for (const Row& row : rows) {
        out.append("    ").append(row.label.english).append(": ").append(one_line(row.value));
        if (!row.note.empty()) out.append(" (").append(one_line(row.note)).append(")");
        out += '\n';
    }
}

void put_content(const Inspection& inspection, TimeZone& zone, std::string& out) {
    const SheetWords words =
        sheet_words(inspection.envelope, {}, zone, [](std::string_view) { return true; });
    out += "  content, unverified:\n";
    put_rows(words.person, out);
    put_rows(words.event, out);
    put_rows(words.pass, out);
}

}  // namespace

void write_inspection_in_words(std::size_t line, PassText text, const Inspection& inspection, TimeZone& zone,
                               std::string& out) {
    std::string json;
    json::Writer w(json);
    w.begin_object();
    write_inspection(text, inspection, w);
    w.end_object();
    const json::Value answer = json::check(json, limits::kRuleDepth), layers = answer["layers"];
    out += "line " + std::to_string(line) + ": ";
    const std::string name = layers["format"].string();
    const Format* const format = find_format(name);
    out += format ? std::string(format->title) : name.empty() ? "not a known kind of pass" : one_line(name);
    if (layers["type"]) out += ", " + one_line(layers["type"].string());
    out += "; nothing of it is verified\n";
    for (const Layer& layer : kLayers) {
        if (const json::Value value = layers[layer.name]) put(layer.title, layer.words(value), out);
    }
    if (layers["payload"]) put_content(inspection, zone, out);
    bool found = false;
    for (const json::Value& finding : answer["findings"].elements()) {
        const std::string place = finding["pointer"].string();
        put(finding["level"].string(),
            finding["message"].string() + (place.empty() ? "" : ", at " + place) + " (" +
                finding["code"].string() + ")",
            out);
        found = true;
    }
    if (!found) put("findings", "none", out);
}

}  // namespace vpass::tools
