// Declares the functions of ZXing-cpp that qr_read.cpp calls. The library has no interface in C, so they are
// found by the names that the C++ ABI gives them, and a member function takes its object as the first
// argument.
#pragma once
#define ZX_USE_UTF8 1  // text() is std::string, as in later releases
#include <ZXing/ReadBarcode.h>

#include "base/lazy_library.hpp"

namespace vpass {

extern const LazyLibrary kZXing;
inline constinit const LazyFunction<ZXing::Results (*)(const ZXing::ImageView&, const ZXing::DecodeHints&)>
    sym_ReadBarcodes{kZXing, "_ZN5ZXing12ReadBarcodesERKNS_9ImageViewERKNS_11DecodeHintsE"};
inline constinit const LazyFunction<const ZXing::ByteArray& (*)(const ZXing::Result*)>  //
    sym_Result_bytes{kZXing, "_ZNK5ZXing6Result5bytesEv"};
inline constinit const LazyFunction<int (*)(const ZXing::Result*)>  //
    sym_Result_sequenceSize{kZXing, "_ZNK5ZXing6Result12sequenceSizeEv"};
inline constinit const LazyFunction<int (*)(const ZXing::Result*)>  //
    sym_Result_sequenceIndex{kZXing, "_ZNK5ZXing6Result13sequenceIndexEv"};
inline constinit const LazyFunction<std::string (*)(const ZXing::Result*)>  //
    sym_Result_sequenceId{kZXing, "_ZNK5ZXing6Result10sequenceIdB5cxx11Ev"};
inline constinit const LazyFunction<std::string (*)(const ZXing::Result*)>  //
    sym_Result_utf8{kZXing, "_ZNK5ZXing6Result4utf8B5cxx11Ev"};

}  // namespace vpass
