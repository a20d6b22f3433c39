"""`make screenshots`: takes the screenshots of README.md."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.tour import tour

FOLDER = Path("docs/screenshots")


def main() -> None:
    for scheme in ("light", "dark"):
        for picture in tour(FOLDER / scheme, dark=scheme == "dark"):
            print(picture, flush=True)


if __name__ == "__main__":
    main()
