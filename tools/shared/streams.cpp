// Handles files, standard streams and messages as every command uses them.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>

#include "base/file.hpp"
#include "command.hpp"
#include "data/encoding.hpp"
#include "data/json.hpp"
#include "input_file.hpp"

namespace vpass::tools {
namespace {

std::string name_of_command = "vpass";
bool quiet = false, json_errors = false;

[[noreturn]] void fail(const std::string& what, const std::string& path) {
    throw Error(Code::io, what + " " + path + ": " + std::strerror(errno));
}

void write_all(int fd, std::string_view text, const std::string& path) {
    while (!text.empty()) {
        const ssize_t n = ::write(fd, text.data(), text.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) fail("cannot write", path);
        text.remove_prefix(static_cast<std::size_t>(n));
    }
}

// Names of files may be in another encoding, and JSON is in UTF-8.
std::string shown(std::string_view text) {
    std::string out(text);
    if (!is_utf8(text))
        std::ranges::replace_if(
            out, [](char c) { return static_cast<unsigned char>(c) > 0x7e; }, '?');
    return out;
}

// Returns the descriptor that a path such as /dev/stdout or /dev/fd/3 stands for, or -1. To open such a path
// would empty the file that a shell has put there.
int descriptor_of(const std::string& path) {
    if (path == "-" || path == "/dev/stdout") return STDOUT_FILENO;
    if (path == "/dev/stderr") return STDERR_FILENO;
    for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
        if (!path.starts_with(folder)) continue;
        int fd = -1;
        const char* const end = path.data() + path.size();
        const auto [read, error] = std::from_chars(path.data() + folder.size(), end, fd);
        if (error == std::errc() && read == end && fd >= 0) return fd;
    }
    return -1;
}

}  // namespace

void set_command_name(const std::string& name) { name_of_command = name; }

const std::string& command_name() { return name_of_command; }

void set_quiet() { quiet = true; }

void set_json_errors() { json_errors = true; }

void report_error(std::string_view code, std::string_view text, std::string_view hint) {
    if (!json_errors) {
        message("error", text);
        if (!hint.empty()) message("hint", hint);
        return;
    }
    std::string line;
    json::Writer w(line);
    w.begin_object().text("command", name_of_command);
    w.key("error").begin_object().text("code", code).text("message", shown(text));
    if (!hint.empty()) w.text("hint", shown(hint));
    w.end_object().key("exit").integer(static_cast<int>(kNoAnswer)).end_object();
    line = printable(line) + '\n';
    std::fwrite(line.data(), 1, line.size(), stderr);
}

void message(std::string_view level, std::string_view text) {
    if (quiet && level.empty()) return;
    std::string line = name_of_command + ": ";
    if (!level.empty()) line.append(level).append(": ");
    line.append(text);
    std::replace(line.begin(), line.end(), '\n', ' ');
    line = printable(line);
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), stderr);
}

std::string printable(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto c = static_cast<unsigned char>(text[i]);
        const bool c1 = c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
        if (c1) c = static_cast<unsigned char>(text[++i]);  // the second byte is the character
        if (c1 || c == 0x7f || (c < 0x20 && c != '\n' && c != '\t')) {
            out += "\\u00";
            out += {"0123456789abcdef"[c >> 4], "0123456789abcdef"[c & 15]};
        } else {
            out += static_cast<char>(c);
        }
    }
    return out;
}

std::string read_text_file(const std::string& path, std::size_t limit) {
    const auto input = open_input(path);
    std::string out;
    char buffer[1 << 16];
    for (;;) {
        const ssize_t n = ::read(*input, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) fail("cannot read", path);
        if (n == 0) break;
        out.append(buffer, static_cast<std::size_t>(n));
        if (out.size() > limit)
            throw Error(Code::io, path + " is larger than " + std::to_string(limit) + " bytes");
    }
    if (out.starts_with("\xEF\xBB\xBF")) out.erase(0, 3);
    return out;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!line.empty()) out.push_back(line);
    }
    return out;
}

void write_text_file(const std::string& path, std::string_view text) {
    struct stat status {};
    const bool exists = ::lstat(path.c_str(), &status) == 0;
    // A link is not replaced by a file either, since it may lead to a device.
    if (descriptor_of(path) < 0 && (!exists || S_ISREG(status.st_mode)))
        return write_file(path, as_bytes(text), static_cast<FileMode>(0666));
    Output output(path);
    output.write(text);
    output.close();
}

Output::~Output() {
    if (fd_ >= 0 && descriptor_of(path_) < 0) ::close(fd_);
}

void Output::open() {
    if (const int fd = descriptor_of(path_); fd >= 0) {
        fd_ = fd;
        terminal_ = !escapes_ && ::isatty(fd_);
        return;
    }
    fd_ =
        ::open(path_.c_str(), O_WRONLY | O_CREAT | (kept_ ? 0 : O_TRUNC) | O_CLOEXEC, secret_ ? 0600 : 0666);
    if (fd_ < 0) fail("cannot create", path_);
    struct stat status {};
    // An earlier file may be open to others. A device is left as it is.
    if (secret_ && ::fstat(fd_, &status) == 0 && S_ISREG(status.st_mode) && ::fchmod(fd_, 0600) != 0)
        fail("cannot keep others from reading", path_);
    const auto kept = static_cast<off_t>(kept_);
    if (kept && (::ftruncate(fd_, kept) != 0 || ::lseek(fd_, kept, SEEK_SET) != kept))
        fail("cannot write", path_);
    terminal_ = !escapes_ && ::isatty(fd_);
}

void Output::write(std::string_view text) {
    if (text.empty()) return;
    if (fd_ < 0) open();
    const std::string name = path_ == "-" ? "standard output" : path_;
    if (terminal_)
        write_all(fd_, printable(text), name);
    else
        write_all(fd_, text, name);
}

void Output::close() {
    if (fd_ < 0) open();  // no results at all: an empty file says so
    // A standard stream stays open for what else is written to it; to close its copy tells as well whether
    // all that was written has arrived.
    const int closed = descriptor_of(path_) < 0 ? fd_ : ::dup(fd_);
    fd_ = -1;
    if (closed < 0 || ::close(closed) != 0) fail("cannot write", path_);
}

}  // namespace vpass::tools
