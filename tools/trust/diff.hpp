#pragma once
// Declares what the subcommands of vpass trust share, and `trust diff`, which has a file of its own.
#include "command.hpp"
#include "data/json.hpp"

namespace vpass::tools {

// The members of a record about a key.
void write_trusted_key(const TrustedKey& key, json::Writer& w);

std::string counted(std::size_t n, const char* noun, const std::string& plural);
std::string counted(std::size_t n, const char* noun);

// Which keys came, went and changed between two sets of trust files, a record each, by whom they speak for.
void write_trust_diff(const TrustStore& before, const TrustStore& after, Output& output);

// trust onboarding: a record a file. The exit code.
int judge_onboarding_files(const std::vector<std::string>& files, const std::string& anchor, UnixTime at,
                           Output& output);

}  // namespace vpass::tools
