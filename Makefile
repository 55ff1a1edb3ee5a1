# The README's two commands are `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
STACK ?= prod
VENV := .venv
RUN := $(VENV)/bin/python -m
READY := $(VENV)/.ready-$(shell cksum < requirements.txt | cut -d" " -f1)

.DEFAULT_GOAL := help
.PHONY: help audit bench setup demo sandbox sandbox-save sandbox-restore recover destroy reset test test-detection test-engine lint generate picture requirements clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 20

setup: $(READY) ## create .venv with every pinned dependency

$(READY): requirements.txt
	@command -v $(PYTHON) >/dev/null || { echo "missing: $(PYTHON) 3.11 or newer; install it from https://www.python.org/downloads/ or set PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "missing: Python 3.11 or newer, found $$($(PYTHON) --version); set PYTHON=python3.13 or the like"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "missing: Python's venv module; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "==> creating $(VENV) (about a minute)"
	@rm -rf $(VENV) # not venv --clear, which would empty the folder that a link leads to
	@$(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY) ## bootstrap the example organization with a real `pulumi up` into a local AWS (STACK=prod)
	@$(RUN) sandbox demo --stack $(STACK)

audit: $(READY) ## let Prowler judge every account by CIS 7.0, before the bootstrap and after it (STACK=prod)
	@$(RUN) sandbox audit --stack $(STACK)

sandbox: $(READY) ## start the local AWS and open a shell that talks to it
	@$(RUN) sandbox shell --stack $(STACK)

sandbox-save: $(READY) ## keep the local AWS and its stack's state under a name (NAME=x STACK=prod)
	@$(RUN) sandbox save --stack $(STACK) --name "$(NAME)"

sandbox-restore: $(READY) ## put back what was saved under a name (NAME=x)
	@$(RUN) sandbox restore --name "$(NAME)"

recover: $(READY) ## repair the demo's stack after a killed `pulumi up`
	@$(RUN) sandbox recover --stack $(STACK)

destroy: $(READY) ## take the demo's stack away again and say what is kept by design
	@$(RUN) sandbox destroy --stack $(STACK)

reset: $(READY) ## forget the local AWS and the demo's stack
	@$(RUN) sandbox reset

lint: $(READY) ## lint, format and type check
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/pyright

test: lint ## lint, type check, the pure tests and one path through the real engine
	@$(VENV)/bin/pytest -n 2 --dist worksteal -m "not engine or smoke" --ignore tests/detection

test-detection: $(READY) ## every alarm and alert, heard in the local AWS
	@$(VENV)/bin/pytest -n 2 --dist worksteal tests/detection

test-engine: $(READY) ## every test that runs the real engine
	@$(VENV)/bin/pytest -n 2 --dist worksteal -m engine

bench: $(READY) ## speed of the evaluator, mutation score of the catalogue, room on every target (needs node)
	@$(RUN) tests.bench

generate: $(READY) ## write the generated files again: JSON Schema, documentation
	@$(VENV)/bin/guardrails schema --write
	@$(VENV)/bin/guardrails docs --write

picture: $(READY) ## remake the README's picture of the terminal from a real demo
	@$(RUN) sandbox picture --stack $(STACK)

requirements: ## pin the dependencies again (needs uv)
	@uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade --output-file requirements.txt
	@cd sandbox/audit && uv pip compile requirements.in --universal --python-version 3.10 --generate-hashes --no-header --no-annotate --quiet --upgrade --output-file requirements.txt
	@cd sandbox/audit && uv pip compile prowler.in --no-deps --python-version 3.10 --generate-hashes --no-header --no-annotate --quiet >> requirements.txt

clean: ## remove what the commands above made in this folder
	@rm -rf $(VENV) .sandbox .sandbox-saved .pytest_cache .ruff_cache .hypothesis
