# Every task of this project; `make help` lists them. Needs Python 3.11 or newer; everything else it installs itself,
# below the project's folder, from the package index alone.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

BIN := .venv/bin
RUNS := .venv/.runs
DEVELOPS := .venv/.develops

# The first that works, newest first; an environment that exists keeps its interpreter.
WORKS = import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(firstword $(foreach python,$(BIN)/python python3.13 python3.12 python3.11 python3,\
  $(shell command -v $(python) >/dev/null 2>&1 && $(python) -c '$(WORKS)' >/dev/null 2>&1 && echo $(python))))

UV := $(or $(shell command -v uv 2>/dev/null),.cache/uv/bin/uv)
export UV_PYTHON_DOWNLOADS := never
export SAM_CLI_TELEMETRY := 0

# -- Use it ------------------------------------------------------------------------------------------------------------

EXAMPLE := events/example/openapi.yaml
SPEC ?= $(EXAMPLE)
APP ?= $(if $(filter $(EXAMPLE),$(SPEC)),Bramblegate,)
INTO ?=

.PHONY: run
run: $(RUNS) ## Generate a connector: make run [SPEC=path-or-url APP=name INTO=folder]
	@test -n "$(APP)" || { echo "Name the application: make run SPEC=$(SPEC) APP=name" >&2; exit 2; }
	@$(BIN)/connectorsmith generate "$(SPEC)" --app "$(APP)" $(if $(INTO),--into "$(INTO)")

.PHONY: serve
serve: $(RUNS) ## Serve all APIs from this machine, on 127.0.0.1:8090
	@$(BIN)/connectorsmith serve

# -- Check it ----------------------------------------------------------------------------------------------------------

CODE := functions shared tests

.PHONY: check
check: $(DEVELOPS) ## Lint, format, types, layers, template
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports
	$(BIN)/cfn-lint template.yaml
	$(BIN)/sam validate --lint

.PHONY: fast
fast: $(DEVELOPS) ## The tests that need no build
	$(BIN)/pytest -q -n 2 -m "not artefacts and not e2e"

.PHONY: artefacts
artefacts: build ## Run the built functions as Lambda runs them
	$(BIN)/pytest -q -rs -m artefacts tests/architecture

.PHONY: e2e
e2e: build ## Deploy the built template to an emulator of AWS, and use it over HTTP
	$(BIN)/pytest -q -rs -m e2e tests/e2e

.PHONY: test
test: check fast artefacts e2e ## Everything that CI runs

.PHONY: format
format: $(DEVELOPS) ## Format the code, and fix what can be fixed
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

.PHONY: evaluate
evaluate: $(DEVELOPS) ## Measure the readers on the development set beside the repository, where there is one
	@$(BIN)/python -m tests.benchmarks.evaluate

# The peer is no dependency: `uv tool install connectorgen==0.9.0`, or name the command of an environment of its own.
PEER ?= connectorgen
TIMES ?= 5

.PHONY: benchmark
benchmark: $(DEVELOPS) ## Time and memory of digest beside a peer and a bare parse: make benchmark [PEER=command TIMES=5]
	@$(BIN)/python -m tests.benchmarks.speed --peer "$(PEER)" --runs $(TIMES)

.PHONY: conformance
conformance: $(DEVELOPS) ## Load and run the connectors of the development set against simulated applications
	@$(BIN)/python -m tests.benchmarks.conformance

.PHONY: benchmark-generation
benchmark-generation: $(DEVELOPS) ## Time what all scripts of a 13 MB specification add to reading it
	@$(BIN)/python -m tests.benchmarks.generation

.PHONY: benchmark-agents
benchmark-agents: $(DEVELOPS) ## Time agent sessions with long histories, beside google-adk's own store
	@$(BIN)/python -m tests.benchmarks.agents

.PHONY: benchmark-workspaces
benchmark-workspaces: $(DEVELOPS) ## Count and time forks, checkpoints, restores and merges as a session grows
	@$(BIN)/python -m tests.benchmarks.workspaces

.PHONY: update-golden
update-golden: $(DEVELOPS) ## Rewrite the expected outputs; the diff shows what changed
	$(BIN)/pytest -q tests/compiler --update-golden

# -- Build and deploy it -----------------------------------------------------------------------------------------------

# SAM finds the interpreter of the runtime, and its pip, on the PATH.
SAM_BUILD = PATH="$(abspath $(BIN)):$$PATH" $(BIN)/sam build --cached
# SAM's zip files carry one fixed date, which would make ordinary bytecode stale on arrival.
COMPILE = -m compileall -q -j 0 --invalidation-mode unchecked-hash

.PHONY: build
build: $(DEVELOPS) ## Build the functions for this machine's Python and processor, without containers
	@runtime=$$($(BIN)/python -c 'import sys; print("python%d.%d" % sys.version_info[:2])'); \
	processor=$$($(BIN)/python -c 'import platform; print({"aarch64": "arm64"}.get(platform.machine(), platform.machine()))'); \
	echo "sam build for $$runtime on $$processor"; \
	$(SAM_BUILD) --parameter-overrides PythonRuntime=$$runtime Architecture=$$processor
	$(BIN)/python $(COMPILE) .aws-sam/build

STAGE ?= dev

.PHONY: deploy
deploy: $(DEVELOPS) ## Build for Lambda's runtime and deploy: make deploy [STAGE=dev|prod]
	@PATH="$(abspath $(BIN)):$$PATH" python3.13 -c '' 2>/dev/null || \
	  { echo "make deploy needs python3.13, the functions' runtime, on the PATH." >&2; exit 1; }
	$(SAM_BUILD) --config-env $(STAGE) --build-dir .aws-sam/deploy
	PATH="$(abspath $(BIN)):$$PATH" python3.13 $(COMPILE) .aws-sam/deploy
	$(BIN)/sam deploy --config-file "$(abspath samconfig.toml)" --config-env $(STAGE) --template-file .aws-sam/deploy/template.yaml

.PHONY: lock
lock: | $(UV) ## Renew uv.lock, and what the functions install from it
	$(UV) lock
	$(UV) export $(LAMBDA_EXPORT) --output-file shared/requirements.txt >/dev/null

# uvicorn and rich serve the embedded mode; on Lambda nothing imports them.
LAMBDA_EXPORT := --frozen --quiet --no-dev --extra models --extra search --no-emit-project --no-annotate --no-header --prune uvicorn --prune rich

.PHONY: clean
clean: ## Remove what was built, not the environment
	rm -rf .aws-sam out .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find functions shared tests -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help
help: ## List the tasks
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do \
	  printf '%-20s %s\n' "$$name" "$$text"; done

# -- The environment ---------------------------------------------------------------------------------------------------

# Without it the first start compiles every module, and each start does where Python may not write bytecode.
BYTECODE = $(BIN)/python -m compileall -q -j 0 functions shared

$(RUNS): pyproject.toml uv.lock | $(UV)
	@test -n "$(PYTHON)" || { echo "Connectorsmith needs Python 3.11 or newer; none is on the PATH." >&2; exit 1; }
	@echo "Setting up .venv with $(PYTHON)"
	@$(UV) sync --quiet --locked --no-dev --inexact --python "$(PYTHON)"
	@$(BYTECODE)
	@touch $@

$(DEVELOPS): pyproject.toml uv.lock | $(UV)
	@test -n "$(PYTHON)" || { echo "Connectorsmith needs Python 3.11 or newer; none is on the PATH." >&2; exit 1; }
	@echo "Setting up .venv for development with $(PYTHON)"
	@$(UV) sync --quiet --locked --python "$(PYTHON)"
	@$(BYTECODE)
	@touch $(RUNS) $@

# Debian packs venv and pip apart from Python, so either may be missing.
.cache/uv/bin/uv:
	@test -n "$(PYTHON)" || { echo "Connectorsmith needs Python 3.11 or newer; none is on the PATH." >&2; exit 1; }
	@echo "Installing uv into .cache/uv"
	@rm -rf .cache/uv
	@if $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
	  $(PYTHON) -m venv .cache/uv && .cache/uv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.8'; \
	elif $(PYTHON) -m pip --version >/dev/null 2>&1; then \
	  $(PYTHON) -m pip install --quiet --disable-pip-version-check --target .cache/uv 'uv>=0.8'; \
	else \
	  echo "Python has neither venv nor pip: install python3-venv (Debian, Ubuntu), or uv itself." >&2; exit 1; \
	fi
