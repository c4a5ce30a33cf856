// Fuzzes a line that is meant to hold a pass: the record that is carried on must hold the same pass.
#include "fuzz.hpp"
#include "passes/pass_line.hpp"

using namespace vpass;
using fuzz::accepts;
using fuzz::demand;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text({data, size});
    PassLine line, again;
    if (!accepts([&] { line.read({1, text, false}); })) return 0;
    std::string out;
    if (line.is_carried()) {
        line.record().write_error(out);
        out.pop_back();
    } else {
        line.write_open(out, {"verdict"});
        json::Writer(out).key("verdict").null().end_object();
    }
    demand(accepts([&] { json::check(out); }), "what is carried on is strict JSON");
    again.read({1, out, false});
    demand(again.is_carried() == line.is_carried(), "carried on as what it was");
    const bool is_record = text[text.find_first_not_of(" \t")] == '{';
    if (is_record && !line.is_carried() && !line["pass"]) {
        demand(again.text()[0] == out, "a pass that is JSON itself is the whole record");
        return 0;
    }
    demand(std::equal(line.text().begin(), line.text().end(), again.text().begin(), again.text().end()),
           "the same pass");
    return 0;
}
