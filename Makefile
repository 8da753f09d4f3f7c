PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
# Whole files stay in one worker while both have much to do: what a file makes is made once.
PYTEST := $(BIN)/python -m pytest -q -n 2 --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help setup run test test-all check attack seeds judge golden viewer bench fuzz kills docs clean

help: ## Lists the targets.
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

setup: .venv/developer.stamp ## Makes .venv with all that the project's own work needs.

run: .venv/package.stamp ## Trains the quickstart.
	$(BIN)/python -m wtspec run configs/quickstart.yaml

test: .venv/developer.stamp ## Runs the tests, all but the long ones.
	$(PYTEST) -m "not long"

test-all: .venv/developer.stamp ## Runs all tests, as CI does.
	$(PYTEST)

check: .venv/developer.stamp ## Lints, formatting, types, and what each room imports.
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/basedpyright
	$(BIN)/lint-imports

attack: .venv/developer.stamp ## Validates hostile files, and shows what each takes.
	$(BIN)/python -m tests.hostile

seeds: .venv/developer.stamp ## Bad files under ten hash seeds, in PYTHONS besides its own.
	$(BIN)/python -m tests.seeds $(BIN)/python $(PYTHONS)

golden: .venv/developer.stamp ## Writes the golden files anew; read the diff.
	$(PYTEST) --write-golden
	$(BIN)/python -m pytest -q tests/errors/test_page.py --write-golden # made of golden files

viewer: .venv/developer.stamp ## Builds the scripts of pages and pictures anew.
	npm run build --prefix scripts/viewer --silent

judge: .venv/developer.stamp ## Asks judges of others, and prints N of M; ONLY="papers Dense" a part.
	$(BIN)/python -m tests.judges $(if $(ONLY),--only $(ONLY))

bench: .venv-bench/peers.stamp .venv-ludwig/ludwig.stamp ## Measures beside peers; ONLY="mlp whole" a part.
	.venv-bench/bin/python -m scripts.bench $(if $(ONLY),--only $(ONLY))

fuzz: .venv/fuzzer.stamp ## Feeds it what nobody would write, for SECONDS (60).
	$(BIN)/python -m scripts.fuzz --seconds $(or $(SECONDS),60)

kills: .venv/developer.stamp ## Kills runs at random instants, KILLS (100) times, and resumes them.
	$(BIN)/python -m scripts.kills --kills $(or $(KILLS),100) --busy

docs: .venv/developer.stamp ## Runs every example of README and docs.
	$(BIN)/python -m pytest -q tests/docs

clean: ## Removes .venv, its like, and what the tools left; runs/ stays.
	rm -rf .venv .venv-bench .venv-ludwig build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/package.stamp: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
		"wtspec needs Python 3.11 or later; $(PYTHON) is %d.%d. Try: make PYTHON=python3.12" \
		% sys.version_info[:2])'
	$(PYTHON) -m venv .venv
	$(PIP) --editable .
	@touch $@

.venv-bench/peers.stamp: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check \
		--constraint constraints.txt --editable '.[bench]'
	@touch $@

.venv-ludwig/ludwig.stamp:
	$(PYTHON) -m venv .venv-ludwig
	@.venv-ludwig/bin/python -m pip install --quiet --disable-pip-version-check \
		ludwig==0.11.0 torch==2.13.0 || echo "Without Ludwig, its row is left out."
	@touch $@

.venv/fuzzer.stamp: .venv/developer.stamp
	$(PIP) --editable '.[fuzz]'
	@touch $@

.venv/developer.stamp: .venv/package.stamp tests/editors/package-lock.json scripts/viewer/package-lock.json
	$(PIP) --editable '.[dev]'
	@for folder in tests/editors scripts/viewer; do \
		npm ci --prefix $$folder --no-audit --no-fund --loglevel=error \
			|| echo "Without npm, the tests that need $$folder are skipped."; done
	@touch $@
