#include "passes/link/link_maker.hpp"

#include "base/error.hpp"
#include "data/encoding.hpp"

namespace vpass {
namespace {

constexpr std::size_t kShardCharacters = 2;  // 4,096 folders: 52 million files come to 13,000 in each
constexpr std::size_t kNameCharacters = 43;  // base64url of 256 bits

std::uint64_t first_bits(Bytes name) {
    std::uint64_t out = 0;
    for (const Byte byte : name.first(sizeof out)) out = out << 8 | byte;
    return out;
}

}  // namespace

MadeLink make_link(const LinkPlan& plan, const LinkSecret& secret, std::string_view identity,
                   LinkContents& contents) {
    const LinkKeys keys = secret.keys(identity);
    const std::vector<LinkContent>& list = contents.finish();
    MadeLink out;
    if (plan.manifest) {
        write_manifest(list, keys, plan.zip, plan.long_term, out.file);
    } else if (list.size() == 1) {
        seal_content(list.front(), keys, plan.zip, out.file);
    } else {
        throw Error(Code::unsupported,
                    "contents of several types do not go into one file; --manifest has several");
    }
    const std::string name = base64_encode(keys.name, Base64::url);
    out.name = first_bits(keys.name);
    out.path = name.substr(0, kShardCharacters) + '/' + name;
    Link link;
    link.viewer = plan.viewer;
    link.url = plan.base + (plan.base.ends_with('/') ? "" : "/") + out.path;
    link.key = keys.key;
    link.flags = std::string(plan.long_term ? "L" : "") + (plan.manifest ? "" : "U");
    link.label = plan.label;
    link.expires_at = plan.expires_at ? plan.expires_at : contents.expires_at();
    out.link = write_link(link);
    return out;
}

std::optional<std::uint64_t> link_file_name(std::string_view path) {
    if (path.size() != kShardCharacters + 1 + kNameCharacters || path[kShardCharacters] != '/') return {};
    const std::string_view name = path.substr(kShardCharacters + 1);
    if (!name.starts_with(path.substr(0, kShardCharacters))) return {};
    Buffer bytes;
    try {
        base64_decode(name, Base64::url, bytes);
    } catch (const Error&) {
        return {};
    }
    return first_bits(bytes);
}

}  // namespace vpass
