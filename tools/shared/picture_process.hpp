#pragma once
// Reads pictures in a process of their own, with limits on its time and memory: 200 bytes of PNG can hold so
// many finder patterns that a QR reader combines them for hours, and a picture on which a library crashes
// must not end the run. One process reads many pictures, and is replaced once a limit has ended it.
#include <sys/types.h>

#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "data/json.hpp"
#include "passes/picture.hpp"

namespace vpass::tools {

class PictureProcess {
 public:
    PictureProcess() = default;
    ~PictureProcess() { end(); }
    PictureProcess(const PictureProcess&) = delete;
    PictureProcess& operator=(const PictureProcess&) = delete;

    // Opens a file and returns the number of its pages. It and read() throw Error as PictureFile and
    // read_qr_codes() do, "too-complex" past limits::kPictureMilliseconds and limits::kPictureMemory, and
    // "bad-picture" when a library crashed. The process starts with the first call.
    std::size_t open(Bytes file);
    // Returns all QR codes of a page, from 0, of the file that was opened last, which must still be there.
    // Each page has the limits of a picture.
    std::vector<CodeText> read(std::size_t page);

 private:
    void start();
    int end();  // returns the wait status
    json::Value ask(std::uint64_t page);

    pid_t pid_ = -1;
    int socket_ = -1;
    Bytes file_;
    bool is_sent_ = false;  // the process has the file open
    std::string reply_;
};

// With this first argument the program serves as such a process; serve_pictures() does the work.
inline constexpr const char* kPictureCommand = "read-pictures-for-another-process";
int serve_pictures();

}  // namespace vpass::tools
