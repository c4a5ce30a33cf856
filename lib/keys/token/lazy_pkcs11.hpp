// Declares the functions of libp11 and p11-kit that token.cpp and its neighbours call.
#pragma once
#include <libp11.h>
#include <p11-kit/pkcs11.h>
#include <p11-kit/uri.h>

#include "base/lazy_library.hpp"

namespace vpass {

extern const LazyLibrary kP11;
VPASS_LAZY(kP11, PKCS11_CTX_new)
VPASS_LAZY(kP11, PKCS11_CTX_free)
VPASS_LAZY(kP11, PKCS11_CTX_load)
VPASS_LAZY(kP11, PKCS11_CTX_unload)
VPASS_LAZY(kP11, PKCS11_enumerate_slots)
VPASS_LAZY(kP11, PKCS11_release_all_slots)
VPASS_LAZY(kP11, PKCS11_get_slotid_from_slot)
VPASS_LAZY(kP11, PKCS11_is_logged_in)
VPASS_LAZY(kP11, PKCS11_login)
VPASS_LAZY(kP11, PKCS11_enumerate_keys)
VPASS_LAZY(kP11, PKCS11_get_private_key)

extern const LazyLibrary kP11Kit;
VPASS_LAZY(kP11Kit, p11_kit_uri_new)
VPASS_LAZY(kP11Kit, p11_kit_uri_free)
VPASS_LAZY(kP11Kit, p11_kit_uri_parse)
VPASS_LAZY(kP11Kit, p11_kit_uri_format)
VPASS_LAZY(kP11Kit, p11_kit_uri_any_unrecognized)
VPASS_LAZY(kP11Kit, p11_kit_uri_get_attribute)
VPASS_LAZY(kP11Kit, p11_kit_uri_set_attribute)
VPASS_LAZY(kP11Kit, p11_kit_uri_get_module_name)
VPASS_LAZY(kP11Kit, p11_kit_uri_get_module_path)
VPASS_LAZY(kP11Kit, p11_kit_uri_get_pin_source)
VPASS_LAZY(kP11Kit, p11_kit_uri_get_pin_value)
VPASS_LAZY(kP11Kit, p11_kit_uri_get_slot_id)
VPASS_LAZY(kP11Kit, p11_kit_uri_match_module_info)
VPASS_LAZY(kP11Kit, p11_kit_uri_match_slot_info)
VPASS_LAZY(kP11Kit, p11_kit_uri_match_token_info)

}  // namespace vpass
