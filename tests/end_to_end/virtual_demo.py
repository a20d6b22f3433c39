"""`make demo` without a screen: runs the program on a virtual screen and uploads a file."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.end_to_end.tour import tour

FOLDER = Path("build/demo")


def main() -> int:
    print(
        "There is no screen here: the demo runs on a virtual one and makes an upload.", flush=True
    )
    pictures = list(tour(FOLDER))
    print(f"Verified. Screenshots of every page are in {FOLDER}/:")
    for picture in pictures:
        print(f"  {picture}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
