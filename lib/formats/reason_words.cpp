#include "formats/reason_words.hpp"

#include <algorithm>
#include <iterator>

namespace vpass {
namespace {

struct ReasonText {
    std::string_view code;
    Wording words;
};
constexpr ReasonText kReasons[] = {
    {"ok", {"valid", "정상"}},
    {"malformed", {"does not decode", "형식 손상"}},
    {"unsupported", {"unknown version or algorithm", "지원하지 않는 형식"}},
    {"untrusted", {"issuer not trusted", "신뢰 목록에 없는 발급자"}},
    {"bad-signature", {"forged or damaged", "서명 불일치(위조·훼손)"}},
    {"key-usage", {"key not for this kind", "서명 용도 위반"}},
    {"not-yet-valid", {"not valid yet", "유효 기간 전"}},
    {"expired", {"expired", "유효 기간 만료"}},
    {"revoked", {"withdrawn", "취소됨"}},
    {"status-unavailable", {"no revocation list", "취소 목록 없음"}},
    {"unlogged", {"not in the public log", "공개 기록에 없음"}},
    {"schema", {"content breaks the rules", "내용 규격 위반"}},
    {"timeout", {"the central check did not answer", "중앙 확인 응답 없음"}},
    {"error", {"the check failed", "확인 오류"}},
    {"no-verdict", {"no answer on record", "판정 기록 없음"}},
};

}  // namespace

Wording reason_words(std::string_view code) {
    const auto* const found = std::ranges::find(kReasons, code, &ReasonText::code);
    return found == std::end(kReasons) ? Wording{} : found->words;
}

}  // namespace vpass
