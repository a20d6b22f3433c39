# Two commands do everything on a fresh machine: `make demo` and `make test`.

PYTHON ?= python3
BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
# Something to show a window on? macOS and Windows always have it.
SCREEN := $(or $(DISPLAY),$(WAYLAND_DISPLAY),$(filter Darwin,$(shell uname -s)),$(filter Windows_NT,$(OS)))
# A platform plugin chosen by the caller would take the place of the one under test.
CLEAN_QT := env -u QT_QPA_PLATFORM
ENVIRONMENT := @$(PYTHON) packaging/environment

.DEFAULT_GOAL := help
.PHONY: help env demo run test check messages fix screenshots bench locks clean env-screen env-tests env-bench

help: ## show this list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 20

env: ## make .venv with the program in it, and install the system libraries Qt needs
	$(ENVIRONMENT)

env-screen:
	$(ENVIRONMENT) --virtual-screen

env-tests:
	$(ENVIRONMENT) --tests

env-bench:
	$(ENVIRONMENT) --bench

ifneq ($(SCREEN),)
demo: env ## try it: the program with its own S3 and KMS (without a screen: on a virtual one)
	$(BIN)/s3enc-gui --demo
else
demo: env-screen
	$(CLEAN_QT) $(BIN)/python -m tests.end_to_end.virtual_demo
endif

run: env ## start the program (ARGS="--profile me --bucket my-bucket")
	$(BIN)/s3enc-gui $(ARGS)

# Two workers, each with servers of its own; a file's tests stay together (tests/guards/workers.py).
# To see what a test prints, or to debug it: ARGS="-n 0 -s", ARGS="-n 0 --pdb".
WORKERS := -n 2 --dist loadfile --no-loadscope-reorder

test: env-tests ## run all tests; needs no screen (ARGS="-k upload" to choose)
	$(CLEAN_QT) $(BIN)/python -m pytest $(WORKERS) $(ARGS)

check: env ## ruff, mypy --strict, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

messages: env ## extract the texts to translate into s3enc_gui/locale, and check the translations
	$(BIN)/python packaging/messages

fix: env ## let ruff mend and format what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

screenshots: env-screen ## take the pictures of README.md from the running program
	$(CLEAN_QT) $(BIN)/python -m tests.end_to_end.screenshots

bench: env-bench ## measure uploads beside boto3, s5cmd and rclone: docs/benchmarks.md (ARGS=--quick)
	$(BIN)/python -m tests.bench $(ARGS)

# The lock files are for every platform and name no package index.
LOCK := .venv/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make locks" \
	$(if $(UPGRADE),--upgrade)

locks: env ## write packaging/locks anew from pyproject.toml (UPGRADE=1: newest versions)
	$(PYTHON) -m venv .venv/uv
	.venv/uv/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(LOCK) pyproject.toml -o packaging/locks/runtime.lock
	$(LOCK) pyproject.toml --extra demo --group dev -c packaging/locks/runtime.lock -o packaging/locks/dev.lock
	# LocalStack 4.9.2 works with the libraries of its own time only; it asks for tailer, which has no
	# wheel, and never imports it.
	$(LOCK) --exclude-newer 2025-10-20 --no-emit-package tailer packaging/locks/localstack.in -o packaging/locks/localstack.lock
	$(LOCK) packaging/locks/bench.in -o packaging/locks/bench.lock

clean: ## remove .venv and everything else that was made here
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
