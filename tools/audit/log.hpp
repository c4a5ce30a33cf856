#pragma once
#include "findings.hpp"
#include "log/log.hpp"

namespace vpass::tools {

// Reports the results of a log's audit as findings.
void report_log(const LogAudit& audit, FindingSink& findings);

}  // namespace vpass::tools
