#pragma once
// The columns of tables that audits read, by what people call them.
#include "formats/registry/columns.hpp"

namespace vpass::tools {

// A door and the type of its venue are different things, and any of these tables may have both.
inline const OtherField kVenueField{"venue", {"업소", "시설", "장소", "업소명"}};
inline const OtherField kVenueTypeField{"venue_type", {"업종", "시설종류", "시설유형", "업소종류"}};

// Checks, publications and the violations that are held against outages.
inline const OtherField kCheckFields[] = {{"time", {"일시", "시각", "검사일시", "확인일시", "위반일시"}},
                                          {"at"},
                                          kVenueField,
                                          kVenueTypeField,
                                          {"id", {"증명서번호", "식별자"}},
                                          {"answer", {"결과", "응답"}},
                                          {"error", {"오류"}},
                                          {"operator", {"담당자"}},
                                          {"product"},
                                          {"lot"}};

inline const OtherField kViolationFields[] = {{"time", {"일시", "시각", "위반일시"}},
                                              {"at"},
                                              kVenueField,
                                              kVenueTypeField,
                                              {"region", {"지역"}},
                                              {"rule"},
                                              {"by", {"위반자"}},
                                              {"offence", {"위반차수", "차수"}, true}};

// The names are those that `audit outages --format csv` writes, too.
inline const OtherField kOutageFields[] = {{"kind", {"종류", "evidence.kind"}},
                                           {"from", {"시작", "시작일시", "evidence.from"}},
                                           {"to", {"종료", "종료일시", "evidence.to"}},
                                           {"checks", {"evidence.checks"}, true},
                                           {"failed", {"evidence.failed"}, true}};

}  // namespace vpass::tools
