"""`make screenshots`: takes the screenshots of README.md."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.client_side_tour import client_side_tour
from tests.end_to_end.customer_keys_tour import customer_keys_tour
from tests.end_to_end.guard_tour import guard_tour
from tests.end_to_end.help_tour import help_tour
from tests.end_to_end.reencrypt_tour import reencrypt_tour
from tests.end_to_end.settings_tour import settings_tour
from tests.end_to_end.sign_in_tour import sign_in_tour
from tests.end_to_end.support_tour import support_tour
from tests.end_to_end.tour import tour

FOLDER = Path("docs/screenshots")
TOURS = (
    *(tour, sign_in_tour, settings_tour, support_tour, guard_tour),
    *(customer_keys_tour, client_side_tour, reencrypt_tour, help_tour),
)


def main() -> None:
    for scheme in ("light", "dark"):
        for pictures in TOURS:
            for picture in pictures(FOLDER / scheme, dark=scheme == "dark"):
                print(picture, flush=True)


if __name__ == "__main__":
    main()
