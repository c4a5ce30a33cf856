// Measures the steps from a registry to a verdict, as the commands that a user would run.
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>

#include "command.hpp"
#include "data/json.hpp"
#include "plan.hpp"

extern char** environ;

namespace vpass::tools {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

// Each step is run over few people, and then over as many more as take kStepSeconds, as far as the first run
// tells; so the whole takes a few seconds on any machine and disk.
constexpr std::size_t kFewest = 200;
constexpr std::size_t kFewestFiles = 50;  // of links: they cost the disk most
constexpr std::size_t kLeastGrowth = 3, kMostGrowth = 36;
constexpr std::size_t kMost = 200'000;
constexpr double kStepSeconds = 0.35;
constexpr std::size_t kRevokedOf = 100;  // one pass in so many is revoked before the state is published

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

// Runs this program, and returns what it took. Its messages are dropped: a step is run before, so that what
// is wrong shows in its exit code.
StepCost run_step(Words words) {
    words.insert(words.begin(), "vpass");
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    const auto begun = std::chrono::steady_clock::now();
    pid_t pid = -1;
    const int error = ::posix_spawn(&pid, "/proc/self/exe", &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw Error(Code::io, std::string("cannot start a step: ") + std::strerror(error));
    int status = 0;
    rusage usage{};
    while (::wait4(pid, &status, 0, &usage) < 0) {
        if (errno != EINTR) throw Error(Code::io, "cannot wait for a step");
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != kGood)
        throw Error(Code::io, "the step '" + words[1] + "' failed while it was measured",
                    "is there room on the disk? --dir names another folder");
    StepCost cost;
    cost.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    cost.cpu_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    return cost;
}

struct Size {
    double content = 0;
    double disk = 0;  // whole blocks
    double disk_of_files = 0;
};
Size size_of(const fs::path& path) {
    Size out;
    const auto add = [&](const fs::path& file) {
        struct stat info {};
        if (::lstat(file.c_str(), &info) != 0)
            throw Error(Code::io, "cannot read " + file.string() + ": " + std::strerror(errno));
        const double blocks = static_cast<double>(info.st_blocks) * 512;
        const double disk = std::max(blocks, static_cast<double>(info.st_size));
        out.disk += disk;
        if (!S_ISREG(info.st_mode)) return;
        out.content += static_cast<double>(info.st_size);
        out.disk_of_files += disk;
    };
    add(path);
    if (fs::is_directory(path)) {
        for (const auto& entry : fs::recursive_directory_iterator(path)) add(entry.path());
    }
    return out;
}

class Measurement {
 public:
    explicit Measurement(const std::string& folder) : folder_(folder + '/') {}

    std::vector<PlanStep> run() {
        run_step({"key", "new", "--test", "--out", at("keys")});
        run_step({"key", "root", "--out", at("keys")});
        std::vector<PlanStep> out;
        out.push_back(grow("issue", true, kFewest, kMost, [this](std::size_t n) { return issue(n); }));
        const std::size_t payloads = lines_in("payloads");
        out.push_back(grow("sign", true, kFewest, payloads, [this](std::size_t n) { return sign(n); }));
        const std::size_t passes = lines_in("passes");
        write_bare_passes();
        out.push_back(grow("sign --ledger", false, kFewest, payloads,
                           [this](std::size_t n) { return sign_in_ledger(n); }));
        const PlanStep& ledger = out.back();
        const auto few = static_cast<std::size_t>(ledger.small.people);
        const auto many = static_cast<std::size_t>(ledger.large.people);
        out.push_back(grow("link", true, kFewestFiles, passes, [this](std::size_t n) { return link(n); }));
        PlanStep published{"publish", false, publish(few), {}};
        published.large = many > few ? publish(many) : published.small;
        out.push_back(published);
        out.push_back(grow("verify", true, kFewest, passes, [this](std::size_t n) { return verify(n); }));
        return out;
    }

 private:
    std::string at(const std::string& name) const { return folder_ + name; }

    static PlanStep grow(const char* name, bool shards, std::size_t few, std::size_t most,
                         const std::function<StepCost(std::size_t)>& step) {
        few = std::min(few, most);
        PlanStep out{name, shards, step(few), {}};
        const double spent = std::max(out.small.wall_seconds, 1e-3);
        const double growth = std::clamp(kStepSeconds / spent, double{kLeastGrowth}, double{kMostGrowth});
        const auto many = std::min(static_cast<std::size_t>(static_cast<double>(few) * growth), most);
        out.large = many > few ? step(many) : out.small;
        return out;
    }

    // Writes the first lines of a file into another one.
    void take(const std::string& from, std::size_t n, const std::string& to) const {
        const std::string text = read_text_file(at(from), std::size_t{1} << 30);
        std::size_t end = 0;
        for (std::size_t i = 0; i < n && end < text.size(); ++i) end = text.find('\n', end) + 1;
        write_text_file(at(to), std::string_view(text).substr(0, end));
    }
    std::size_t lines_in(const std::string& name) const {
        const std::string text = read_text_file(at(name), std::size_t{1} << 30);
        return static_cast<std::size_t>(std::ranges::count(text, '\n'));
    }

    StepCost issue(std::size_t n) const {
        StepCost cost =
            run_step({"issue", "-q", "--sample", std::to_string(n), "--seed", "1", "-o", at("payloads")});
        cost.disk_bytes = size_of(at("payloads")).content;
        cost.people = static_cast<double>(n);
        return cost;
    }
    StepCost sign(std::size_t n) const {
        take("payloads", n, "part");
        StepCost cost = run_step({"sign", "-q", "--key", at("keys/dsc.key"), "--cert", at("keys/dsc.pem"),
                                  at("part"), "-o", at("passes")});
        cost.disk_bytes = size_of(at("passes")).content;
        cost.people = static_cast<double>(n);
        return cost;
    }
    std::string ledger(std::size_t n) const { return at("ledger-" + std::to_string(n)); }
    Words keyed(std::size_t n, Words words) const {
        for (const std::string& word :
             {std::string("--ledger"), ledger(n), std::string("--operator"), std::string("plan"),
              std::string("--state"), at("state-" + std::to_string(n))})
            words.push_back(word);
        return words;
    }
    StepCost sign_in_ledger(std::size_t n) const {
        take("payloads", n, "part");
        const std::string out = at("signed-" + std::to_string(n));
        StepCost cost = run_step(keyed(n, {"sign", "-q", "--key", at("keys/dsc.key"), "--cert",
                                           at("keys/dsc.pem"), at("part"), "-o", out}));
        cost.disk_bytes = size_of(ledger(n)).disk + size_of(out).content;
        cost.people = static_cast<double>(n);
        return cost;
    }
    static void remove_files(const std::string& folder) {
        std::vector<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
            if (entry.is_regular_file()) files.push_back(entry.path());
        for (const auto& file : files) std::filesystem::remove(file);
    }
    StepCost link(std::size_t n) const {
        take("passes", n, "part");
        const std::string out = at("links-" + std::to_string(n));
        const Words words{"link",     "-q",         "--base",   "https://host.example/p",
                          "--secret", at("secret"), "--out",    out,
                          at("part"), "-o",         at("links")};
        // The first run makes the folders. There are 4,096 of them for any number of people, while nearly
        // each file of a sample has one of its own.
        run_step(words);
        remove_files(out);
        StepCost cost = run_step(words);
        const Size files = size_of(out);
        cost.disk_bytes = files.disk_of_files + size_of(at("links")).content;
        cost.wire_bytes = files.content;  // each file is fetched once
        cost.people = static_cast<double>(n);
        return cost;
    }
    StepCost publish(std::size_t n) const {
        take("signed-" + std::to_string(n), n / kRevokedOf, "part");
        run_step(keyed(n, {"revoke", "-q", "--reason", "lost", at("part")}));
        const std::string site = at("site-" + std::to_string(n));
        StepCost cost =
            run_step(keyed(n, {"publish", "-q", "--key", at("keys/dsc.key"), "--cert", at("keys/dsc.pem"),
                               "--root-key", at("keys/root.key"), "-o", site}));
        const Size files = size_of(site);
        cost.disk_bytes = files.disk;
        cost.wire_bytes = files.content;  // one verifier fetches it all
        cost.people = static_cast<double>(n);
        return cost;
    }
    // The bare texts of the passes are what a server would be sent.
    void write_bare_passes() const {
        const std::string text = read_text_file(at("passes"), std::size_t{1} << 30);
        std::string out;
        for (const std::string_view line : lines_of(text)) out += json::check(line)["pass"].string() + '\n';
        write_text_file(at("bare"), out);
    }
    StepCost verify(std::size_t n) const {
        take("bare", n, "part");
        StepCost cost =
            run_step({"verify", "-q", "--trust", at("keys/dsc.pem"), at("part"), "-o", at("verdicts")});
        cost.disk_bytes = size_of(at("verdicts")).content;
        cost.wire_bytes = size_of(at("part")).content + cost.disk_bytes;
        cost.people = static_cast<double>(n);
        return cost;
    }

    std::string folder_;
};

}  // namespace

std::vector<PlanStep> measure_steps(const std::string& folder) { return Measurement(folder).run(); }

}  // namespace vpass::tools
