#pragma once
// The whole interface of vpass: issues, signs, verifies, revokes and audits health passes. vpass-library(3)
// has two complete programs.
//
// Errors. What goes wrong is thrown as vpass::Error, whose class says how far it reaches: `usage` for what
// the caller has named, `record` for one record, `environment` for the disk, a library or a token. A
// judgement, such as "this pass has expired", is a value and is never thrown. Running out of memory is
// std::bad_alloc. No function writes to the standard streams.
//
// Ownership. Objects own what they need: an object that was made of others keeps them alive, and no pointer
// or view that is passed in is used after the call. Copies of Trust, Revocations, Site, Policy, SigningKey,
// Verdict and Decision are cheap and share one immutable state, and a moved-from object stays usable.
//
// Threads. Immutable objects may be used by any number of threads at once. Verifier, Door, Signer, Ledger and
// Log belong to one thread at a time; to use several threads, make one object a thread out of the same
// immutable parts.
//
// Text is UTF-8. Payloads, claims and findings cross the interface as JSON text.
#include <vpass/error.hpp>
#include <vpass/inspect.hpp>
#include <vpass/issue.hpp>
#include <vpass/keys.hpp>
#include <vpass/ledger.hpp>
#include <vpass/log.hpp>
#include <vpass/policy.hpp>
#include <vpass/qr.hpp>
#include <vpass/revocation.hpp>
#include <vpass/sign.hpp>
#include <vpass/site.hpp>
#include <vpass/time.hpp>
#include <vpass/trust.hpp>
#include <vpass/verify.hpp>
