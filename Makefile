# Makefile: builds, proves and installs ruth. Plain GNU make; `make help` lists the targets.

# ---- settings: override them on the command line, as in `make PREFIX=/opt/ruth install` -----------------------
PREFIX  ?= /usr/local
DESTDIR ?=
BUILD   ?= build
# release, asan (address, leaks), ubsan (undefined behaviour), san (both), cover (counts what runs); each builds into its own folder
VARIANT ?= release
# 1: a warning is an error (CI, and always in `make check`)
WERROR  ?= $(if $(filter true,$(CI)),1,0)
# 1: show whole commands
V       ?= 0
CFLAGS  ?= -O2 -g
CPPFLAGS ?=
LDFLAGS ?=
# where the headers of Lua 5.4 are, and its library
LUA_INCLUDE ?= /usr/include/lua5.4
LUA_LIB     ?= -llua5.4
# ICU, for plugins/messages alone
ifeq ($(origin ICU_LIBS),undefined)
  ICU_LIBS  := $(shell pkg-config --libs icu-i18n 2>/dev/null)
endif
# how long property tests run: 1000 is an ordinary run, 100 a tenth of it
RUTH_SCALE ?= 1000

LIBS      := $(LUA_LIB) -lyaml -lsqlite3 -llz4 -lcrypto
STANDARD  := -std=c11 -D_POSIX_C_SOURCE=200809L
# -ffp-contract=off: the same bits everywhere; -pthread: policies are shared between threads
GENERATE  := -fPIC -fvisibility=hidden -fstack-protector-strong -ffp-contract=off -pthread
WARNINGS  := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
             -Wvla -Wpointer-arith -Wcast-qual -Wformat=2 -Wundef
# cmocka's tests take a state they seldom use, and its macros cast
TEST_WARNINGS := -Wno-unused-parameter -Wno-conversion -Wno-sign-conversion

# ---- variants ----------------------------------------------------------------------------------------------
ifeq ($(VARIANT),release)
  OUT     := $(BUILD)
  # no-strict-overflow: arithmetic is checked (ru_add64 …); should a check ever be missing, all compilers give the same bytes
  HARDEN  := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fno-strict-overflow
  SHARED  := -Wl,-z,defs
else ifeq ($(VARIANT),cover)
  OUT     := $(BUILD)/cover
  override CFLAGS := -O0 -g
  SANITIZE := --coverage -fprofile-update=atomic
  # each request of an arena can be refused; and the second opinion, as under the sanitizers
  GENERATE += -DRU_ARENA_EXACT -DRU_CHECK_HOLDS
else
  OUT     := $(BUILD)/$(VARIANT)
  # -g1: a report needs functions and lines, no more; a quarter of the compiling and of the disk
  override CFLAGS := -O1 -g1 -fno-omit-frame-pointer
  SAN_asan  := -fsanitize=address
  SAN_ubsan := -fsanitize=undefined -fno-sanitize-recover=all
  SAN_san   := $(SAN_asan) $(SAN_ubsan)
  # every decision is compared with the second opinion (engine/charter/holds.c); for a plain build: CPPFLAGS=-DRU_CHECK_HOLDS
  GENERATE  += -DRU_CHECK_HOLDS
  SANITIZE  := $(or $(SAN_$(VARIANT)),$(error VARIANT is "$(VARIANT)"; expected release, asan, ubsan, san or cover))
endif
ifeq ($(WERROR)$(VARIANT),1release)
  ERRORS := -Werror
endif
COMPILE = $(CC) $(STANDARD) $(CPPFLAGS) $(CFLAGS) $(GENERATE) $(HARDEN) $(SANITIZE) $(WARNINGS) $(ERRORS)
LINK    = $(CC) $(SANITIZE) -pthread -Wl,--as-needed -Wl,-z,relro,-z,now $(LDFLAGS)

# All processors, unless the caller says -j; several goals at once keep their order.
ifeq ($(MAKELEVEL),0)
  ifeq ($(word 2,$(MAKECMDGOALS)),)
    MAKEFLAGS += -j$(shell nproc 2>/dev/null || echo 2)
  endif
endif
MAKEFLAGS += --no-print-directory
Q := $(if $(filter 1,$(V)),,@)
say = $(if $(filter 1,$(V)),,@printf '  %-6s %s\n' '$(1)' '$(2)')

# ---- what there is -----------------------------------------------------------------------------------------
OBJ          := $(OUT)/objects
LIB_SRC      := $(wildcard engine/*/*.c)
CLI_SRC      := $(wildcard cli/*.c)
# `ruth plugin new` starts from plugins/template; what is not said to people is known everywhere
EMBED_FILES  := $(filter-out policies/starter/messages policies/starter/cases,$(sort $(filter-out lua/reference%,$(wildcard lua/*.lua)) $(wildcard policies/starter/* policies/starter/*/*.*)) \
                $(sort $(wildcard policies/charter/ethics/lexicons/*.yaml) $(shell find plugins/template -type f 2>/dev/null)))
SUPPORT_SRC  := $(wildcard tests/support/*.c)
TEST_SRC     := $(wildcard tests/*/test_*.c)
BENCH_SRC    := $(wildcard bench/*.c)
EXAMPLE_SRC  := $(wildcard examples/*.c)
# programs of the demo and the tests; embed.c is the build's own
TOOL_SRC     := $(filter-out tools/embed.c,$(wildcard tools/*.c))
# plugins/shared is what several plugins are built with
PLUGINS      := $(filter-out shared,$(notdir $(patsubst %/,%,$(sort $(dir $(wildcard plugins/*/*.c))))))
# the same sources, linked into the tests (ruth_plugin.h, RUTH_PLUGIN_STATIC)
TWIN_SRC     := $(wildcard plugins/*/*.c)

LIB_OBJ      := $(LIB_SRC:%.c=$(OBJ)/%.o) $(OBJ)/gen/embedded.o
CLI_OBJ      := $(CLI_SRC:%.c=$(OBJ)/%.o)
SUPPORT_OBJ  := $(SUPPORT_SRC:%.c=$(OBJ)/%.o)
TEST_BIN     := $(TEST_SRC:%.c=$(OUT)/%)
BENCH_BIN    := $(BENCH_SRC:%.c=$(OUT)/%)
EXAMPLE_BIN  := $(EXAMPLE_SRC:%.c=$(OUT)/%)
TOOL_BIN     := $(TOOL_SRC:%.c=$(OUT)/%)
PLUGIN_SO    := $(PLUGINS:%=$(OUT)/plugins/%.so)
TWIN_OBJ     := $(TWIN_SRC:%.c=$(OBJ)/%.o)
TWIN_LIBS    := $(ICU_LIBS)
TWIN_LIB     := $(if $(TWIN_SRC),$(OUT)/libtwins.a)
# plugins that tests load from files: one source each, built on the contract alone
ABI_SO       := $(patsubst %.c,$(OUT)/%.so,$(filter-out tests/abi/test_%,$(wildcard tests/abi/*.c)))
STATIC_LIB   := $(OUT)/libruth.a
SHARED_LIB   := $(OUT)/libruth.so
COMMAND      := $(if $(CLI_SRC),$(OUT)/ruth)
VERSION      := $(shell awk '$$2 == "RUTH_VERSION" { gsub(/"/, "", $$3); print $$3 }' engine/include/ruth.h 2>/dev/null)
SONAME       := libruth.so.0

.PHONY: all programs deps demo check check-browser soak bench fuzz cover asan ubsan lint format install uninstall clean help icu FORCE
.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:

all: $(COMMAND) $(STATIC_LIB) $(SHARED_LIB) $(PLUGIN_SO) | $(OUT)/plugins/   ## the command, both libraries, the plugins (default)

programs: all $(TEST_BIN) $(ABI_SO) $(BENCH_BIN) $(EXAMPLE_BIN) $(TOOL_BIN)   ## `all`, and every test, benchmark and example

# ---- compile -----------------------------------------------------------------------------------------------
# A file that changes only when the words in it do: rebuilds what depends on how, or of what, it was made.
define stamp
$(1): FORCE
	@mkdir -p $$(@D); printf '%s\n' '$(2)' | cmp -s - $$@ || printf '%s\n' '$(2)' > $$@
endef
$(eval $(call stamp,$(OUT)/made-how,$(COMPILE)))
$(eval $(call stamp,$(OUT)/made-of,$(sort $(LIB_SRC) $(CLI_SRC) $(SUPPORT_SRC) $(TWIN_SRC) $(EMBED_FILES))))

$(OBJ)/%.o: %.c $(OUT)/made-how
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) $(EXTRA) -I. -MMD -MP -c $< -o $@

$(OBJ)/gen/embedded.o: $(OUT)/gen/embedded.c $(OUT)/made-how
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -I. -MMD -MP -c $< -o $@

$(OBJ)/engine/script/%.o: EXTRA = -isystem $(LUA_INCLUDE)
$(OBJ)/bench/%.o:         EXTRA = -isystem $(LUA_INCLUDE)
$(OBJ)/tests/%.o:         EXTRA = -isystem $(LUA_INCLUDE) $(TEST_WARNINGS)
# what tests inside and out is compiled in half the time, and runs no longer for it: the engine it calls is as always
$(OBJ)/tests/unit/%.o $(OBJ)/tests/api/%.o: EXTRA = -isystem $(LUA_INCLUDE) $(TEST_WARNINGS) -U_FORTIFY_SOURCE -O0 -g1
$(OBJ)/plugins/%.o:       EXTRA = -DRUTH_PLUGIN_STATIC

-include $(patsubst %.o,%.d,$(LIB_OBJ) $(CLI_OBJ) $(SUPPORT_OBJ) $(TWIN_OBJ)) $(TEST_SRC:%.c=$(OBJ)/%.d) $(BENCH_SRC:%.c=$(OBJ)/%.d)
-include $(EXAMPLE_SRC:%.c=$(OUT)/%.d)

# The policy vocabulary and what the verbs `new` start from travel inside the library, so that no install can lose or change them.
$(OUT)/gen/embed: tools/embed.c
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(STANDARD) -O1 $(WARNINGS) $< -o $@

$(OUT)/gen/embedded.c: $(OUT)/gen/embed $(EMBED_FILES) $(OUT)/made-of
	$(call say,EMBED,$@)
	$(Q)$(OUT)/gen/embed $(EMBED_FILES) > $@

# ---- link --------------------------------------------------------------------------------------------------
$(STATIC_LIB): $(LIB_OBJ) $(OUT)/made-of
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $(LIB_OBJ)

$(SHARED_LIB): $(LIB_OBJ) engine/include/ruth.map $(OUT)/made-of
	$(call say,LD,$@)
	$(Q)$(LINK) -shared $(SHARED) -Wl,-soname,$(SONAME) -Wl,--version-script=engine/include/ruth.map $(LIB_OBJ) -o $@ $(LIBS)
	@ln -sf libruth.so $(OUT)/$(SONAME)

$(OUT)/ruth: $(CLI_OBJ) $(STATIC_LIB) $(OUT)/made-of
	$(call say,LD,$@)
	$(Q)$(LINK) $(CLI_OBJ) $(STATIC_LIB) -o $@ $(LIBS)

$(TWIN_LIB): $(TWIN_OBJ) $(OUT)/made-of
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $(TWIN_OBJ)

$(OUT)/tests/%: $(OBJ)/tests/%.o $(SUPPORT_OBJ) $(TWIN_LIB) $(STATIC_LIB) $(OUT)/made-of
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(LINK) $< $(SUPPORT_OBJ) $(TWIN_LIB) $(STATIC_LIB) -o $@ -lcmocka $(LIBS) $(TWIN_LIBS)

# Sources written for an older minor leave the newest members of their entry out.
$(OUT)/tests/abi/%.so: tests/abi/%.c $(wildcard tests/abi/*.h) engine/include/ruth_plugin.h $(OUT)/made-how
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) $(EXTRA) -Wno-missing-field-initializers -I. -shared $< -o $@
$(OUT)/tests/abi/older_hash.so: EXTRA = -Wl,--hash-style=sysv

$(OUT)/bench/%: $(OBJ)/bench/%.o $(STATIC_LIB)
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(LINK) $< $(STATIC_LIB) -o $@ $(LIBS)

# An example sees what a host sees: the public headers and the shared library.
$(OUT)/examples/%: examples/%.c $(SHARED_LIB) $(OUT)/made-how
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(SANITIZE) -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra $(ERRORS) -g -pthread -I engine/include -MMD -MP $< -o $@ \
	    -L$(OUT) -lruth -Wl,-rpath,'$$ORIGIN/..'

$(OUT)/tools/%: tools/%.c $(wildcard tools/*.h) $(OUT)/made-how
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -I. $< -o $@

# A plugin is one folder, and what it shares with others: PLUGIN_SHARED_name; libraries it alone needs: PLUGIN_LIBS_name.
# -Bsymbolic: its functions call each other, whatever names the host's program exports.
PLUGIN_SHARED_scorecard := plugins/shared/data.c
PLUGIN_LIBS_scorecard   := -lyaml
PLUGIN_SHARED_holidays  := plugins/shared/data.c
PLUGIN_LIBS_holidays    := -lyaml
PLUGIN_SHARED_messages  := plugins/shared/data.c
PLUGIN_LIBS_messages    := -lyaml $(ICU_LIBS)
PLUGIN_NEEDS_messages   := icu
define plugin
$(OUT)/plugins/$(1).so: $(wildcard plugins/$(1)/*.[ch]) $(PLUGIN_SHARED_$(1)) $(if $(PLUGIN_SHARED_$(1)),$(wildcard plugins/shared/*.h)) engine/include/ruth_plugin.h $(OUT)/made-how | $(PLUGIN_NEEDS_$(1)) $(OUT)/plugins/
	$$(call say,LD,$$@)
	$$(Q)$$(COMPILE) -Wl,-Bsymbolic,-z,relro,-z,now $$(SHARED) $$(LDFLAGS) -I. -shared $$(filter %.c,$$^) -o $$@ $$(PLUGIN_LIBS_$(1))
endef
$(foreach p,$(PLUGINS),$(eval $(call plugin,$(p))))

$(OUT)/plugins/:
	@mkdir -p $@

# Only plugins/messages is built with ICU.
$(patsubst %.c,$(OBJ)/%.o,$(wildcard plugins/messages/*.c)): | icu
icu:
	@[ -n "$(ICU_LIBS)" ] || { echo 'make: ICU is missing (Debian: libicu-dev, pkg-config); make deps installs it' >&2; exit 1; }

# ---- prove -------------------------------------------------------------------------------------------------
deps:   ## installs the Debian packages that are missing
	@tools/deps.sh

demo: deps   ## installs, builds, and decides the sample portfolio
	@$(MAKE) all $(TOOL_SRC:%.c=$(BUILD)/%)
	@RUTH=$(BUILD)/ruth tools/demo.sh

check: deps   ## installs, builds, lints, and runs every test, plainly and under the sanitizers
	@$(MAKE) WERROR=1 programs
	@$(MAKE) WERROR=1 VARIANT=san programs
	@RUTH_SCALE=$(RUTH_SCALE) tools/run-tests.sh -x lint "tools/lint.sh . $(BUILD)" $(BUILD) $(BUILD)/san

# Not in deps: 300 MB for one test, which is skipped where there is no browser.
check-browser: deps   ## installs Chromium, and looks at the page of `ruth diff` in it
	@tools/deps.sh chromium
	@$(MAKE) programs
	@tools/run-tests.sh -k browser $(BUILD)

soak: deps   ## the property tests and the ledger's, a hundred times as long
	@$(MAKE) programs
	@RUTH_SCALE=100000 RUTH_TEST_TIMEOUT=0 tools/run-tests.sh -k property $(BUILD)
	@RUTH_SCALE=100000 RUTH_TEST_TIMEOUT=0 tools/run-tests.sh -k audit $(BUILD)
	@RUTH_SCALE=2000000 RUTH_TEST_TIMEOUT=0 tools/run-tests.sh -k test_twin $(BUILD)

# libFuzzer, where clang is: each target for TIME seconds, from the hostile files; what it finds stays in $(BUILD)/fuzz/found
TIME ?= 60
FUZZ := $(BUILD)/fuzz
FUZZERS := source yaml json request question event table map text zone plugin ledger
$(FUZZ)/fuzz: $(LIB_SRC) $(BUILD)/gen/embedded.c tests/fuzz/fuzz.c $(wildcard tests/support/fuzz_*.[ch] tests/support/support.[ch])
	@mkdir -p $(FUZZ)/found
	$(call say,CLANG,$@)
	$(Q)clang $(STANDARD) -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -w -I. -isystem $(LUA_INCLUDE) \
	    $(filter %.c,$^) -o $@ -lcmocka -pthread $(LIBS)

fuzz: all   ## libFuzzer on every target, TIME=60 seconds each (needs clang)
	@command -v clang >/dev/null 2>&1 || { echo 'fuzz: clang is not installed; make check replays the same targets without it'; exit 1; }
	@$(MAKE) $(FUZZ)/fuzz
	@for t in $(FUZZERS); do \
	    mkdir -p $(FUZZ)/corpus/$$t; echo "== $$t"; \
	    [ $$t != plugin ] || for so in $(PLUGIN_SO); do strip -o $(FUZZ)/corpus/plugin/$${so##*/} $$so || exit 1; done; \
	    RUTH_FUZZ=$$t $(FUZZ)/fuzz -max_total_time=$(TIME) -timeout=20 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 -artifact_prefix=$(FUZZ)/found/$$t- \
	        $(FUZZ)/corpus/$$t tests/attacks $$(ls -d tests/fuzz/corpus/$$t 2>/dev/null) >$(FUZZ)/$$t.log 2>&1 || { tail -n 40 $(FUZZ)/$$t.log; exit 1; }; \
	    grep -E 'number_of_executed_units|peak_rss' $(FUZZ)/$$t.log; \
	done

# Counts of an earlier run would be added to. In full: what is refused less often reaches fewer branches; the suites of that kind, at every way to ask for memory.
cover: deps   ## which lines and branches of engine/ the tests reach, per room
	@$(MAKE) VARIANT=cover programs
	@find $(BUILD)/cover -name '*.gcda' -delete
	@RUTH_SCALE=$(RUTH_SCALE) tools/run-tests.sh $(BUILD)/cover || echo 'cover: not all tests passed; what follows is what was reached'
	@tools/cover.sh $(BUILD)/cover

asan ubsan: deps   ## every test under one sanitizer
	@$(MAKE) VARIANT=$@ programs
	@RUTH_SCALE=$(RUTH_SCALE) tools/run-tests.sh $(BUILD)/$@

bench: $(BENCH_BIN)   ## runs bench/bench_*.c
	@for b in $(sort $(filter $(OUT)/bench/bench_%,$(BENCH_BIN))); do echo "== $${b##*/}"; $$b || exit 1; done

lint: all   ## layers, fences, globals, exports, sizes, headers
	@tools/lint.sh . $(BUILD)

format:   ## clang-format, in place
	@if command -v clang-format >/dev/null 2>&1; then \
	    clang-format -i $(wildcard engine/*/*.[ch] cli/*.[ch] plugins/*/*.[ch] tests/*/*.[ch] bench/*.[ch] examples/*.[ch] tools/*.[ch]); \
	else echo 'format: skipped, clang-format is not installed'; fi

# ---- install -----------------------------------------------------------------------------------------------
BIN_DIR := $(DESTDIR)$(PREFIX)/bin
LIB_DIR := $(DESTDIR)$(PREFIX)/lib
INC_DIR := $(DESTDIR)$(PREFIX)/include
DAT_DIR := $(DESTDIR)$(PREFIX)/share/ruth
MAN_DIR := $(DESTDIR)$(PREFIX)/share/man/man1
HEADERS := $(wildcard engine/include/*.h)
MAN     := $(wildcard docs/man/*.1)

install: all   ## under PREFIX (default /usr/local), staged in DESTDIR
	install -d '$(LIB_DIR)/pkgconfig' '$(INC_DIR)' '$(DAT_DIR)'
	$(if $(COMMAND),install -D -m 755 $(COMMAND) '$(BIN_DIR)/ruth')
	install -m 644 $(STATIC_LIB) '$(LIB_DIR)/libruth.a'
	install -m 755 $(SHARED_LIB) '$(LIB_DIR)/libruth.so.$(VERSION)'
	ln -sf libruth.so.$(VERSION) '$(LIB_DIR)/$(SONAME)'
	ln -sf $(SONAME) '$(LIB_DIR)/libruth.so'
	install -m 644 $(HEADERS) '$(INC_DIR)'
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' -e 's|@LIBS@|$(LIBS)|' ruth.pc.in > '$(LIB_DIR)/pkgconfig/ruth.pc' && chmod 644 '$(LIB_DIR)/pkgconfig/ruth.pc'
	@find policies plugins/*/data -type f 2>/dev/null | while read -r f; do install -D -m 644 "$$f" '$(DAT_DIR)'/"$$f"; done
	$(if $(PLUGIN_SO),install -d '$(LIB_DIR)/ruth/plugins' && install -m 755 $(PLUGIN_SO) '$(LIB_DIR)/ruth/plugins')
	$(if $(MAN),install -d '$(MAN_DIR)' && install -m 644 $(MAN) '$(MAN_DIR)')

uninstall:   ## removes what install put there
	rm -f '$(BIN_DIR)/ruth' '$(LIB_DIR)/libruth.a' '$(LIB_DIR)/libruth.so' '$(LIB_DIR)/$(SONAME)' '$(LIB_DIR)/libruth.so.$(VERSION)' \
	    '$(LIB_DIR)/pkgconfig/ruth.pc' $(foreach h,$(notdir $(HEADERS)),'$(INC_DIR)/$(h)') $(foreach m,$(notdir $(MAN)),'$(MAN_DIR)/$(m)')
	rm -rf '$(DAT_DIR)/policies' '$(DAT_DIR)/plugins' '$(LIB_DIR)/ruth/plugins'
	-@rmdir '$(DAT_DIR)' '$(LIB_DIR)/ruth' 2>/dev/null || true

clean:   ## removes the build folder
	rm -rf $(BUILD)

help:   ## this list
	@awk -F ':.*## ' '/^[a-z][a-z -]*:.*## / { printf "  %-12s %s\n", $$1, $$2 }' Makefile
	@echo '  settings: PREFIX DESTDIR BUILD VARIANT WERROR V CC CPPFLAGS CFLAGS LDFLAGS RUTH_SCALE'
