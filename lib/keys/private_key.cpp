#include "keys/private_key.hpp"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <strings.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "base/error.hpp"
#include "base/file.hpp"
#include "keys/token/token.hpp"

namespace vpass {
namespace {

constexpr std::size_t kKeyBytes = 1 << 20;
constexpr std::size_t kPinBytes = 255;

// Returns the first line. It reads one byte at a time, so that the rest stays for other readers of the
// descriptor.
std::string read_line(int fd, const std::string& name) {
    std::string out;
    for (char c = 0;;) {
        const ssize_t n = ::read(fd, &c, 1);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) throw Error(Code::io, "cannot read the PIN from " + name + ": " + std::strerror(errno));
        if (n == 0 || c == '\n') break;
        out += c;
        if (out.size() > kPinBytes) throw Error(Code::bad_pin, "the PIN in " + name + " is too long");
    }
    if (out.ends_with('\r')) out.pop_back();
    if (out.empty()) throw Error(Code::bad_pin, "there is no PIN in " + name);
    return out;
}

std::string ask_on_terminal(const std::string& token_label) {
    // Where there is no terminal, OpenSSL would ask on standard input, which holds records.
    const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (terminal < 0) return {};
    ::close(terminal);
    char buffer[kPinBytes + 1] = {};
    const std::string prompt = "PIN of token " + token_label + ": ";
    const bool good = EVP_read_pw_string(buffer, sizeof buffer, prompt.c_str(), 0) == 0;
    std::string out = good ? buffer : "";
    OPENSSL_cleanse(buffer, sizeof buffer);
    return out;
}

}  // namespace

PinSource::~PinSource() { OPENSSL_cleanse(pin_.data(), pin_.size()); }

const std::string& PinSource::pin(const std::string& token_label) {
    if (!file.empty() && descriptor >= 0)
        throw Error(Code::usage, "the PIN comes from --pin-file or from --pin-fd, not from both");
    if (file.empty() && descriptor < 0)  // each token has a PIN of its own, and a wrong one may lock it
        pin_ = ask ? ask_on_terminal(token_label) : "";
    else if (pin_.empty())
        pin_ = file.empty() ? read_line(descriptor, "descriptor " + std::to_string(descriptor))
                            : read_pin_file(file);
    if (pin_.empty())
        throw Error(Code::no_pin, "token '" + token_label + "' needs a PIN",
                    "give --pin-file FILE or --pin-fd N, or pin-source= in the URI");
    return pin_;
}

std::string read_pin_file(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) throw Error(Code::io, "cannot open " + path + ": " + std::strerror(errno));
    try {
        std::string out = read_line(fd, path);
        ::close(fd);
        return out;
    } catch (...) {
        ::close(fd);
        throw;
    }
}

// RFC 3986 §3.1 allows the scheme in any case. A malformed URI must not be shown as the name of a file, since
// it may contain a PIN.
bool is_pkcs11_uri(std::string_view name) {
    constexpr std::string_view kScheme = "pkcs11:";
    return name.size() >= kScheme.size() && ::strncasecmp(name.data(), kScheme.data(), kScheme.size()) == 0;
}

PrivateKey load_private_key(const std::string& name, PinSource& pin) {
    if (is_pkcs11_uri(name)) return load_from_token(name, pin);
    Buffer pem = read_file(name == "-" ? "/dev/stdin" : name, kKeyBytes);
    const std::unique_ptr<Buffer, void (*)(Buffer*)> wiped(
        &pem, [](Buffer* secret) { OPENSSL_cleanse(secret->data(), secret->size()); });
    try {
        return PrivateKey::from_pem(as_text(pem));
    } catch (const Error& e) {
        throw Error(e.code(), (name == "-" ? "standard input" : name) + ": " + e.what(), e.hint());
    }
}

}  // namespace vpass
