#include "keys/token/lazy_pkcs11.hpp"

namespace vpass {

VPASS_LAZY_LIBRARY(kP11, "libp11.so.3", "libp11-3", "token", "suggested", "keys in a PKCS #11 token")
VPASS_LAZY_LIBRARY(kP11Kit, "libp11-kit.so.0", "libp11-kit0", "token", "suggested",
                   "keys in a PKCS #11 token")

}  // namespace vpass
