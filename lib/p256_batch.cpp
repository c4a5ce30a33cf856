// The products u1·G and u2·Q come from OpenSSL's own tables of multiples, which its EC_GROUP_precompute_mult
// makes for any generator: so each key is the generator of a group of its own. The calls are deprecated since
// OpenSSL 3.0 yet part of all of 3.x; a known answer decides at start whether they work, and
// PublicKey::verify does if not.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "p256_batch.hpp"

#include <openssl/obj_mac.h>

#include <array>
#include <vector>

#include "openssl_handles.hpp"

namespace vpass::p256 {
namespace {

using GroupPtr = std::unique_ptr<EC_GROUP, Freer<EC_GROUP_free>>;
using PointPtr = std::unique_ptr<EC_POINT, Freer<EC_POINT_free>>;
using BnCtxPtr = std::unique_ptr<BN_CTX, Freer<BN_CTX_free>>;
using MontPtr = std::unique_ptr<BN_MONT_CTX, Freer<BN_MONT_CTX_free>>;

void need(int ok) {
    if (ok != 1) fail_openssl("the batch verification failed");
}
template <typename T>
T made(T handle) {
    if (!handle) fail_openssl("the batch verification failed");
    return handle;
}
BnPtr number() { return made(BnPtr(BN_new())); }

struct Curve {
    BnCtxPtr context = made(BnCtxPtr(BN_CTX_new()));
    GroupPtr group = made(GroupPtr(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)));
    const BIGNUM* order = EC_GROUP_get0_order(group.get());
    BnPtr prime = number();
    MontPtr mod_order = made(MontPtr(BN_MONT_CTX_new()));

    Curve() {
        need(EC_GROUP_get_curve(group.get(), prime.get(), nullptr, nullptr, context.get()));
        need(BN_MONT_CTX_set(mod_order.get(), order, context.get()));
    }
};
const Curve& curve() {
    static const Curve the_curve;
    return the_curve;
}

}  // namespace

struct KeyTable::Multiples {
    GroupPtr group;  // P-256 with the key as its generator
};

KeyTable::KeyTable(std::unique_ptr<const Multiples> multiples) : multiples_(std::move(multiples)) {}
KeyTable::~KeyTable() = default;

namespace {

std::unique_ptr<KeyTable::Multiples> build_multiples(Bytes x, Bytes y) {
    const Curve& c = curve();
    const BnCtxPtr context(BN_CTX_new());
    GroupPtr group(EC_GROUP_dup(c.group.get()));
    const BnPtr bx(BN_bin2bn(x.data(), static_cast<int>(x.size()), nullptr));
    const BnPtr by(BN_bin2bn(y.data(), static_cast<int>(y.size()), nullptr));
    const PointPtr q(group ? EC_POINT_new(group.get()) : nullptr);
    if (!context || !bx || !by || !q ||
        EC_POINT_set_affine_coordinates(group.get(), q.get(), bx.get(), by.get(), context.get()) != 1 ||
        EC_GROUP_set_generator(group.get(), q.get(), c.order, BN_value_one()) != 1 ||
        EC_GROUP_precompute_mult(group.get(), context.get()) != 1 ||
        EC_GROUP_have_precompute_mult(group.get()) != 1) {
        ERR_clear_error();
        return nullptr;
    }
    return std::make_unique<KeyTable::Multiples>(KeyTable::Multiples{std::move(group)});
}

struct Parsed {
    Question* question;
    BnPtr r, s;
    BnPtr prefix;  // product of all s up to this one, in Montgomery form
};

bool in_range(const BIGNUM* v, const BIGNUM* order) { return !BN_is_zero(v) && BN_cmp(v, order) < 0; }

}  // namespace

std::unique_ptr<const KeyTable> KeyTable::build(Bytes x, Bytes y) {
    const auto make = [](const Buffer& bx, const Buffer& by) {
        auto multiples = build_multiples(bx, by);
        return std::unique_ptr<const KeyTable>(multiples ? new KeyTable(std::move(multiples)) : nullptr);
    };
    static const bool works = [&make] {
        const PrivateKey secret = PrivateKey::generate(Algorithm::es256);
        const PublicKey::Coordinates point = secret.public_key().ec_coordinates();
        const auto table = make(point.x, point.y);
        if (!table) return false;
        Buffer signature;
        secret.sign({}, signature);
        Question questions[] = {{table.get(), sha256({}), signature}, {table.get(), {}, signature}};
        judge(questions);
        return questions[0].answer == Answer::valid && questions[1].answer == Answer::invalid;
    }();
    if (!works || x.size() != 32 || y.size() != 32) return nullptr;
    return make({x.begin(), x.end()}, {y.begin(), y.end()});
}

void judge(std::span<Question> questions) {
    const Curve& c = curve();
    const BnCtxPtr context = made(BnCtxPtr(BN_CTX_new()));
    BN_CTX* ctx = context.get();
    BN_MONT_CTX* mont = c.mod_order.get();
    std::vector<Parsed> work;
    work.reserve(questions.size());
    for (Question& q : questions) {
        q.answer = Answer::invalid;
        if (q.signature.size() != 64) continue;
        Parsed p{&q, made(BnPtr(BN_bin2bn(q.signature.data(), 32, nullptr))),
                 made(BnPtr(BN_bin2bn(q.signature.data() + 32, 32, nullptr))), number()};
        if (!in_range(p.r.get(), c.order) || !in_range(p.s.get(), c.order)) continue;
        need(BN_to_montgomery(p.s.get(), p.s.get(), mont, ctx));
        if (work.empty()) {
            made(BN_copy(p.prefix.get(), p.s.get()));
        } else {
            need(BN_mod_mul_montgomery(p.prefix.get(), work.back().prefix.get(), p.s.get(), mont, ctx));
        }
        work.push_back(std::move(p));
    }
    if (work.empty()) return;

    // One inversion for all: 1/s of each comes from the inverse of the product (Montgomery's trick).
    const BnPtr inverse = number();
    need(BN_from_montgomery(inverse.get(), work.back().prefix.get(), mont, ctx));
    made(BN_mod_inverse(inverse.get(), inverse.get(), c.order, ctx));
    need(BN_to_montgomery(inverse.get(), inverse.get(), mont, ctx));
    const BnPtr w = number(), u1 = number(), u2 = number(), px = number(), pz = number(), t = number();
    const PointPtr a = made(PointPtr(EC_POINT_new(c.group.get())));
    const PointPtr b = made(PointPtr(EC_POINT_new(c.group.get())));
    for (std::size_t i = work.size(); i-- > 0;) {
        Parsed& p = work[i];
        if (i > 0) {
            need(BN_mod_mul_montgomery(w.get(), inverse.get(), work[i - 1].prefix.get(), mont, ctx));
            need(BN_mod_mul_montgomery(inverse.get(), inverse.get(), p.s.get(), mont, ctx));
        } else {
            made(BN_copy(w.get(), inverse.get()));
        }
        made(BN_bin2bn(p.question->digest.data(), 32, u1.get()));
        need(BN_mod_mul_montgomery(u1.get(), u1.get(), w.get(), mont, ctx));
        need(BN_mod_mul_montgomery(u2.get(), p.r.get(), w.get(), mont, ctx));

        const EC_GROUP* key_group = p.question->table->multiples().group.get();
        need(EC_POINT_mul(c.group.get(), a.get(), u1.get(), nullptr, nullptr, ctx));
        need(EC_POINT_mul(key_group, b.get(), u2.get(), nullptr, nullptr, ctx));
        need(EC_POINT_add(c.group.get(), a.get(), a.get(), b.get(), ctx));
        if (EC_POINT_is_at_infinity(c.group.get(), a.get())) continue;

        // The affine x is X/Z², and is compared modulo n: X = r·Z² or, where it is below p, (r+n)·Z².
        need(EC_POINT_get_Jprojective_coordinates_GFp(c.group.get(), a.get(), px.get(), nullptr, pz.get(),
                                                      ctx));
        need(BN_mod_sqr(pz.get(), pz.get(), c.prime.get(), ctx));
        need(BN_mod_mul(t.get(), p.r.get(), pz.get(), c.prime.get(), ctx));
        bool equal = BN_cmp(t.get(), px.get()) == 0;
        need(BN_add(p.r.get(), p.r.get(), c.order));
        if (!equal && BN_cmp(p.r.get(), c.prime.get()) < 0) {
            need(BN_mod_mul(t.get(), p.r.get(), pz.get(), c.prime.get(), ctx));
            equal = BN_cmp(t.get(), px.get()) == 0;
        }
        if (equal) p.question->answer = Answer::valid;
    }
}

}  // namespace vpass::p256
