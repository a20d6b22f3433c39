"""Sets up this checkout: system libraries, `.venv`, and environments for tests and benchmarks.

    python3 packaging/environment [--virtual-screen] [--tests] [--bench]

Uses the standard library only; fast and offline if nothing is missing. Exits with status 1 and a
message if the user must do something.
"""

from __future__ import annotations

import argparse
import sys

from interpreter import ensure_supported, ensure_venv
from setup_error import SetupError
from system_packages import ensure_packages
from virtual_environments import ensure_bench, ensure_environment, ensure_localstack


def main() -> int:
    """Run the steps in order; each does nothing if it is already done."""
    parser = argparse.ArgumentParser(prog="packaging/environment")
    parser.add_argument("--virtual-screen", action="store_true", help="also the packages for Xvfb")
    parser.add_argument("--tests", action="store_true", help="also servers and a keyring for tests")
    parser.add_argument("--bench", action="store_true", help="also the programs of the benchmarks")
    options = parser.parse_args()
    lists = ["run.txt"] + ["virtual-screen.txt"] * (options.virtual_screen or options.tests)
    lists += ["keyring.txt", "packaging.txt"] * options.tests
    try:
        ensure_supported()
        ensure_packages(lists)
        ensure_venv()
        ensure_environment()
        if options.tests:
            ensure_localstack()
        if options.bench:
            ensure_bench()
    except SetupError as error:
        print(f"environment: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
