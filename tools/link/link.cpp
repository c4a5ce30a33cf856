// vpass link: writes passes as encrypted files with links to them, or opens links.
#include "link.hpp"

namespace vpass::tools {
namespace {

int run(LinkOptions& options) { return options.open ? open_links(options) : write_links(options); }

}  // namespace

Run declare_link(Arguments& app) {
    auto options = std::make_shared<LinkOptions>();
    add_stream_options(app, options->stream,
                       "records with `pass`, or with --open links, one a line (default: standard input)");
    add_clock_option(app, options->clock, false);
    app.add_option("--base", options->base, "the URL that the folder of files has on its server")
        ->type_name("URL");
    app.add_option("--out", options->out, "the folder to write encrypted files into")->type_name("DIR");
    app.add_option(
           "--ledger", options->ledger,
           "make names and keys from the secret in the ledger DIR, and no links to passes it has revoked")
        ->type_name("DIR");
    app.add_option(
           "--secret", options->secret,
           "make names and keys from the secret in FILE, or from a secret key in a token by its pkcs11: "
           "URI; made if missing")
        ->type_name("FILE|URI");
    add_pin_options(app, options->pin);
    app.add_option("--by", options->by,
                   "one file for all records with the same value of this member, which stand together")
        ->type_name("NAME");
    app.add_option("--viewer", options->viewer, "put the link behind the address of a web page that shows it")
        ->type_name("URL");
    app.add_option("--label", options->label, "what the links say that they lead to, at most 80 characters")
        ->type_name("TEXT");
    app.add_option("--flag", options->flags, "L: the files may change, and may be fetched again")
        ->type_name("FLAGS");
    app.add_option("--expires", options->expires, "when the links expire (default: as the passes do)")
        ->type_name("TIME");
    app.add_flag("--manifest", options->manifest,
                 "links lead to a list of files, so that one link has contents of several types");
    app.add_flag("--no-zip", options->no_zip, "never deflate what is in a file: some readers cannot inflate");
    app.add_flag("--resume", options->resume,
                 "go on with the -o FILE of a run that was cut short, at the first line that is missing");
    app.add_flag("--dry-run", options->dry_run, "say what would change, and write no file");
    app.add_flag("--prune", options->prune, "remove files of the folder that no link of this run leads to");
    app.add_option("--csv", options->csv, "write a table for a program that sends messages to FILE")
        ->type_name("FILE");
    app.add_option("--columns", options->columns, "the columns of that table: members of the records")
        ->type_name("LIST")
        ->delimiter(',')
        ->one_each()
        ->show_default();
    app.add_flag("--open", options->open,
                 "read links, also those that a pass carries, and give the passes in their files");
    app.add_option("--files", options->files, "with --open: the folder that the files of the links are in")
        ->type_name("DIR");
    app.add_option("--contents", options->contents,
                   "with --open: write what the files hold into DIR, each under its SHA-256")
        ->type_name("DIR");
    return [options] { return run(*options); };
}

}  // namespace vpass::tools
