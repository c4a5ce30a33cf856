// The policies that are built in, as data: Korea's pass rules of 2021-11 to 2022-03 as they changed.
//
// The clock of a rule is UTC, so Korea's days come by adding 9 hours: "before day 181" then means until 24:00
// of day 180. What the sources leave open are parameters: `firstDay` (14; or 15), `boosterExpires` (false).
// What no pass says comes as external values from whoever asks: `party` (how many come together),
// `withoutPass` (how many of them have none), `exemption` (the reason on a medical exemption), `doses` (of a
// recovered person). A party's exception reads only these, so it admits holders of a pass that is too old as
// well. A recovery names no release from isolation; it is taken to be day 7 of the confirmation.
#include "vpass/error.hpp"
#include "vpass/policy.hpp"

namespace vpass {
namespace {

constexpr std::string_view kKorea = R"json({"Name":"kr","Zone":"+09:00",
 "Parameters":{"firstDay":14,"boosterExpires":false,"doses":0},
 "Venues":[
    {"Type":"nightlife","Periods":[{"From":"2021-11-01T00:00:00+09:00","To":"2022-03-01T00:00:00+09:00"}]},
    {"Type":"karaoke","Periods":[{"From":"2021-11-01T00:00:00+09:00","To":"2022-03-01T00:00:00+09:00"}]},
    {"Type":"indoor-sports","Periods":[{"From":"2021-11-01T00:00:00+09:00","To":"2022-03-01T00:00:00+09:00"}]},
    {"Type":"bathhouse","Periods":[{"From":"2021-11-01T00:00:00+09:00","To":"2022-03-01T00:00:00+09:00"}]},
    {"Type":"racing-casino","Periods":[{"From":"2021-11-01T00:00:00+09:00","To":"2022-03-01T00:00:00+09:00"}]},
    {"Type":"restaurant-cafe","Aliases":["restaurant","cafe"],"Periods":[{"From":"2021-12-06T00:00:00+09:00","To":"2022-03-01T00:00:00+09:00"}]},
    {"Type":"multi-room","Periods":[{"From":"2021-12-06T00:00:00+09:00","To":"2022-03-01T00:00:00+09:00"}]},
    {"Type":"pc-room","Periods":[{"From":"2021-12-06T00:00:00+09:00","To":"2022-03-01T00:00:00+09:00"}]},
    {"Type":"stadium","Periods":[{"From":"2021-12-06T00:00:00+09:00","To":"2022-03-01T00:00:00+09:00"}]},
    {"Type":"party-room","Periods":[{"From":"2021-12-06T00:00:00+09:00","To":"2022-03-01T00:00:00+09:00"}]},
    {"Type":"massage","Periods":[{"From":"2021-12-06T00:00:00+09:00","To":"2022-03-01T00:00:00+09:00"}]},
    {"Type":"academy","Periods":[{"From":"2021-12-06T00:00:00+09:00","To":"2022-01-18T00:00:00+09:00"}]},
    {"Type":"cinema-theatre","Periods":[{"From":"2021-12-06T00:00:00+09:00","To":"2022-01-18T00:00:00+09:00"}]},
    {"Type":"study-room","Periods":[{"From":"2021-12-06T00:00:00+09:00","To":"2022-01-18T00:00:00+09:00"}]},
    {"Type":"museum","Periods":[{"From":"2021-12-06T00:00:00+09:00","To":"2022-01-18T00:00:00+09:00"}]},
    {"Type":"library","Periods":[{"From":"2021-12-06T00:00:00+09:00","To":"2022-01-18T00:00:00+09:00"}]},
    {"Type":"large-store","Periods":[{"From":"2022-01-10T00:00:00+09:00","To":"2022-01-18T00:00:00+09:00"}, {"From":"2022-01-10T00:00:00+09:00","To":"2022-01-14T00:00:00+09:00","Region":"seoul"}]}],
 "Rules":[
    {"Identifier":"GR-KR-0001","Type":"Acceptance","Country":"KR","Version":"1.0.0","SchemaVersion":"1.0.0",
     "Engine":"CERTLOGIC","EngineVersion":"1.3.3","CertificateType":"General",
     "ValidFrom":"2021-11-01T00:00:00+09:00","ValidTo":"2022-03-01T00:00:00+09:00","AffectedFields":["v","t","r"],
     "Description":[{"lang":"en","desc":"A pass must show a vaccination, a negative test or a recovery."},
                    {"lang":"ko","desc":"예방접종, 음성확인 또는 완치 증명이 필요합니다."}],
     "Logic":{"if":[{"var":"payload.v.0"},true,{"if":[{"var":"payload.t.0"},true,
      {"if":[{"var":"payload.r.0"},true,false]}]}]}},
    {"Identifier":"VR-KR-0001","Type":"Acceptance","Country":"KR","Version":"1.0.0","SchemaVersion":"1.0.0",
     "Engine":"CERTLOGIC","EngineVersion":"1.3.3","CertificateType":"Vaccination",
     "ValidFrom":"2021-11-01T00:00:00+09:00","ValidTo":"2022-03-01T00:00:00+09:00","AffectedFields":["v.0.dn","v.0.dt","v.0.mp"],
     "Description":[{"lang":"en","desc":"The last dose of the series must be at least 14 days old; a booster counts at once."},
                    {"lang":"ko","desc":"접종 완료 후 14일이 지나야 하며, 추가접종은 바로 인정됩니다."}],
     "Logic":{"if":[{">=":[{"var":"payload.v.0.dn"},{"if":[{"===":[{"var":"payload.v.0.mp"},"EU/1/20/1525"]},2,3]}]},
      {"not-before":[{"plusTime":[{"var":"external.validationClock"},9,"hour"]},{"plusTime":[{"var":"payload.v.0.dt"},0,"day"]}]},
      {"and":[{">=":[{"var":"payload.v.0.dn"},{"if":[{"===":[{"var":"payload.v.0.mp"},"EU/1/20/1525"]},1,2]}]},
        {"not-before":[{"plusTime":[{"var":"external.validationClock"},9,"hour"]},{"if":[{"===":[{"var":"external.firstDay"},15]},{"plusTime":[{"var":"payload.v.0.dt"},15,"day"]},{"plusTime":[{"var":"payload.v.0.dt"},14,"day"]}]}]}]}]}},
    {"Identifier":"VR-KR-0001","Type":"Acceptance","Country":"KR","Version":"1.1.0","SchemaVersion":"1.0.0",
     "Engine":"CERTLOGIC","EngineVersion":"1.3.3","CertificateType":"Vaccination",
     "ValidFrom":"2022-01-03T00:00:00+09:00","ValidTo":"2022-03-01T00:00:00+09:00","AffectedFields":["v.0.dn","v.0.dt","v.0.mp"],
     "Description":[{"lang":"en","desc":"The last dose of the series must be 14 to 180 days old; a booster counts at once."},
                    {"lang":"ko","desc":"접종 완료 후 14일부터 180일까지 유효하며, 추가접종은 바로 인정됩니다."}],
     "Logic":{"if":[{">=":[{"var":"payload.v.0.dn"},{"if":[{"===":[{"var":"payload.v.0.mp"},"EU/1/20/1525"]},2,3]}]},
      {"and":[{"not-before":[{"plusTime":[{"var":"external.validationClock"},9,"hour"]},{"plusTime":[{"var":"payload.v.0.dt"},0,"day"]}]},
        {"if":[{"var":"external.boosterExpires"},
          {"before":[{"plusTime":[{"var":"external.validationClock"},9,"hour"]},{"plusTime":[{"var":"payload.v.0.dt"},181,"day"]}]},true]}]},
      {"and":[{">=":[{"var":"payload.v.0.dn"},{"if":[{"===":[{"var":"payload.v.0.mp"},"EU/1/20/1525"]},1,2]}]},
        {"not-before":[{"plusTime":[{"var":"external.validationClock"},9,"hour"]},{"if":[{"===":[{"var":"external.firstDay"},15]},{"plusTime":[{"var":"payload.v.0.dt"},15,"day"]},{"plusTime":[{"var":"payload.v.0.dt"},14,"day"]}]}]},
        {"before":[{"plusTime":[{"var":"external.validationClock"},9,"hour"]},{"plusTime":[{"var":"payload.v.0.dt"},181,"day"]}]}]}]}},
    {"Identifier":"TR-KR-0001","Type":"Acceptance","Country":"KR","Version":"1.0.0","SchemaVersion":"1.0.0",
     "Engine":"CERTLOGIC","EngineVersion":"1.3.3","CertificateType":"Test",
     "ValidFrom":"2021-11-01T00:00:00+09:00","ValidTo":"2022-03-01T00:00:00+09:00","AffectedFields":["t.0.tt","t.0.tr","t.0.sc"],
     "Description":[{"lang":"en","desc":"A PCR test must be negative and its notice at most 48 hours old, to the end of that day."},
                    {"lang":"ko","desc":"PCR 음성확인은 통보 후 48시간이 되는 날의 24시까지 유효합니다."}],
     "Logic":{"and":[{"===":[{"var":"payload.t.0.tt"},"LP6464-4"]},{"===":[{"var":"payload.t.0.tr"},"260415000"]},
      {"not-before":[{"plusTime":[{"var":"external.validationClock"},0,"hour"]},
        {"plusTime":[{"if":[{"var":"payload.t.0.dr"},{"var":"payload.t.0.dr"},{"var":"payload.t.0.sc"}]},0,"hour"]}]},
      {"not-after":[{"plusTime":[{"var":"external.validationDate"},0,"day"]},
        {"plusTime":[{"if":[{"var":"payload.t.0.dr"},{"var":"payload.t.0.dr"},{"var":"payload.t.0.sc"}]},57,"hour"]}]}]}},
    {"Identifier":"RR-KR-0001","Type":"Acceptance","Country":"KR","Version":"1.0.0","SchemaVersion":"1.0.0",
     "Engine":"CERTLOGIC","EngineVersion":"1.3.3","CertificateType":"Recovery",
     "ValidFrom":"2021-11-01T00:00:00+09:00","ValidTo":"2022-03-01T00:00:00+09:00","AffectedFields":["r.0.fr"],
     "Description":[{"lang":"en","desc":"A recovery must be shown."},
                    {"lang":"ko","desc":"완치 증명이 필요합니다."}],
     "Logic":{"!":[{"!":[{"var":"payload.r.0.fr"}]}]}},
    {"Identifier":"RR-KR-0001","Type":"Acceptance","Country":"KR","Version":"1.1.0","SchemaVersion":"1.0.0",
     "Engine":"CERTLOGIC","EngineVersion":"1.3.3","CertificateType":"Recovery",
     "ValidFrom":"2022-02-16T00:00:00+09:00","ValidTo":"2022-03-01T00:00:00+09:00","AffectedFields":["r.0.fr"],
     "Description":[{"lang":"en","desc":"A recovery counts from day 7 of the confirmation to day 180 of the release; after two doses it does not expire."},
                    {"lang":"ko","desc":"완치자는 확진 7일 후부터 격리해제 후 180일까지 유효하며, 2차 접종자는 만료되지 않습니다."}],
     "Logic":{"and":[{"not-before":[{"plusTime":[{"var":"external.validationClock"},9,"hour"]},{"plusTime":[{"var":"payload.r.0.fr"},7,"day"]}]},
      {"if":[{">=":[{"var":"external.doses"},2]},true,
        {"before":[{"plusTime":[{"var":"external.validationClock"},9,"hour"]},{"plusTime":[{"var":"payload.r.0.fr"},188,"day"]}]}]}]}},
    {"Identifier":"EX-KR-0001","Type":"Exemption","Country":"KR","Version":"1.0.0","SchemaVersion":"1.0.0",
     "Engine":"CERTLOGIC","EngineVersion":"1.3.3","CertificateType":"General",
     "ValidFrom":"2021-11-01T00:00:00+09:00","ValidTo":"2022-03-01T00:00:00+09:00","AffectedFields":["dob"],
     "Description":[{"lang":"en","desc":"Those aged 18 and under need no pass."},
                    {"lang":"ko","desc":"만 18세 이하는 방역패스 예외입니다."}],
     "Logic":{"and":[{"var":"payload.dob"},
      {"before":[{"plusTime":[{"var":"external.validationClock"},9,"hour"]},{"plusTime":[{"var":"payload.dob"},19,"year"]}]}]}},
    {"Identifier":"EX-KR-0002","Type":"Exemption","Country":"KR","Version":"1.0.0","SchemaVersion":"1.0.0",
     "Engine":"CERTLOGIC","EngineVersion":"1.3.3","CertificateType":"General",
     "ValidFrom":"2021-11-01T00:00:00+09:00","ValidTo":"2022-03-01T00:00:00+09:00","AffectedFields":[],
     "Description":[{"lang":"en","desc":"Medical exemption: severe reaction or immune deficiency."},
                    {"lang":"ko","desc":"의학적 사유(중대한 이상반응, 면역결핍)에 의한 예외입니다."}],
     "Logic":{"in":[{"var":"external.exemption"},["severe-reaction","immune-deficiency"]]}},
    {"Identifier":"EX-KR-0002","Type":"Exemption","Country":"KR","Version":"1.1.0","SchemaVersion":"1.0.0",
     "Engine":"CERTLOGIC","EngineVersion":"1.3.3","CertificateType":"General",
     "ValidFrom":"2022-01-24T00:00:00+09:00","ValidTo":"2022-03-01T00:00:00+09:00","AffectedFields":[],
     "Description":[{"lang":"en","desc":"Medical exemption: severe reaction, immune deficiency, insufficient causality, or hospital within 6 weeks of a dose."},
                    {"lang":"ko","desc":"의학적 사유(중대한 이상반응, 면역결핍, 인과성 근거 불충분, 접종 후 6주 내 입원)에 의한 예외입니다."}],
     "Logic":{"in":[{"var":"external.exemption"},
      ["severe-reaction","immune-deficiency","insufficient-causality","hospital-6-weeks"]]}},
    {"Identifier":"EX-KR-0003","Type":"Exemption","Country":"KR","Version":"1.0.0","SchemaVersion":"1.0.0",
     "Engine":"CERTLOGIC","EngineVersion":"1.3.3","CertificateType":"General",
     "ValidFrom":"2021-12-06T00:00:00+09:00","ValidTo":"2022-03-01T00:00:00+09:00","AffectedFields":[],"Venues":["restaurant-cafe"],
     "Description":[{"lang":"en","desc":"One person of a party may come without a pass."},
                    {"lang":"ko","desc":"일행 중 1명까지는 방역패스 없이 이용할 수 있습니다."}],
     "Logic":{"===":[{"var":"external.withoutPass"},1]}},
    {"Identifier":"EX-KR-0003","Type":"Exemption","Country":"KR","Version":"1.1.0","SchemaVersion":"1.0.0",
     "Engine":"CERTLOGIC","EngineVersion":"1.3.3","CertificateType":"General",
     "ValidFrom":"2021-12-18T00:00:00+09:00","ValidTo":"2022-03-01T00:00:00+09:00","AffectedFields":[],"Venues":["restaurant-cafe"],
     "Description":[{"lang":"en","desc":"Who comes alone may come without a pass."},
                    {"lang":"ko","desc":"혼자서는 방역패스 없이 이용할 수 있습니다."}],
     "Logic":{"===":[{"var":"external.party"},1]}}]})json";

}  // namespace

const Policy& Policy::built_in(std::string_view name) {
    static const Policy korea(kKorea);
    if (name == "kr") return korea;
    throw Error("unknown-policy", "no such policy is built in", "built in: kr");
}

}  // namespace vpass
