#pragma once
// The two halves of `vpass link`: passes into encrypted files and links (write.cpp), links into passes
// (open.cpp).
#include <mutex>
#include <unordered_set>

#include "command.hpp"
#include "passes/link/link_secret.hpp"

namespace vpass::tools {

struct LinkOptions {
    StreamOptions stream;
    ClockOption clock;
    std::string base;  // the URL that the folder of files has

    bool open = false;
    std::string files;     // the folder to read
    std::string contents;  // where decrypted files go

    std::string out;     // the folder to fill
    std::string ledger;  // whose secret and whose revocations count …
    std::string secret;  // … or a secret by itself: a file, or a key in a token
    PinSource pin;
    std::string by;  // the member that says whose passes go into one file
    std::string viewer;
    std::string label;
    std::string flags;
    std::string expires;
    bool manifest = false;
    bool no_zip = false;
    bool resume = false;
    bool dry_run = false;
    bool prune = false;
    std::string csv;
    std::vector<std::string> columns = {"id", "link"};
};

int open_links(const LinkOptions& options);
int write_links(LinkOptions& options);
LinkSecret load_link_secret(LinkOptions& options);  // makes it in the first run that is not a rehearsal

// Reads the input in batches that never end between two records of one value of `member`.
class GroupedLines : public Source {
 public:
    GroupedLines(std::unique_ptr<Source> lines, std::string member)
        : lines_(std::move(lines)), member_(std::move(member)) {}
    bool read(Batch& out) override;
    void stop() override { lines_->stop(); }

    // Returns true when the line begins another group of a value that had one before. Any thread may call it,
    // once the line was read.
    bool is_apart(std::size_t line) const;
    // Returns a record's value of that member, as text; nothing when it has none.
    static std::optional<std::string> value_of(std::string_view line, const std::string& member);

 private:
    struct HeldLine {
        std::size_t number;
        std::string text;
        bool too_long;
    };
    void judge(const HeldLine& line);

    std::unique_ptr<Source> lines_;
    std::string member_;
    std::vector<HeldLine> kept_;  // the lines of the last group so far
    std::size_t kept_bytes_ = 0;
    bool at_end_ = false;
    std::optional<std::string> value_;  // of the line that was judged last
    std::unordered_set<std::uint64_t> seen_;
    bool apart_ = false;
    mutable std::mutex mutex_;
    std::unordered_set<std::size_t> lines_apart_;
};

}  // namespace vpass::tools
