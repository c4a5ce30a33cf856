#pragma once
#include "findings.hpp"
#include "log/log.hpp"

namespace vpass::tools {

// What the audit of a log found, as findings.
void report_log(const LogAudit& audit, FindingSink& findings);

}  // namespace vpass::tools
