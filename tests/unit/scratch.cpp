#include "scratch.hpp"

#include <sys/wait.h>

bool survives(const std::function<void()>& act) {
    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("no second process");
    if (child == 0) {
        try {
            act();
        } catch (const std::exception&) {
            ::_exit(1);
        }
        ::_exit(0);
    }
    int status = 0;
    if (::waitpid(child, &status, 0) != child) throw std::runtime_error("lost the second process");
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
