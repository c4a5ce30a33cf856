#pragma once
// DEFLATE with a cap on the output, so that a small text cannot fill the memory. zlib form (RFC 1950) for
// HC1, raw form (RFC 1951) for SMART Health Cards.
#include "base/bytes.hpp"

namespace vpass {

enum class DeflateForm { zlib, raw };

// Replaces `out`; returns how many bytes of `in` the stream took, the rest is the caller's to judge. Throws
// Error "bad-deflate" when it is no such stream, is cut short or fails its checksum, and "too-large" when it
// inflates past `limit` bytes.
std::size_t inflate(Bytes in, DeflateForm form, std::size_t limit, Buffer& out);

// How hard to look for something shorter: not at all (blocks that are stored), a little, or as for what is
// written once and fetched by many: `small` takes a fifth off a status list and twenty times as long.
enum class DeflateEffort { none, fast, small };
void deflate(Bytes in, DeflateForm form, Buffer& out,
             DeflateEffort effort = DeflateEffort::fast);  // replaces `out`

}  // namespace vpass
