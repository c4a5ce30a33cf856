#include "passes/sheet/pass_reader.hpp"

#include "base/country.hpp"
#include "base/error.hpp"
#include "passes/link/link.hpp"

namespace vpass {

PassReader::PassReader(std::string zone) : zone_(std::move(zone)) {
    if (!zone_.empty()) TimeZone{zone_};
}

// The zone is that of the issuer's country; for an issuer that is not a country, it is that of the event.
TimeZone& PassReader::zone() {
    std::string name = zone_;
    if (name.empty()) {
        const std::string country = country_code(envelope_.issuer);
        const std::string& place = country.empty() ? envelope_.country : envelope_.issuer;
        const auto [found, is_new] = zone_names_.try_emplace(place);
        if (is_new) found->second = zone_of_country(country_code(place));
        name = found->second;
    }
    std::unique_ptr<TimeZone>& out = zones_[name];
    if (!out) out = std::make_unique<TimeZone>(name);
    return *out;
}

SheetWords PassReader::words(PassText pass, std::string_view name_source, PassText linked,
                             const std::function<bool(std::string_view)>& can_print) {
    const bool link = pass.size() == 1 && !detect_format(pass[0]) && is_link(pass[0]);
    envelope_.clear();
    if (!link || !linked.empty()) open_pass(link ? linked : pass, envelope_);
    if (!link && !envelope_.document && !envelope_.json_document)
        throw Error(Code::unsupported,
                    "the pass cannot be put in words: " + (envelope_.unsupported.empty()
                                                               ? std::string("it holds no document")
                                                               : envelope_.unsupported));
    if (!link) return sheet_words(envelope_, name_source, zone(), can_print);
    return link_words(pass[0], linked.empty() ? nullptr : &envelope_, zone(), can_print);
}

}  // namespace vpass
