#pragma once
// Judges certificates by the rules of the network that they are for: which fields, keys and lifetimes an
// authority, a signer, and those who talk to its gateway must have.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "keys/trust_store.hpp"

namespace vpass {

// The purpose of a certificate.
enum class CertificateRole : unsigned { authority = 1, signer = 2, tls = 4, upload = 8, tls_authority = 16 };
std::string_view role_name(CertificateRole role);  // "SCA"

// The role by the network's list, else by the folder that the participant's template puts the file in (SCA,
// TLS, UP), else by what the certificate says.
CertificateRole role_of(const TrustedKey& key);

struct ProfileFinding {
    std::string_view code;  // "validity-too-long"
    bool is_error;
    std::string evidence;
};

// The names of all profiles: "gdhcn", "eu", "icao".
std::span<const std::string_view> profile_names();

// Returns what the rules of a profile object to. Throws Error "usage" for a profile that does not exist.
std::vector<ProfileFinding> check_profile(std::string_view profile, const Certificate& certificate,
                                          CertificateRole role, UnixTime at);

}  // namespace vpass
