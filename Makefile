# Two commands do everything: `make run` serves the demo company, `make test` passes every test.
# What the machine lacks is fetched into .tools/, .venv/ and node_modules/; a second run fetches nothing.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PORT ?= 8000
WORKERS ?= auto
UV := .tools/bin/uv
PYTHON := .venv/bin/python
NPM := PATH="$(CURDIR)/.tools/bin:$$PATH" npm
PUBLIC_INDEX := --no-config --default-index https://pypi.org/simple
DEMO := INNOVATE_ENV=development INNOVATE_DEMO=1 PORT=$(PORT)
unexport PYTHONDONTWRITEBYTECODE # without bytecode every start takes four times as long

# -- what people call

.PHONY: help
help:
	@echo "make run      set up, migrate, seed the demo company, serve on http://127.0.0.1:$(PORT)"
	@echo "make test     set up, pass every test (one folder: make test ONLY=tests/unit)"
	@echo "make install  set up only"
	@echo "make check    format, lint, types, import contracts, templates, security, browser code"
	@echo "make bench    the benchmarks, on both databases"
	@echo "make format   put code and templates into shape"
	@echo "make lock     resolve the dependencies anew and write the lock files"
	@echo "make clean    remove all that was fetched and built; instance/ stays"

.PHONY: run
run: .venv/.synced static/dist/manifest.json
	@$(DEMO) .venv/bin/flask --app wsgi db upgrade
	@$(DEMO) .venv/bin/flask --app wsgi demo
	@$(DEMO) exec $(PYTHON) scripts/serve.py

.PHONY: install
install: .venv/.synced static/dist/manifest.json
	@$(PYTHON) -m compileall -q innovate config.py wsgi.py

.PHONY: test
test: .venv/.synced static/dist/manifest.json .tools/bin/chromium test-database
	@$(PYTHON) -m pytest -n $(WORKERS) $(ONLY)

.PHONY: check
check: .venv/.synced node_modules/.installed
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	.venv/bin/djlint templates --lint --quiet
	.venv/bin/bandit --quiet --recursive --configfile pyproject.toml innovate config.py wsgi.py
	$(UV) lock --check --quiet $(PUBLIC_INDEX)
	$(NPM) run --silent check

.PHONY: bench
bench: .venv/.synced static/dist/manifest.json test-database
	@exec $(PYTHON) -m benchmarks $(ARGS)

.PHONY: format
format: .venv/.synced node_modules/.installed
	@.venv/bin/ruff check --fix --exit-zero --quiet .
	@.venv/bin/ruff format .
	@$(NPM) run --silent format

.PHONY: lock
lock: | $(UV)
	@$(UV) lock --upgrade $(PUBLIC_INDEX)
	@$(MAKE) .tools/bin/node
	@$(NPM) update --package-lock-only

.PHONY: clean
clean:
	rm -rf .venv .tools node_modules static/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# -- what they stand on; each is made once, and again when what it is made from changes

$(UV):
	@scripts/find-uv

.venv/.synced: pyproject.toml uv.lock | $(UV)
	@$(UV) sync --locked --quiet --compile-bytecode --no-python-downloads --python "$${PYTHON3:-python3}" $(PUBLIC_INDEX)
	@touch $@

.tools/bin/node: | $(UV)
	@scripts/find-node

.tools/bin/chromium: | .venv/.synced
	@scripts/find-chromium

.tools/postgresql: | $(UV)
	@scripts/find-postgresql

.PHONY: test-database
test-database: $(if $(TEST_DATABASE_URL),,.tools/postgresql)

node_modules/.installed: package.json package-lock.json .npmrc | .tools/bin/node
	@$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

STATIC := $(shell find static -path static/dist -prune -o -type f -print 2>/dev/null)
static/dist/manifest.json: node_modules/.installed $(STATIC)
	@$(NPM) run --silent build
	@touch $@
