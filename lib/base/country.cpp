#include "base/country.hpp"

#include <algorithm>
#include <map>

#include "base/ascii.hpp"
#include "base/unicode.hpp"

namespace vpass {
namespace {

// The countries of ISO 3166-1: each entry is a code of two letters, followed by its code of three.
constexpr std::string_view kIso =
    "ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE "
    "BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS "
    "BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN "
    "COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST "
    "EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF "
    "GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD "
    "HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM "
    "JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA "
    "LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD "
    "MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM "
    "NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG "
    "PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA "
    "SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD "
    "STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON "
    "TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR "
    "VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE";

// These codes stand for somebody although ISO 3166-1 assigns no country to them: the standard reserves them,
// now or since a state ended (clause 7.5). Kosovo is among them.
constexpr std::string_view kReserved = "AC AN BU CP CQ CS DG EA EU EZ IC NT SU TA TP UN XK YU ZR";

// Other spellings of a code: reserved codes of the same state, Germany's single letter and the further codes
// of travel documents (ICAO Doc 9303-3 §5), among them the code of the state that specimens name.
constexpr std::pair<std::string_view, std::string_view> kSpellings[] = {
    {"D", "DE"},   {"EL", "GR"},  {"EUE", "EU"}, {"FX", "FR"},  {"GBD", "GB"}, {"GBN", "GB"},
    {"GBO", "GB"}, {"GBP", "GB"}, {"GBS", "GB"}, {"RKS", "XK"}, {"UK", "GB"},  {"UNA", "UN"},
    {"UNK", "XK"}, {"UNO", "UN"}, {"UTO", "UT"}, {"XKK", "XK"}, {"XKX", "XK"},
};

// These territories belong to a state, and their passes are signed with the certificate of that state.
constexpr std::pair<std::string_view, std::string_view> kTerritories[] = {
    {"AU", "CC CX HM NF"},
    {"CN", "HK MO"},
    {"DK", "FO GL"},
    {"ES", "EA IC"},
    {"FI", "AX"},
    {"FR", "BL CP GF GP MF MQ NC PF PM RE TF WF YT"},
    {"GB", "AC AI BM CQ DG FK GG GI GS IM IO JE KY MS PN SH TA TC VG"},
    {"NL", "AN AW BQ CW SX"},
    {"NO", "BV SJ"},
    {"NZ", "CK NU TK"},
    {"US", "AS GU MP PR UM VI"},
};

// Maps every spelling to its code of two letters.
using Table = std::map<std::string_view, std::string_view>;
const Table& spellings() {
    static const Table table = [] {
        Table out(std::begin(kSpellings), std::end(kSpellings));
        for (std::size_t at = 0; at < kIso.size(); at += 6) {
            const std::string_view alpha2 = kIso.substr(at, 2);
            out[alpha2] = out[kIso.substr(at + 2, 3)] = alpha2;
        }
        for (std::size_t at = 0; at < kReserved.size(); at += 3)
            out[kReserved.substr(at, 2)] = kReserved.substr(at, 2);
        return out;
    }();
    return table;
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Replaces letters that are only another form of an ASCII letter by that letter, and drops invisible
// characters.
std::string to_ascii(std::string_view name) {
    std::u32string out;
    for (const char32_t c : code_points(name)) {
        if (is_invisible(c)) continue;
        const std::u32string plain = decomposition(c);
        for (const char32_t part : plain.empty() ? std::u32string(1, c) : plain)
            out += is_white_space(part) ? U' ' : part;
    }
    return to_utf8(out);
}

// Returns the name in capital letters without blanks around it, as certificates compare names (RFC 4518 §2).
std::string folded(std::string_view name) {
    return upper_case(trimmed(is_ascii(name) ? std::string(name) : to_ascii(name)));
}

bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }

}  // namespace

CountryName country_name(std::string_view name) {
    if (name.size() > 64) return {};
    const std::string text = folded(name);
    const auto found = spellings().find(text);
    const std::string_view code = found == spellings().end() ? std::string_view(text) : found->second;
    if (code.size() != 2 || !is_letter(code[0]) || !is_letter(code[1])) return {};
    return {std::string(code), spellings().contains(code)};
}

std::string country_code(std::string_view name) {
    CountryName country = country_name(name);
    return country.is_assigned ? std::move(country.code) : std::string();
}

std::string authority_of(std::string_view country) {
    if (country == "KR") return "Korea Disease Control and Prevention Agency";
    return "Health Authority of " + std::string(country);
}

std::string country_alpha3(std::string_view alpha2) {
    if (alpha2 == "DE") return "D";
    if (alpha2 == "XK") return "RKS";
    for (std::size_t at = 0; at < kIso.size(); at += 6) {
        if (kIso.substr(at, 2) == alpha2) return std::string(kIso.substr(at + 2, 3));
    }
    return {};
}

bool is_country_or_territory(std::string_view code, std::string_view state) {
    if (code == state) return true;
    return std::ranges::any_of(kTerritories, [&](const auto& row) {
        return row.first == state && row.second.find(code) != std::string_view::npos;
    });
}

}  // namespace vpass
