#pragma once
// A run over lines whose answer is one whole: what the workers find is collected, and written at the end.
#include "command.hpp"

namespace vpass::tools {

struct LineSink {
    // Takes what the workers answer, in input order, instead of the output; may be empty.
    std::function<void(std::string_view)> collect = {};
    // What is to be written once all lines are answered; may be empty.
    std::function<std::string()> finish = {};
};
int run_lines(const StreamOptions& options, const LineRun& run, const LineSink& sink);

}  // namespace vpass::tools
