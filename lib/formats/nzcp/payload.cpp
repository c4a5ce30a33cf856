// Makes the `vc` of an NZ COVID Pass from a complete registry record: a name and a birth date. Its `id`
// becomes the token's identifier (spec/main.md, Mapping JTI <-> CTI) and is left out of the signed `vc`.
#include <algorithm>

#include "base/error.hpp"
#include "data/encoding.hpp"
#include "formats/names.hpp"
#include "formats/nzcp/nzcp.hpp"
#include "formats/registration.hpp"

namespace vpass::nzcp {
namespace {

// Two passes of one person have the same content, so the identifier is derived from the register's: a UUID of
// version 8 (RFC 9562 §5.8), which leads back to a person only for those who have the register.
Buffer uuid_of(std::string_view identifier) {
    const Sha256 hash = sha256(as_bytes(identifier));
    Buffer uuid(hash.begin(), hash.begin() + kUuid);
    uuid[6] = static_cast<Byte>((uuid[6] & 0x0f) | 0x80);
    uuid[8] = static_cast<Byte>((uuid[8] & 0x3f) | 0x80);
    return uuid;
}

}  // namespace

std::string uuid_urn(Bytes bytes) {
    std::string hex = hex_encode(bytes);
    for (const std::size_t at : {20, 16, 12, 8}) hex.insert(at, 1, '-');
    return "urn:uuid:" + hex;
}

Buffer parse_uuid_urn(std::string_view text) {
    Buffer out;
    std::string hex(text.substr(std::min<std::size_t>(9, text.size())));
    hex.erase(std::remove(hex.begin(), hex.end(), '-'), hex.end());
    if (hex.size() == 2 * kUuid && hex.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos)
        hex_decode(hex, out);
    if (out.size() != kUuid || text != uuid_urn(out))
        throw Error(Code::bad_payload,
                    "the id is not a UUID like urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
    return out;
}

void write_payload(const Registration& record, json::Writer& out) {
    require_covid(record, "an NZ COVID Pass");
    if (!parse_date(record.birth_date))
        throw Error(Code::bad_field, "birth_date: an NZ COVID Pass needs the whole date");
    std::string family = name_part(record.surname, record.passport_surname);
    std::string given = name_part(record.forename, record.passport_forename);
    if (given.empty()) given.swap(family);  // the given name is the one that must be there
    out.begin_object().text("id", uuid_urn(uuid_of(record.id)));
    out.key("@context").begin_array().string(kW3cContext).string(kNzcpContext).end_array();
    out.text("version", kVersion).key("type").begin_array();
    for (const std::string_view type : kTypes) out.string(type);
    out.end_array().key("credentialSubject").begin_object().text("givenName", given);
    if (!family.empty()) out.text("familyName", family);
    out.text("dob", record.birth_date).end_object().end_object();
}

}  // namespace vpass::nzcp
