#include "vpass/jws.hpp"

#include "vpass/encoding.hpp"
#include "vpass/error.hpp"

namespace vpass::jws {

Compact split(std::string_view text) {
    const std::size_t first = text.find('.');
    const std::size_t last = text.rfind('.');
    if (first == std::string_view::npos || last == first ||
        text.substr(first + 1, last - first - 1).find('.') != std::string_view::npos) {
        throw Error("bad-jws", "no JWS: not three parts with a point between them");
    }
    return {text.substr(0, first), text.substr(first + 1, last - first - 1), text.substr(last + 1),
            text.substr(0, last)};
}

json::Value read_header(std::string_view header, Buffer& out) {
    base64_decode(header, Base64::url, out);
    const json::Value value = json::check(as_text(out));
    if (!value.is(json::Type::object)) throw Error("bad-jws", "the JWS header is no JSON object");
    return value;
}

}  // namespace vpass::jws
