# The house in two commands: `make run` to look at it, `make test` to prove it. `make` alone lists the others.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# Only these targets open the house for play: elsewhere the environment decides.
PLAY := OKOTE_DEBUG=1 OKOTE_DEMO=1
DEVELOP := OKOTE_DEBUG=1
PYTEST := $(DEVELOP) $(BIN)/pytest -q
JOBS ?= auto
CRAWL ?= crawl
# The pages whose questions are written for a database; the others say on PostgreSQL what they say on SQLite, and are
# asked there by `make test-everywhere`.
ASKING := tables administration_views books_pages bulk_views constant_queries dossier_list figures_agree foresight_views \
  import_views inbox inbox_panels list_columns mail_pages messages notification_views public_figures records_views \
  search_views steering steering_charts steering_files story table_views use_views what_if_views work_list \
  yearly_report_views
ON_POSTGRESQL ?= tests/actions tests/live $(wildcard $(ASKING:%=tests/views/test_%.py))
SECRET = $$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')

.PHONY: help install run rehearsal-room test test-rules test-sqlite test-browser test-postgresql test-everywhere check fix mutants requirements clean

help:  ## list the commands
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

# ------------------------------------------------------------------------------------------------ what it stands on

.venv/bin/python:
	@.ci/python $(PYTHON) .venv

.venv/.app: requirements/app.txt | .venv/bin/python
	@echo "Installing what the house needs to run"
	@$(BIN)/python -m pip install -qq --require-hashes --disable-pip-version-check -r requirements/app.txt
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.app
	@echo "Installing what the house needs to be tested"
	@$(BIN)/python -m pip install -qq --require-hashes --disable-pip-version-check -r requirements/dev.txt
	@touch $@

install: .venv/.dev  ## make .venv with everything, to run and to test

requirements: .venv/.dev  ## compile requirements/*.in into lists with versions and hashes
	@cd requirements && for list in app dev; do \
	  CUSTOM_COMPILE_COMMAND="make requirements" ../$(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --no-emit-trusted-host --strip-extras --allow-unsafe $(UPGRADE) -o $$list.txt $$list.in; \
	done

# ---------------------------------------------------------------------------------------------------------- to look at it

run: .venv/.app  ## set everything up, load the demo world, serve on localhost:8000
	@$(PLAY) $(MANAGE) migrate --verbosity 0
	@$(PLAY) $(MANAGE) load_programme data/okote-2021-2023.toml
	@$(PLAY) $(MANAGE) demo
	@$(PLAY) $(MANAGE) serve

rehearsal-room: .venv/.app  ## train on a fictional meeting, on localhost:8001, in a throw-away database
	@$(DEVELOP) $(MANAGE) rehearsal_room

# ------------------------------------------------------------------------------------------------------------ to prove it

test: .venv/.dev  ## every test: the rules, the suite on SQLite, the journeys in a browser, the suite on PostgreSQL
	@.ci/services $(MAKE) --no-print-directory test-rules test-sqlite test-browser test-postgresql

test-rules: .venv/.dev
	@echo "--- The rules"
	@$(PYTEST) tests/rules

test-sqlite: .venv/.dev
	@echo "--- The whole suite on SQLite"
	@env -u DATABASE_URL -u REDIS_URL $(PYTEST) -n $(JOBS) -m "not browser and not postgres"

test-browser: .venv/.dev
	@echo "--- The journeys in a browser"
	@env -u DATABASE_URL -u REDIS_URL $(PYTEST) -n $(JOBS) -m browser

test-postgresql: .venv/.dev
	@echo "--- Acts, live lines and the pages that ask much, on PostgreSQL and Redis, with the migrations"
	@DATABASE_URL="$$TEST_DATABASE_URL" REDIS_URL="$$TEST_REDIS_URL" $(PYTEST) -n $(JOBS) --migrations \
	  -m "not browser and not $(CRAWL)" $(ON_POSTGRESQL)

test-everywhere:  ## the same, and every page, form and story on PostgreSQL too (much longer)
	@$(MAKE) --no-print-directory test CRAWL=nothing ON_POSTGRESQL="tests/actions tests/live tests/views tests/journeys"

mutants: .venv/.dev  ## take guards away one by one; a named test must notice each
	@.ci/services env $(DEVELOP) $(BIN)/python -m tests.mutants

check: .venv/.dev  ## style, types, floors, migrations, generated pages, settings of production
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(DEVELOP) $(BIN)/mypy --strict
	@$(BIN)/lint-imports
	@$(DEVELOP) $(MANAGE) makemigrations --check --dry-run
	@$(DEVELOP) $(MANAGE) draw_workflow --check
	@$(DEVELOP) $(MANAGE) list_actions --check
	@$(BIN)/python .ci/purge_tabler.py --check
	@env -u OKOTE_DEBUG -u OKOTE_DEMO SECRET_KEY="$(SECRET)" ALLOWED_HOSTS=okote.test \
	  $(MANAGE) check --deploy --fail-level WARNING

fix: .venv/.dev  ## put style and generated files in order
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(DEVELOP) $(MANAGE) draw_workflow
	@$(DEVELOP) $(MANAGE) list_actions
	@$(BIN)/python .ci/purge_tabler.py

clean:  ## back to a fresh clone: environment, caches and the demo database go
	@rm -rf .venv .test-services .mypy_cache .ruff_cache .import_linter_cache .pytest_cache .hypothesis staticfiles \
	  db.sqlite3 db.sqlite3-shm db.sqlite3-wal
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
