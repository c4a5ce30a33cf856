#pragma once
// The list of all findings of `vpass audit`; vpass-audit(1) explains each.
#include "audit/finding.hpp"

namespace vpass::audit {

// log
inline constexpr FindingCode kCheckpoint{"checkpoint", true, "the checkpoint cannot be trusted"};
inline constexpr FindingCode kMissingFile{"missing-file", true, "a file of the log is missing or malformed"};
inline constexpr FindingCode kChangedEntry{"changed-entry", true,
                                           "an entry is not the one that the tree holds"};
inline constexpr FindingCode kAlteredTile{"altered-tile", true,
                                          "a tile does not fit what is below it, or above"};
inline constexpr FindingCode kWrongRoot{"wrong-root", true, "the whole does not yield the checkpoint's root"};
inline constexpr FindingCode kRewritten{"rewritten", true, "the log does not continue an earlier checkpoint"};
inline constexpr FindingCode kSplitView{"split-view", true, "two checkpoints of one size differ"};
inline constexpr FindingCode kUnknownEntry{"unknown-entry", true, "an entry is not one that vpass writes"};

// prove, check-proof, passes
inline constexpr FindingCode kBadProof{"bad-proof", true, "the proof does not hold"};
inline constexpr FindingCode kOtherPass{"other-pass", true, "the proof is not of this pass"};
inline constexpr FindingCode kUnlogged{"unlogged", true,
                                       "the signature is good, and the log does not hold it"};
inline constexpr FindingCode kNotGenuine{"not-genuine", false, "no good signature of a trusted key"};

// reconcile
inline constexpr FindingCode kUnregistered{"unregistered-entry", true, "the register has no row for it"};
inline constexpr FindingCode kWrongEntry{"wrong-entry", true,
                                         "it is not committed to what the register says"};
inline constexpr FindingCode kWrongPass{"wrong-pass", true,
                                        "the event is not about the pass that the register names"};
inline constexpr FindingCode kWrongSlot{"wrong-slot", true, "the register has another slot for it"};
inline constexpr FindingCode kSharedSlot{"shared-slot", true, "one slot belongs to several passes"};
inline constexpr FindingCode kWrongOperator{"wrong-operator", true, "the register names another operator"};
inline constexpr FindingCode kWrongTime{"wrong-time", true, "the register has another time for it"};
inline constexpr FindingCode kWrongReason{"wrong-reason", true, "the register has another reason"};
inline constexpr FindingCode kWrongSpan{"wrong-span", true, "the register has another span for the rule"};
inline constexpr FindingCode kWrongIssuedAt{"wrong-issued-at", true,
                                            "the register has another time of issue"};
inline constexpr FindingCode kWrongExpiresAt{"wrong-expires-at", true, "the register has another expiry"};
inline constexpr FindingCode kWrongFormat{"wrong-format", true, "the register has another format"};
inline constexpr FindingCode kWrongPublication{"wrong-publication", true,
                                               "the register does not have this publication"};
inline constexpr FindingCode kHalfErased{"half-erased", false, "its salt was erased and its hash was kept"};
inline constexpr FindingCode kErasedTwin{"erased-twin", true,
                                         "its salt was erased, and its hash is that of another pass"};
inline constexpr FindingCode kForgottenRevocation{"forgotten-revocation", true,
                                                  "it was revoked, and the register no longer says so"};
inline constexpr FindingCode kUnfoundedRevocation{"unfounded-revocation", true,
                                                  "the register says revoked, and no event did that"};
inline constexpr FindingCode kWrongSince{"wrong-since", true, "it was revoked at another time"};
inline constexpr FindingCode kDuplicateId{"duplicate-id", true,
                                          "one identifier on passes that say different things"};
inline constexpr FindingCode kPerhapsDuplicateId{
    "duplicate-id", false, "one identifier on several passes; what one says is not known"};
inline constexpr FindingCode kNoRecord{"no-record", true, "the registry has no record for this pass"};
inline constexpr FindingCode kDeletedRecord{"deleted-record", true,
                                            "the record was deleted after its pass was issued"};
inline constexpr FindingCode kNoPass{"no-pass", false, "the record has no pass"};
inline constexpr FindingCode kBadRecord{"bad-record", false, "the record has no identifier"};

// operators
inline constexpr FindingCode kNoOperator{"no-operator", true, "no operator is named"};
inline constexpr FindingCode kUnknownOperator{"unknown-operator", true,
                                              "the operator is not among the staff"};
inline constexpr FindingCode kDormantBurst{"dormant-burst", true, "a burst after long silence"};
inline constexpr FindingCode kBeyondStock{"beyond-stock", true, "more passes than doses"};
inline constexpr FindingCode kSharedOperator{"shared-operator", false,
                                             "more than one person uses the account"};
inline constexpr FindingCode kRate{"rate", false, "an hour far above the usual"};
inline constexpr FindingCode kOddHour{"odd-hour", false, "a burst at an hour that was never used before"};
inline constexpr FindingCode kBackdated{"backdated", false, "its time of issue is not when it was signed"};

// collateral
inline constexpr FindingCode kReissue{"reissue", false, "its holder needs a new pass"};

// revocations
inline constexpr FindingCode kRolledBack{"rolled-back", true, "what was published before is gone"};
inline constexpr FindingCode kNotPublished{"not-published", true, "it was revoked, and no list says so"};
inline constexpr FindingCode kPublishedOnly{"published-only", true,
                                            "a list names it, and the register had not revoked it"};
inline constexpr FindingCode kFormsDiffer{"forms-differ", true, "the forms of a list do not hold one set"};
inline constexpr FindingCode kLate{"late", false, "its revocation took long to be published"};

}  // namespace vpass::audit
