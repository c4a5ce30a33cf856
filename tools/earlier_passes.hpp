#pragma once
// Finds what an earlier run of `issue` made, by the records that it was made of, so that `issue --since`
// writes only what is new: either the output of those runs (issue's or sign's), or a ledger.
//
// Memory: 16 bytes a pass (with 12 % of room to grow), whatever the passes hold. What they say is read from
// where it is when a record comes again.
#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "formats/format.hpp"
#include "ledger/register/register.hpp"

namespace vpass::tools {

// By what a record is known when it comes again: what the registry calls it, else its id (a whole UVCI).
struct RecordName {
    std::string_view record_id, id;  // either may be empty
};

// The place of each pass, by 64 bits of a hash of its record's name.
class PassIndex {
 public:
    enum Mark : std::uint8_t { kMet = 1, kSame = 2, kOther = 4, kLapsed = 8 };
    struct Row {
        std::uint64_t token;
        std::uint64_t place;  // 56 bits; above them the marks
        std::uint64_t at() const { return now() & kPlace; }
        bool has(Mark mark) const { return now() >> kShift & mark; }

     private:
        std::uint64_t now() const { return __atomic_load_n(&place, __ATOMIC_RELAXED); }  // others mark it
    };
    static constexpr std::uint64_t kPlace = (1ULL << 56) - 1;
    static constexpr int kShift = 56;

    void add(std::uint64_t token, std::uint64_t place, unsigned marks);
    void seal();  // after the last add()
    std::span<Row> find(std::uint64_t token);
    static void mark(Row& row, unsigned marks);  // from any thread
    // All rows of one name together, the newest last.
    void each_name(const std::function<void(std::span<const Row>)>& visit) const;

 private:
    static constexpr int kBuckets = 4096;
    std::array<std::vector<Row>, kBuckets> buckets_;
};

// One earlier pass.
struct EarlierPass {
    std::string record_id, id;
    std::optional<UnixTime> expires_at;  // as far as it is known
    bool revoked = false;                // as far as it is known
    std::string payload;                 // of a file
    std::optional<Sha256> content;       // of a ledger: pass_content()
    std::string line;                    // the pass as a record that `revoke` takes

    bool is_of(const RecordName& name) const {
        return name.record_id.empty() ? id == name.id : record_id == name.record_id;
    }
};

// Reads earlier passes where they are; one a thread.
class EarlierReader {
 public:
    virtual ~EarlierReader() = default;
    virtual EarlierPass read(std::uint64_t place) = 0;
};

// A store of earlier passes.
class EarlierStore {
 public:
    virtual ~EarlierStore() = default;
    virtual void index(PassIndex& into) = 0;
    virtual std::unique_ptr<EarlierReader> reader() const = 0;
    virtual bool newest_only() const = 0;  // nobody knows what became of a record's passes before the last
};

class EarlierPasses {
 public:
    struct Plan {
        std::vector<std::string> paths;  // files, the newest last; or one ledger
        const Format* format = nullptr;
        UnixTime now = 0;
        UnixTime renew_before = 0;  // passes that expire earlier are made again
        unsigned jobs = 1;
    };
    // Throws Error for what cannot be read: what is missing there would be taken for new.
    explicit EarlierPasses(const Plan& plan);

    enum class State { fresh, changed, renewed, unchanged };
    // For one thread.
    class Asker {
     public:
        explicit Asker(EarlierPasses& of);
        // `payload` writes what the record says now under the id that it had.
        State ask(const RecordName& name, const std::function<std::string(const std::string& id)>& payload);
        void meet(const RecordName& name);  // the record is there, whatever is wrong with it

     private:
        State ask_by(const RecordName& name,
                     const std::function<std::string(const std::string& id)>& payload);
        EarlierPasses& of_;
        std::unique_ptr<EarlierReader> reader_;
    };

    // After all records were asked about: passes that say otherwise than their record now, and passes whose
    // record was not met. Those that have expired or are revoked are left out.
    using Visit = std::function<void(const EarlierPass& pass)>;
    void outdated(const Visit& visit) const;
    void vanished(const Visit& visit) const;
    void contradicted(const Visit& visit) const;  // by one of two records of the same name

 private:
    void visit(bool (*wanted)(const PassIndex::Row& row), const Visit& visit) const;
    Plan plan_;
    PassIndex index_;
    std::unique_ptr<EarlierStore> store_;
};

}  // namespace vpass::tools
