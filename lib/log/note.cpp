#include "log/note.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/limits.hpp"
#include "base/unicode.hpp"
#include "data/encoding.hpp"
#include "log/merkle.hpp"
#include "log/tlog_text.hpp"

namespace vpass {
namespace {

constexpr std::string_view kSignatureMark = "\u2014 ";  // an em dash and a space
constexpr std::string_view kSkeyMark = "PRIVATE+KEY+";

// The bytes in front of the 32 bytes of an Ed25519 key in PKCS#8 (RFC 8410 §7).
constexpr Byte kPkcs8Head[] = {0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06,
                               0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20};
constexpr std::string_view kPemBegin = "-----BEGIN PRIVATE KEY-----\n";
constexpr std::string_view kPemEnd = "\n-----END PRIVATE KEY-----\n";

void append_big_endian(Buffer& out, std::uint64_t value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        out.push_back(static_cast<Byte>(value >> shift));
}

std::uint64_t read_big_endian(Bytes bytes) {
    std::uint64_t value = 0;
    for (const Byte b : bytes) value = value << 8 | b;
    return value;
}

// C2SP signed-note, "Format", requires a name that is not empty and has neither Unicode spaces nor plus
// signs.
bool is_name(std::string_view name) {
    if (name.empty() || !is_utf8(name)) return false;
    return std::ranges::none_of(code_points(name),
                                [](char32_t c) { return c <= ' ' || c == '+' || is_white_space(c); });
}

std::uint32_t key_id(std::string_view name, Bytes typed_key) {
    Buffer message(name.begin(), name.end());
    message.push_back('\n');
    append(message, typed_key);
    return static_cast<std::uint32_t>(read_big_endian(Bytes(sha256(message)).first(4)));
}

std::string id_text(std::uint32_t id) {
    Buffer bytes;
    append_big_endian(bytes, id, 4);
    return hex_encode(bytes);
}

// NAME+ID+BASE64(type, 32 bytes), the form of both kinds of key.
struct KeyText {
    std::string_view name, id;
    NoteKeyType type;
    Buffer bytes;
};
KeyText parse_key_text(std::string_view text) {
    const std::size_t first = text.find('+');
    const std::size_t second = first == text.npos ? first : text.find('+', first + 1);
    if (second == text.npos) throw Error(Code::bad_key, "a note key is written NAME+ID+KEY");
    KeyText out{text.substr(0, first), text.substr(first + 1, second - first - 1), {}, {}};
    const auto bytes = parse_padded_base64(text.substr(second + 1));
    if (!is_name(out.name) || !bytes || bytes->size() != 33) {
        throw Error(Code::bad_key, "a note key is a name without spaces, an id and 33 bytes in base64");
    }
    out.type = static_cast<NoteKeyType>(bytes->front());
    if (out.type != NoteKeyType::ed25519 && out.type != NoteKeyType::cosignature) {
        throw Error(Code::bad_key, "a note key of a type other than Ed25519 and Ed25519 cosignatures");
    }
    out.bytes.assign(bytes->begin() + 1, bytes->end());
    return out;
}

std::string key_text(const NoteKey& key, Bytes bytes) {
    Buffer typed{static_cast<Byte>(key.type)};
    append(typed, bytes);
    return key.name + '+' + id_text(key.id) + '+' + base64_encode(typed, Base64::standard);
}

// Returns the message that C2SP tlog-cosignature, "Ed25519 signed message", defines.
std::string cosigned_message(std::uint64_t time, std::string_view text) {
    return "cosignature/v1\ntime " + std::to_string(time) + '\n' + std::string(text);
}

bool is_signed_by(const NoteKey& key, std::string_view text, Bytes signature, std::int64_t& time) {
    if (key.type == NoteKeyType::ed25519) return key.key.verify(as_bytes(text), signature);
    if (signature.size() != 8 + 64) return false;
    const std::uint64_t stated = read_big_endian(signature.first(8));
    if (stated >> 63) return false;
    time = static_cast<std::int64_t>(stated);
    return key.key.verify(as_bytes(cosigned_message(stated, text)), signature.subspan(8));
}

bool is_of_one_key(const NoteSignature& a, const NoteSignature& b) {
    return a.name == b.name && a.id == b.id;
}

[[noreturn]] void refuse_note(const char* why) {
    throw Error(Code::bad_note, std::string("not a note: ") + why);
}

NoteSignature parse_signature(std::string_view line) {
    if (!line.starts_with(kSignatureMark)) refuse_note("a signature line does not start with a dash");
    line.remove_prefix(kSignatureMark.size());
    const std::size_t space = line.find(' ');
    if (space == line.npos || !is_name(line.substr(0, space))) refuse_note("a signature line has no name");
    const auto bytes = parse_padded_base64(line.substr(space + 1));
    if (!bytes || bytes->size() < 5) refuse_note("a signature is not base64");
    return {std::string(line.substr(0, space)),
            static_cast<std::uint32_t>(read_big_endian(Bytes(*bytes).first(4))),
            Buffer(bytes->begin() + 4, bytes->end())};
}

[[noreturn]] void refuse_checkpoint(const char* why) {
    throw Error(Code::bad_checkpoint, std::string("not a checkpoint: ") + why);
}

}  // namespace

NoteKey NoteKey::make(std::string name, NoteKeyType type, Bytes raw) {
    NoteKey out;
    if (!is_name(name)) throw Error(Code::bad_key, "a note key's name has neither spaces nor plus signs");
    out.key = PublicKey::from_ed25519(raw);
    std::copy(raw.begin(), raw.end(), out.raw.begin());
    out.name = std::move(name);
    out.type = type;
    Buffer typed{static_cast<Byte>(type)};
    append(typed, raw);
    out.id = key_id(out.name, typed);
    return out;
}

NoteKey NoteKey::parse(std::string_view vkey) {
    const KeyText text = parse_key_text(vkey);
    NoteKey out = make(std::string(text.name), text.type, text.bytes);
    if (text.id != id_text(out.id)) throw Error(Code::bad_key, "the id of a note key is not that of its key");
    return out;
}

std::string NoteKey::text() const { return key_text(*this, raw); }

NoteSigner NoteSigner::make(std::string name, NoteKeyType type, PrivateKey secret) {
    if (secret.algorithm() != Algorithm::ed25519)
        throw Error(Code::bad_key, "notes are signed with Ed25519 keys");
    const Buffer spki = secret.public_key().spki();  // ends in the raw key (RFC 8410 §4)
    return {NoteKey::make(std::move(name), type, Bytes(spki).last(32)), std::move(secret)};
}

NoteSigner NoteSigner::parse(std::string_view skey) {
    if (!skey.starts_with(kSkeyMark))
        throw Error(Code::bad_key, "a private note key starts with PRIVATE+KEY+");
    const KeyText text = parse_key_text(skey.substr(kSkeyMark.size()));
    Buffer pkcs8(std::begin(kPkcs8Head), std::end(kPkcs8Head));
    append(pkcs8, text.bytes);
    std::string pem(kPemBegin);
    base64_encode(pkcs8, Base64::standard, pem);
    NoteSigner out = make(std::string(text.name), text.type, PrivateKey::from_pem(pem += kPemEnd));
    if (text.id != id_text(out.key.id))
        throw Error(Code::bad_key, "the id of a note key is not that of its key");
    return out;
}

std::string NoteSigner::text() const {
    const std::string pem = secret.pem();
    const std::string_view body =
        std::string_view(pem).substr(kPemBegin.size(), pem.size() - kPemBegin.size() - kPemEnd.size());
    const Buffer pkcs8 = base64_decode(body, Base64::standard);
    return std::string(kSkeyMark) + key_text(key, Bytes(pkcs8).last(32));
}

Note Note::parse(std::string_view note) {
    if (note.size() > limits::kNoteBytes) refuse_note("too long");
    const bool control = std::any_of(note.begin(), note.end(),
                                     [](char c) { return static_cast<Byte>(c) < 0x20 && c != '\n'; });
    if (control || !is_utf8(note)) refuse_note("not UTF-8 without control characters");
    const std::size_t gap = note.rfind("\n\n");
    if (gap == note.npos) refuse_note("no empty line before the signatures");
    Note out{std::string(note.substr(0, gap + 1)), {}};
    std::string_view rest = note.substr(gap + 2);
    while (const auto line = take_line(rest)) {
        if (out.signatures.size() == limits::kNoteSignatures) refuse_note("too many signatures");
        out.signatures.push_back(parse_signature(*line));
    }
    if (!rest.empty() || out.signatures.empty()) refuse_note("no signature line at its end");
    return out;
}

std::string Note::format() const {
    std::string out = text + '\n';
    for (const NoteSignature& signature : signatures) {
        Buffer bytes;
        append_big_endian(bytes, signature.id, 4);
        append(bytes, signature.bytes);
        out += kSignatureMark;
        out += signature.name + ' ' + base64_encode(bytes, Base64::standard) + '\n';
    }
    return out;
}

void Note::sign(const NoteSigner& signer, std::int64_t time) {
    NoteSignature out{signer.key.name, signer.key.id, {}};
    Buffer signature;
    if (signer.key.type == NoteKeyType::cosignature) {
        if (time < 0) throw Error(Code::bad_note, "a cosignature's time is before 1970");
        const auto stated = static_cast<std::uint64_t>(time);
        append_big_endian(out.bytes, stated, 8);
        signer.secret.sign(as_bytes(cosigned_message(stated, text)), signature);
    } else {
        signer.secret.sign(as_bytes(text), signature);
    }
    append(out.bytes, signature);
    signatures.push_back(std::move(out));
}

std::size_t Note::add_signatures(const Note& other, std::span<const NoteKey> keys) {
    const std::size_t before = signatures.size();
    for (const NoteSignature& signature : other.signatures) {
        const bool there = std::ranges::any_of(
            signatures, [&](const NoteSignature& known) { return is_of_one_key(known, signature); });
        if (!there && judge_note({text, {signature}}, keys).problem.empty()) signatures.push_back(signature);
    }
    return signatures.size() - before;
}

NoteVerdict judge_note(const Note& note, std::span<const NoteKey> keys) {
    NoteVerdict verdict;
    for (const NoteSignature& signature : note.signatures) {
        const auto known = std::find_if(keys.begin(), keys.end(), [&](const NoteKey& key) {
            return key.name == signature.name && key.id == signature.id;
        });
        if (known == keys.end()) continue;
        NoteVerdict::Signer signer{static_cast<std::size_t>(known - keys.begin())};
        if (!is_signed_by(*known, note.text, signature.bytes, signer.time)) {
            return {"the signature of " + known->name + " does not verify", {}};
        }
        const bool again = std::any_of(verdict.signers.begin(), verdict.signers.end(),
                                       [&](const auto& earlier) { return earlier.key == signer.key; });
        if (!again) verdict.signers.push_back(signer);
    }
    if (verdict.signers.empty()) verdict.problem = "not signed by a known key";
    return verdict;
}

Checkpoint Checkpoint::parse(std::string_view text) {
    const auto origin = take_line(text), size = take_line(text), root = take_line(text);
    if (!origin || !size || !root) refuse_checkpoint("fewer than three lines");
    if (origin->empty()) refuse_checkpoint("no origin");
    const auto number = parse_decimal(*size);
    if (!number) refuse_checkpoint("the tree size is not a number");
    const auto hash = parse_hash_line(*root);
    if (!hash) refuse_checkpoint("the root is not a hash in base64");
    Checkpoint out{std::string(*origin), *number, *hash, {}};
    while (const auto line = take_line(text)) {
        if (line->empty()) refuse_checkpoint("an empty line");
        out.extensions.emplace_back(*line);
    }
    if (!text.empty()) refuse_checkpoint("no line break at its end");
    return out;
}

std::string Checkpoint::text() const {
    std::string out =
        origin + '\n' + std::to_string(size) + '\n' + base64_encode(root, Base64::standard) + '\n';
    for (const std::string& line : extensions) out += line + '\n';
    return out;
}

CheckpointVerdict judge_checkpoint(std::string_view text, const LogPolicy& policy) {
    CheckpointVerdict verdict;
    try {
        const Note note = Note::parse(text);
        verdict.checkpoint = Checkpoint::parse(note.text);
        std::vector<NoteKey> keys = policy.log;
        keys.insert(keys.end(), policy.witnesses.begin(), policy.witnesses.end());
        const NoteVerdict signatures = judge_note(note, keys);
        verdict.problem = signatures.problem;
        bool by_log = false;
        // One key under two names counts as one witness, and a key of the log itself does not count as a
        // witness.
        std::vector<std::array<Byte, 32>> counted;
        const auto is_the_logs = [&](const NoteKey& key) {
            return std::ranges::find(policy.log, key.raw, &NoteKey::raw) != policy.log.end();
        };
        for (const NoteVerdict::Signer& signer : signatures.signers) {
            const NoteKey& key = keys[signer.key];
            if (signer.key < policy.log.size()) {
                by_log |= key.name == verdict.checkpoint.origin;
            } else if (!is_the_logs(key) && std::ranges::find(counted, key.raw) == counted.end()) {
                counted.push_back(key.raw);
                verdict.witnessed_at = std::max(verdict.witnessed_at, signer.time);
            }
        }
        verdict.witnesses = counted.size();
        if (!verdict.problem.empty()) return verdict;
        if (!by_log) {
            verdict.problem = "not signed by the log of this origin";
        } else if (verdict.witnesses < policy.quorum) {
            verdict.problem = std::to_string(verdict.witnesses) + " of " + std::to_string(policy.quorum) +
                              " witnesses have cosigned";
        } else if (verdict.checkpoint.size == 0 && verdict.checkpoint.root != merkle::empty_root()) {
            verdict.problem = "the root of an empty log is wrong";
        }
    } catch (const Error& error) {
        if (error.is_environment()) throw;
        verdict.problem = error.what();
    }
    return verdict;
}

}  // namespace vpass
