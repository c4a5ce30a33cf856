#include "keys/pem.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "data/encoding.hpp"

namespace vpass {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ", kEnd = "-----END ", kDashes = "-----";
constexpr std::size_t kLongestLabel = 64;

// Returns the end of the line that holds `at`; a carriage return ends a line as well.
std::size_t line_end(std::string_view text, std::size_t at) {
    return std::min(text.find_first_of("\r\n", at), text.size());
}

// Returns the base64 characters of a block's lines, without blanks and the marks that mail programs and
// comments put in front of each line.
std::string unquoted(std::string_view lines) {
    std::string out;
    for (std::size_t at = 0; at < lines.size();) {
        const std::size_t end = line_end(lines, at);
        std::string_view line = lines.substr(at, end - at);
        line.remove_prefix(std::min(line.find_first_not_of(" \t>|#*"), line.size()));
        for (const char c : line) {
            if (c != ' ' && c != '\t') out += c;
        }
        at = end + 1;
    }
    return out;
}

// Reads the block whose label starts at `at`, and returns where the text goes on.
std::size_t read_block(std::string_view text, std::size_t at, PemBlock& out) {
    const std::size_t end_of_line = line_end(text, at);
    const std::size_t label_end = text.substr(0, end_of_line).find(kDashes, at);
    if (label_end == std::string_view::npos || label_end - at > kLongestLabel) {
        out.label = "(unreadable)";
        out.problem = "its first line does not end in -----";
        return end_of_line;
    }
    out.label = text.substr(at, label_end - at);
    const std::size_t body = label_end + kDashes.size();
    // The next line of dashes ends the block; when it does not belong to the block, something is missing.
    const std::size_t stop = std::min(text.find(kDashes, body), text.size());
    if (!text.substr(stop).starts_with(std::string(kEnd) + out.label + std::string(kDashes))) {
        out.problem = "its -----END line is missing";
        return stop;
    }
    try {
        out.der = base64_decode(unquoted(text.substr(body, stop - body)), Base64::standard);
    } catch (const Error& e) {
        out.problem = e.what();
    }
    return stop + kEnd.size();
}

}  // namespace

bool PemBlock::is_certificate() const {
    return label == "CERTIFICATE" || label == "X509 CERTIFICATE" || label == "TRUSTED CERTIFICATE";
}

std::vector<PemBlock> pem_blocks(std::string_view text) {
    std::vector<PemBlock> out;
    std::size_t line = 1, counted = 0;
    for (std::size_t at = text.find(kBegin); at != std::string_view::npos; at = text.find(kBegin, at)) {
        line += static_cast<std::size_t>(std::ranges::count(text.substr(counted, at - counted), '\n'));
        counted = at;
        PemBlock& block = out.emplace_back();
        block.line = line;
        at = read_block(text, at + kBegin.size(), block);
    }
    return out;
}

std::string to_pem(std::string_view label, Bytes der) {
    const std::string name(label), body = base64_encode(der, Base64::standard);
    std::string out = "-----BEGIN " + name + "-----\n";
    for (std::size_t i = 0; i < body.size(); i += 64) out += body.substr(i, 64) + '\n';
    return out + "-----END " + name + "-----\n";
}

}  // namespace vpass
