#include "data/json_cursor.hpp"

#include "data/json_scan.hpp"

namespace vpass::json {

void Cursor::space() {
    const char* const past = skip_space(p_, end_);
    compact_ &= past == p_;
    p_ = past;
}

bool Cursor::enter(char opening) {
    if (p_ == end_ || *p_ != opening) return false;
    ++p_;
    return true;
}

bool Cursor::next(char closing) {
    space();
    if (p_ != end_ && *p_ == ',') {
        ++p_;
        space();
    }
    if (p_ == end_) return false;
    if (*p_ != closing) return true;
    ++p_;
    return false;
}

bool Cursor::next_member(std::string_view& key) {
    if (!next('}')) return false;
    const char* const start = p_ + 1;
    const char* const plain = skip_to_mark(start, end_);
    const bool is_plain = plain != end_ && *plain == '"';  // as nearly all are
    p_ = is_plain ? plain + 1 : skip_string(p_, end_);
    key = {start, static_cast<std::size_t>(p_ - 1 - start)};
    if (!is_plain && key.find('\\') != std::string_view::npos) key = unescaped_.emplace_front(unescape(key));
    space();
    ++p_;  // the colon
    space();
    return true;
}

Value Cursor::take() {
    const char* const start = p_;
    p_ = skip_value(p_, end_);
    return Value({start, static_cast<std::size_t>(p_ - start)});
}

}  // namespace vpass::json
