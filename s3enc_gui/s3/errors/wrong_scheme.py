"""Exceptions for an endpoint with the wrong scheme."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError


class WrongScheme(BotoCoreError):
    """`endpoint_url` has the wrong scheme; `use` is the URL with the right one.

    `reason` is what the server reported.
    """

    fmt = "{endpoint_url}: {reason}"

    @property
    def use(self) -> str:
        """The endpoint's URL with the right scheme."""
        url: str = self.kwargs["use"]
        return url


class HttpsRequired(WrongScheme):
    """HTTP was sent to a server that requires HTTPS."""


class NoHttps(WrongScheme):
    """HTTPS was used for a port without TLS."""
