// vpass trust onboarding: files that join a country to WHO's network, judged as the gateway does.
#include "keys/onboarding.hpp"
#include "base/file.hpp"
#include "data/encoding.hpp"
#include "diff.hpp"

namespace vpass::tools {

int judge_onboarding_files(const std::vector<std::string>& files, const std::string& anchor, UnixTime at,
                           Output& output) {
    const std::vector<Certificate> anchors = parse_pem_certificates(read_text_file(anchor));
    std::size_t invalid = 0;
    for (const std::string& path : files) {
        const OnboardingFile file = judge_onboarding(read_file(path, 64 << 20), anchors, at);
        std::string line;
        json::Writer w(line);
        w.begin_object().text("file", path).text("result", file.problem.empty() ? "valid" : "invalid");
        if (!file.problem.empty()) w.text("detail", file.problem);
        if (file.problem.empty() && file.signed_at) w.text("signed_at", format_rfc3339(*file.signed_at));
        if (file.problem.empty() && file.certificate) {
            const Certificate& certificate = *file.certificate;
            w.text("kid", base64_encode(as_bytes(certificate.kid()), Base64::standard));
            w.text("country", certificate.country).text("name", certificate.common_name);
            w.key("ca").boolean(certificate.is_ca);
            w.text("not_before", format_rfc3339(certificate.not_before));
            w.text("not_after", format_rfc3339(certificate.not_after));
            w.text("sha256", hex_encode(certificate.fingerprint));
        }
        w.end_object();
        output.write(line + "\n");
        invalid += !file.problem.empty();
    }
    message("", counted(files.size(), "file") + ": " + std::to_string(invalid) + " invalid");
    return invalid ? kNo : kGood;
}

}  // namespace vpass::tools
