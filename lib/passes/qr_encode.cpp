#include <cerrno>
#include <memory>
#include <system_error>

#include "base/error.hpp"
#include "passes/lazy_qrencode.hpp"
#include "passes/qr.hpp"

namespace vpass {
namespace {

constexpr std::string_view kAlphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
constexpr std::string_view kDigits = "0123456789";
// A segment of its own costs a header of 18 bits at most, and saves 4.7 bits a digit.
constexpr std::size_t kWorthwhileDigits = 6;

struct Free {
    void operator()(QRinput* input) const { sym_QRinput_free(input); }
    void operator()(QRcode* code) const { sym_QRcode_free(code); }
};

QRecLevel level_of(QrLevel level) {
    constexpr QRecLevel levels[] = {QR_ECLEVEL_L, QR_ECLEVEL_M, QR_ECLEVEL_Q, QR_ECLEVEL_H};
    return levels[static_cast<std::size_t>(level)];
}

[[noreturn]] void too_long(std::string_view text, const QrRules& rules) {
    throw Error(Code::qr_too_long, "a pass of " + std::to_string(text.size()) +
                                       " characters does not fit into a QR code of version " +
                                       std::to_string(rules.max_version) + " and level " +
                                       "LMQH"[static_cast<std::size_t>(rules.level)]);
}

void append(QRinput* input, QRencodeMode mode, std::string_view text) {
    if (text.empty()) return;
    const auto* const data = reinterpret_cast<const unsigned char*>(text.data());
    if (sym_QRinput_append(input, mode, static_cast<int>(text.size()), data) != 0)
        throw std::system_error(errno, std::generic_category());
}

}  // namespace

QrRules qr_rules(std::string_view text) {
    const Format* const format = detect_format(text);
    return format ? format->qr : QrRules{};
}

QrCode encode_qr(std::string_view text, const QrRules& rules) {
    if (text.empty()) throw Error(Code::no_pass, "the pass is empty");
    if (text.size() > limits::kPassBytes) too_long(text, rules);
    const std::unique_ptr<QRinput, Free> input(sym_QRinput_new2(0, level_of(rules.level)));
    if (text.find_first_not_of(kAlphanumeric) == std::string_view::npos) {
        append(input.get(), QR_MODE_AN, text);
    } else {
        std::size_t digits = text.size() - 1 - text.find_last_not_of(kDigits);
        if (digits < kWorthwhileDigits) digits = 0;
        append(input.get(), QR_MODE_8, text.substr(0, text.size() - digits));
        append(input.get(), QR_MODE_NUM, text.substr(text.size() - digits));
    }
    const std::unique_ptr<QRcode, Free> code(sym_QRcode_encodeInput(input.get()));
    if (!code && errno != ERANGE) throw std::system_error(errno, std::generic_category());
    if (!code || code->version > rules.max_version) too_long(text, rules);
    QrCode out;
    out.version = code->version;
    out.size = code->width;
    const auto count = static_cast<std::size_t>(out.size * out.size);
    out.modules.resize(count);
    for (std::size_t i = 0; i < count; ++i) out.modules[i] = code->data[i] & 1;
    return out;
}

}  // namespace vpass
