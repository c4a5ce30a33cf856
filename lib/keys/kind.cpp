#include "keys/kind.hpp"

namespace vpass {

std::string_view kind_name(Kind kind) {
    switch (kind) {
        case Kind::vaccination:
            return "vaccination";
        case Kind::test:
            return "test";
        case Kind::recovery:
            return "recovery";
        case Kind::prophylaxis:
            return "prophylaxis";
        case Kind::health_link:
            return "health-link";
        default:
            return "other";
    }
}

}  // namespace vpass
