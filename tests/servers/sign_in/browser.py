"""The user's browser: follows the sign-in page to the program's callback."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field


@dataclass
class Browser:
    """Opens pages without a proxy, and keeps what it has seen: (status, text)."""

    pages: list[tuple[int, str]] = field(default_factory=list)

    def open(self, url: str) -> tuple[int, str]:
        """Open a page, and follow its redirects."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(url, timeout=10) as response:
                page = response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                page = error.code, error.read().decode()
        self.pages.append(page)
        return page
