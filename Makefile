# Two commands do everything: `make demo` and `make test`. `make help` lists the rest.

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench bench-dashboard bench-build accuracy screenshots docs clean

ARGS ?=
PYTHON3 ?= python3
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv
# Compiled modules are kept, whatever the surroundings say: each of the many processes loads in a third of the time.
export PYTHONDONTWRITEBYTECODE :=

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

demo: .venv/.runtime  ## build a workspace from seeds/ and show it on 127.0.0.1:8050 (ARGS=--no-serve ends after the build)
	@$(BIN)/figtrack demo $(ARGS)

test: .venv/.dev  ## everything: lint, types, and all tests, those in a real browser included
	@sh tests/browser/ensure_browser.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist worksteal $(ARGS)

check: .venv/.dev  ## ruff, mypy and the fast tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -m "not slow and not browser" $(ARGS)

format: .venv/.dev  ## put the code in its usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.dev  ## speed side by side with a peer, as ratios
	$(BIN)/python -m benchmarks.extraction --write
	$(BIN)/python -m benchmarks.linking_speed --write

bench-dashboard: .venv/.dev  ## the dashboard's pages on a million claims, beside bare queries, and in a browser
	@sh tests/browser/ensure_browser.sh
	$(BIN)/python -m benchmarks.dashboard --write

bench-build: .venv/.dev  ## a build of 100,000 documents, stage by stage: some 40 minutes (ARGS="--documents 5000" for less)
	$(BIN)/python -m benchmarks.build --write $(ARGS)

accuracy: .venv/.dev  ## score the labelled data and write docs/accuracy.md
	$(BIN)/python -m benchmarks.accuracy

docs: .venv/.dev  ## write the pages of docs/ that are made from the code
	$(BIN)/python -m tracker.reference docs

screenshots: .venv/.dev  ## take the pictures in docs/images anew, in a real browser
	@sh tests/browser/ensure_browser.sh
	$(BIN)/python -m tests.browser.take_screenshots

clean:  ## remove what the other targets made
	rm -rf .venv .bootstrap build dist workspace .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The environment, from the lock. A second stamp keeps the demo from installing what only tests need.
.venv/.runtime: pyproject.toml uv.lock .bootstrap/bin/uv
	@echo "Setting up the environment from uv.lock (with a warm package cache, under a minute to the demo) ..."
	@.bootstrap/bin/uv sync --quiet --frozen --inexact --python "$(PYTHON3)"
	@touch $@

.venv/.dev: pyproject.toml uv.lock .bootstrap/bin/uv
	@echo "Setting up the environment with what tests need, from uv.lock ..."
	@.bootstrap/bin/uv sync --quiet --frozen --inexact --group dev --python "$(PYTHON3)"
	@touch $@

.bootstrap/bin/uv: .ci/uv.txt
	@sh .ci/bootstrap "$(PYTHON3)"
	@touch $@
