// vpass sign: reads payloads and writes passes.
#include "data/record.hpp"
#include "shared/resume.hpp"
#include "sign_ledger.hpp"

namespace vpass::tools {
namespace {

struct Options {
    StreamOptions stream;
    ClockOption clock;
    std::string key;
    PinSource pin;
    std::string certificate;
    std::string format = "hcert";
    std::string issuer;
    std::string valid_for = "180d";
    std::string expires;
    std::vector<std::string> faults;
    bool resume = false;
    LedgerOptions ledger;
    bool short_status = false;
    bool again = false;
    bool unique = false;
};

// The settings that are the same for every line of a run.
struct Plan {
    const SigningKey& key;
    const Format* format;
    std::string issuer;
    UnixTime issued_at;
    UnixTime expires_at;
    std::vector<Fault> faults;  // taken in turn, by line number
    SignLedger* ledger = nullptr;
    bool again = false;   // what was signed before is signed once more
    bool unique = false;  // an id that is known for other content is refused
};

class SignWork {
 public:
    explicit SignWork(const Plan& plan) : plan_(plan), signer_(plan.key, plan.issuer) {}

    void operator()(const Batch& batch, Answer& answer) {
        try {
            sign(batch, answer);
        } catch (...) {
            if (plan_.ledger) plan_.ledger->abandon();
            throw;
        }
        if (plan_.ledger && answer.stop) plan_.ledger->abandon();
    }

 private:
    void sign(const Batch& batch, Answer& answer) {
        read(batch);
        if (plan_.ledger) screen(batch, answer);
        const auto passes = signer_.sign(requests_);
        std::size_t next = 0;
        std::vector<RegisterPass> rows;
        for (std::size_t i = 0; i < count_; ++i) {
            const bool wants_pass = !items_[i].carried && items_[i].error_code.empty();
            if (wants_pass && next == passes.size()) {
                const Error& why = *signer_.failure();
                answer.stop = Error(why.code(), why.what(), "with -o FILE, --resume goes on there");
                break;
            }
            write(items_[i], passes, next, answer, rows);
        }
        if (plan_.ledger) plan_.ledger->keep(answer.batch, std::move(rows));
    }

    struct Item {
        Record record;
        std::size_t line = 0;
        bool carried = false;
        std::string error_code;
        std::string error;
    };

    void read(const Batch& batch) {
        count_ = batch.lines.size();
        if (items_.size() < count_) items_.resize(count_);
        requests_.clear();
        names_.clear();
        for (std::size_t i = 0; i < count_; ++i) {
            Item& item = items_[i];
            item.line = batch.lines[i].number;
            item.carried = false;
            item.error_code.clear();
            try {
                read_line(batch.lines[i], item);
            } catch (const Error& e) {
                if (e.is_environment()) throw;
                item.error_code = e.name();
                item.error = e.what();
            }
        }
    }

    void read_line(const Line& line, Item& item) {
        line.require_text();
        item.record.parse(line.text);
        const json::Value payload = item.record["payload"];
        if (!payload && item.record.is_error()) {
            item.carried = true;
            return;
        }
        if (!payload) throw Error(Code::no_payload, "the record has no payload");
        const Format* format = plan_.format;
        if (const json::Value name = item.record["format"]) format = find_format(name.string());
        if (!format || !format->draft) throw Error(Code::bad_format, "format: no format that can be signed");
        const Fault fault =
            plan_.faults.empty() ? Fault::none : plan_.faults[(line.number - 1) % plan_.faults.size()];
        if (plan_.ledger) {
            plan_.ledger->enrolment().check(*format);
            names_.push_back(plan_.ledger->enrolment().name(*format, payload, item.record["id"].string()));
            names_.back().record_id = record_id_of(item.record);
        }
        requests_.push_back({format, payload, plan_.issued_at, plan_.expires_at, fault});
    }

    // Removes payloads that were signed before, and gives slots to the others.
    void screen(const Batch& batch, Answer& answer) {
        if (batch.lines.empty()) return;
        const auto known =
            plan_.ledger->screen(batch.lines.front().number, batch.lines.back().number + 1, names_);
        std::size_t next = 0, kept = 0;
        for (std::size_t i = 0; i < count_; ++i) {
            Item& item = items_[i];
            if (item.carried || !item.error_code.empty()) continue;
            const KnownIds::Known& before = known[next];
            const bool same = before.state == KnownIds::State::same;
            const bool other = before.state == KnownIds::State::other;
            if ((same && !plan_.again) || (other && plan_.unique)) {
                item.error_code = code_name(same ? Code::already_signed : Code::duplicate_id);
                item.error =
                    same ? "this very payload was signed" + before.where + " (--again signs it once more)"
                         : "another payload of this id was signed" + before.where;
                ++next;
                continue;
            }
            if (other)
                answer.notes.push_back(
                    {item.line,
                     "warning: duplicate-id: another payload of this id was signed" + before.where});
            plan_.ledger->enrolment().assign(requests_[next]);
            if (kept != next) {
                requests_[kept] = std::move(requests_[next]);
                names_[kept] = std::move(names_[next]);
            }
            ++kept, ++next;
        }
        requests_.resize(kept);
        names_.resize(kept);
    }

    void write(const Item& item, std::span<const SignedPass> passes, std::size_t& next, Answer& answer,
               std::vector<RegisterPass>& rows) const {
        if (item.carried) {
            item.record.write_error(answer.out);
            return answer.count("error");
        }
        if (!item.error_code.empty()) return write_error(item.line, item.error_code, item.error, answer);
        const SignRequest& request = requests_[next];
        const SignedPass& pass = passes[next++];
        const std::size_t of = next - 1;
        if (!pass.error_code.empty()) return write_error(item.line, pass.error_code, pass.error, answer);
        item.record.write_open(answer.out, kSignMembers);
        json::Writer w(answer.out);
        w.text("pass", pass.pass).text("kid", pass.signer.kid_text);
        if (plan_.ledger) rows.push_back(plan_.ledger->enrolment().row(request, pass, names_[of]));
        if (request.slot) w.key("index").integer(*request.slot);
        if (!plan_.faults.empty()) {
            w.key("want").begin_object().text("result", request.fault == Fault::none ? "valid" : "invalid");
            w.text("reason", fault_reason(request.fault)).end_object();
        }
        answer.out += "}\n";
        answer.count("signed");
    }

    static void write_error(std::size_t line, const std::string& code, const std::string& text,
                            Answer& answer) {
        write_error_line(answer.out, line, code, text);
        answer.notes.push_back({line, code + ": " + text});
        answer.count("error");
    }

    const Plan& plan_;
    PassSigner signer_;
    std::vector<Item> items_;
    std::size_t count_ = 0;
    std::vector<SignRequest> requests_;
    std::vector<PayloadName> names_;  // of the requests, for the ledger
};

UnixTime expiry(const Options& options, UnixTime issued_at) {
    if (!options.expires.empty()) {
        const UnixTime time = time_of_option("--expires", options.expires);
        if (time <= issued_at)
            throw Error(Code::usage, "--expires: the passes would expire before they are issued");
        return time;
    }
    const auto lifetime = parse_duration(options.valid_for);
    if (!lifetime || *lifetime == 0)
        throw Error(Code::usage, "--valid-for: '" + options.valid_for + "' is not a duration",
                    "write it like 180d, 48h or 1y");
    return issued_at + *lifetime;
}

std::vector<Fault> faults(const Options& options, const Certificate& certificate) {
    std::vector<Fault> out;
    for (const std::string& name : options.faults) out.push_back(parse_fault(name));
    if (!out.empty() && !certificate.is_test) {
        throw Error(Code::usage, "--fault needs a test key, and no certificate marks this key as one",
                    "'vpass key new --test' makes test keys");
    }
    return out;
}

SigningKey load_key(Options& options) {
    const PrivateKey key = load_private_key(options.key, options.pin);
    if (options.certificate.empty()) return SigningKey(key);
    return SigningKey(key, load_certificate(options.certificate));
}

std::unique_ptr<SignLedger> open_sign_ledger(const Options& options, const Plan& plan) {
    if (options.ledger.folder.empty()) {
        if (options.short_status || !options.ledger.operator_name.empty() || options.ledger.no_wait ||
            !options.ledger.state.empty() || !options.ledger.logs.empty() || !options.ledger.sites.empty())
            throw Error(Code::usage,
                        "--operator, --no-wait, --short-status, --state, --log and --site have no effect "
                        "without --ledger");
        return nullptr;
    }
    if (!plan.faults.empty())
        throw Error(Code::usage, "--fault: passes that are wrong on purpose do not belong into a ledger");
    return std::make_unique<SignLedger>(options.ledger, plan.key, plan.issuer, plan.issued_at,
                                        options.short_status, options.stream.quiet);
}

int run(Options& options) {
    const SigningKey key = load_key(options);
    const UnixTime issued_at = options.clock.time();
    Plan plan{key,       find_format(options.format), options.issuer,
              issued_at, expiry(options, issued_at),  faults(options, key.certificate),
              nullptr};
    if (options.certificate.empty()) {
        if (plan.format->signer_name) plan.format->signer_name(key.certificate);  // before any line is read
    } else if (issued_at < key.certificate.not_before || issued_at > key.certificate.not_after) {
        message("warning", "the signer's certificate is not valid at the time of signing");
    }
    const std::unique_ptr<SignLedger> ledger = open_sign_ledger(options, plan);
    plan.ledger = ledger.get();
    plan.again = options.again;
    plan.unique = options.unique;
    LineRun lines{"records", {"signed"}, [&plan]() -> Work {
                      auto work = std::make_shared<SignWork>(plan);
                      return [work](const Batch& batch, Answer& answer) { (*work)(batch, answer); };
                  }};
    std::optional<Resumption> resumption;
    if (options.resume) {
        if (options.stream.first_line)
            throw Error(Code::usage,
                        "--resume counts lines from the start of the input, so --first-line cannot be given");
        resumption.emplace(options.stream.output, kSignAnswers);
        lines.kept = resumption->kept();
        // Passes that the ledger holds and the output does not were never released.
        if (lines.kept.lines) plan.again = true;
        lines.wrap_source = [&](std::unique_ptr<Source> input) {
            return resumption->wrap_source(std::move(input));
        };
        if (lines.kept.lines && !options.stream.quiet)
            message("", options.stream.output + ": going on at line " + std::to_string(lines.kept.lines + 1));
    }
    if (ledger) {
        lines.make_gate = [&ledger](OutputGate::Downstream outside) {
            return ledger->make_gate(std::move(outside));
        };
    }
    const int answer = run_lines(options.stream, lines);
    if (ledger) ledger->remember();
    return answer;
}

}  // namespace

Run declare_sign(Arguments& app) {
    auto options = std::make_shared<Options>();
    add_stream_options(app, options->stream, "records with `payload`, from issue (default: standard input)");
    add_clock_option(app, options->clock, false);
    app.add_option("--key", options->key, "the signer's private key: PEM, or a pkcs11: URI of one in a token")
        ->type_name("FILE|URI")
        ->required();
    add_pin_options(app, options->pin);
    app.add_option("--cert", options->certificate,
                   "the signer's certificate (DSC), PEM; formats that name a key by itself do without")
        ->type_name("FILE");
    app.add_option("--format", options->format, "the format where a record names none")
        ->one_of(written_formats())
        ->show_default();
    app.add_option("--issuer", options->issuer, "issuer of the passes (default: the certificate's)");
    app.add_option("--valid-for", options->valid_for, "how long the passes are valid: 180d, 48h, 1y")
        ->type_name("DURATION")
        ->show_default();
    app.add_option("--expires", options->expires, "when the passes expire, instead of --valid-for")
        ->type_name("TIME");
    app.add_flag("--resume", options->resume,
                 "go on with the -o FILE of a run that was cut short, at the first line that is missing");
    app.add_option("--fault", options->faults,
                   "make passes that are wrong on purpose, each of these in turn, labelled with `want`; test "
                   "keys only")
        ->type_name("LIST")
        ->delimiter(',')
        ->one_each()
        ->one_of({fault_names().begin(), fault_names().end()});
    add_ledger_options(app, options->ledger, "keep account of the passes in the ledger DIR, made if missing");
    app.add_flag("--again", options->again, "sign what the ledger knows to be signed already once more");
    app.add_flag("--unique", options->unique, "refuse an id that the ledger knows for another payload");
    app.add_flag("--short-status", options->short_status,
                 "passes name their slot alone, without the name of the list");
    return [options] { return run(*options); };
}

}  // namespace vpass::tools
