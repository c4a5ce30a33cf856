#pragma once
// The names of files in a log's folder besides tiles.
namespace vpass {
constexpr const char* kLogCheckpoint = "checkpoint";
constexpr const char* kLogVkey = "vkey";
constexpr const char* kLogLock = ".lock";  // held by the writer
}  // namespace vpass
