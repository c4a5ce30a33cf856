#include "table.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vpass::tools {

void append_csv_row(const std::vector<std::string>& cells, std::string& out) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i) out += ',';
        if (cells[i].find_first_of(",\"\r\n") == std::string::npos) {
            out += cells[i];
            continue;
        }
        out += '"';
        for (const char c : cells[i]) out += c == '"' ? "\"\"" : std::string(1, c);
        out += '"';
    }
    out += "\r\n";
}

SecretTable::SecretTable(const std::string& path) : output_(path) {
    if (path == "-") return;
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600);
    if (fd < 0) return;  // writing says why
    struct stat status {};
    if (::fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) ::fchmod(fd, 0600);
    ::close(fd);
}

}  // namespace vpass::tools
