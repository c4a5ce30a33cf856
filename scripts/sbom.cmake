# Writes what vpass is made of, in SPDX 2.3 (JSON): itself, the libraries that are linked or loaded, and the headers that are
# compiled in, by the versions that were found. `libraries` is "NAME VERSION, …", as `vpass --version` prints it.
set(sbom_licenses
    "OpenSSL Apache-2.0 DYNAMIC_LINK" "libdeflate MIT DYNAMIC_LINK"
    "libstdc++ GPL-3.0-or-later WITH GCC-exception-3.1 STATIC_LINK"
    "nlohmann_json MIT STATIC_LINK" "CLI11 BSD-3-Clause STATIC_LINK"
    "SQLite blessing OPTIONAL_DEPENDENCY_OF" "libp11 LGPL-2.1-or-later OPTIONAL_DEPENDENCY_OF"
    "p11-kit BSD-3-Clause OPTIONAL_DEPENDENCY_OF" "ICU Unicode-DFS-2016 OPTIONAL_DEPENDENCY_OF"
    "ZXing-cpp Apache-2.0 OPTIONAL_DEPENDENCY_OF" "libpng libpng-2.0 OPTIONAL_DEPENDENCY_OF"
    "libjpeg-turbo IJG AND BSD-3-Clause AND Zlib OPTIONAL_DEPENDENCY_OF" "libwebp BSD-3-Clause OPTIONAL_DEPENDENCY_OF"
    "libtiff libtiff OPTIONAL_DEPENDENCY_OF" "giflib MIT OPTIONAL_DEPENDENCY_OF"
    "libheif LGPL-3.0-or-later OPTIONAL_DEPENDENCY_OF" "Poppler GPL-2.0-only OR GPL-3.0-only OPTIONAL_DEPENDENCY_OF")

# The time of the commit, so that two builds of it are the same bytes.
if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})
    execute_process(COMMAND git log -1 --format=%ct WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
        OUTPUT_VARIABLE committed OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    if(committed)
        set(ENV{SOURCE_DATE_EPOCH} ${committed})
    endif()
endif()
string(TIMESTAMP created "%Y-%m-%dT%H:%M:%SZ" UTC)

set(packages "{\"SPDXID\":\"SPDXRef-vpass\",\"name\":\"vpass\",\"versionInfo\":\"${PROJECT_VERSION}\",\"downloadLocation\":\"NOASSERTION\",\
\"filesAnalyzed\":false,\"licenseConcluded\":\"Apache-2.0\",\"licenseDeclared\":\"Apache-2.0\",\"copyrightText\":\"NOASSERTION\"}")
set(relations "{\"spdxElementId\":\"SPDXRef-DOCUMENT\",\"relationshipType\":\"DESCRIBES\",\"relatedSpdxElement\":\"SPDXRef-vpass\"}")
set(parts "${libraries}, libstdc++ ${CMAKE_CXX_COMPILER_VERSION}")
string(REPLACE ", " ";" parts "${parts}")
foreach(part ${parts})
    string(REGEX MATCH "^([^ ]+) +(.+)$" matched "${part}")
    set(name "${CMAKE_MATCH_1}")
    set(version "${CMAKE_MATCH_2}")
    set(rows ${sbom_licenses})
    string(REGEX REPLACE "[+]" "[+]" pattern "${name}")
    list(FILTER rows INCLUDE REGEX "^${pattern} ")
    if(NOT rows)
        message(FATAL_ERROR "scripts/sbom.cmake does not know the license of ${name}")
    endif()
    string(REGEX MATCH "^[^ ]+ (.+) ([A-Z_]+)$" matched "${rows}")
    set(license "${CMAKE_MATCH_1}")
    set(relation "${CMAKE_MATCH_2}")
    string(REGEX REPLACE "[^A-Za-z0-9.]" "-" id "SPDXRef-${name}")
    string(APPEND packages ",\n{\"SPDXID\":\"${id}\",\"name\":\"${name}\",\"versionInfo\":\"${version}\",\"downloadLocation\":\"NOASSERTION\",\
\"filesAnalyzed\":false,\"licenseConcluded\":\"${license}\",\"licenseDeclared\":\"${license}\",\"copyrightText\":\"NOASSERTION\"}")
    if(relation STREQUAL "OPTIONAL_DEPENDENCY_OF")
        string(APPEND relations ",\n{\"spdxElementId\":\"${id}\",\"relationshipType\":\"${relation}\",\"relatedSpdxElement\":\"SPDXRef-vpass\"}")
    else()
        string(APPEND relations ",\n{\"spdxElementId\":\"SPDXRef-vpass\",\"relationshipType\":\"${relation}\",\"relatedSpdxElement\":\"${id}\"}")
    endif()
endforeach()
string(SHA256 namespace "${packages}${created}")
file(WRITE ${CMAKE_BINARY_DIR}/vpass.spdx.json "{\"spdxVersion\":\"SPDX-2.3\",\"dataLicense\":\"CC0-1.0\",\"SPDXID\":\"SPDXRef-DOCUMENT\",\
\"name\":\"vpass-${PROJECT_VERSION}\",\"documentNamespace\":\"https://spdx.org/spdxdocs/vpass-${PROJECT_VERSION}-${namespace}\",\
\"creationInfo\":{\"created\":\"${created}\",\"creators\":[\"Tool: vpass scripts/sbom.cmake\"]},\n\"packages\":[${packages}],\n\"relationships\":[${relations}]}\n")
