#include "keys/x509/plain_certificate.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "base/ascii.hpp"
#include "base/error.hpp"
#include "data/encoding.hpp"
#include "keys/x509/der.hpp"

namespace vpass {
namespace {

using der::Reader;
using der::Unusual;
using namespace std::string_view_literals;

// SubjectPublicKeyInfo of a point that is not compressed on P-256, up to its coordinates (RFC 5480 §2).
constexpr std::string_view kP256 =
    "\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00"
    "\x04"sv;
constexpr std::size_t kField = 32;

// Object identifiers, in DER without tag and length.
constexpr std::string_view kCountry = "\x55\x04\x06", kCommonName = "\x55\x04\x03", kUnit = "\x55\x04\x0b";
constexpr std::string_view kKeyIdentifier = "\x55\x1d\x0e", kKeyUsage = "\x55\x1d\x0f",
                           kAlternativeName = "\x55\x1d\x11", kConstraints = "\x55\x1d\x13",
                           kRevocationPoints = "\x55\x1d\x1f", kAuthorityKey = "\x55\x1d\x23",
                           kExtendedUsage = "\x55\x1d\x25";
// Extensions that say nothing about what a certificate may be used for: private key usage period, issuer
// alternative name, policies, authority information access, ICAO's document types.
constexpr std::string_view kSilent[] = {"\x55\x1d\x10"sv, "\x55\x1d\x12"sv, "\x55\x1d\x20"sv,
                                        "\x2b\x06\x01\x05\x05\x07\x01\x01"sv,
                                        "\x67\x81\x08\x01\x01\x06\x02"sv};

// AlgorithmIdentifier without parameters, or with NULL.
void skip_algorithm(Reader& in) {
    Reader algorithm = in.enter(der::kSequence);
    der::oid(algorithm.take(der::kOid));
    if (!algorithm.done() && !algorithm.take(der::kNull).empty()) throw Unusual();
    algorithm.end();
}

std::string_view name_text(Reader& in) {
    const Byte tag = in.tag();
    if (tag != der::kUtf8String && tag != der::kPrintableString && tag != der::kIa5String) throw Unusual();
    const std::string_view text = as_text(in.take(tag));
    const bool is_ascii = std::ranges::all_of(text, [](char c) { return c > 0; });
    const bool is_good =
        is_ascii || (tag == der::kUtf8String && is_utf8(text) && text.find('\0') == text.npos);
    if (text.empty() || !is_good) throw Unusual();
    return text;
}

// A Name of single attributes. `take` gets each attribute's type and value.
void read_name(Reader& in, const auto& take) {
    Reader name = in.enter(der::kSequence);
    if (name.done()) throw Unusual();
    while (!name.done()) {
        Reader set = name.enter(der::kSet);
        Reader attribute = set.enter(der::kSequence);
        const std::string_view type = der::oid(attribute.take(der::kOid));
        take(type, name_text(attribute));
        attribute.end();
        set.end();
    }
}
void skip_name(Reader& in) {
    read_name(in, [](std::string_view, std::string_view) {});
}

int number(std::string_view digits) {
    int out = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') throw Unusual();
        out = 10 * out + (c - '0');
    }
    return out;
}

// Times end with Z and have seconds (RFC 5280 §4.1.2.5).
UnixTime read_time(Reader& in) {
    const bool is_short = in.is_next(der::kUtcTime);
    std::string_view text = as_text(in.take(is_short ? der::kUtcTime : der::kGeneralizedTime));
    if (text.size() != (is_short ? 13U : 15U) || text.back() != 'Z') throw Unusual();
    int year = number(text.substr(0, is_short ? 2 : 4));
    if (is_short) year += year < 50 ? 2000 : 1900;
    text.remove_prefix(is_short ? 2 : 4);
    std::array<int, 5> parts;
    for (int& part : parts) {
        part = number(text.substr(0, 2));
        text.remove_prefix(2);
    }
    const auto [month, day, hour, minute, second] = parts;
    const std::chrono::year_month_day date(std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day)));
    if (!date.ok() || hour > 23 || minute > 59 || second > 59) throw Unusual();
    const auto days = std::chrono::sys_days(date).time_since_epoch().count();
    return ((static_cast<UnixTime>(days) * 24 + hour) * 60 + minute) * 60 + second;
}

// Calls `take` for each URI of GeneralNames; other kinds are skipped, or unusual.
void read_general_names(Reader names, const auto& take) {
    constexpr Byte kEmail = der::context(1, false), kHost = der::context(2, false),
                   kFolder = der::context(4, true), kUri = der::context(6, false);
    if (names.done()) throw Unusual();
    while (!names.done()) {
        if (names.is_next(kFolder)) {
            Reader folder = names.enter(kFolder);
            skip_name(folder);
            folder.end();
        } else if (names.is_next(kUri)) {
            take(as_text(names.take(kUri)));
        } else {
            names.take(names.is_next(kEmail) ? kEmail : kHost);
        }
    }
}

class Extensions {
 public:
    explicit Extensions(Certificate& out) : out_(out) {}

    void read(Reader in) {
        if (in.done()) throw Unusual();
        while (!in.done()) read_one(in.enter(der::kSequence));
        out_.is_ca = is_authority_ && (!has_usage_ || usage_ & kSignsCertificates);
        out_.may_sign = !has_usage_ || usage_ & kSigns;
    }

 private:
    static constexpr Byte kSigns = 0x80, kSignsCertificates = 0x04;  // RFC 5280 §4.2.1.3

    void read_one(Reader extension) {
        const std::string_view type = der::oid(extension.take(der::kOid));
        if (std::ranges::find(seen_, type) != seen_.end()) throw Unusual();
        seen_.push_back(type);
        if (extension.is_next(der::kBoolean)) {
            const Bytes critical = extension.take(der::kBoolean);
            if (critical.size() != 1 || critical[0] != 0xff) throw Unusual();
        }
        Reader value(extension.take(der::kOctetString));
        extension.end();
        if (std::ranges::find(kSilent, type) != std::end(kSilent)) return;
        read_value(type, value);
        value.end();
    }

    void read_value(std::string_view type, Reader& value) {
        if (type == kKeyIdentifier) {
            if (value.take(der::kOctetString).empty()) throw Unusual();
        } else if (type == kAuthorityKey) {
            skip_authority_key(value.enter(der::kSequence));
        } else if (type == kKeyUsage) {
            const Bytes bits = der::bits(value.take(der::kBitString));
            if (bits.empty() || bits.size() > 2 || (bits[0] == 0 && bits.back() == 0)) throw Unusual();
            has_usage_ = true;
            usage_ = bits[0];
        } else if (type == kConstraints) {
            read_constraints(value.enter(der::kSequence));
        } else if (type == kExtendedUsage) {
            Reader purposes = value.enter(der::kSequence);
            if (purposes.done()) throw Unusual();
            while (!purposes.done())
                out_.extended_key_usage.push_back(der::dotted(der::oid(purposes.take(der::kOid))));
        } else if (type == kAlternativeName) {
            read_general_names(value.enter(der::kSequence), [&](std::string_view uri) {
                if (is_uri_text(uri)) out_.san_uris.emplace_back(uri);
            });
        } else if (type == kRevocationPoints) {
            skip_revocation_points(value.enter(der::kSequence));
        } else {
            throw Unusual();
        }
    }

    static void skip_authority_key(Reader in) {
        constexpr Byte kIdentifier = der::context(0, false), kIssuer = der::context(1, true),
                       kSerial = der::context(2, false);
        if (in.is_next(kIdentifier) && in.take(kIdentifier).empty()) throw Unusual();
        if (in.is_next(kIssuer)) {
            read_general_names(in.enter(kIssuer), [](std::string_view) {});
            der::positive(in.take(kSerial));
        }
        in.end();
    }

    void read_constraints(Reader in) {
        if (in.is_next(der::kBoolean)) {
            const Bytes value = in.take(der::kBoolean);
            if (value.size() != 1 || value[0] != 0xff) throw Unusual();
            is_authority_ = true;
        }
        if (is_authority_ && in.is_next(der::kInteger) && der::positive(in.take(der::kInteger)).size() > 3)
            throw Unusual();
        in.end();
    }

    // Each point has one name in full, of URIs.
    static void skip_revocation_points(Reader in) {
        if (in.done()) throw Unusual();
        while (!in.done()) {
            Reader point = in.enter(der::kSequence);
            Reader name = point.enter(der::context(0, true));
            read_general_names(name.enter(der::context(0, true)), [](std::string_view) {});
            name.end();
            point.end();
        }
    }

    Certificate& out_;
    std::vector<std::string_view> seen_;
    bool is_authority_ = false, has_usage_ = false;
    Byte usage_ = 0;
};

PublicKey read_key(Reader& in) {
    const Bytes info = in.take_whole(der::kSequence);
    if (info.size() != kP256.size() + 2 * kField || !as_text(info).starts_with(kP256)) throw Unusual();
    const Bytes point = info.subspan(kP256.size());
    return PublicKey::from_ec_point("P-256", point.first(kField), point.subspan(kField));
}

void read_content(Reader in, Certificate& out) {
    Reader version = in.enter(der::context(0, true));
    if (as_text(version.take(der::kInteger)) != "\x02") throw Unusual();  // 3
    version.end();
    der::positive(in.take(der::kInteger));  // the serial number
    skip_algorithm(in);
    skip_name(in);
    Reader validity = in.enter(der::kSequence);
    out.not_before = read_time(validity);
    out.not_after = read_time(validity);
    validity.end();
    bool has_unit = false;
    read_name(in, [&](std::string_view type, std::string_view value) {
        if (type == kCountry && out.country.empty()) out.country = upper_case(value);
        if (type == kCommonName && out.common_name.empty()) out.common_name = value;
        if (type == kUnit && !has_unit) out.is_test = value == kTestUnit;
        has_unit = has_unit || type == kUnit;
    });
    out.key = read_key(in);
    Reader extensions = in.enter(der::context(3, true));
    Extensions(out).read(extensions.enter(der::kSequence));
    extensions.end();
    in.end();
}

}  // namespace

std::optional<Certificate> read_plain_certificate(Bytes der) {
    try {
        Reader file(der);
        Reader in = file.enter(der::kSequence);
        file.end();
        Certificate out;
        read_content(in.enter(der::kSequence), out);
        skip_algorithm(in);
        if (der::bits(in.take(der::kBitString)).empty()) throw Unusual();
        in.end();
        out.der.assign(der.begin(), der.end());
        out.fingerprint = sha256(der);
        return out;
    } catch (const Unusual&) {
        return {};
    } catch (const Error&) {  // the point is not on its curve
        return {};
    }
}

}  // namespace vpass
