#include "picture_process.hpp"

#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <optional>

#include "base/limits.hpp"
#include "command.hpp"
#include "data/encoding.hpp"
#include "data/json.hpp"
#include "passes/picture.hpp"

extern char** environ;

namespace vpass::tools {
namespace {

constexpr std::size_t kReplyBytes = 64 << 20;  // the codes of a picture, or why there are none

[[noreturn]] void fail(const char* what, int error) {
    throw Error(Code::io, std::string("cannot start a process that reads pictures: ") + what + ": " +
                              std::strerror(error));
}

// A message is its size in eight bytes, then its bytes. Both functions return false once the other end is
// gone.
bool transfer(std::size_t size, const std::function<ssize_t(std::size_t)>& step) {
    for (std::size_t done = 0; done < size;) {
        const ssize_t n = step(done);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        done += static_cast<std::size_t>(n);
    }
    return true;
}

bool send_all(int socket, Bytes bytes) {
    return transfer(bytes.size(), [&](std::size_t done) {
        return ::send(socket, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
    });
}

bool send_message(int socket, Bytes bytes) {
    const std::uint64_t size = bytes.size();
    return send_all(socket, {reinterpret_cast<const Byte*>(&size), sizeof size}) && send_all(socket, bytes);
}

bool receive_all(int socket, void* to, std::size_t length) {
    return transfer(length, [&](std::size_t done) {
        return ::read(socket, static_cast<char*>(to) + done, length - done);
    });
}

std::optional<std::uint64_t> receive_number(int socket) {
    std::uint64_t out = 0;
    return receive_all(socket, &out, sizeof out) ? std::optional(out) : std::nullopt;
}

template <typename T>
std::optional<T> receive_message(int socket, std::size_t limit) {
    const auto size = receive_number(socket);
    if (!size || *size > limit) return {};
    T out;
    out.resize(*size);
    if (!receive_all(socket, out.data(), *size)) return {};
    return out;
}

void limit(__rlimit_resource resource, std::size_t most) {
    const rlimit value{most, most};
    ::setrlimit(resource, &value);
}

// Ends this process after so much more CPU time; 0 removes the limit.
void limit_time(unsigned milliseconds) {
    const itimerval timer{{}, {milliseconds / 1000, static_cast<suseconds_t>(milliseconds % 1000) * 1000}};
    ::setitimer(ITIMER_PROF, &timer, nullptr);
}

void write_failure(Code code, const std::string& message, const std::string& hint, std::string& out) {
    json::Writer w(out);
    w.begin_object().key("code").integer(static_cast<std::int64_t>(code));
    w.text("message", message).text("hint", hint).end_object();
}

const char* const kTooComplex = "a picture that takes more time or memory than pictures of passes do";

// A request is a page, or kOpen, and a file; an empty one stands for the file that was sent last.
constexpr std::uint64_t kOpen = ~std::uint64_t{0};

void write_codes(const std::vector<CodeText>& codes, json::Writer& w) {
    w.begin_object().key("codes").begin_array();
    for (const CodeText& code : codes) {
        w.begin_object().text("text", code.text);
        w.key("number").integer(code.number);
        w.key("count").integer(code.count).key("parity").integer(code.parity);
        w.end_object();
    }
    w.end_array().end_object();
}

class PictureServer {
 public:
    bool is_usable() const { return !out_of_memory_; }

    std::string answer(std::uint64_t page, Buffer file) {
        std::string out;
        try {
            json::Writer w(out);
            if (!file.empty()) {
                open_.reset();
                file_ = std::move(file);
            }
            if (!open_) open_.emplace(file_);
            if (page == kOpen)
                w.begin_object().key("pages").integer(open_->pages()).end_object();
            else
                write_codes(read_page(page), w);
            return out;
        } catch (const Error& e) {
            write_failure(e.code(), e.what(), e.hint(), out);
        } catch (const std::bad_alloc&) {
            out_of_memory_ = true;
            write_failure(Code::too_complex, kTooComplex, {}, out);
        } catch (const std::exception&) {  // of the library that looks for codes
            write_failure(Code::bad_picture, "a picture in which the search for codes fails", {}, out);
        }
        return out;
    }

 private:
    // The file of a single picture makes room for the search.
    std::vector<CodeText> read_page(std::uint64_t page) {
        const Picture picture = open_->page(page);
        if (open_->pages() == 1) {
            open_.reset();
            Buffer().swap(file_);
        }
        return read_qr_codes(picture);
    }

    Buffer file_;
    std::optional<PictureFile> open_;
    bool out_of_memory_ = false;
};

}  // namespace

std::size_t PictureProcess::open(Bytes file) {
    if (file.empty()) throw Error(Code::bad_picture, "an empty file");
    file_ = file;
    is_sent_ = false;
    return static_cast<std::size_t>(ask(kOpen)["pages"].integer().value_or(0));
}

std::vector<CodeText> PictureProcess::read(std::size_t page) {
    const json::Value value = ask(page);
    std::vector<CodeText> out;
    const auto number = [](json::Value n) { return static_cast<std::size_t>(n.integer().value_or(0)); };
    for (const json::Value found : value["codes"].elements())
        out.push_back({found["text"].string(), number(found["number"]), number(found["count"]),
                       static_cast<int>(number(found["parity"]))});
    return out;
}

json::Value PictureProcess::ask(std::uint64_t page) {
    if (pid_ < 0) {
        start();
        is_sent_ = false;
    }
    const Bytes page_bytes(reinterpret_cast<const Byte*>(&page), sizeof page);
    if (send_all(socket_, page_bytes) && send_message(socket_, is_sent_ ? Bytes() : file_)) {
        if (auto reply = receive_message<std::string>(socket_, kReplyBytes)) {
            reply_ = std::move(*reply);
            is_sent_ = true;
            const json::Value value = json::check(reply_);
            const auto code = value["code"].integer();
            if (code && *code >= 0 && *code < kCodes) {
                const Error error(static_cast<Code>(*code), value["message"].string(),
                                  value["hint"].string());
                if (error.code() == Code::too_complex) end();  // it may have run out of memory, and left
                throw error;
            }
            return value;
        }
    }
    const int status = end();
    if (!WIFSIGNALED(status))
        throw Error(Code::io,
                    "a process that reads pictures ended with " + std::to_string(WEXITSTATUS(status)));
    const int signal = WTERMSIG(status);
    if (signal == SIGPROF || signal == SIGKILL) throw Error(Code::too_complex, kTooComplex);
    throw Error(Code::bad_picture, "a picture on which a library crashes");
}

void PictureProcess::start() {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) fail("socketpair", errno);
    socket_ = ends[0];
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
    // The output of a library must not get between the records, nor hostile text onto the terminal.
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    char name[] = "vpass", command[64];
    std::strncpy(command, kPictureCommand, sizeof command);
    char* const arguments[] = {name, command, nullptr};
    const int error = ::posix_spawn(&pid_, "/proc/self/exe", &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (error == 0) return;
    pid_ = -1;
    end();
    fail("/proc/self/exe", error);
}

int PictureProcess::end() {
    int status = 0;
    if (socket_ >= 0) ::close(socket_);  // the process reads its end, and leaves
    socket_ = -1;
    while (pid_ >= 0 && ::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return status;
}

int serve_pictures() {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // they reserve terabytes
    limit(RLIMIT_AS, limits::kPictureMemory);
#endif
    limit(RLIMIT_CORE, 0);  // a core file would hold somebody's pass
    // Large blocks go back to the system at once, so that each picture finds the same room.
    ::mallopt(M_MMAP_THRESHOLD, 1 << 20);
    // An arena for each thread of a library would reserve 128 MiB.
    ::mallopt(M_ARENA_MAX, 1);
    ::signal(SIGPROF, SIG_DFL);
    PictureServer server;
    while (server.is_usable()) {
        const auto page = receive_number(STDIN_FILENO);
        auto file = page ? receive_message<Buffer>(STDIN_FILENO, limits::kPictureFileBytes) : std::nullopt;
        if (!file) break;
        limit_time(limits::kPictureMilliseconds);
        const std::string reply = server.answer(*page, std::move(*file));
        limit_time(0);
        if (!send_message(STDIN_FILENO, as_bytes(reply))) break;
    }
    return kGood;
}

}  // namespace vpass::tools
