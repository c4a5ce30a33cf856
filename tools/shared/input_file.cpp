#include "input_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.hpp"

namespace vpass::tools {

std::shared_ptr<const int> open_input(const std::string& path) {
    const int fd = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) throw Error(Code::io, "cannot open " + path + ": " + std::strerror(errno));
    return {new int(fd), [](const int* open) {
                if (*open != STDIN_FILENO) ::close(*open);
                delete open;
            }};
}

std::string input_name(const std::string& path) { return path == "-" ? "standard input" : path; }

}  // namespace vpass::tools
