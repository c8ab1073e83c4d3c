# Two commands are enough: `make run` starts the bot, `make test` runs its tests.
# Both set up .venv first, from locks with hashes; a second time that is skipped.

PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
INSTALL := $(UV) pip install --quiet --python $(BIN)/python

.PHONY: run test install check format lock index fit eval bench load fuzz hostile help

help:  ## Show what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: .venv/.installed  ## Set up and start the bot
	@$(BIN)/unexposed run

install: .venv/.installed  ## Set up only

test: .venv/.tested  ## Set up and pass the tests
	@$(BIN)/pytest -q

check: .venv/.tested  ## Format, lint, types, layers, knowledge files
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/unexposed check

format: .venv/.tested  ## Put the code in shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: .venv/.tested  ## Resolve the packages anew
	$(UV) pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --group build pyproject.toml -o requirements.lock
	$(UV) pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --group dev pyproject.toml -o requirements-dev.lock

index: .venv/.tested  ## Compute the vectors of new or changed passages
	$(BIN)/unexposed index

fit: .venv/.tested  ## Fit the weights of the search and the gate anew
	$(BIN)/python -m tests.eval.fit e5
	$(BIN)/python -m tests.eval.fit minilm

eval: .venv/.tested  ## Score the answers, keep the figures and a plot in docs/
	@$(BIN)/python -c 'import matplotlib' 2>/dev/null || $(INSTALL) matplotlib
	$(BIN)/unexposed eval --save

bench: .venv/.tested  ## Time cleaning against a plain copy, draw docs/speed.png; time a thousand platforms
	@$(BIN)/python -c 'import matplotlib' 2>/dev/null || $(INSTALL) matplotlib
	@$(BIN)/python -m benches.photos
	@$(BIN)/python -m benches.ratings

load: .venv/.tested  ## Put the doors under load: faults, kills, two workers, memory (PARTS)
	@$(BIN)/python -m benches.load_telegram $(PARTS)
	@$(BIN)/python -m benches.load_discord

hostile: .venv/.tested  ## Clean 54,000 files made to harm, with limits
	@$(BIN)/python -m benches.hostile

fuzz: .venv/.tested  ## Fuzz cleaning for SECONDS (60)
	@$(BIN)/python -c 'import atheris' 2>/dev/null || $(INSTALL) atheris
	@$(BIN)/python -m benches.fuzz --seconds $(or $(SECONDS),60) --formats "$(FORMATS)"

.venv/bin/uv:
	@echo "Setting up (once, about a minute) ..."
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || { echo "Unexposed needs Python 3.11, 3.12 or 3.13; this is $$($(PYTHON) --version). Try: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

.venv/.installed: .venv/bin/uv requirements.lock pyproject.toml
	@$(INSTALL) --require-hashes --no-build -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.tested: .venv/bin/uv requirements-dev.lock pyproject.toml
	@$(INSTALL) --require-hashes --no-build -r requirements-dev.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@ .venv/.installed
