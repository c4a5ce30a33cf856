#include "formats/summary.hpp"

#include "formats/format.hpp"

namespace vpass {

PassSummary summarize(const Envelope& envelope) {
    PassSummary out;
    // A pass that cannot be judged, such as one of an unknown issuer, can be read all the same.
    if (envelope.format && envelope.format->summarize) envelope.format->summarize(envelope, out);
    return out;
}

std::string written_name(const std::string& family, const std::string& given) {
    if (family.empty() || given.empty()) return family + given;
    constexpr unsigned char east_asian = 0xe3;  // what UTF-8 of U+3000 and above begins with, at least
    const bool family_first = static_cast<unsigned char>(family.front()) >= east_asian;
    return family_first ? family + ' ' + given : given + ' ' + family;
}

}  // namespace vpass
