"""Make this checkout ready: system libraries, `.venv`, beside it what tests and benchmarks need.

    python3 packaging/environment [--virtual-screen] [--tests] [--bench]

Standard library only, quick and without network when nothing is missing. Exit status 1 with one
line that says what to do when something needs a person.
"""

from __future__ import annotations

import argparse
import sys

from complaint import Complaint
from interpreter import ensure_supported, ensure_venv
from system_packages import ensure_packages
from virtual_environments import ensure_bench, ensure_environment, ensure_localstack


def main() -> int:
    """Run the steps in order; each does nothing when it has been done before."""
    parser = argparse.ArgumentParser(prog="packaging/environment")
    parser.add_argument("--virtual-screen", action="store_true", help="also what Xvfb needs")
    parser.add_argument("--tests", action="store_true", help="also what the test suite needs")
    parser.add_argument("--bench", action="store_true", help="also what the benchmarks need")
    wanted = parser.parse_args()
    lists = ["run.txt"] + ["virtual-screen.txt"] * (wanted.virtual_screen or wanted.tests)
    try:
        ensure_supported()
        ensure_packages(lists)
        ensure_venv()
        ensure_environment()
        if wanted.tests:
            ensure_localstack()
        if wanted.bench:
            ensure_bench()
    except Complaint as complaint:
        print(f"environment: {complaint}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
