#pragma once
// Derives from the events of a register when each thing was revoked, and when that was undone: what a
// publication at some moment has to name.
//
// Everything is read once, with some 100 bytes for each thing that was ever revoked. It belongs to one
// thread, as the register does.
#include <map>
#include <span>

#include "ledger/ledger.hpp"

namespace vpass {

// When a site was published. One that the register knows has its place among the entries. Of any other one
// only the time is known, and what happened in that very second may have come before it or after.
struct PublicationTime {
    UnixTime time = 0;
    std::optional<std::uint64_t> entry;
};

struct RevocationAct {
    std::uint64_t about = 0;  // which pass, row or rule
    std::uint64_t entry = 0;
    UnixTime time = 0;
    bool revokes = false;  // false: undoes
};

// Holds what the register says of one subject at a time.
struct StateAt {
    bool surely = false;                   // it has to be named
    bool possibly = false;                 // it may be named
    bool undone = false;                   // it was once restored
    const RevocationAct* begun = nullptr;  // what revoked it, the last time
};
using RevocationActs = std::span<const RevocationAct>;  // about one thing, in their order
StateAt revoked_then(RevocationActs acts, const PublicationTime& moment);

class RevocationHistory {
 public:
    // Something that was revoked at some time. The marks are for who goes through publications.
    struct RevokedItem {
        RevocationActs acts;
        bool is_named = false;                     // by the newest publication so far
        bool was_named = false;                    // by any
        const RevocationAct* published = nullptr;  // the last act that reached a publication
    };
    struct Pass : RevokedItem {
        std::uint64_t entry = 0;
        std::uint64_t slot = 0;
        bool has_rid = false;
    };
    struct Unregistered : RevokedItem {
        UnregisteredPass pass;
    };
    struct Rule : RevokedItem {
        std::int64_t key = 0;
        std::optional<UnixTime> from, to;
    };

    explicit RevocationHistory(const Register& rows);
    RevocationHistory(const RevocationHistory&) = delete;
    RevocationHistory& operator=(const RevocationHistory&) = delete;

    // The passes by key, in the order of slots. Passes without a slot are in no list.
    std::map<std::int64_t, std::vector<Pass>> passes;
    std::vector<Unregistered> unregistered;
    std::vector<Rule> rules;

    PublicationTime moment_of(const Sha256& manifest, UnixTime published_at) const;
    // The entry of the last publication before that moment; nothing when there was none.
    std::optional<std::uint64_t> publication_before(const PublicationTime& moment) const;

 private:
    struct Published {
        Sha256 manifest{};
        std::uint64_t entry = 0;
        UnixTime time = 0;
    };
    void read_events(const Register& rows);

    std::vector<RevocationAct> pass_acts_, unregistered_acts_, rule_acts_;
    std::vector<Published> published_;
};

}  // namespace vpass
