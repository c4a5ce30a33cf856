// vpass qr: turns passes into pictures, or pictures into passes.
#include "qr.hpp"

namespace vpass::tools {
namespace {

int run(const QrOptions& options) { return options.read ? read_pictures(options) : write_pictures(options); }

}  // namespace

std::vector<std::string_view> linked_pass(const PassLine& line, std::vector<std::string>& scratch) {
    const json::Value pass = line["pass"];
    scratch.clear();
    if (pass.is(json::Type::string)) scratch.push_back(pass.string());
    for (const json::Value part : pass.elements()) scratch.push_back(part.string());
    return {scratch.begin(), scratch.end()};
}

Run declare_qr(Arguments& app) {
    auto options = std::make_shared<QrOptions>();
    add_stream_options(app, options->stream,
                       "passes (default: standard input); with --read, pictures, folders of them, and an "
                       "earlier run's records");
    app.add_flag("--read", options->read,
                 "read pictures (PNG, JPEG, WebP, HEIC, TIFF, GIF, BMP), pages of PDFs, or folders of them");
    add_trust_options(
        app, options->trust,
        "with --read, put parts together whose signature is that of a key in FILE; may be repeated");
    app.add_option("--at", options->clock.text, "tell the age of WHO's lists as of TIME (RFC 3339)")
        ->type_name("TIME")
        ->show_default();
    app.add_option("--format", options->format,
                   "of the pictures (default: by the name of the -o file, png with --dir, else term)")
        ->one_of({"png", "svg", "pdf", "term"});
    app.add_option("--dir", options->folder,
                   "write a file for each pass into DIR, and records with `picture`")
        ->type_name("DIR");
    app.add_flag("--link", options->link,
                 "draw the links of the records, from vpass link, instead of their passes");
    app.add_option("--scale", options->scale, "width of a module in pixels")
        ->type_name("PX")
        ->within(1, 64)
        ->show_default();
    app.add_option("--sheet", options->sheet, "what a PDF is printed on: a page, a card, or sheets of labels")
        ->one_of_any_case({"A4", "card", "2x4", "3x8"})
        ->show_default();
    app.add_option("--font", options->font, "TrueType font for PDF (default: NanumGothic)")
        ->type_name("FILE");
    app.add_option("--template", options->form, "fill FILE, an SVG with {{names}}, for each pass")
        ->type_name("FILE");
    app.add_option(
           "--zone", options->zone,
           "time zone of the times on a PDF or template, as Asia/Seoul (default: that of the pass's country)")
        ->type_name("NAME");
    return [options] { return run(*options); };
}

}  // namespace vpass::tools
