# On a fresh machine, `make demo` and `make test` are enough.

PYTHON ?= python3
BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
# Is there a display? macOS and Windows always have one.
SCREEN := $(or $(DISPLAY),$(WAYLAND_DISPLAY),$(filter Darwin,$(shell uname -s)),$(filter Windows_NT,$(OS)))
# A Qt platform plugin set in the environment would replace the one under test.
CLEAN_QT := env -u QT_QPA_PLATFORM
ENVIRONMENT := @$(PYTHON) packaging/environment

.DEFAULT_GOAL := help
.PHONY: help env demo run test check messages fix screenshots bench locks clean env-screen env-tests env-bench env-bundle \
	bundle deb packages env-test-bundle test-bundle

help: ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 20

env: ## create .venv with the program, and install the system libraries of Qt
	$(ENVIRONMENT)

env-screen:
	$(ENVIRONMENT) --virtual-screen

env-tests:
	$(ENVIRONMENT) --tests

env-bench:
	$(ENVIRONMENT) --bench

# Debian's Python where there is one, which gets security updates (docs/decisions/0021).
BUNDLE_PYTHON ?= $(or $(wildcard /usr/bin/python3.11),$(PYTHON))
env-bundle:
	@$(BUNDLE_PYTHON) packaging/environment --bundle

ifneq ($(SCREEN),)
demo: env ## run the program with a built-in S3 and KMS (on a virtual screen if there is none)
	$(BIN)/s3enc-gui --demo
else
demo: env-screen
	$(CLEAN_QT) $(BIN)/python -m tests.end_to_end.virtual_demo
endif

run: env ## run the program (ARGS="--profile me --bucket my-bucket")
	$(BIN)/s3enc-gui $(ARGS)

# Three workers, each with its own servers: on two cores, one often waits for processes that it started.
# The tests of a file run together (tests/guards/workers.py).
# To see the output of a test, or to debug it: ARGS="-n 0 -s", ARGS="-n 0 --pdb".
WORKERS := -n 3 --dist loadfile --no-loadscope-reorder

# All workers and programs load what one of them has compiled.
test: env-tests ## run the tests; no screen needed (ARGS="-k upload" selects)
	$(CLEAN_QT) -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest $(WORKERS) $(ARGS)

check: env ## run ruff, mypy --strict and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

messages: env ## extract the texts into s3enc_gui/locale, and check the translations
	$(BIN)/python packaging/messages

fix: env ## fix and format with ruff
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

screenshots: env-screen ## take the screenshots of README.md
	$(CLEAN_QT) $(BIN)/python -m tests.end_to_end.screenshots

bundle: env-bundle ## build dist/s3enc: the program with all it needs, in one folder
	$(BIN:.venv/%=.venv/bundle/%)/python packaging/bundle $(ARGS)

deb: env-bundle ## build dist/s3enc_VERSION_ARCH.deb (ARGS=--keep: of dist/s3enc as it is)
	$(BIN:.venv/%=.venv/bundle/%)/python packaging/bundle --deb $(ARGS)

packages: env-bundle ## build the deb, the rpm and the tar.xz (ARGS=--keep: as above)
	$(BIN:.venv/%=.venv/bundle/%)/python packaging/bundle --deb --rpm --archive $(ARGS)

env-test-bundle:
	@$(BUNDLE_PYTHON) packaging/environment --bundle --test-bundle

test-bundle: env-tests env-test-bundle ## install and run the packages of `make packages` in bare systems (as root)
	$(CLEAN_QT) S3ENC_TEST_BUNDLE=1 $(BIN)/python -m pytest -n 0 -p no:randomly tests/bundle $(ARGS)

bench: env-bench ## compare uploads with boto3, s5cmd and rclone: docs/benchmarks.md (ARGS=--quick)
	$(BIN)/python -m tests.bench $(ARGS)

# The lock files are for all platforms and contain no package index.
LOCK := .venv/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make locks" \
	$(if $(UPGRADE),--upgrade)

locks: env ## update packaging/locks from pyproject.toml (UPGRADE=1: newest versions)
	$(PYTHON) -m venv .venv/uv
	.venv/uv/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(LOCK) pyproject.toml -o packaging/locks/runtime.lock
	$(LOCK) pyproject.toml --extra demo --group dev -c packaging/locks/runtime.lock -o packaging/locks/dev.lock
	# LocalStack 4.9.2 works only with libraries of its time; it requires tailer, which has no wheel,
	# but never imports it.
	$(LOCK) --exclude-newer 2025-10-20 --no-emit-package tailer packaging/locks/localstack.in -o packaging/locks/localstack.lock
	$(LOCK) packaging/locks/bench.in -o packaging/locks/bench.lock
	$(LOCK) pyproject.toml packaging/locks/bundle.in -c packaging/locks/runtime.lock -o packaging/locks/bundle.lock

clean: ## remove .venv and all generated files
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
