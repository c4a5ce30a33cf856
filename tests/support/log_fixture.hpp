#pragma once
// Makes logs for tests: a signer whose key is the same on every run, and entries that tell their index.
#include "log/entry.hpp"
#include "log/log.hpp"

// Returns the signer whose Ed25519 seed is the SHA-256 of a text.
vpass::NoteSigner test_signer(const std::string& name, vpass::NoteKeyType type, std::string_view seed);
const vpass::NoteSigner& log_signer();
vpass::LogPolicy log_policy();

vpass::LogEntry::Encoded numbered_entry(std::uint64_t index);
// Adds the entries [log size, end).
void grow(vpass::LogWriter& log, std::uint64_t end);
void make_log(const std::filesystem::path& folder, std::uint64_t size);
