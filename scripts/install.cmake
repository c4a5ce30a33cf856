# What `make install` and the Debian package put where: program, manual, completions, and the library with what pkg-config
# and CMake need to find it.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)  # the tests are not installed, so they need not be built for it
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# The static library's own dependencies, as pkg-config names them, from how they were found above.
set(pkg_names libcrypto)
set(find_dependencies "")
get_target_property(linked libvpass LINK_LIBRARIES)
foreach(target ${linked})
    if(target MATCHES "^PkgConfig::(.*)$")
        set(name ${CMAKE_MATCH_1})
        set(modules ${__pkg_config_arguments_${name}})
        list(FILTER modules EXCLUDE REGEX "^(REQUIRED|IMPORTED_TARGET)$")
        string(REPLACE ";" " " spaced "${modules}")
        string(APPEND find_dependencies "pkg_check_modules(${name} REQUIRED QUIET IMPORTED_TARGET ${spaced})\n")
        list(TRANSFORM modules REPLACE "[<>=].*" "")
        list(APPEND pkg_names ${modules})
    endif()
endforeach()
list(JOIN pkg_names " " pkg_names)

install(TARGETS vpass RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(PROGRAMS scripts/vpass-slurm DESTINATION ${CMAKE_INSTALL_BINDIR})
foreach(section 1 3 5 7)
    file(GLOB pages CONFIGURE_DEPENDS man/*.${section})
    install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
endforeach()
install(FILES ${CMAKE_BINARY_DIR}/vpass.spdx.json DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY schemas DESTINATION ${CMAKE_INSTALL_DATADIR}/vpass)
install(FILES README.md README.ko.md SECURITY.md CHANGELOG.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

foreach(completion "bash bash-completion/completions/vpass" "zsh zsh/vendor-completions/_vpass"
        "fish fish/vendor_completions.d/vpass.fish")
    separate_arguments(completion)
    list(GET completion 0 shell)
    list(GET completion 1 path)
    add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/completions.${shell} DEPENDS vpass
        COMMAND vpass completions ${shell} >${CMAKE_BINARY_DIR}/completions.${shell})
    list(APPEND completion_files ${CMAKE_BINARY_DIR}/completions.${shell})
    get_filename_component(folder ${path} DIRECTORY)
    get_filename_component(file ${path} NAME)
    install(FILES ${CMAKE_BINARY_DIR}/completions.${shell} DESTINATION ${CMAKE_INSTALL_DATADIR}/${folder} RENAME ${file})
endforeach()
add_custom_target(completions ALL DEPENDS ${completion_files})

# Nothing but the interface is installed. vpass/error.hpp is a link to the file that the library itself uses.
set_target_properties(libvpass PROPERTIES EXPORT_NAME vpass)
set_target_properties(libvpass_shared PROPERTIES EXPORT_NAME shared)
install(TARGETS libvpass libvpass_shared EXPORT vpass ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY lib/include/vpass DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} PATTERN error.hpp EXCLUDE)
install(FILES lib/base/error.hpp DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/vpass)
install(EXPORT vpass NAMESPACE vpass:: FILE vpassTargets.cmake DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/vpass)
file(WRITE ${CMAKE_BINARY_DIR}/vpassConfig.cmake "include(CMakeFindDependencyMacro)
find_dependency(Threads)
find_dependency(OpenSSL 3)
find_dependency(PkgConfig)
${find_dependencies}include(\${CMAKE_CURRENT_LIST_DIR}/vpassTargets.cmake)
")
write_basic_package_version_file(${CMAKE_BINARY_DIR}/vpassConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/vpassConfig.cmake ${CMAKE_BINARY_DIR}/vpassConfigVersion.cmake
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/vpass)

# The prefix is known when it is installed, and may differ from what was configured.
file(RELATIVE_PATH up /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
file(WRITE ${CMAKE_BINARY_DIR}/vpass.pc "prefix=\${pcfiledir}/${up}
Name: vpass
Description: issue, sign, verify and revoke health passes
Version: ${PROJECT_VERSION}
Requires.private: ${pkg_names}
Cflags: -I\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}
Libs: -L\${pcfiledir}/.. -lvpass
Libs.private: -pthread
")
install(FILES ${CMAKE_BINARY_DIR}/vpass.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "the vpass maintainers <vpass@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "issue, sign, verify, revoke and audit health passes, offline and in bulk")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# What is loaded when it is first called is not named in the program (lib/**/lazy_*.hpp).
# Each has the strength that its ELF note gives it; sheets need the font and ICU.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "fonts-nanum, libicu72")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libsqlite3-0")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "libp11-3, libp11-kit0, libzxing2, libpng16-16, libturbojpeg0, libwebp7, libtiff6, libgif7, libheif1, libpoppler-cpp0v5, softhsm2, slurm-client")
include(CPack)
