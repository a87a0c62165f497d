# Everything here works in a fresh clone with nothing but Python 3.11, make and git.

PYTHON ?= $(firstword $(shell command -v python3.11 python3.12 python3.13 python3))
PORT ?= 8000
BIN := .venv/bin
STAMPS := .venv/stamps
CATALOGUES := $(wildcard src/deltagerbudget/locale/*/LC_MESSAGES/*.po src/deltagerbudget/*/locale/*/LC_MESSAGES/*.po)
FRONTEND := package.json package-lock.json scripts/build_frontend.py $(shell find frontend -type f 2>/dev/null)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

export DELTAGERBUDGET_DEMO ?= true

.PHONY: run demo setup test test-all test-rest check screenshots docs oracle lock clean
.DEFAULT_GOAL := run

run: setup  ## the site on http://localhost:$(PORT)/ until Ctrl-C
	@exec $(BIN)/deltagerbudget serve --port $(PORT)

demo: setup  ## throw the demonstration's data away and make it anew
	@$(BIN)/deltagerbudget demo

setup: $(STAMPS)/runtime $(STAMPS)/frontend $(STAMPS)/catalogues  ## the environment alone

test: setup $(STAMPS)/dev  ## everything that a change must pass, within ten minutes
	@$(BIN)/python scripts/tools_for_tests.py
	@$(BIN)/python scripts/run_tests.py test $(NO_SKIPS)

test-all: test test-rest  ## the whole suite

test-rest: setup $(STAMPS)/dev  ## what `make test` leaves out: all on PostgreSQL, and the slow ones
	@$(BIN)/python scripts/tools_for_tests.py
	@$(BIN)/python scripts/run_tests.py rest $(NO_SKIPS)

check: setup $(STAMPS)/dev  ## the fast part: style, types, floors, structure
	@$(BIN)/python scripts/run_tests.py check

screenshots: setup $(STAMPS)/dev  ## every main page at 1280 and 390 px, into var/screenshots/
	@$(BIN)/python scripts/tools_for_tests.py
	@$(BIN)/python -m pytest -q -m browser tests/e2e/test_screenshots.py --screenshots

oracle: $(STAMPS)/oracle  ## counting beside pabutools and files by pabulib-checker, in an environment of their own
	@PYTHONPATH=src .oracle/bin/python bench/agree.py
	@PYTHONPATH=src .oracle/bin/python bench/agree_shares.py
	@PYTHONPATH=src .oracle/bin/python bench/agree_supporters.py
	@PYTHONPATH=src .oracle/bin/python bench/checked.py

docs: setup  ## docs/acts.md from the tables of acts
	@$(BIN)/python scripts/acts_page.py > docs/acts.md.new && mv docs/acts.md.new docs/acts.md

lock:  ## resolve the dependencies anew; needs uv
	@for name in tools node oracle; do uv pip compile -q $(LOCK) requirements-$$name.in -o requirements-$$name.txt; done
	@uv pip compile -q $(LOCK) pyproject.toml -o requirements.txt
	@uv pip compile -q $(LOCK) pyproject.toml --extra dev -c requirements.txt -o requirements-dev.txt

LOCK := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links

clean:  ## forget the environment and everything built; the data in var/ stays
	rm -rf .venv .oracle node_modules build *.egg-info src/*.egg-info

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv .venv
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/oracle: requirements-oracle.txt
	@$(PYTHON) -m venv .oracle
	@.oracle/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-oracle.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: $(STAMPS)/venv requirements-tools.txt requirements.txt pyproject.toml
	@echo "Installing the locked dependencies ..."
	@$(PIP) -r requirements-tools.txt -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/dev: $(STAMPS)/runtime requirements-dev.txt
	@echo "Installing the tools for tests ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(STAMPS)/frontend: $(STAMPS)/runtime $(FRONTEND)
	@command -v node >/dev/null && command -v npm >/dev/null || $(PIP) -r requirements-node.txt
	@echo "Building the front end ..."
	@$(BIN)/python scripts/build_frontend.py
	@touch $@

$(STAMPS)/catalogues: $(STAMPS)/runtime $(CATALOGUES)
	@$(BIN)/python scripts/compile_catalogues.py
	@touch $@
