# One word for everything. Needs python3 (3.11 or newer), python3-venv and make; no compiler, no Node, no Docker.

VENV := .venv
PYTHON := $(VENV)/bin/python
PIP := $(PYTHON) -m pip --disable-pip-version-check --no-input -q
LIBRARIES := $(VENV)/.libraries
INSTALLED := $(VENV)/.installed
INSTALLED_TEST := $(VENV)/.installed-test
CATALOGUES := $(wildcard src/postroom/locale*/*/LC_MESSAGES/*.po)
COMPILED := $(CATALOGUES:.po=.mo)
CHECKED_DATA := build/checks
LOCK := build/lock
COMPILE := $(LOCK)/bin/uv pip compile -q pyproject.toml --python-version 3.11 --universal --generate-hashes \
	--no-annotate --no-header --no-emit-index-url
export PIP_ROOT_USER_ACTION = ignore

.PHONY: help install run demo test packages format types contracts translations pytest bench lock messages clean

help:
	@echo "make run       start everything; prints the address"
	@echo "make demo      the same with a practice Microsoft 365, to be tried by clicking"
	@echo "make install   only make $(VENV) with everything in it"
	@echo "make test      format, types, import contracts, translations, tests, browser tests"
	@echo "make bench     measure mails per second, memory, statements"
	@echo "make lock      choose the versions of all dependencies anew"
	@echo "make messages  collect the sentences to translate"
	@echo "make clean     remove what make made, except data"

install: $(INSTALLED) $(COMPILED)

$(PYTHON):
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Postroom needs Python 3.11 or newer."; exit 1; }
	@python3 -m venv --clear $(VENV) || { rm -rf $(VENV); echo "Postroom needs python3-venv."; exit 1; }

$(LIBRARIES): requirements.txt | $(PYTHON)
	@echo "Installing Postroom into $(VENV) ..."
	@$(PIP) install --require-hashes --only-binary :all: -r requirements.txt
	@touch $@

$(INSTALLED): $(LIBRARIES) pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@

%.mo: %.po $(INSTALLED)
	@$(PYTHON) tools/compile_messages.py $<

run: install
	@$(VENV)/bin/postroom run

demo: install
	@$(VENV)/bin/postroom demo

$(INSTALLED_TEST): requirements-test.txt $(INSTALLED)
	@echo "Installing what the tests need ..."
	@$(PIP) install --require-hashes --only-binary :all: -r requirements-test.txt
	@touch $@

packages:
	@tools/test-packages

# The tests come last, so that their closing line is the last line.
test: install $(INSTALLED_TEST) packages format types contracts translations
	@$(MAKE) --no-print-directory pytest

format: $(INSTALLED_TEST)
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/ruff check

types: $(INSTALLED_TEST)
	POSTROOM_DATA=$(CHECKED_DATA) $(VENV)/bin/mypy

contracts: $(INSTALLED_TEST)
	$(VENV)/bin/lint-imports

translations: $(INSTALLED_TEST)
	$(PYTHON) tools/check_messages.py

pytest: install $(INSTALLED_TEST)
	@$(VENV)/bin/pytest -n 3 --dist loadfile --no-loadscope-reorder

bench: install $(INSTALLED_TEST)
	$(PYTHON) -m benchmarks

$(LOCK)/bin/uv:
	@python3 -m venv --clear $(LOCK)
	@$(LOCK)/bin/pip install -q --disable-pip-version-check uv

lock: $(LOCK)/bin/uv
	$(COMPILE) -o requirements.txt
	$(COMPILE) --extra test -o requirements-test.txt

messages: install
	$(PYTHON) tools/collect_messages.py

clean:
	rm -rf $(VENV) build src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find src -name '*.mo' -delete
