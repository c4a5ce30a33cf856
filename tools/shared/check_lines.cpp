#include "check_lines.hpp"

#include "input_file.hpp"

namespace vpass::tools {

void read_record(const Line& line, Record& out) {
    line.require_text();
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
    const auto input = open_input(path);
    LineReader lines(*input);
    for (Batch batch; lines.read(batch);)
        for (const Line& line : batch.lines) use(line);
}

void for_each_object(const std::string& path, const std::function<void(const json::Value&)>& use) {
    for_each_line(path, [&](const Line& line) {
        try {
            line.require_text();
            const json::Value object = json::check(line.text);
            if (!object.is(json::Type::object)) throw Error(Code::bad_json, "the line is not a JSON object");
            use(object);
        } catch (const Error& e) {
            throw Error(e.code(), path + ", line " + std::to_string(line.number) + ": " + e.what(), e.hint());
        }
    });
}

}  // namespace vpass::tools
