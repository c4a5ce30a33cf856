// Runs a fuzz target over a folder of inputs without libFuzzer: each as it is, cut at every length, and with
// each byte changed. So the corpus is a test wherever the project builds.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "fuzz.hpp"

namespace {

void run(const std::string& input) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

}  // namespace

int main(int argc, char** argv) {
    std::size_t files = 0, runs = 0;
    if (argc == 2 && std::filesystem::is_directory(argv[1])) {
        for (const auto& file : std::filesystem::directory_iterator(argv[1])) {
            std::ifstream in(file.path(), std::ios::binary);
            std::string input{std::istreambuf_iterator<char>(in), {}};
            run(input);
            const std::size_t step = 1 + input.size() / 500;
            for (std::size_t i = 0; i < input.size(); i += step) {
                run(input.substr(0, i));
                const char kept = input[i];
                for (const int change : {0x01, 0x80, 0xff}) {
                    input[i] = static_cast<char>(kept ^ change);
                    run(input);
                }
                input[i] = kept;
                runs += 4;
            }
            ++files;
        }
    }
    std::printf("%zu inputs, %zu changed ones\n", files, runs);
    return files ? 0 : 1;
}
