#pragma once
// Opens passes, and links to them, for what is drawn of them in words.
#include <map>
#include <memory>

#include "passes/sheet/words.hpp"
#include "passes/verify.hpp"

namespace vpass {

// It keeps what it looked up for earlier passes; each thread has its own.
class PassReader {
 public:
    // `zone` is that of the times; empty means that of each pass's country. Throws Error "usage" for one that
    // does not exist.
    explicit PassReader(std::string zone);

    // The parameters are those of SheetPrinter::print(), which throws the same errors.
    SheetWords words(PassText pass, std::string_view name_source, PassText linked,
                     const std::function<bool(std::string_view)>& can_print);

 private:
    TimeZone& zone();

    std::string zone_;
    Envelope envelope_;
    std::map<std::string, std::unique_ptr<TimeZone>, std::less<>> zones_;  // by name
    std::map<std::string, std::string, std::less<>> zone_names_;           // by country, as passes write it
};

}  // namespace vpass
