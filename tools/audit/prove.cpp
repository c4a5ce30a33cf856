// vpass audit prove: writes C2SP tlog-proofs of entries and of passes.
#include "findings.hpp"
#include "ledger/ledger.hpp"
#include "ledger/lookup/pass_proofs.hpp"
#include "ledger/pass_finder.hpp"
#include "passes/verify.hpp"
#include "shared/log_options.hpp"
#include "shared/pass_batch.hpp"

namespace vpass::tools {
namespace {

struct Options {
    StreamOptions stream;
    LogOptions log;
    std::string folder;
    std::string id;
    std::optional<std::uint64_t> index;
};

bool is_ledger(const std::string& folder) { return std::filesystem::exists(ledger_register(folder)); }

void require_ledger(const std::string& folder) {
    if (is_ledger(folder)) return;
    throw Error(Code::no_ledger,
                folder + " is not a ledger, and a log alone does not say which entry is of which pass",
                "--index names an entry");
}

std::uint64_t find_id(const Register& rows, const std::string& id) {
    const auto found = rows.find_id(id);
    if (found.empty()) throw Error(Code::unlogged, "the register has no pass of this id");
    if (found.size() == 1) return found.front().entry;
    std::string entries;
    for (const RegisterPass& pass : found) entries += ' ' + std::to_string(pass.entry);
    throw Error(Code::usage, std::to_string(found.size()) + " passes have this id",
                "name one with --index:" + entries);
}

LogProof prove_entry(const Options& options, const LogPolicy& policy) {
    if (!options.index) require_ledger(options.folder);
    if (is_ledger(options.folder)) {
        PassProver prover(options.folder, policy);
        return prover.prove(options.index ? *options.index : find_id(prover.rows(), options.id));
    }
    LogReader log(log_folder(options.folder), policy);
    LogProof proof = log.prove(*options.index);
    proof.extra = log.entry(*options.index);
    return proof;
}

// What every thread looks passes up in.
struct LedgerPasses {
    LedgerPasses(const std::string& of, const Register& rows)
        : folder(of), index(rows), paths(rows.size() / kTileWidth, kMostPathTiles) {}
    const std::filesystem::path folder;
    const PassIndex index;
    PathSlots paths;
};

// Adds `proof` to each record.
class Prover {
 public:
    Prover(LedgerPasses& ledger, const LogPolicy& policy)
        : index_(ledger.index),
          prover_(ledger.folder, policy),
          proofs_(prover_.rows(), index_, ledger_log(ledger.folder), prover_.log(), ledger.paths) {}

    void operator()(const Batch& batch, Answer& answer) {
        passes_.read(batch);
        open(passes_.texts());
        const auto proofs = proofs_.prove(hashes_);
        passes_.answer(answer, [&](std::size_t line, std::size_t i, const PassLine& pass) {
            std::string& problem = problems_[i];
            std::optional<LogProof> proof = problem.empty() ? proofs[i] : std::nullopt;
            if (!proof && problem.empty()) {
                problem = "the register does not have it";
                proof = prover_.prove(index_, hashes_[i], problem);
            }
            pass.write_open(answer.out, {"proof"});
            json::Writer w(answer.out);
            if (proof) w.text("proof", proof->text());
            w.end_object();
            answer.count(proof ? "proved" : "unlogged");
            if (!proof) answer.notes.push_back({line, "unlogged: " + problem});
        });
    }

 private:
    // Fills in the hashes of the passes, or why they have none.
    void open(std::span<const PassText> texts) {
        hashes_.assign(texts.size(), {});
        problems_.assign(texts.size(), {});
        for (std::size_t i = 0; i < texts.size(); ++i) {
            try {
                open_pass(texts[i], envelope_);
                hashes_[i] = pass_hash(envelope_.signed_bytes);
            } catch (const Error& e) {
                if (e.is_environment()) throw;
                problems_[i] = e.what();
            }
        }
    }

    PassBatch passes_;
    const PassIndex& index_;
    PassProver prover_;
    PassProofs proofs_;
    Envelope envelope_;
    std::vector<Sha256> hashes_;
    std::vector<std::string> problems_;
};

int run(const Options& options) {
    const LogPolicy policy = options.log.policy();
    if (options.index || !options.id.empty()) {
        write_text_file(options.stream.output, prove_entry(options, policy).text());
        return kGood;
    }
    require_ledger(options.folder);
    LedgerPasses ledger(options.folder, Register(ledger_register(options.folder), Register::Mode::read));
    const auto make_work = [&]() -> Work {
        auto prover = std::make_shared<Prover>(ledger, policy);
        return [prover](const Batch& batch, Answer& answer) { (*prover)(batch, answer); };
    };
    return run_lines(options.stream, {"passes", {"proved"}, make_work});
}

}  // namespace

Run declare_audit_prove(Arguments& app) {
    auto options = std::make_shared<Options>();
    add_stream_options(app, options->stream, "");
    app.remove_option("--input");  // the word that is not an option is the id
    app.add_option("-i,--input", options->stream.inputs,
                   "without ID and --index: add `proof` to the records in FILE (default: standard input)")
        ->type_name("FILE")
        ->one_each();
    auto* id = app.add_option("id", options->id, "prove the pass of this id")->type_name("ID");
    app.add_option("--index", options->index, "prove this entry of the log")->type_name("N")->excludes(id);
    app.add_option("--log", options->folder, "the ledger's folder; for --index also the log's")
        ->type_name("DIR")
        ->required();
    add_log_options(app, options->log)->required();
    return [options] { return run(*options); };
}

}  // namespace vpass::tools
