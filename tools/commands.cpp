// THE list of commands.
#include "command.hpp"

namespace vpass::tools {

Run declare_verify(CLI::App& app);

std::span<const Command> commands() {
    static const Command list[] = {
        {"passes", "verify", "judge passes: is each genuine, in force, and of a trusted issuer",
         declare_verify},
    };
    return list;
}

}  // namespace vpass::tools
