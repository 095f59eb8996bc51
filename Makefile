# daicho: everything a contributor or a packager runs. `make` alone lists the targets.
# Every target that builds first installs what the machine lacks (see `deps`).

SWIFT  ?= swift
PREFIX ?= /usr/local
# Only the tests whose names match, as in `make test FILTER=Transcript`.
FILTER ?=
# Customers in the workspaces that are measured, as in `make bench SIZES='1000 10000'`.
SIZES ?=

# One set of flags for every build, so that `make test`, `make demo` and CI share one .build folder.
# Add your own at the end: make test SWIFT_EXTRA_FLAGS='--sanitize address'
SWIFT_BUILD_FLAGS = --explicit-target-dependency-import-check error -Xswiftc -warnings-as-errors \
  $(SWIFT_EXTRA_FLAGS)
RELEASE_FLAGS = --configuration release --static-swift-stdlib

# Tools, as `command` or `command=package`. The libraries to install are not listed here: the
# manifests' provider lists are the only list of them.
BUILD_TOOLS = git pkg-config
TEST_TOOLS  = python3 sqlite3 openssl sshd=openssh-server smtp-sink=postfix aiosmtpd=python3-aiosmtpd
BROWSER_TOOLS = python3 openssl chromium
BENCH_TOOLS = python3 rg=ripgrep hyperfine time

DEBUG_BINARY   = .build/debug/daicho
RELEASE_BINARY = .build/release/daicho
MANUAL_FOLDER  = .build/manual
SCRIPTS_FOLDER = .build/completions

.DEFAULT_GOAL := help
.PHONY: help deps test-deps bench-deps browser-deps build release demo test torture browser bench lint format \
  man completions install uninstall clean
# SwiftPM uses every core by itself and locks .build: two of its commands gain nothing side by side.
.NOTPARALLEL:

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

deps: ## install the libraries and tools a build needs (apt or Homebrew)
	@.ci/install-dependencies $(BUILD_TOOLS)

test-deps:
	@.ci/install-dependencies $(BUILD_TOOLS) $(TEST_TOOLS)

browser-deps:
	@.ci/install-dependencies $(BUILD_TOOLS) $(BROWSER_TOOLS)

bench-deps:
	@.ci/install-dependencies $(BUILD_TOOLS) $(BENCH_TOOLS)

build: deps ## build for debugging: .build/debug/daicho
	$(SWIFT) build --product daicho $(SWIFT_BUILD_FLAGS)

release: deps ## build for release, Swift's runtime linked in: .build/release/daicho
	$(SWIFT) build --product daicho $(RELEASE_FLAGS) $(SWIFT_BUILD_FLAGS)

demo: build ## show the main job on a copy of example-workspace
	@.ci/demo $(DEBUG_BINARY)

test: test-deps ## build everything and run all tests (FILTER=name for some)
	$(SWIFT) build --build-tests $(SWIFT_BUILD_FLAGS)
	@.ci/test $(SWIFT) test --skip-build --disable-xctest $(if $(FILTER),--filter '$(FILTER)') $(SWIFT_BUILD_FLAGS)

torture: test-deps release ## kill sends and syncs, hundreds of times, and count (minutes)
	Tests/Torture/sending.py $(abspath $(RELEASE_BINARY)) 300 2000
	Tests/Torture/syncing.py $(abspath $(RELEASE_BINARY)) 100

browser: browser-deps build ## open, click and unsubscribe in Chromium (PICTURES=folder to look at)
	Tests/Browser/mails.py $(abspath $(DEBUG_BINARY)) $(if $(PICTURES),$(abspath $(PICTURES)))

bench: bench-deps release ## measure a release build against the yardsticks
	Tests/Benchmarks/run.sh $(abspath $(RELEASE_BINARY)) $(SIZES)

lint: ## check formatting and who may import whom
	$(SWIFT) format lint --strict --parallel --recursive Sources Tests Templates Package.swift
	Tests/Lint/imports.sh

format: ## format all Swift sources in place
	$(SWIFT) format --in-place --parallel --recursive Sources Tests Templates Package.swift

man: build ## write the manual page: .build/manual/daicho.1
	@$(call write-manual,$(DEBUG_BINARY))

completions: build ## write the completions of bash, zsh and fish: .build/completions
	@$(call write-completions,$(DEBUG_BINARY))

install: release ## install program, manual page and completions (PREFIX=/usr/local, DESTDIR=)
	@$(call write-manual,$(RELEASE_BINARY))
	@$(call write-completions,$(RELEASE_BINARY))
	install -d $(INSTALL_FOLDERS)
	install -s -m 755 $(RELEASE_BINARY) '$(BIN)/daicho'
	install -m 644 $(MANUAL_FOLDER)/daicho.1 '$(MAN)/daicho.1'
	install -m 644 $(SCRIPTS_FOLDER)/daicho.bash '$(BASH_COMPLETIONS)/daicho'
	install -m 644 $(SCRIPTS_FOLDER)/daicho.zsh '$(ZSH_COMPLETIONS)/_daicho'
	install -m 644 $(SCRIPTS_FOLDER)/daicho.fish '$(FISH_COMPLETIONS)/daicho.fish'

uninstall: ## remove what `make install` put there
	rm -f '$(BIN)/daicho' '$(MAN)/daicho.1' '$(BASH_COMPLETIONS)/daicho' '$(ZSH_COMPLETIONS)/_daicho' \
	  '$(FISH_COMPLETIONS)/daicho.fish'

clean: ## remove everything built
	rm -rf .build Tests/Benchmarks/.build

ROOT = $(DESTDIR)$(PREFIX)
BIN  = $(ROOT)/bin
MAN  = $(ROOT)/share/man/man1
BASH_COMPLETIONS = $(ROOT)/share/bash-completion/completions
ZSH_COMPLETIONS  = $(ROOT)/share/zsh/site-functions
FISH_COMPLETIONS = $(ROOT)/share/fish/vendor_completions.d
INSTALL_FOLDERS  = '$(BIN)' '$(MAN)' '$(BASH_COMPLETIONS)' '$(ZSH_COMPLETIONS)' '$(FISH_COMPLETIONS)'

# argument-parser's plugin would build the whole package again with its own flags; asked for its help
# it builds only the generator, which then reads the program already built. The page bears the date of
# the last commit, so that the same commit gives the same page.
define write-manual
set -e; mkdir -p $(MANUAL_FOLDER); \
$(SWIFT) package $(SWIFT_BUILD_FLAGS) generate-manual --help > /dev/null; \
date=$$(git log -1 --format=%cs 2> /dev/null || date +%F); \
"$$($(SWIFT) build --show-bin-path)/generate-manual-tool" $(1) --date "$$date" \
  --output-directory $(MANUAL_FOLDER); \
echo 'wrote $(MANUAL_FOLDER)/daicho.1'
endef

define write-completions
set -e; mkdir -p $(SCRIPTS_FOLDER); \
for shell in bash zsh fish; do \
  $(1) --generate-completion-script $$shell > $(SCRIPTS_FOLDER)/daicho.$$shell; \
done; \
echo 'wrote $(SCRIPTS_FOLDER)/daicho.{bash,zsh,fish}'
endef
