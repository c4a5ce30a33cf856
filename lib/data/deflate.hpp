#pragma once
// Compresses and inflates DEFLATE with a cap on the output, so that a small text cannot fill the memory. HC1
// uses the zlib form (RFC 1950), SMART Health Cards use the raw form (RFC 1951).
#include "base/bytes.hpp"

namespace vpass {

enum class DeflateForm { zlib, raw };

// Replaces `out`; returns how many bytes of `in` the stream took, the rest is the caller's to judge. Throws
// Error "bad-deflate" when it is no such stream, is cut short or fails its checksum, and "too-large" when it
// inflates past `limit` bytes.
std::size_t inflate(Bytes in, DeflateForm form, std::size_t limit, Buffer& out);

// The effort that deflate() spends on a shorter result: none (it stores blocks), a little, or much for a file
// that is written once and fetched by many. `small` makes a status list a fifth shorter than `fast` and takes
// twenty times as long.
enum class DeflateEffort { none, fast, small };
void deflate(Bytes in, DeflateForm form, Buffer& out,
             DeflateEffort effort = DeflateEffort::fast);  // replaces `out`

}  // namespace vpass
