#include "audit/revocations/site_revocations.hpp"

#include <algorithm>
#include <bit>

#include "base/error.hpp"
#include "keys/trust_store.hpp"
#include "revocation/list_files.hpp"

namespace vpass {
namespace {

class Reader {
 public:
    Reader(const Site& site, SiteRevocations& out) : site_(site), out_(out) {
        site.load_trust(trust_);
        RevocationLists lists(trust_);
        site.load_lists(lists);
        site.require_lists(revocation_set({}, std::move(lists)));
    }

    void read() {
        for (const Manifest::List& list : site_.manifest().lists) read_list(list);
        for (const Manifest::File& file : site_.manifest().files) {
            const std::string& path = file.path;
            if (path.starts_with(".well-known/crl/"))
                out_.cards.push_back({path, read_card_list(json::check(as_text(site_.file(path))))});
            else if (path.starts_with("status/eu/"))
                read_batches(path);
            else if (path.starts_with("status/rules/"))
                read_rule_list(path);
        }
        std::ranges::sort(out_.hashes, {}, &SiteRevocations::Hash::name);
    }

 private:
    [[noreturn]] void refuse(const std::string& reason, const std::string& hint) const {
        throw Error(Code::bad_site, "site " + site_.folder().string() + ": " + reason, hint);
    }

    Bytes require_file(const std::string& path) const {
        const Bytes content = site_.file(path);
        if (content.empty())
            refuse("it lacks the file " + path,
                   "audit a whole copy of what was published, not one that deltas kept up to date");
        return content;
    }

    void read_list(const Manifest::List& list) {
        const std::string compact = list.folder + '/' + compact_list_name(site_.manifest().sequence);
        const SignedList opened = SignedList::open(require_file(compact));
        const auto signer = find_list_signer(opened, trust_);
        const auto [sequence, slots, hash] = read_compact_list(opened, signer->key);
        if (opened.head().uri != list.uri || hash != list.hash)
            refuse(compact + " is not the list that the manifest names", {});
        std::vector<std::string> forms = {list.folder + "/list.cwt", list.folder + "/list.jwt"};
        for (const Manifest::File& file : site_.manifest().files) {
            if (file.path.starts_with(list.folder + "/delta-")) forms.push_back(file.path);
        }
        for (const std::string& path : forms) {
            SiteRevocations::Difference difference{path, {}, 0, {}};
            if (!site_.manifest().find(path))
                difference.problem = "the site does not have it";
            else
                compare_form(require_file(path), list, slots, *signer->identity, difference);
            if (!difference.problem.empty()) out_.differences.push_back(std::move(difference));
        }
        out_.lists[list.uri] = {list.folder, slots, signer->identity};
    }

    // Other readers than ours may read this form alone, so it has to be complete by itself.
    void compare_form(Bytes content, const Manifest::List& list, const StatusList& slots,
                      const KeyIdentity& owner, SiteRevocations::Difference& out) const {
        try {
            const SignedList form = SignedList::open(content);
            const auto signer = find_list_signer(form, trust_);
            if (!same_authority(*signer->identity, owner)) {
                out.problem = "a key of another issuer signed it";
            } else if (form.head().uri != list.uri) {
                out.problem = "it is a list of another name";
            } else if (is_delta(form)) {
                if (read_delta(form, signer->key).hash != list.hash) out.problem = "it leads to other slots";
            } else {
                const StatusList other = read_status_list(form, signer->key);
                if (other.hash() == list.hash) return;
                out.problem = "it holds other slots";
                compare_slots(slots, other, out);
            }
        } catch (const Error& e) {
            if (e.is_environment()) throw;
            out.problem = e.what();
        }
    }

    void read_batches(const std::string& path) {
        for (const RevocationBatch& batch : read_revocation_batches(json::check(as_text(site_.file(path))))) {
            for (const RevocationHash& hash : batch.hashes)
                out_.hashes.push_back({hash_name(batch.country, batch.kid, batch.kind, hash), path, hash});
        }
    }

    void read_rule_list(const std::string& path) {
        const SignedList list = SignedList::open(site_.file(path));
        const auto signer = find_list_signer(list, trust_);
        for (RevocationRule& rule : read_rules(list, signer->key).rules)
            out_.rules.push_back({path, signer->identity, std::move(rule)});
    }

    const Site& site_;
    SiteRevocations& out_;
    TrustStore trust_;
};

}  // namespace

SiteRevocations read_site_revocations(const Site& site) {
    SiteRevocations out;
    Reader(site, out).read();
    return out;
}

std::string hash_name(std::string_view country, std::string_view kid, HashKind kind,
                      const RevocationHash& hash) {
    std::string out(country);
    out += static_cast<char>('0' + static_cast<int>(kind));
    out += kid;
    out += '/';
    out += as_text(hash);
    return out;
}

void compare_slots(const StatusList& a, const StatusList& b, SiteRevocations::Difference& out) {
    if (a.bits() != b.bits()) return;
    const std::size_t bytes = std::max(a.raw().size(), b.raw().size());
    for (std::size_t i = 0; i < bytes; ++i) {
        const unsigned differ =
            (i < a.raw().size() ? a.raw()[i] : 0u) ^ (i < b.raw().size() ? b.raw()[i] : 0u);
        if (differ == 0) continue;
        if (!out.first) out.first = i * 8 + static_cast<std::size_t>(std::countr_zero(differ));
        out.slots += static_cast<std::uint64_t>(std::popcount(differ));
    }
}

}  // namespace vpass
