#pragma once
// Makes the contents of a link's files from passes, and encrypts contents as files of few sizes.
#include <vector>

#include "formats/envelope.hpp"
#include "passes/link/link_file.hpp"
#include "passes/link/link_secret.hpp"

namespace vpass {

struct LinkContent {
    std::string_view type;                 // content_type::…
    std::string text;                      // JSON
    std::optional<UnixTime> last_updated;  // when the newest of its passes was issued
};

// The contents that one link leads to: SMART Health Cards in a content of their own type, passes of other
// formats in one of kPasses, resources of FHIR in one each. Each thread has its own object, which keeps its
// memory from link to link.
class LinkContents {
 public:
    void clear();
    // Throws as open_pass() for a pass that does not open, "unsupported" for one of a kind that is not read
    // here, and what `judge` throws, which sees the pass before it is added.
    using Judge = std::function<void(const Envelope&)>;
    void add(PassText pass, const Judge& judge = {});
    void add_fhir(std::string_view json);
    const std::vector<LinkContent>& finish();  // the contents in the order in which they began

    // Returns when the last of the passes expires; nothing when one never does.
    std::optional<UnixTime> expires_at() const { return never_expires_ ? std::nullopt : expires_at_; }
    // Returns the identifier of the pass that was added first; empty when it has none.
    const std::string& id() const { return id_; }

 private:
    LinkContent& content(std::string_view type);
    Envelope envelope_;
    std::vector<LinkContent> contents_;
    std::optional<UnixTime> expires_at_;
    bool never_expires_ = false;
    bool any_ = false;
    std::string id_;
};

// Appends the encrypted file of a content. The encrypted text has 1,024 bytes, or twice as many, and so on.
// Unless `zip` is false, it is deflated first when that saves a doubling. The same content always gives the
// same bytes, and no other content is ever encrypted with their nonce.
void seal_content(const LinkContent& content, const LinkKeys& keys, bool zip, std::string& out);

// Appends a manifest of contents, each in its encrypted form: {"files":[{"contentType":…,"embedded":…}]}.
void write_manifest(std::span<const LinkContent> contents, const LinkKeys& keys, bool zip, bool can_change,
                    std::string& out);

}  // namespace vpass
