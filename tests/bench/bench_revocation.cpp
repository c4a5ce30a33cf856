// Measures the cost of revocation lists: bytes against the entropy of the set, time to load, time to ask. It
// uses one thread and its processor time, so that other work on the machine does not show. Usage:
// bench_revocation [SLOTS [REVOKED [KEY CERTIFICATE FILE]]]; with a file, it only writes the list of the key
// there.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>

#include "base/file.hpp"
#include "keys/trust_store.hpp"
#include "passes/sign.hpp"
#include "revocation/compact_list.hpp"
#include "revocation/eu_hashes.hpp"
#include "revocation/status_index.hpp"

using namespace vpass;

namespace {

double seconds(auto&& work) {
    auto now = [] {
        timespec t;
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
        return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
    };
    const double start = now();
    work();
    return now() - start;
}

// Returns log2 of the number of sets of k slots among n, in bytes.
double entropy_bytes(double n, double k) {
    return (std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1)) / std::log(2.0) / 8;
}

// Revokes until `count` slots are revoked; one in `run` on average starts a run of neighbours.
CompactList revoke(CompactList list, std::uint64_t count, std::uint64_t run, std::mt19937_64& random) {
    std::uint64_t revoked = list.list.count();
    while (revoked < count) {
        const std::uint64_t start = random() % list.list.slots();
        const std::uint64_t length = run == 1 ? 1 : 1 + random() % (2 * run);
        for (std::uint64_t i = start; i < start + length && i < list.list.slots() && revoked < count; ++i) {
            if (list.list.get(i) == 1u) continue;
            list.list.set(i);
            ++revoked;
        }
    }
    list.hash = list.list.hash();
    return list;
}

struct Issuer {
    PrivateKey key = PrivateKey::generate(Algorithm::es256);
    VerificationKey verification_key{key.public_key()};
    ListSigner signer{key, {"12345678", "12345678", "KR"}};
    ListHead head{"https://example.test/status/1", 1'639'353'600, {}, {}};
};

void measure_list(const char* name, const CompactList& list, double bound, const Issuer& issuer) {
    Buffer compact, standard;
    std::string jwt;
    const double writing = seconds([&] { compact = write_compact_list(issuer.head, list, issuer.signer); });
    const double writing_standard =
        seconds([&] { standard = write_status_cwt(issuer.head, list.list, issuer.signer); });
    jwt = write_status_jwt(issuer.head, list.list, issuer.signer);
    const double k = static_cast<double>(list.list.count());
    std::printf("%s: bound %.0f bytes\n", name, bound);
    std::printf("  compact  %9zu bytes, %6.3f bits each, %.4f of the bound (bar 1.015), written in %.0f ms\n",
                compact.size(), 8 * static_cast<double>(compact.size()) / k,
                static_cast<double>(compact.size()) / bound, 1e3 * writing);
    std::printf("  CWT      %9zu bytes, %6.3f bits each, written in %.0f ms; JWT %zu bytes\n",
                standard.size(), 8 * static_cast<double>(standard.size()) / k, 1e3 * writing_standard,
                jwt.size());
    for (int i = 0; i < 3; ++i) {
        bool same = true;
        const double load = seconds([&] {
            same &= read_compact_list(SignedList::open(compact), issuer.verification_key).hash == list.hash;
        });
        const double load_standard = seconds([&] {
            same &= read_status_list(SignedList::open(standard), issuer.verification_key).slots() >=
                    list.list.slots();
        });
        const double load_jwt = seconds([&] {
            same &= read_status_list(SignedList::open(as_bytes(jwt)), issuer.verification_key).slots() >=
                    list.list.slots();
        });
        std::printf("  loaded   compact %.1f ms (bar 100), CWT %.1f ms, JWT %.1f ms%s\n", 1e3 * load,
                    1e3 * load_standard, 1e3 * load_jwt, same ? "" : ", and not the same");
    }
}

void measure_delta(const CompactList& list, std::uint64_t changes, std::mt19937_64& random,
                   const Issuer& issuer) {
    CompactList next = revoke(list, list.list.count() + changes, 1, random);
    ++next.sequence;
    const Buffer file = write_delta(issuer.head, list, next, issuer.signer);
    const double bound = entropy_bytes(static_cast<double>(list.list.slots()), static_cast<double>(changes));
    CompactList applied = list;
    const double time =
        seconds([&] { apply(read_delta(SignedList::open(file), issuer.verification_key), applied); });
    std::printf("a day of %llu changes: bound %.0f bytes, delta %zu (bar %.0f), applied in %.1f ms%s\n",
                static_cast<unsigned long long>(changes), bound, file.size(), 1.05 * bound + 300, 1e3 * time,
                applied.hash == next.hash ? "" : ", and not the same");
}

void measure_lookups(const CompactList& list, std::mt19937_64& random, const Issuer& issuer) {
    constexpr std::size_t kQuestions = 2'000'000;
    TrustStore trust;
    trust.add(TrustedKey{"KR", "12345678", issuer.verification_key, {}, 0, ""});
    const TrustedKey& signer = *trust.with_kid("12345678")[0];
    StatusIndex index;
    const Buffer file = write_compact_list(issuer.head, list, issuer.signer);
    const double loading = seconds([&] {
        index.add(SignedList::open(file), trust);
        index.seal();
    });
    std::printf("loaded and sealed in %.1f ms\n", 1e3 * loading);
    std::vector<std::uint64_t> slots(kQuestions);
    for (auto& slot : slots) slot = random() % list.list.slots();
    std::size_t revoked = 0;
    for (const bool short_form : {true, false}) {
        Envelope envelope;
        if (!short_form) envelope.status_uri = issuer.head.uri;
        double times[5];
        for (double& time : times) {
            time = seconds([&] {
                for (const std::uint64_t slot : slots) {
                    envelope.status_index = slot;
                    revoked += index.ask(envelope, signer, 0) == StatusIndex::Status::revoked;
                }
            });
        }
        std::ranges::sort(times);
        const double time = times[2];
        std::printf("lookup by slot, %s form: %.1f ns (bar 50)\n", short_form ? "short" : "full",
                    1e9 * time / kQuestions);
    }

    std::vector<RevocationHash> hashes(list.list.count()), asked(kQuestions);
    for (auto* set : {&hashes, &asked}) {
        for (RevocationHash& hash : *set)
            for (Byte& byte : hash) byte = static_cast<Byte>(random());
    }
    for (std::size_t i = 0; i < kQuestions; i += 100) asked[i] = hashes[random() % hashes.size()];
    HashSet set;
    const double building = seconds([&] { set = HashSet(hashes); });
    std::size_t found = 0;
    const double time = seconds([&] {
        for (const RevocationHash& hash : asked) found += set.contains(hash);
    });
    std::printf("lookup by hash: %.1f ns, built in %.0f ms (%zu slots and %zu hashes found)\n",
                1e9 * time / kQuestions, 1e3 * building, revoked, found);
}

void write_list(const CompactList& list, char** arguments) {
    constexpr std::size_t kPemBytes = 1 << 16;
    auto text = [](const char* path) { return std::string(as_text(read_file(path, kPemBytes))); };
    const SigningKey key(PrivateKey::from_pem(text(arguments[0])),
                         parse_pem_certificates(text(arguments[1])).front());
    const ListSigner signer{key.key, find_format("hcert")->signer_name(key.certificate)};
    write_file(arguments[2], write_compact_list({"list", 1'639'353'600, {}, {}}, list, signer));
}

}  // namespace

int main(int argc, char** argv) {
    const std::uint64_t slots = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000'000;
    const std::uint64_t revoked = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1'000'000;
    const Issuer issuer;
    std::mt19937_64 random(1);
    const CompactList none{1, StatusList(slots), {}};
    const CompactList at_random = revoke(none, revoked, 1, random);
    if (argc > 5) {
        write_list(at_random, argv + 3);
        return 0;
    }
    const CompactList clustered = revoke(none, revoked, 8, random);
    const double bound = entropy_bytes(static_cast<double>(slots), static_cast<double>(revoked));
    std::printf("%llu slots, %llu revoked\n", static_cast<unsigned long long>(slots),
                static_cast<unsigned long long>(revoked));
    measure_list("at random", at_random, bound, issuer);
    measure_list("in runs (the bound is of a random set)", clustered, bound, issuer);
    measure_delta(at_random, 2740, random, issuer);
    measure_lookups(at_random, random, issuer);
}
