"""Sets up this checkout: system libraries, `.venv`, and environments for tests and benchmarks.

    python3 packaging/environment [--virtual-screen] [--tests] [--bench]
    python3 packaging/environment --bundle [--test-bundle]   (only what packaging/bundle needs)

Uses the standard library only; fast and offline if nothing is missing. Exits with status 1 and a
message if the user must do something.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from interpreter import ensure_supported, ensure_venv
from setup_error import SetupError
from system_packages import ensure_packages
from virtual_environments import (
    ensure_bench,
    ensure_bundle,
    ensure_environment,
    ensure_localstack,
)


def main() -> int:
    """Run the steps in order; each does nothing if it is already done."""
    parser = argparse.ArgumentParser(prog="packaging/environment")
    parser.add_argument("--virtual-screen", action="store_true", help="also the packages for Xvfb")
    parser.add_argument("--tests", action="store_true", help="also servers and a keyring for tests")
    parser.add_argument("--bench", action="store_true", help="also the programs of the benchmarks")
    parser.add_argument("--bundle", action="store_true", help="instead: to build the packages")
    parser.add_argument("--test-bundle", action="store_true", help="also to test the packages")
    options = parser.parse_args()
    if options.bundle:
        return _report(lambda: _ensure_bundle(options.test_bundle))
    return _report(lambda: _ensure(options))


def _ensure_bundle(tests: bool) -> None:
    ensure_supported()
    ensure_packages(["run.txt", "bundle.txt"] + ["test-bundle.txt", "virtual-screen.txt"] * tests)
    ensure_venv()
    ensure_bundle()


def _ensure(options: argparse.Namespace) -> None:
    lists = ["run.txt"] + ["virtual-screen.txt"] * (options.virtual_screen or options.tests)
    lists += ["keyring.txt", "packaging.txt"] * options.tests
    ensure_supported()
    ensure_packages(lists)
    ensure_venv()
    ensure_environment()
    if options.tests:
        ensure_localstack()
    if options.bench:
        ensure_bench()


def _report(steps: Callable[[], None]) -> int:
    try:
        steps()
    except SetupError as error:
        print(f"environment: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
