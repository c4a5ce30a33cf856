# The commands of README and CI. Each installs what it needs, configures and builds by itself.
BUILD ?= build
CMAKE_FLAGS ?=
VERSION = $(shell awk '/^project/ { print $$3 }' CMakeLists.txt)
VPASS_VECTORS ?= $(abspath ../shared/vectors)
export VPASS_VECTORS

.DEFAULT_GOAL := build
.PHONY: help build check demo golden interop nightly bench asan tsan coverage fuzz tidy fmt package dist install clean

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

build: ## build the program: build/vpass
	@scripts/setup build
	@scripts/build $(BUILD) vpass $(CMAKE_FLAGS)

check: ## run every test that needs only the C++ packages
	@scripts/setup check
	@scripts/build $(BUILD) all $(CMAKE_FLAGS)
	@ctest --test-dir $(BUILD) --output-on-failure -j $$(nproc)

demo: ## the main job from key to audit, in build/demo
	@scripts/setup demo
	@scripts/build $(BUILD) vpass $(CMAKE_FLAGS)
	@scripts/demo $(BUILD)/vpass $(BUILD)/demo

golden: build ## rewrite the expected output of the command-line tests
	@tests/run_cli.sh --golden $(BUILD)/vpass

interop: ## install and run the heavy peers
	@scripts/setup interop
	@scripts/build $(BUILD) all $(CMAKE_FLAGS)
	@scripts/interop/run $(BUILD)

nightly: ## what takes hours: 600 kills, every fault of a ledger, every old copy of it, frauds among 100,000 records, 100 million inputs of fuzzers
	@scripts/setup check
	@scripts/build $(BUILD) all $(CMAKE_FLAGS)
	tests/faults/kill-test $(BUILD)/vpass 700
	VPASS_KILL_ROUNDS=200 tests/faults/publish_kill.sh $(BUILD)/vpass
	tests/faults/ledger-faults $(BUILD)/vpass $(BUILD)/tests/libfailing_disk.so
	tests/faults/ledger-restores $(BUILD)/vpass
	tests/faults/planted.sh $(BUILD)/vpass 100000
	@FUZZ_SECONDS=$${FUZZ_SECONDS:-600} $(MAKE) --no-print-directory fuzz

bench: ## measure against openssl and a Python reference; prints ratios, writes build/bench.json
	@scripts/setup bench
	@scripts/build $(BUILD) vpass $(CMAKE_FLAGS)
	@scripts/build $(BUILD) bench_log $(CMAKE_FLAGS)
	@scripts/build $(BUILD) bench_qr $(CMAKE_FLAGS)
	@scripts/build $(BUILD) bench_revocation $(CMAKE_FLAGS)
	@scripts/build $(BUILD) bench_policy $(CMAKE_FLAGS)
	@scripts/build $(BUILD) bench_link $(CMAKE_FLAGS)
	@scripts/build $(BUILD) bench_lookups $(CMAKE_FLAGS)
	@tests/bench/run $(BUILD)/vpass $(BUILD)/bench.json

# Sanitizers at -O2 take an hour to compile; what they find is the same without optimizations.
SANITIZED = -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS="-O0 -g1"

asan: ## every test under AddressSanitizer and UndefinedBehaviorSanitizer
	@$(MAKE) --no-print-directory check BUILD=$(BUILD)-asan CMAKE_FLAGS='-DVPASS_SANITIZE=address $(SANITIZED)'

tsan: ## every test under ThreadSanitizer
	@$(MAKE) --no-print-directory check BUILD=$(BUILD)-tsan CMAKE_FLAGS='-DVPASS_SANITIZE=thread $(SANITIZED)'

coverage: ## the lines of lib that the unit and command-line tests reach, file by file
	@scripts/setup coverage
	@scripts/build $(BUILD)-coverage vpass -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS="-O0 --coverage"
	@scripts/build $(BUILD)-coverage unit_tests
	@scripts/build $(BUILD)-coverage failing_token
	@scripts/coverage $(BUILD)-coverage

fuzz: ## each fuzz target for FUZZ_SECONDS (60)
	@scripts/setup fuzz
	@CXX=clang++ scripts/build $(BUILD)-fuzz fuzz_targets -DVPASS_FUZZ=ON -DCMAKE_BUILD_TYPE=RelWithDebInfo
	@scripts/fuzz $(BUILD)-fuzz

tidy: ## clang-tidy over lib and tools
	@scripts/setup tidy
	@scripts/build $(BUILD) vpass $(CMAKE_FLAGS)
	@run-clang-tidy -quiet -p $(BUILD) '/(lib|tools)/.*\.cpp$$'

fmt: ## clang-format everything
	@scripts/setup tidy
	@git ls-files '*.cpp' '*.hpp' | xargs clang-format -i

package: build ## a Debian package in build/
	@cmake --build $(BUILD) --target completions
	@cd $(BUILD) && SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) cpack

dist: ## the sources of the last commit in build/, the same bytes on every machine
	@mkdir -p $(BUILD)
	@git archive --prefix=vpass-$(VERSION)/ HEAD | gzip -9n >$(BUILD)/vpass-$(VERSION).tar.gz
	@sha256sum $(BUILD)/vpass-$(VERSION).tar.gz

install: build ## install under PREFIX (/usr/local), below DESTDIR if given
	@cmake --build $(BUILD) --target completions
	@cmake --install $(BUILD) $(if $(PREFIX),--prefix $(PREFIX))

clean: ## remove what was built
	rm -rf build build-asan build-tsan build-coverage build-fuzz
