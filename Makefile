# Plumbline. The two that matter: `make run` and `make test`. They need Python 3.11 or later, and say what else is missing.
PYTHON := var/venv/bin/python
PREPARE := app/local/prepare.py app/local/browser.py
PAGES := templates app/local/inbox/templates
MODULES := models billing app blueprints migrations tests $(wildcard wsgi.py)

.PHONY: run test check bench lock clean help
.DEFAULT_GOAL := help

help:
	@echo "make run     a whole Plumbline on this machine: http://127.0.0.1:5000"
	@echo "make test    every test (ARGS=\"tests/models -x\" for some of them)"
	@echo "make check   format, lint, types, imports, templates"
	@echo "make bench   what a page costs"
	@echo "make lock    renew the hashed requirements from the .in files"
	@echo "make clean   remove what can be made again; the data in var/ stays"

run: var/ready-to-run
	@exec $(PYTHON) -m app.local --with-parent

test: var/ready-to-test
	@if [ -d var/browsers ]; then export PLAYWRIGHT_BROWSERS_PATH="$(CURDIR)/var/browsers"; fi; exec $(PYTHON) -m pytest $(if $(ARGS),$(ARGS),-n 2)

check: var/ready-to-test
	@failed=0; say() { echo "$$1"; shift; "$$@" || failed=1; }; \
	say "format"    $(PYTHON) -m ruff format --check --quiet $(MODULES); \
	say "lint"      $(PYTHON) -m ruff check --quiet $(MODULES); \
	say "types"     $(PYTHON) -m mypy; \
	say "imports"   $(PYTHON) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"; \
	say "templates" $(PYTHON) -m djlint --check --lint $(PAGES); \
	exit $$failed

bench: var/ready-to-test
	@exec $(PYTHON) -m tests.bench $(ARGS)

var/ready-to-run: requirements.txt $(PREPARE)
	@command -v python3 >/dev/null || { echo "Plumbline needs Python 3.11 or later. Debian, Ubuntu: apt-get install python3 python3-venv. macOS: brew install python."; exit 1; }
	@python3 -m app.local.prepare run
	@touch $@

var/ready-to-test: requirements-dev.txt $(PREPARE)
	@command -v python3 >/dev/null || { echo "Plumbline needs Python 3.11 or later. Debian, Ubuntu: apt-get install python3 python3-venv. macOS: brew install python."; exit 1; }
	@python3 -m app.local.prepare test
	@touch $@ var/ready-to-run

COMPILE = $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate
lock: UV = $(shell command -v uv || echo var/uv/bin/uv)
lock: var/ready-to-run
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-dev.in -o requirements-dev.txt
	echo uv | $(COMPILE) - -o requirements-uv.txt

clean:
	rm -rf var/venv var/uv var/tests var/browsers var/ready-to-* .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path "./var/*" -prune -exec rm -rf {} +
