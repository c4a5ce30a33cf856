#pragma once
// Reads pictures in a process of their own, with limits on its time and memory: 200 bytes of PNG can hold so
// many finder patterns that a QR reader combines them for hours, and a picture on which a library crashes
// must not end the run. One process reads many pictures, and is replaced once a limit has ended it.
#include <sys/types.h>

#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "passes/picture.hpp"

namespace vpass::tools {

class PictureProcess {
 public:
    PictureProcess() = default;
    ~PictureProcess() { end(); }
    PictureProcess(const PictureProcess&) = delete;
    PictureProcess& operator=(const PictureProcess&) = delete;

    // Returns all QR codes in a picture. Throws Error as decode_picture() and read_qr_codes() do,
    // "too-complex" past limits::kPictureSeconds and limits::kPictureMemory, and "bad-picture" when a library
    // crashed. The process starts with the first call.
    std::vector<CodeText> read(Bytes file);

 private:
    void start();
    int end();  // returns the wait status
    std::string ask(Bytes file);

    pid_t pid_ = -1;
    int socket_ = -1;
};

// With this first argument the program serves as such a process; serve_pictures() does the work.
inline constexpr const char* kPictureCommand = "read-pictures-for-another-process";
int serve_pictures();

}  // namespace vpass::tools
