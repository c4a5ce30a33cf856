#include "check_lines.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace vpass::tools {

namespace {

void refuse_unreadable(const Line& line) {
    if (line.too_long) throw Error(Code::line_too_long, "the line is longer than 1 MiB");
    if (line.text.find_first_not_of(" \t") == std::string_view::npos)
        throw Error(Code::empty_line, "the line is empty");
}

}  // namespace

void read_record(const Line& line, Record& out) {
    refuse_unreadable(line);
    out.parse(line.text);
}

void CheckLines::read(const Batch& batch, Answer& answer, const Use& use, const Refuse& refuse) {
    for (const Line& line : batch.lines) {
        try {
            read_record(line, record_);
            event_.read(record_);
        } catch (const Error& e) {
            if (e.is_environment()) throw;
            answer.count("error");
            answer.notes.push_back({line.number, e.name() + ": " + e.what()});
            if (refuse) refuse(e.name());
            continue;
        }
        use(line, event_);
    }
}

void for_each_line(const std::string& path, const std::function<void(const Line&)>& use) {
    const int fd = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) throw Error(Code::io, "cannot open " + path + ": " + std::strerror(errno));
    const std::unique_ptr<const int, void (*)(const int*)> closing(&fd, [](const int* open) {
        if (*open != STDIN_FILENO) ::close(*open);
    });
    LineReader lines(fd);
    for (Batch batch; lines.read(batch);)
        for (const Line& line : batch.lines) use(line);
}

void for_each_object(const std::string& path, const std::function<void(const json::Value&)>& use) {
    for_each_line(path, [&](const Line& line) {
        try {
            refuse_unreadable(line);
            const json::Value object = json::check(line.text);
            if (!object.is(json::Type::object)) throw Error(Code::bad_json, "the line is not a JSON object");
            use(object);
        } catch (const Error& e) {
            throw Error(e.code(), path + ", line " + std::to_string(line.number) + ": " + e.what(), e.hint());
        }
    });
}

}  // namespace vpass::tools
