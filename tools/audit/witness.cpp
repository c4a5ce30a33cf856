// vpass audit witness: cosigns a log's checkpoint when it continues the last one that this witness saw.
#include "log/witness.hpp"
#include "audit/finding_codes.hpp"
#include "base/limits.hpp"
#include "data/encoding.hpp"
#include "findings.hpp"
#include "ledger/ledger.hpp"
#include "log.hpp"
#include "log/log.hpp"
#include "shared/log_options.hpp"

namespace vpass::tools {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::string folder;
    std::string key;
    std::string state;
    std::vector<std::string> vkeys;
    std::vector<std::string> added;
    std::vector<std::string> witnesses;
    std::string output;
    ClockOption clock;
    bool quiet = false;
};

NoteSigner read_signer(const std::string& path) {
    std::string text = read_text_file(path, limits::kNoteBytes);
    if (text.ends_with('\n')) text.pop_back();
    NoteSigner signer = NoteSigner::parse(text);
    if (signer.key.type != NoteKeyType::cosignature)
        throw Error(Code::bad_key, path + " is not the key of a witness",
                    "'vpass key new --witness' makes one");
    return signer;
}

// Returns the checkpoint, and holds the log's lock when the cosignature goes into the log itself.
std::unique_ptr<LogHead> lock_head(const fs::path& folder, bool quiet) {
    try {
        return std::make_unique<LogHead>(folder, FileLock::When::now);
    } catch (const Error& e) {
        if (e.code() == Code::io)
            throw Error(e.code(), e.what(), "-o FILE writes the cosigned checkpoint elsewhere");
        if (e.code() != Code::locked) throw;
    }
    if (!quiet) message("", "waiting for the process that writes to the log " + folder.string());
    return std::make_unique<LogHead>(folder, FileLock::When::wait);
}

std::string size_of(const Checkpoint& head) { return counted(head.size, "entry", "entries"); }

class Witness {
 public:
    explicit Witness(const Options& options)
        : options_(options),
          folder_(log_folder(options.folder)),
          signer_(read_signer(options.key)),
          memory_(options.state),
          findings_({.output = "-", .quiet = options.quiet}) {}

    int run() {
        std::unique_ptr<LogHead> head;
        if (options_.output.empty()) head = lock_head(folder_, options_.quiet);
        const std::string note =
            head ? head->note() : read_text_file(folder_ / "checkpoint", limits::kNoteBytes);
        if (!may_cosign(note)) {
            if (seen_ && !options_.quiet)
                message("", "seen before: " + size_of(seen_->checkpoint) + " under the root " +
                                base64_encode(seen_->checkpoint.root, Base64::standard) + ", cosigned at " +
                                format_rfc3339(seen_->at));
            return findings_.close(origin_.empty() ? folder_.string() : origin_);
        }
        const UnixTime at = options_.clock.time();
        Note cosigned = Note::parse(note);
        std::erase_if(cosigned.signatures, [&](const NoteSignature& known) {  // an earlier one of its own
            return known.name == signer_.key.name && known.id == signer_.key.id;
        });
        cosigned.sign(signer_, at);
        const std::string text = cosigned.format();
        if (!judge_checkpoint(text, {{log_key_}, {signer_.key}, 1}).problem.empty())
            throw Error(Code::bad_checkpoint, "the checkpoint has no room for one more cosignature");
        const std::string told = describe(seen_);
        memory_.remember({log_key_, note, checkpoint_, at});
        head ? head->replace(cosigned) : write_text_file(options_.output, text);
        if (!options_.quiet) message("", signer_.key.name + " cosigned " + origin_ + ": " + told);
        return kGood;
    }

 private:
    std::string describe(const WitnessedHead* seen) const {
        const std::string now = size_of(checkpoint_);
        if (!seen) return now + ", the first that this witness has seen of it";
        return now + ", which continue the " + std::to_string(seen->checkpoint.size) + " seen at " +
               format_rfc3339(seen->at);
    }

    // Adds a finding when it returns false.
    bool may_cosign(const std::string& note) {
        if (!is_signed(note)) return false;
        const auto compared = [&](json::Writer& w) {
            w.key("size").integer(checkpoint_.size);
            w.text("root", base64_encode(checkpoint_.root, Base64::standard));
            w.key("seen").begin_object().key("size");
            w.integer(seen_->checkpoint.size);
            w.text("root", base64_encode(seen_->checkpoint.root, Base64::standard));
            w.text("at", format_rfc3339(seen_->at)).text("checkpoint", seen_->note).end_object();
        };
        // Two signed heads are proof enough, whatever the log's files say.
        if (seen_ && checkpoint_.size < seen_->checkpoint.size) return refuse(audit::kRolledBack, compared);
        if (seen_ && checkpoint_.size == seen_->checkpoint.size && checkpoint_.root != seen_->checkpoint.root)
            return refuse(audit::kSplitView, compared);
        try {
            LogReader log(folder_, {{log_key_}, {}, 0}, note);
            log.check_root();
            if (seen_) log.prove_consistency(seen_->checkpoint);
            return true;
        } catch (const Error& e) {
            if (e.code() != Code::log_corrupt) throw;
            explain(e.what());
            return false;
        }
    }

    // Takes the log's key from --vkey, else from the first time, and the first time from the log's own
    // folder.
    bool is_signed(const std::string& note) {
        try {
            origin_ = Checkpoint::parse(Note::parse(note).text).origin;
        } catch (const Error& e) {
            return refuse(audit::kCheckpoint, [&](json::Writer& w) { w.text("message", e.what()); });
        }
        seen_ = memory_.find(origin_);
        std::vector<NoteKey> keys = read_note_keys(options_.vkeys);
        if (keys.empty() && seen_) keys.push_back(seen_->log);
        if (keys.empty()) {
            keys = read_note_keys({(folder_ / "vkey").string()});
            if (!options_.quiet)
                message("warning", "no --vkey: from now on this witness holds the key beside the log, " +
                                       keys.front().text() + ", for that of " + origin_);
        }
        std::string problem;
        for (const NoteKey& key : keys) {
            const auto verdict = judge_checkpoint(note, {{key}, {}, 0});
            problem = verdict.problem;
            if (!problem.empty()) continue;
            if (key.raw == signer_.key.raw) throw Error(Code::usage, "a log cannot be its own witness");
            log_key_ = key;
            checkpoint_ = verdict.checkpoint;
            return true;
        }
        return refuse(audit::kCheckpoint, [&](json::Writer& w) { w.text("message", problem); });
    }

    // A proof that fails does not tell whether the log was rewritten or one of its files was damaged. The
    // audit of the whole log tells.
    void explain(const std::string& why) {
        LogAuditOptions options{{{log_key_}, {}, 0}, {}, {}};
        if (seen_) options.earlier.push_back(seen_->checkpoint);
        const LogAudit result = audit_log(folder_, options);
        report_log(result, findings_);
        if (result.findings.empty())
            refuse(audit::kWrongRoot, [&](json::Writer& w) { w.text("message", why); });
    }

    bool refuse(const FindingCode& code, const Evidence& evidence) {
        findings_.add(code, {}, evidence);
        return false;
    }

    const Options& options_;
    fs::path folder_;
    NoteSigner signer_;
    WitnessMemory memory_;
    FindingWriter findings_;
    std::string origin_;
    const WitnessedHead* seen_ = nullptr;
    NoteKey log_key_;
    Checkpoint checkpoint_;
};

// Adds the cosignatures that witnesses of a copy have written with -o.
int add(const Options& options) {
    if (options.witnesses.empty())
        throw Error(Code::usage, "--add: the witnesses whose cosignatures count are not named",
                    "name them with --witness");
    const std::vector<NoteKey> witnesses = read_note_keys(options.witnesses);
    const auto head = lock_head(log_folder(options.folder), options.quiet);
    Note note = Note::parse(head->note());
    std::size_t added = 0;
    bool fits = true;
    for (const std::string& file : options.added) {
        const Note other = Note::parse(read_text_file(file, limits::kNoteBytes));
        if (other.text != note.text) {
            fits = false;
            message("", file + ": " + size_of(Checkpoint::parse(other.text)) + ", and the log has " +
                            size_of(Checkpoint::parse(note.text)) +
                            ": these cosignatures are of another checkpoint");
            continue;
        }
        added += note.add_signatures(other, witnesses);
    }
    if (added) head->replace(note);
    if (!options.quiet) message("", counted(added, "cosignature") + " added");
    return fits ? kGood : kNo;
}

int run(const Options& options) {
    if (!options.added.empty()) return add(options);
    if (options.key.empty() || options.state.empty())
        throw Error(Code::usage, "a witness needs its --key and its memory, --state",
                    "'vpass key new --witness' makes a key; --state FILE is made when it is missing");
    return Witness(options).run();
}

}  // namespace

Run declare_audit_witness(Arguments& app) {
    auto options = std::make_shared<Options>();
    app.add_option("log", options->folder, "the log's folder, or the ledger's, or a copy of it")
        ->type_name("DIR")
        ->required();
    auto* key = app.add_option("--key", options->key, "the witness's private key")->type_name("FILE");
    app.add_option("--state", options->state, "what the witness has seen before, made if missing")
        ->type_name("FILE");
    app.add_option("--vkey", options->vkeys,
                   "the log's key (default: the one it had before, the first time the one in its folder)")
        ->type_name("KEY|FILE")
        ->one_each();
    auto* output = app.add_option("-o,--output", options->output,
                                  "write the cosigned checkpoint to FILE and leave the log as it is")
                       ->type_name("FILE");
    auto* added = app.add_option("--add", options->added,
                                 "instead, take the cosignatures of this note into the log; may be repeated")
                      ->type_name("FILE")
                      ->one_each()
                      ->excludes(key)
                      ->excludes(output);
    app.add_option("--witness", options->witnesses, "whose cosignatures --add takes; may be repeated")
        ->type_name("KEY|FILE")
        ->one_each()
        ->needs(added);
    add_clock_option(app, options->clock, false);
    app.add_flag("-q,--quiet", options->quiet, "no messages on standard error but errors");
    return [options] { return run(*options); };
}

}  // namespace vpass::tools
