// vpass key: makes keys with their certificates, and certificate requests.
#include "key.hpp"

#include "data/encoding.hpp"
#include "log/note.hpp"

namespace vpass::tools {

std::int64_t lifetime(const char* option, const std::string& text) {
    const auto seconds = parse_duration(text);
    if (!seconds || *seconds == 0)
        throw Error(Code::usage, std::string(option) + ": '" + text + "' is not a duration",
                    "write it like 2y or 730d");
    return *seconds;
}

CertificateRequest csca_request(const KeyOptions& options, const char* name) {
    CertificateRequest request;
    request.country = options.country;
    request.organization = options.authority();
    request.common_name = options.country + ' ' + name;
    request.is_test = options.test;
    request.is_ca = true;
    request.not_before = options.clock.time();
    request.not_after = request.not_before + lifetime("--csca-valid-for", options.csca_valid_for);
    return request;
}

CertificateRequest dsc_request(const KeyOptions& options) {
    CertificateRequest request;
    request.country = options.country;
    request.organization = options.authority();
    request.common_name = options.country + " DSC";
    request.is_test = options.test;
    request.san_uris = options.issuer_urls;
    for (const std::string& kind : options.kinds) {
        for (const Kind known : {Kind::vaccination, Kind::test, Kind::recovery}) {
            if (kind == kind_name(known)) request.extended_key_usage.push_back(extended_key_usage_oid(known));
        }
    }
    request.not_before = options.clock.time();
    request.not_after = request.not_before + lifetime("--valid-for", options.valid_for);
    return request;
}

namespace {

// Checks the subject with a throw-away key first, so that no keys are left behind in a token when it is
// wrong.
void try_out(const KeyOptions& options, const CertificateRequest& request, const KeyFiles& files,
             std::initializer_list<const char*> names) {
    if (options.token.empty()) return;
    for (const char* name : names) files.refuse_existing(name);
    const PrivateKey key = PrivateKey::generate(Algorithm::es256);
    make_certificate(request, key.public_key(), nullptr, key);
}

void add_dsc(KeyOptions& options, const Certificate& csca, const PrivateKey& csca_key, KeyFiles& files) {
    const PrivateKey key = get_key(options.key, "dsc", options, files);
    const Certificate dsc = make_certificate(dsc_request(options), key.public_key(), &csca, csca_key);
    files.add("dsc.pem", to_pem(dsc), FileMode::open);
}

// Makes the key of a witness of logs, which signs notes and needs no certificate.
int run_witness(const KeyOptions& options) {
    if (!options.key.empty() || !options.csca_key.empty() || !options.token.empty())
        throw Error(Code::usage, "--witness: the key is made new, in a file");
    std::string name = options.name;
    if (name.empty()) {
        std::array<Byte, 8> random;
        random_bytes(random);
        name = "witness-" + hex_encode(random) + ".invalid";
    }
    const NoteSigner signer =
        NoteSigner::make(name, NoteKeyType::cosignature, PrivateKey::generate(Algorithm::ed25519));
    KeyFiles files(options);
    files.add("witness.key", signer.text() + '\n', FileMode::secret);
    files.add("witness.vkey", signer.key.text() + '\n', FileMode::open);
    files.write();
    return kGood;
}

int run_new(KeyOptions& options) {
    if (options.witness) return run_witness(options);
    if (!options.profile.empty()) return make_participant(options);
    const CertificateRequest request = csca_request(options);
    if (request.not_after < dsc_request(options).not_after)
        throw Error(Code::usage, "--valid-for: the DSC would outlive its CSCA");

    KeyFiles files(options);
    try_out(options, request, files, {"csca.pem", "dsc.pem"});
    const PrivateKey key = get_key(options.csca_key, "csca", options, files);
    const Certificate csca = make_certificate(request, key.public_key(), nullptr, key);
    files.add("csca.pem", to_pem(csca), FileMode::open);
    add_dsc(options, csca, key, files);
    files.write();
    return kGood;
}

int run_dsc(KeyOptions& options) {
    const Certificate csca = load_certificate(options.csca);
    const PrivateKey csca_key = load_private_key(options.csca_key, options.pin);
    if (!csca.is_ca) throw Error(Code::bad_certificate, options.csca + " is not a CA certificate");
    if (!csca_key.public_key().same_as(csca.key))
        throw Error(Code::bad_key, "the CSCA's key and certificate do not belong together");
    if (dsc_request(options).not_after > csca.not_after)
        throw Error(Code::usage, "--valid-for: the DSC would outlive its CSCA");
    KeyFiles files(options);
    try_out(options, dsc_request(options), files, {"dsc.pem"});
    add_dsc(options, csca, csca_key, files);
    files.write();
    return kGood;
}

int run_csr(KeyOptions& options) {
    write_text_file(options.out, make_csr(dsc_request(options), load_private_key(options.key, options.pin)));
    return kGood;
}

// Makes the key that signs the manifests of published sites. It signs nothing else, so it needs no
// certificate.
int run_root(KeyOptions& options) {
    KeyFiles files(options);
    if (!options.token.empty()) files.refuse_existing("root.pem");  // else a key would be left behind in it
    const PrivateKey key = get_key("", "root", options, files);
    files.add("root.pem", to_pem("PUBLIC KEY", key.public_key().spki()), FileMode::open);
    files.write();
    return kGood;
}

void add_subject_options(Arguments& app, KeyOptions& options) {
    app.add_option("--country", options.country, "two capital letters")
        ->show_default()
        ->check([](const std::string& text) {
            const bool good =
                text.size() == 2 && text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos;
            return good ? std::string() : "not two capital letters";
        });
    app.add_option("--organization", options.organization,
                   "the authority (default: of KR the KDCA, else Health Authority of XX)");
    app.add_option("--kinds", options.kinds, "what the DSC may sign")
        ->delimiter(',')
        ->one_each()
        ->type_name("LIST")
        ->one_of({"vaccination", "test", "recovery"})
        ->show_default();
    app.add_option(
           "--issuer-url", options.issuer_urls,
           "issuer of SMART Health Cards (https) or NZ COVID Passes (did:web), as a subject alternative name")
        ->type_name("URL")
        ->one_each()
        ->check([](const std::string& text) {
            return (text.starts_with("https://") || text.starts_with("did:web:")) &&
                           text.find_first_of(", \n") == std::string::npos
                       ? std::string()
                       : "not an https URL or a did:web, or one with spaces or commas";
        });
    app.add_flag("--test", options.test, "mark the certificates as test keys, in their subject");
}

void add_algorithm_option(Arguments& app, KeyOptions& options) {
    app.add_option("--algorithm", options.algorithm, "es256 (P-256) or rsa (3072 bits, PS256)")
        ->show_default()
        ->one_of({"es256", "rsa"});
}

void add_file_options(Arguments& app, KeyOptions& options) {
    app.add_option("--out", options.out, "folder for the files")->type_name("DIR")->show_default();
    app.add_flag("--force", options.force, "overwrite files that exist");
}

void add_token_options(Arguments& app, KeyOptions& options) {
    app.add_option("--token", options.token, "make the keys in the token that this pkcs11: URI names")
        ->type_name("URI");
    add_pin_options(app, options.pin);
}

void add_key_options(Arguments& app, KeyOptions& options) {
    add_subject_options(app, options);
    add_clock_option(app, options.clock, false);
    add_algorithm_option(app, options);
    app.add_option("--valid-for", options.valid_for, "validity of the DSC")
        ->type_name("DURATION")
        ->show_default();
    app.add_option("--key", options.key, "the DSC's key, if it is there: PEM, or a pkcs11: URI")
        ->type_name("FILE|URI");
    add_token_options(app, options);
    add_file_options(app, options);
}

}  // namespace

Run declare_key(Arguments& app) {
    auto options = std::make_shared<KeyOptions>();
    app.require_subcommand();
    auto* make = app.add_subcommand("new", "a CSCA and a DSC: csca.key csca.pem dsc.key dsc.pem");
    add_key_options(*make, *options);
    make->add_option("--csca-key", options->csca_key, "the CSCA's key, if it is there: PEM, or a pkcs11: URI")
        ->type_name("FILE|URI");
    auto* csca_valid_for =
        make->add_option("--csca-valid-for", options->csca_valid_for, "validity of the CSCA");
    csca_valid_for->type_name("DURATION")->show_default();
    auto* profile =
        make->add_option("--profile", options->profile,
                         "what joins a country to this network: gdhcn, which is WHO's (SCA, TLS, UP, DSC)");
    profile->type_name("NAME")->one_of({"gdhcn"});
    auto* witness = make->add_flag("--witness", options->witness,
                                   "instead, the key of a witness of logs: witness.key witness.vkey");
    witness->excludes(profile);
    make->add_option("--name", options->name,
                     "the witness's name, such as witness.example.org/w1 (default: made up)")
        ->type_name("NAME")
        ->needs(witness);
    auto* dsc = app.add_subcommand("dsc", "a new DSC under a CSCA that exists: dsc.key dsc.pem");
    add_key_options(*dsc, *options);
    dsc->add_option("--csca", options->csca, "the CSCA's certificate, PEM")->type_name("FILE")->required();
    dsc->add_option("--csca-key", options->csca_key, "the CSCA's private key: PEM, or a pkcs11: URI")
        ->type_name("FILE|URI")
        ->required();
    auto* root = app.add_subcommand("root", "a key that signs published sites: root.key root.pem");
    add_algorithm_option(*root, *options);
    add_token_options(*root, *options);
    add_file_options(*root, *options);
    auto* csr = app.add_subcommand("csr", "a certificate request (PKCS#10) for a key, for a CSCA elsewhere");
    add_subject_options(*csr, *options);
    csr->add_option("--key", options->key, "private key: PEM, or a pkcs11: URI of one in a token")
        ->type_name("FILE|URI")
        ->required();
    add_pin_options(*csr, options->pin);
    auto* output = csr->add_option("-o,--output", options->out, "write the request to FILE");
    output->type_name("FILE");
    auto* ledger =
        app.add_subcommand("ledger", "a ledger for passes to come: ledger.json and what belongs to it");
    const Run run_ledger = declare_key_ledger(*ledger);
    auto* upload = app.add_subcommand(
        "upload", "a certificate signed for a network's gateway, as CMS: what it takes DSCs in");
    const Run run_upload = declare_key_upload(*upload);
    return [=] {
        if (ledger->is_given()) return run_ledger();
        if (upload->is_given()) return run_upload();
        // WHO's network wants an SCA to last for four years at most.
        if (!options->profile.empty() && !csca_valid_for->is_given()) options->csca_valid_for = "4y";
        if (root->is_given()) return run_root(*options);
        if (csr->is_given() && !output->is_given()) options->out = "-";
        return make->is_given() ? run_new(*options) : dsc->is_given() ? run_dsc(*options) : run_csr(*options);
    };
}

}  // namespace vpass::tools
