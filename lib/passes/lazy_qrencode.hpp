// The functions of libqrencode that qr_encode.cpp calls.
#pragma once
#include <qrencode.h>

#include "base/lazy_library.hpp"

namespace vpass {

extern const LazyLibrary kQrencode;
VPASS_LAZY(kQrencode, QRinput_new2)
VPASS_LAZY(kQrencode, QRinput_append)
VPASS_LAZY(kQrencode, QRinput_free)
VPASS_LAZY(kQrencode, QRcode_encodeInput)
VPASS_LAZY(kQrencode, QRcode_free)

}  // namespace vpass
