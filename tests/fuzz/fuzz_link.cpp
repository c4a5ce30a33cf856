// Fuzzes links and their files. The first byte says what the rest is: a link, a link's payload, an encrypted
// file, a manifest, or a content that is then encrypted with our own key, as it is or as a DEFLATE stream, so
// that the content from a dishonest issuer is reached as well.
#include <algorithm>

#include "data/encoding.hpp"
#include "fuzz.hpp"
#include "passes/inspect.hpp"
#include "passes/link/link_file.hpp"

using namespace vpass;

namespace {

constexpr std::uint8_t kKinds = 6;

void read(std::string_view text) {
    Link link;
    if (read_link(text, link)) return;
    fuzz::demand(link.key.size() == jwe::kKeyBytes, "a key of 32 bytes");
    std::string again;
    if (!fuzz::accepts([&] { again = write_link(link); })) return;
    Link back;
    fuzz::demand(!read_link(again, back) && back.url == link.url && back.key == link.key &&
                     back.label == link.label && back.expires_at == link.expires_at,
                 "a written link reads back");
}

// Opens a link whose every file is this text.
void open(std::string_view text) {
    Link link;
    link.url = "https://a.example/";
    link.key = Buffer(jwe::kKeyBytes, 1);
    std::vector<LinkedFile> files;
    const LinkFetch fetch = [text](std::string_view, Buffer& out) {
        out.assign(text.begin(), text.end());
        return true;
    };
    open_link(link, 0, fetch, files);
    for (const LinkedFile& file : files) {
        fuzz::demand(file.content.size() <= kLinkContentBytes, "a bounded content");
        fuzz::demand(!file.refusal || (file.content.empty() && file.passes.empty()),
                     "nothing of a refused file");
    }
}

std::string sealed(Bytes text, bool zipped, std::string_view type) {
    std::string out;
    jwe::seal(text, zipped, type, Buffer(jwe::kKeyBytes, 1), Buffer(jwe::kNonceBytes, 2), out);
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1) return 0;
    const Bytes bytes(data + 1, size - 1);
    const std::string_view text = as_text(bytes);
    switch (data[0] % kKinds) {
        case 0:
            read(text);
            break;
        case 1:
            read("shlink:/" + base64_encode(bytes, Base64::url));
            break;
        case 2:
        case 3:
            open(text);
            break;
        case 4: {
            const std::string file = sealed(bytes, false, content_type::kCards);
            jwe::Opened opened;
            fuzz::demand(
                jwe::open(file, Buffer(jwe::kKeyBytes, 1), kLinkContentBytes, opened) == jwe::Fault::none &&
                    std::ranges::equal(opened.content, bytes),
                "a sealed file opens");
            fuzz::demand(jwe::open(file, Buffer(jwe::kKeyBytes, 3), kLinkContentBytes, opened) ==
                             jwe::Fault::decryption,
                         "no other key opens it");
            open(file);
            break;
        }
        default:
            open(sealed(bytes, true, content_type::kPasses));
    }
    return 0;
}
