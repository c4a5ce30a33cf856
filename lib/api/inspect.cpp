#include "passes/inspect.hpp"

#include <vpass/inspect.hpp>

#include "api/states.hpp"
#include "api/times.hpp"

namespace vpass::v0 {

std::string inspect(std::string_view pass, const Trust& trust, std::optional<Time> at) {
    std::string out;
    json::Writer w(out);
    w.begin_object();
    try {
        PassLine line;
        read_pass(pass, line);
        Inspection inspection;
        vpass::inspect(line.text(), trust.state().store, ValueSets(), to_unix(at), inspection);
        write_inspection(line.text(), inspection, w);
    } catch (const Error& e) {
        if (e.is_environment()) throw;
        out = "{";
        w.key("error").begin_object().text("code", e.name()).text("message", e.what()).end_object();
    }
    w.end_object();
    return out;
}

}  // namespace vpass::v0
