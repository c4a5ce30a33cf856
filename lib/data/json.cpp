// Reads checked JSON lazily, and writes compact JSON.
#include "data/json.hpp"

#include <charconv>
#include <cmath>
#include <cstring>

#include "data/json_scan.hpp"

namespace vpass::json {
namespace {

std::string_view between(const char* from, const char* to) {
    return {from, static_cast<std::size_t>(to - from)};
}

void append_code_point(std::string& out, unsigned code) {
    auto put = [&](unsigned byte) { out += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xc0 | code >> 6), put(0x80 | (code & 63));
    } else if (code < 0x10000) {
        put(0xe0 | code >> 12), put(0x80 | (code >> 6 & 63)), put(0x80 | (code & 63));
    } else {
        put(0xf0 | code >> 18), put(0x80 | (code >> 12 & 63)), put(0x80 | (code >> 6 & 63)),
            put(0x80 | (code & 63));
    }
}

unsigned read_hex4(const char* p) {
    unsigned code = 0;
    for (int i = 0; i < 4; ++i) code = code << 4 | static_cast<unsigned>(hex_digit(p[i]));
    return code;
}

}  // namespace

std::string unescape(std::string_view raw) {
    std::string out;
    out.reserve(raw.size());
    const char* p = raw.data();
    const char* const end = p + raw.size();
    while (p != end) {
        if (*p != '\\') {
            const auto left = static_cast<std::size_t>(end - p);
            const void* escape = std::memchr(p, '\\', left);
            const char* stop = escape ? static_cast<const char*>(escape) : end;
            out.append(p, stop);
            p = stop;
            continue;
        }
        const char c = p[1];
        p += 2;
        switch (c) {
            case 'b':
                out += '\b';
                break;
            case 'f':
                out += '\f';
                break;
            case 'n':
                out += '\n';
                break;
            case 'r':
                out += '\r';
                break;
            case 't':
                out += '\t';
                break;
            case 'u': {
                unsigned code = read_hex4(p);
                p += 4;
                if (code >= 0xd800 && code < 0xdc00) {
                    code = 0x10000 + ((code - 0xd800) << 10) + (read_hex4(p + 2) - 0xdc00);
                    p += 6;
                }
                append_code_point(out, code);
                break;
            }
            default:
                out += c;
        }
    }
    return out;
}

Type Value::type() const {
    if (raw_.empty()) return Type::missing;
    switch (raw_[0]) {
        case '{':
            return Type::object;
        case '[':
            return Type::array;
        case '"':
            return Type::string;
        case 't':
        case 'f':
            return Type::boolean;
        case 'n':
            return Type::null;
        default:
            return Type::number;
    }
}

std::optional<bool> Value::boolean() const {
    if (!is(Type::boolean)) return {};
    return raw_[0] == 't';
}

std::optional<double> Value::number() const {
    if (!is(Type::number)) return {};
    double value = 0;
    const auto [end, error] = std::from_chars(raw_.data(), raw_.data() + raw_.size(), value);
    if (error != std::errc()) return {};
    return value;
}

std::optional<std::int64_t> Value::integer() const {
    if (!is(Type::number)) return {};
    std::int64_t value = 0;
    const char* const end = raw_.data() + raw_.size();
    const auto [stop, error] = std::from_chars(raw_.data(), end, value);
    if (error == std::errc() && stop == end) return value;
    const auto real = number();
    if (!real || *real != std::floor(*real) || std::abs(*real) > 9007199254740992.0) return {};
    return static_cast<std::int64_t>(*real);
}

std::string Value::string() const {
    if (!is(Type::string)) return {};
    return unescape(raw_.substr(1, raw_.size() - 2));
}

std::string_view Value::string(std::string& scratch) const {
    if (!is(Type::string)) return {};
    const std::string_view inside = raw_.substr(1, raw_.size() - 2);
    if (inside.find('\\') == std::string_view::npos) return inside;
    scratch = unescape(inside);
    return scratch;
}

Value Value::operator[](std::string_view key) const {
    for (const Member& member : members()) {
        if (member.has_key(key)) return member.value;
    }
    return {};
}

Value Value::operator[](std::size_t index) const {
    for (const Value value : elements()) {
        if (index-- == 0) return value;
    }
    return {};
}

std::size_t Value::size() const {
    std::size_t n = 0;
    for ([[maybe_unused]] const Member& member : members()) ++n;
    for ([[maybe_unused]] const Value value : elements()) ++n;
    return n;
}

bool Member::has_key(std::string_view key) const {
    if (raw_key.find('\\') == std::string_view::npos) return raw_key == key;
    return unescape(raw_key) == key;
}

std::string Member::key() const { return unescape(raw_key); }

Value::Members Value::members() const { return Members(is(Type::object) ? raw_ : std::string_view("{}")); }
Value::Elements Value::elements() const { return Elements(is(Type::array) ? raw_ : std::string_view("[]")); }

Value::Members::Iterator Value::Members::begin() const {
    return {skip_space(raw_.data() + 1, raw_.data() + raw_.size()), raw_.data() + raw_.size()};
}
Value::Members::Iterator Value::Members::end() const {
    const char* brace = raw_.data() + raw_.size() - 1;
    return {brace, raw_.data() + raw_.size()};
}
Value::Members::Iterator::Iterator(const char* at, const char* end) : at_(at), end_(end) { read(); }
void Value::Members::Iterator::read() {
    if (*at_ != '"') return;
    const char* after = skip_string(at_, end_);
    const char* start = skip_space(skip_space(after, end_) + 1, end_);
    member_ = {between(at_ + 1, after - 1), Value(between(start, skip_value(start, end_)))};
}
Value::Members::Iterator& Value::Members::Iterator::operator++() {
    const std::string_view value = member_.value.raw();
    at_ = skip_space(value.data() + value.size(), end_);
    if (*at_ == ',') at_ = skip_space(at_ + 1, end_);
    read();
    return *this;
}

Value::Elements::Iterator Value::Elements::begin() const {
    return {skip_space(raw_.data() + 1, raw_.data() + raw_.size()), raw_.data() + raw_.size()};
}
Value::Elements::Iterator Value::Elements::end() const {
    return {raw_.data() + raw_.size() - 1, raw_.data() + raw_.size()};
}
Value::Elements::Iterator::Iterator(const char* at, const char* end) : at_(at), end_(end) { read(); }
void Value::Elements::Iterator::read() {
    if (*at_ != ']') value_ = Value(between(at_, skip_value(at_, end_)));
}
Value::Elements::Iterator& Value::Elements::Iterator::operator++() {
    at_ = skip_space(value_.raw().data() + value_.raw().size(), end_);
    if (*at_ == ',') at_ = skip_space(at_ + 1, end_);
    read();
    return *this;
}

void append_compact(std::string& out, std::string_view raw) {
    const char* p = raw.data();
    const char* const end = p + raw.size();
    const char* kept = p;  // everything from here to p is to be copied
    while (p != end) {
        if (*p == '"') {
            p = skip_string(p, end);
        } else if (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r') {
            out.append(kept, p);
            p = kept = skip_space(p, end);
        } else {
            ++p;
        }
    }
    out.append(kept, end);
}

namespace {

// Appends "TEXT" and `more` bytes of any kind, which the caller overwrites. The string grows once.
void append_quoted(std::string& out, std::string_view text, std::size_t more) {
    const std::size_t start = out.size();
    out.append(text.size() + 2 + more, '"');
    text.copy(out.data() + start + 1, text.size());
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
    const char* p = text.data();
    const char* const end = p + text.size();
    const char* stop = skip_unescaped(p, end);
    if (stop == end) return append_quoted(out, text, 0);
    out += '"';
    while (p != end) {
        stop = skip_unescaped(p, end);
        out.append(p, stop);
        if (stop == end) break;
        const auto c = static_cast<unsigned char>(*stop);
        p = stop + 1;
        if (c == '"' || c == '\\') {
            out += {'\\', static_cast<char>(c)};
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (c == '\r') {
            out += "\\r";
        } else {
            out += "\\u00";
            out += {"0123456789abcdef"[c >> 4], "0123456789abcdef"[c & 15]};
        }
    }
    out += '"';
}

void Writer::comma() {
    if (out_.empty()) return;
    const char last = out_.back();
    if (last != '{' && last != '[' && last != ':' && last != '\n') out_ += ',';
}
Writer& Writer::open(char c) {
    comma();
    out_ += c;
    return *this;
}
Writer& Writer::close(char c) {
    out_ += c;
    return *this;
}
Writer& Writer::key(std::string_view name) {
    comma();
    append_quoted(out_, name, 1);
    out_.back() = ':';
    return *this;
}
Writer& Writer::any_key(std::string_view name) {
    comma();
    append_string(out_, name);
    out_ += ':';
    return *this;
}
Writer& Writer::string(std::string_view text) {
    comma();
    append_string(out_, text);
    return *this;
}
namespace {

void append_number(std::string& out, auto value) {
    char digits[32];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

}  // namespace

Writer& Writer::signed_integer(std::int64_t value) {
    comma();
    append_number(out_, value);
    return *this;
}
Writer& Writer::unsigned_integer(std::uint64_t value) {
    comma();
    append_number(out_, value);
    return *this;
}
Writer& Writer::number(double value) {
    if (!std::isfinite(value)) return null();
    if (value == std::floor(value) && std::abs(value) < 9007199254740992.0)
        return integer(static_cast<std::int64_t>(value));
    comma();
    append_number(out_, value);
    return *this;
}
Writer& Writer::boolean(bool value) { return raw(value ? "true" : "false"); }
Writer& Writer::null() { return raw("null"); }
Writer& Writer::raw(std::string_view json) {
    comma();
    out_ += json;
    return *this;
}

}  // namespace vpass::json
