#pragma once
// Lists every limit on hostile input. Exceeding one is an ordinary answer, never a crash.
#include <cstddef>

namespace vpass::limits {

constexpr std::size_t kLineBytes = 1 << 20;   // one record
constexpr std::size_t kJsonDepth = 64;        // nesting of a record
constexpr std::size_t kNoteBytes = 1 << 20;   // a signed note, such as a log's checkpoint
constexpr std::size_t kNoteSignatures = 100;  // of one note; readers must take 16 (C2SP signed-note)
constexpr std::size_t kCborDepth = 32;        // nesting of a CBOR payload
constexpr std::size_t kPassBytes = 64 << 10;  // text of one pass, all QR chunks together
constexpr std::size_t kInflatedBytes =
    64 << 10;  // a payload after decompression; the largest real ones need 5 KiB
constexpr std::size_t kStatusListBytes =
    128 << 20;  // a status list after decompression: a billion slots of one bit
constexpr std::size_t kRevocationFileBytes = 256 << 20;
constexpr std::size_t kSiteBytes = 1 << 30;         // of a published site, all files that are read together
constexpr std::size_t kTrustFileBytes = 128 << 20;  // 100,000 keys with their certificates
constexpr std::size_t kRevocationRules = 10'000;    // in one signed list
constexpr std::size_t kBatchBytes = 64 << 10;       // input handed to one worker at a time

constexpr std::size_t kPictureFileBytes = 64 << 20;
constexpr std::size_t kPicturePixels = 64 << 20;  // a page of A4 scanned at 600 dpi has 35 million
constexpr std::size_t kPictureSide = 32'767;
constexpr unsigned kPictureMilliseconds = 1500;    // of CPU time, to decode one and to look for codes
constexpr std::size_t kPictureMemory = 256 << 20;  // of the process that does so, its libraries included

constexpr std::size_t kRuleFileBytes = 16 << 20;  // a rule set or a value set
constexpr std::size_t kRuleDepth = 256;           // its nesting: rules are deeper than records
constexpr std::size_t kPathFragments = 256;       // of a data access; nothing lies deeper
constexpr std::size_t kRuleUnits =
    250'000;                               // of a policy (certlogic::Budget); all rules of the EU take 30,000
constexpr std::size_t kLogicIssues = 100;  // that are told of one expression
constexpr std::size_t kIssueBytes = 4096;  // of the expression that an issue shows
constexpr std::size_t kGateUnits =
    1'000'000;  // the rules in force at one place, counted each time they change
constexpr std::size_t kLogicSteps = 100'000;  // about one pass, all rules together; a value set of 10,000
                                              // codes takes 10,000

}  // namespace vpass::limits
