"""Whose server it is."""

from __future__ import annotations

from urllib.parse import urlsplit

_AMAZON = (".amazonaws.com", ".amazonaws.com.cn", ".api.aws", ".amazonaws.eu")


def is_amazon(url: str) -> bool:
    """Whether an endpoint is Amazon's own, not a server that speaks its language."""
    return (urlsplit(url).hostname or "").endswith(_AMAZON)
