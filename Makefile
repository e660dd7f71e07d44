# The verbs of this repository. A newcomer needs two: `make up` and `make test`.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
BIN := $(CURDIR)/.venv/bin
export PATH := $(BIN):$(PATH)
NPM := npm --prefix web run --silent
TRACES ?= /tmp/parley-traces
RUNS ?= 1-5
PY_FILES := src tests tools $(wildcard bench)

.PHONY: help setup setup-test up demo check test test-unit test-e2e netlab netlab-diagnosis bench soak-captions soak-background gen fmt lock

help: ## say what the verbs do
	@grep -E '^[a-z%-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: ## install everything that `make up` needs
	@$(PYTHON) tools/setup stack

setup-test: ## and everything that `make test` needs
	@$(PYTHON) tools/setup test

up: setup ## set up and serve Parley on http://localhost:8080
	@exec $(BIN)/parley up

demo: ## see the main job done in the terminal: a sample meeting, captioned
	@$(PYTHON) tools/setup demo
	@exec $(BIN)/parley rehearse

check: setup-test ## format, lint, types, boundaries, generated files, file sizes
	@ruff format --check --quiet $(PY_FILES)
	@ruff check --quiet $(PY_FILES)
	@mypy --no-error-summary
	@mypy --no-error-summary tests
	@MYPYPATH=. mypy --no-error-summary bench
	@MYPYPATH=tools:tools/setup mypy --no-error-summary tools/*.py tools/setup/*.py
	@lint-imports --no-logo
	@python tools/file_sizes.py
	@python tools/committed_text.py
	@python tools/generated.py --check
	@$(NPM) check

test: check ## check, then every test
	@$(NPM) test
	@$(NPM) test:background
	@$(NPM) test:e2e
	@$(NPM) test:netlab
	@pytest -n 2 -m unit
	@pytest -m "not unit"

test-unit: ## the hermetic tests alone
	@pytest -n 2 -m unit

test-e2e: setup-test ## the browser tests and the whole-stack tests
	@$(NPM) test:e2e
	@pytest -m e2e

netlab: setup-test ## calls whose network and SFU fail, in network namespaces; NETLAB_PICTURES=FOLDER keeps what people saw
	@PARLEY_NETLAB=all PARLEY_NETLAB_PICTURES=$(abspath $(NETLAB_PICTURES)) $(NPM) test:netlab

netlab-diagnosis: setup-test ## calls whose fault is known, and what is made of them: TRACES=FOLDER RUNS=1-5 FAULTS="cap cpu"
	@node web/scripts/record-diagnosis.ts $(TRACES) $(RUNS) $(FAULTS)
	@python -m bench.harness.traces $(TRACES)

bench: setup-test ## every bench
	@python -m bench

bench-%: setup-test ## one bench or a group, e.g. make bench-captions.crowd bench-captions
	@python -m bench $*

soak-captions: setup-test ## meetings under random faults for 10 minutes; SOAK="--minutes 60"
	@python -m bench.soak $(SOAK)

soak-background: setup-test ## a thousand starts, stops and faults of background effects, each frame looked at
	@PARLEY_SOAK_EVENTS=1000 $(NPM) test:background -- fail-closed

gen: setup-test ## contracts to OpenAPI to TypeScript
	@python tools/generated.py --write

fmt: setup-test ## format and mend what can be mended
	@ruff format --quiet $(PY_FILES)
	@ruff check --quiet --fix $(PY_FILES)
	@$(NPM) fmt

lock: setup-test ## compile requirements/*.lock anew (requirements/README.md)
	@cd requirements && for name in stack dev go; do \
	  uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
	    -o $$name.lock $$name.in; done
