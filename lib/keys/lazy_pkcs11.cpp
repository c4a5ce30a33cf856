// libp11 and p11-kit: each of the functions that pkcs11.cpp and what includes it call.
#include <libp11.h>
#include <p11-kit/pkcs11.h>
#include <p11-kit/uri.h>

#include "base/lazy_library.hpp"

namespace {
constexpr vpass::LateLibrary kP11{"libp11.so.3", "libp11-3"};
constexpr vpass::LateLibrary kP11Kit{"libp11-kit.so.0", "libp11-kit0"};
}  // namespace

LATE(kP11, PKCS11_CTX*, PKCS11_CTX_new, (), ())
LATE(kP11, void, PKCS11_CTX_free, (PKCS11_CTX * context), (context))
LATE(kP11, int, PKCS11_CTX_load, (PKCS11_CTX * context, const char* path), (context, path))
LATE(kP11, void, PKCS11_CTX_unload, (PKCS11_CTX * context), (context))
LATE(kP11, int, PKCS11_enumerate_slots, (PKCS11_CTX * context, PKCS11_SLOT** slots, unsigned* count),
     (context, slots, count))
LATE(kP11, void, PKCS11_release_all_slots, (PKCS11_CTX * context, PKCS11_SLOT* slots, unsigned count),
     (context, slots, count))
LATE(kP11, unsigned long, PKCS11_get_slotid_from_slot, (PKCS11_SLOT * slot), (slot))
LATE(kP11, int, PKCS11_is_logged_in, (PKCS11_SLOT * slot, int as_officer, int* result),
     (slot, as_officer, result))
LATE(kP11, int, PKCS11_login, (PKCS11_SLOT * slot, int as_officer, const char* pin), (slot, as_officer, pin))
LATE(kP11, int, PKCS11_enumerate_keys, (PKCS11_TOKEN * token, PKCS11_KEY** keys, unsigned* count),
     (token, keys, count))
LATE(kP11, EVP_PKEY*, PKCS11_get_private_key, (PKCS11_KEY * key), (key))

LATE(kP11Kit, P11KitUri*, p11_kit_uri_new, (), ())
LATE(kP11Kit, void, p11_kit_uri_free, (P11KitUri * uri), (uri))
LATE(kP11Kit, int, p11_kit_uri_parse, (const char* text, P11KitUriType type, P11KitUri* uri),
     (text, type, uri))
LATE(kP11Kit, int, p11_kit_uri_format, (P11KitUri * uri, P11KitUriType type, char** text), (uri, type, text))
LATE(kP11Kit, int, p11_kit_uri_any_unrecognized, (P11KitUri * uri), (uri))
LATE(kP11Kit, CK_ATTRIBUTE*, p11_kit_uri_get_attribute, (P11KitUri * uri, CK_ATTRIBUTE_TYPE type),
     (uri, type))
LATE(kP11Kit, int, p11_kit_uri_set_attribute, (P11KitUri * uri, CK_ATTRIBUTE* attribute), (uri, attribute))
LATE(kP11Kit, const char*, p11_kit_uri_get_module_name, (const P11KitUri* uri), (uri))
LATE(kP11Kit, const char*, p11_kit_uri_get_module_path, (const P11KitUri* uri), (uri))
LATE(kP11Kit, const char*, p11_kit_uri_get_pin_source, (const P11KitUri* uri), (uri))
LATE(kP11Kit, const char*, p11_kit_uri_get_pin_value, (const P11KitUri* uri), (uri))
LATE(kP11Kit, CK_SLOT_ID, p11_kit_uri_get_slot_id, (P11KitUri * uri), (uri))
LATE(kP11Kit, int, p11_kit_uri_match_module_info, (const P11KitUri* uri, const CK_INFO* info), (uri, info))
LATE(kP11Kit, int, p11_kit_uri_match_slot_info, (const P11KitUri* uri, const CK_SLOT_INFO* info), (uri, info))
LATE(kP11Kit, int, p11_kit_uri_match_token_info, (const P11KitUri* uri, const CK_TOKEN_INFO* info),
     (uri, info))
