#pragma once
// The headers of the interface share this one.
//
// The names of the interface are in namespace vpass. All but the errors are defined in the inline namespace
// vpass::v0, which users do not write: the names that the linker sees then differ from those of another
// version of the interface, and from the library's own classes.

// Marks the names that the shared library exports.
#define VPASS_API __attribute__((visibility("default")))

#ifndef VPASS_INSIDE  // The library's own files see its classes in vpass and the interface in vpass::v0.
namespace vpass {
inline namespace v0 {}
}  // namespace vpass
#endif

namespace vpass::v0 {
struct Access;  // the library's own
}
