# Omroeper. `make` alone lists the commands.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MAIL_TOOLS := tests/tools/mail
SEND_TOOLS := bench/send_tools
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export DO_NOT_TRACK := 1

.DEFAULT_GOAL := help
.PHONY: help demo demo-desk up test chaos bench check-mail pictures docs lint lock clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.python: 
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null || { \
	  echo "Omroeper needs Python 3.11, 3.12 or 3.13; '$(PYTHON)' is $$($(PYTHON) --version 2>&1 || echo not found)."; \
	  echo "Remedy: install one, or name it: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "This Python has no 'venv' module. Remedy: install it (Debian, Ubuntu: apt install python3-venv)."; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: requirements.lock pyproject.toml $(VENV)/.python
	@echo "Installing the packages of requirements.lock into $(VENV) (once; about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock \
	  || { echo "The packages could not be installed. Remedy: check the network or your package index, then run make again."; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@echo "Installing the test tools of requirements-dev.lock into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock \
	  || { echo "The test tools could not be installed. Remedy: check the network or your package index, then run make again."; exit 1; }
	@touch $@

demo: $(VENV)/.run ## run the whole month of October 2024, from gathering to report, and stop
	@$(BIN)/omroeper demo

demo-desk: $(VENV)/.run ## the same month, but you approve it in the Prefect UI; ctrl-C stops
	@$(BIN)/omroeper demo --stay

up: $(VENV)/.run ## start the desk (Prefect UI, worker, web pages) and stay; ctrl-C stops
	@$(BIN)/omroeper up

test: $(VENV)/.dev ## lint, types and every test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

chaos: $(VENV)/.dev ## send while everything goes wrong, 300 seeds on both databases; SEEDS=n, or SEED=n to replay
	@$(BIN)/python -m tests.chaos $(if $(SEEDS),--seeds $(SEEDS)) $(if $(FIRST),--first $(FIRST)) \
	  $(if $(SEED),--seed $(SEED)) $(if $(DATABASE),--database $(DATABASE)) $(if $(CRASH),--crash)

bench: $(VENV)/.dev ## gather 500 local sources, draft from 100,000 items, render, check, send and report: seconds and ratios
	@$(BIN)/python bench/gather.py
	@$(BIN)/python bench/desk.py
	@$(BIN)/python bench/gate.py
	@if command -v npm >/dev/null 2>&1; then cd $(SEND_TOOLS) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error; fi
	@$(BIN)/python bench/send.py
	@$(BIN)/python bench/bounces.py
	@$(BIN)/python bench/lists.py
	@$(BIN)/python bench/clicks.py --floor 1500
	@$(BIN)/python bench/report.py --limit 2
	@$(BIN)/python bench/overview.py

pictures: $(VENV)/.dev ## make the pictures in docs/ anew, from a demo month (needs Chromium)
	@$(BIN)/python docs/pictures/make.py

check-mail: $(VENV)/.dev ## compare the mail with npm's mjml and with what mail clients support (needs node)
	@command -v npm >/dev/null 2>&1 || { \
	  echo "This check runs npm's mjml and caniemail, and there is no npm here."; \
	  echo "Remedy: install node 20 or newer (Debian, Ubuntu: apt install nodejs npm). Nothing else needs it."; exit 1; }
	@cd $(MAIL_TOOLS) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@$(BIN)/python -m pytest -q tests/wiring/test_mail_tools.py

lint: $(VENV)/.dev ## mend what ruff can mend, then say the rest
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(BIN)/mypy

docs: $(VENV)/.dev ## write the reference anew from the code, and build the site in var/site
	@$(BIN)/python docs/reference/make.py
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "The site is in var/site: open var/site/index.html"

lock: ## renew both lock files (needs uv)
	uv pip compile pyproject.toml --extra demo --extra build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -q -o requirements.lock
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links -c requirements.lock --custom-compile-command "make lock" -q -o requirements-dev.lock

clean: ## remove the environment and everything the desk wrote in var/demo
	rm -rf $(VENV) var/demo
