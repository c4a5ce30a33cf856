#pragma once
// Makes sure that one identifier belongs to one person: it knows what a ledger and the current run have
// signed under which id.
#include <optional>
#include <vector>

#include "data/record.hpp"
#include "formats/format.hpp"
#include "ledger/register/register.hpp"

namespace vpass {

// The name by which a payload is recognised when it comes again.
struct PayloadName {
    std::string id;  // the record's, else the payload's; may be empty, and then nothing is known of it
    std::string_view format;
    Sha256 content{};
    std::string record_id = {};            // the record's, for the register
    std::optional<std::int64_t> key = {};  // of the register, that is to sign it
};
PayloadName name_payload(const Format& format, const json::Value& payload, std::string id);

// The registry's name of a record: a text, or a number as it is written; empty when it has none.
std::string record_id_of(const Record& record);

// A KnownIds is for one thread at a time.
class KnownIds {
 public:
    explicit KnownIds(const std::filesystem::path& register_file);  // update_lookup() comes before

    enum class State { fresh, same, other };
    struct Known {
        State state = State::fresh;
        std::string where;  // " as entry 17", " in this run"
    };
    // Says for each payload whether the same payload, or another one, was signed in the same format under the
    // same id. The same payload under another key counts as fresh: a new key signs again what an old one
    // signed. The payloads that are asked about count as signed from here on.
    std::vector<Known> ask(std::span<const PayloadName> payloads);

    // Memory is limited: what the run has signed goes to the register's own table, update_lookup(), and is
    // then forgotten here.
    bool is_full() const { return used_ >= kMostOfRun; }
    void forget();

 private:
    static constexpr std::size_t kMostOfRun = 1 << 20;  // 32 MiB
    struct Signed {
        std::uint64_t id = 0, content = 0;  // starts of hashes; 0, 0 is free
    };
    Known in_register(const PayloadName& name, std::span<const RegisterPass> passes) const;
    State in_run(const PayloadName& name);
    void grow();

    Register rows_;
    bool is_empty_;
    std::vector<Signed> run_;  // open addressing
    std::size_t used_ = 0;
};

}  // namespace vpass
