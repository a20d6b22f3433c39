"""The wizard's pages and their order."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

from s3enc_gui.gui.uploads.pages import (
    files_page,
    permissions_page,
    properties_page,
    results_page,
    review_page,
)

STEPS = (files_page.TITLE, permissions_page.TITLE, properties_page.TITLE, review_page.TITLE)
TITLES = (*STEPS, results_page.TITLE)


class Page(IntEnum):
    """Index of a page; the results follow the steps."""

    FILES = 0
    PERMISSIONS = 1
    PROPERTIES = 2
    REVIEW = 3
    RESULTS = 4


OPTIONAL = (Page.PERMISSIONS,)


class StepOrder:
    """Which page follows which: optional ones are passed over until they are asked for.

    `needed`: whether something was chosen on one of them.
    """

    def __init__(self, needed: Callable[[], bool]) -> None:
        self._needed = needed
        self._asked = False

    def ask(self) -> None:
        """Go to the optional pages, too, from now on."""
        self._asked = True

    def reset(self) -> None:
        """Pass over the optional pages again, unless something is chosen there."""
        self._asked = False

    def after(self, page: int) -> int:
        """Return the page that `Next` leads to."""
        return self._step(page, 1)

    def before(self, page: int) -> int:
        """Return the page that `Back` leads to."""
        return self._step(page, -1)

    def _step(self, page: int, by: int) -> int:
        page += by
        while page in OPTIONAL and not self._asked and not self._needed():
            page += by
        return page
