#include "ledger/register/lazy_sqlite.hpp"

namespace vpass {

VPASS_LAZY_LIBRARY(kSqlite, "libsqlite3.so.0", "libsqlite3-0", "ledger", "recommended",
                   "the register of a ledger")

}  // namespace vpass
