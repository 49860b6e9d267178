# Solieu from a fresh checkout: needs make and Python 3.11 or later, nothing else.
#   make demo            read the sample archive and show what is in it
#   make test            lint, types and tests
#   make PYTHON=python3.12 test

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SHELL := /bin/sh

.PHONY: help demo test lint types bench gains accuracy base-named clean

help:
	@echo "make demo   read the sample archive and show what is in it"
	@echo "make test   lint, types and tests"
	@echo "make lint   ruff alone"
	@echo "make bench  measure speed and memory and write docs/benchmarks.md; BENCH=--quick: a glance"
	@echo "make gains  BASE=revision [TEXTS=path]: facts gained and lost since then"
	@echo "make accuracy GOLD=folder TEXTS=archive: write docs/accuracy.md"
	@echo "make clean  remove what the others made"

demo: $(VENV)/runtime
	@echo "== Reading the sample archive"
	@$(BIN)/solieu demo
	@echo
	@echo "Next: $(BIN)/solieu extract YOUR_ARTICLE.txt    the figures of an article of yours"
	@echo "      $(BIN)/solieu --help                      everything else"

test: $(VENV)/testing lint types
	@echo "== Tests"
	@$(BIN)/python -m pytest
	@echo
	@echo "All is well. Next: make demo, make bench"

lint: $(VENV)/testing
	@echo "== Lint"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

# In place mypy does not see the namespace package: types are checked on a fresh copy.
types: $(VENV)/testing
	@echo "== Types"
	@rm -rf build
	@copy=$$(mktemp -d) && root=$$(pwd) && trap 'rm -rf "$$copy" "$$root/build"' EXIT \
	&& $(PIP) install --no-deps --target "$$copy" . && cd "$$copy" \
	&& MYPYPATH="$$copy" "$$root/$(BIN)/python" -m mypy --config-file "$$root/pyproject.toml" -p solieu

bench: $(VENV)/testing
	@echo "== Benchmarks: the better part of an hour; run nothing else meanwhile"
	@$(BIN)/python benchmarks/run.py $(BENCH)

gains: base-named $(VENV)/runtime
	@scripts/gains.sh "$(BIN)/python" "$(BASE)" $(TEXTS)

accuracy: $(VENV)/runtime
	@test -n "$(GOLD)" -a -n "$(TEXTS)" || { echo "name both: make accuracy GOLD=folder TEXTS=archive"; exit 2; }
	@$(BIN)/python -m solieu.pipeline.accuracy "$(GOLD)" "$(TEXTS)" $(SOURCES:%=--sources %) > docs/accuracy.md
	@echo "docs/accuracy.md is written"

base-named:
	@test -n "$(BASE)" || { echo "name a revision: make gains BASE=main"; exit 2; }

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	|| { echo "$(PYTHON) is no Python 3.11 or later; name one: make PYTHON=python3.12"; exit 1; }
	@echo "== Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	echo "This Python cannot make environments; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/runtime: $(BIN)/python pyproject.toml constraints.txt
	@echo "== Installing Solieu and what it needs"
	@rm -rf build
	@$(PIP) install -c constraints.txt -e .
	@rm -rf build
	@touch $@

$(VENV)/testing: $(VENV)/runtime
	@echo "== Installing what the tests need"
	@rm -rf build
	@$(PIP) install -c constraints.txt -e ".[test]"
	@rm -rf build
	@touch $@
