#pragma once
// Provides a folder for one test, the Error that it expects, and the disk faults that it wants to see.
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "base/file_faults.hpp"

std::string code_of(const std::function<void()>& act);  // of the Error that it throws, or nothing

class ScratchFolder {
 public:
    ScratchFolder() {
        // The folder is in memory where the system has such a place: thousands of syncs on a real disk take
        // minutes.
        const std::filesystem::path memory = "/dev/shm";
        const auto parent =
            std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
        std::string name = (parent / "vpass-test-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error("no scratch folder");
        path_ = name;
    }
    ~ScratchFolder() { std::filesystem::remove_all(path_); }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }

 private:
    std::filesystem::path path_;
};

// Makes the n-th change (from 1) to the disk fail, as long as the object lives.
class FaultAt : public vpass::FileFaults {
 public:
    // A power cut also takes back every change that was not synced.
    enum class Form { before, after, killed_before, killed_after, power_cut };
    FaultAt(int n, Form form) : n_(n), form_(form) { vpass::file_faults = this; }
    ~FaultAt() override { vpass::file_faults = nullptr; }

    void before(vpass::FileChange change, const std::filesystem::path& path) override;
    void after(vpass::FileChange change, const std::filesystem::path& path) override;
    [[noreturn]] void cut_power();

 private:
    void strike();

    int n_, count_ = 0;
    Form form_;
    std::set<std::filesystem::path> synced_;  // files whose content is durable, not yet under their name
    std::map<std::filesystem::path, std::optional<vpass::Buffer>>
        volatile_;  // names, with what they had before
};

constexpr FaultAt::Form kFaultForms[] = {FaultAt::Form::before, FaultAt::Form::after,
                                         FaultAt::Form::killed_before, FaultAt::Form::killed_after,
                                         FaultAt::Form::power_cut};

// Runs `act` in a process of its own. Returns true when it came to its end, false when it threw or was
// killed.
bool survives(const std::function<void()>& act);

// Lets, in each form, the first change fail, then the second, and so on, until `test`, which gets the number
// and the form, reports that the run came to its end. That has to take more than `fewest` changes.
void at_every_fault(int fewest, const std::function<bool(int n, FaultAt::Form form)>& test);
