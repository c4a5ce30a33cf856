#pragma once
// The tests of the formats share these helpers: judging a pass, running a folder of third-party cases,
// flipping bits and making a pass of our own.
#include <string>
#include <vector>

#include "formats/registration.hpp"
#include "passes/verify.hpp"

namespace vpass::tests {

struct Judged {
    std::string reason;  // "ok", "bad-signature", …
    std::string detail;
    std::string claims;                 // JSON; only of a valid pass
    std::string layers;                 // JSON; of every pass that opens
    std::vector<std::string> findings;  // codes, those of the schema included; of every pass that opens
    std::string issuer, kid, id, type;
    bool found(const std::string& code) const;
};

class Judge {
 public:
    Judge() = default;
    Judge(const std::vector<std::string>& trust, const std::vector<std::string>& revoked,
          const std::string& at);
    Judged judge(const std::vector<std::string>& parts);
    Judged judge(const std::string& pass) { return judge(std::vector<std::string>{pass}); }

    TrustStore trust;
    RevocationSet revoked;
    std::optional<UnixTime> at;

 private:
    ValueSets value_sets_;
};

// Checks the verdict and the reason of every case in VPASS_VECTORS/<name>/cases.ndjson. Returns false, with a
// warning, when the folder is missing.
bool run_corpus(const std::string& name);

// A case of a corpus with its judge. `there` is false, with a warning, when the folder is missing.
struct Case {
    bool there = false;
    std::vector<std::string> parts;
    std::unique_ptr<Judge> judge;
};
Case load_case(const std::string& corpus, const std::string& id);

// Flips each bit of a valid pass in one part: the pass must be refused, or show the same claims.
void check_bit_flips(Judge& judge, const std::string& pass);

// Returns a complete registry record, the same at every call.
Registration registration(const std::string& type);

// A key with its certificate, and the passes that it signs.
class Signer {
 public:
    explicit Signer(const std::string& issuer, Algorithm algorithm = Algorithm::es256);
    std::string sign(const Format& format, const std::string& payload, const std::string& rid = {});
    void introduce(const Format& format, Judge& judge) const;  // from then on the judge trusts this signer
    UnixTime issued_at = 1639364400;                           // 2021-12-13T03:00:00Z
    UnixTime expires_at = 1670900400;

 private:
    std::string issuer_;
    PrivateKey key_;
    Certificate certificate_;
};

// Makes a pass of the record, checks that it is valid, and flips its bits; returns the pass.
std::string check_round_trip(const std::string& format, const std::string& issuer,
                             const Registration& record);

}  // namespace vpass::tests
