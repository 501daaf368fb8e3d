# Everything a newcomer or a developer runs. `make` alone lists the targets. Needs CPython >= 3.11 with venv, nothing else.
PORT ?= 8000
FRESH ?=
AT ?=
T ?=
PYTHON ?= python3.13 python3.12 python3.11 python3

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
MANAGE := $(BIN)/python manage.py
UV := 0.13.9
LOCK = $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--no-strip-extras --no-annotate --no-header --no-emit-index-url $(UPGRADE) pyproject.toml
VENDOR := src/qosqanat/web/common/static/vendor/.lock
CATALOGUES := $(wildcard locale/*/LC_MESSAGES/*.po)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test lint style types contracts migrated deployable format documented clauses variables dictionary shots bench messages migrations lock check wheel clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.package ## load two demo universities and serve them (PORT=8000; FRESH=1 starts over)
	@exec $(BIN)/qosqanat demo --port $(PORT) $(if $(FRESH),--fresh)

test: $(VENV)/.package $(VENV)/.dev ## run the tests (T="tests/grading -x" passes on to pytest)
	@$(BIN)/pytest -n auto --dist worksteal $(T)

lint: style types contracts migrated deployable documented ## check style, types, floors, migrations and the deployment settings

style: $(VENV)/.dev
	@$(BIN)/ruff check --quiet --output-format concise . && $(BIN)/ruff format --check --quiet . && echo "Style holds."

types: $(VENV)/.package $(VENV)/.dev ## check the types with mypy
	@$(BIN)/mypy

contracts: $(VENV)/.package $(VENV)/.dev
	@$(BIN)/lint-imports

migrated: $(VENV)/.package
	@$(MANAGE) makemigrations --check --dry-run

deployable: $(VENV)/.package
	@QOSQANAT_PUBLIC_URL=https://qosqanat.example $(MANAGE) check --deploy --fail-level WARNING

documented: $(VENV)/.package
	@$(BIN)/python tools/clauses.py --check
	@$(BIN)/python tools/variables.py --check
	@$(BIN)/python tools/dictionary.py --check

format: $(VENV)/.dev ## put the code into the house style
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format .

messages: $(VENV)/.package ## collect the texts for translation (needs gettext) and compile them
	@$(MANAGE) makemessages --locale kk --locale ru --no-location --no-obsolete --ignore 'tests/*' --ignore 'var/*'
	@$(MANAGE) compilemessages --locale kk --locale ru --verbosity 0
	@touch $(VENV)/.package

clauses: $(VENV)/.package ## write docs/clauses.md from the anchors in code and tests
	@$(BIN)/python tools/clauses.py

variables: $(VENV)/.package ## write the table of settings in docs/operations.md
	@$(BIN)/python tools/variables.py

dictionary: $(VENV)/.package ## write docs/data-dictionary.md from the models
	@$(BIN)/python tools/dictionary.py

shots: $(VENV)/.package $(VENV)/.dev ## shoot docs/screens from the demo (AT=http://... takes a running one)
	@$(BIN)/python tools/shots.py $(AT)

bench: $(VENV)/.package $(VENV)/.dev ## measure and write docs/performance.md (half an hour; T="--engines sqlite --marks 100000")
	@$(BIN)/python -m tools.bench $(T)

migrations: $(VENV)/.package ## write the migrations that the models ask for
	@$(MANAGE) makemigrations

lock: $(BIN)/pip ## pin every dependency again (UPGRADE=--upgrade takes newer versions)
	@$(PIP) install uv==$(UV)
	@$(LOCK) --extra postgres --extra dev --output-file requirements/dev.txt
	@$(LOCK) --constraint requirements/dev.txt --output-file requirements/base.txt
	@$(LOCK) --constraint requirements/dev.txt --extra postgres --output-file requirements/postgres.txt

check: lint test ## everything that must hold before a commit

wheel: $(BIN)/pip ## build the package into dist/
	@$(PIP) wheel --no-deps --wheel-dir dist . && ls dist/*.whl

clean: ## remove what make and the tools made, but not var/ (the data)
	@rm -rf $(VENV) build dist node_modules htmlcov test-results .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis \
		$(dir $(VENDOR)) src/qosqanat/documents/fonts tests/browser/vendor
	@find src tests -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/pip:
	@python=$$(for one in $(PYTHON); do \
		"$$one" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$$one" && break; done); \
	test -n "$$python" || { echo "Qosqanat needs CPython 3.11 or newer with venv: install it (on Debian and Ubuntu: python3 and python3-venv), or name it with make PYTHON=/path/to/python3." >&2; exit 1; }; \
	echo "Making $(VENV) with $$("$$python" --version)"; \
	"$$python" -m venv $(VENV)

$(VENV)/.base: requirements/base.txt | $(BIN)/pip
	@echo "Installing the libraries (about half a minute, only when the lock has changed)"
	@$(PIP) install --require-hashes -r $<
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(VENV)/.base
	@echo "Installing the developers' tools (about half a minute, only when the lock has changed)"
	@$(PIP) install --require-hashes -r $<
	@touch $@

$(VENV)/.package: pyproject.toml hatch_build.py package-lock.json $(CATALOGUES) $(VENV)/.base $(if $(wildcard $(VENDOR)),,missing)
	@echo "Installing Qosqanat, its front-end files and its translations"
	@$(PIP) install --no-deps --editable .
	@touch $@

.PHONY: missing
missing:
