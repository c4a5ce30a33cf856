#include "support/scratch.hpp"

#include <signal.h>
#include <sys/wait.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "base/file.hpp"

using vpass::FileChange;
namespace fs = std::filesystem;

std::string code_of(const std::function<void()>& act) {
    try {
        act();
    } catch (const vpass::Error& error) {
        return error.name();
    }
    return "";
}

void FaultAt::strike() {
    if (count_ != n_) return;
    if (form_ == Form::power_cut) cut_power();
    if (form_ == Form::killed_before || form_ == Form::killed_after) ::kill(::getpid(), SIGKILL);
    throw vpass::Error(vpass::Code::io, "cannot write: no space left on device");
}

void FaultAt::before(FileChange change, const fs::path& path) {
    ++count_;
    if (form_ == Form::before || form_ == Form::killed_before) strike();
    if (change == FileChange::publish && !volatile_.contains(path)) {
        vpass::Buffer old;
        const bool there = vpass::read_file_if_any(path, 1 << 20, old);
        volatile_[path] = there ? std::optional(old) : std::nullopt;
    }
    if (change == FileChange::make_folder) volatile_[path] = std::nullopt;
}

void FaultAt::after(FileChange change, const fs::path& path) {
    if (change == FileChange::create) synced_.erase(path);
    if (change == FileChange::sync) synced_.insert(path);
    // A name without its content is the worst that a power cut can leave. Some file systems do so, so we
    // leave the file empty.
    if (change == FileChange::publish && !synced_.contains(path)) volatile_[path] = vpass::Buffer();
    if (change == FileChange::sync_folder) {
        std::erase_if(volatile_, [&](const auto& name) {
            return name.first.parent_path() == path && name.second != vpass::Buffer();
        });
    }
    if (form_ != Form::before && form_ != Form::killed_before) strike();
}

void FaultAt::cut_power() {
    for (const auto& [path, old] : volatile_) {
        if (old) {
            std::ofstream(path, std::ios::binary) << vpass::as_text(*old);
        } else {
            fs::remove_all(path);
        }
    }
    ::kill(::getpid(), SIGKILL);
    std::abort();
}

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

void at_every_fault(int fewest, const std::function<bool(int n, FaultAt::Form form)>& test) {
    for (const FaultAt::Form form : kFaultForms) {
        int n = 0;
        for (bool done = false; !done;) {
            ++n;
            CAPTURE(n, static_cast<int>(form));
            done = test(n, form);
        }
        CHECK(n > fewest);
    }
}
