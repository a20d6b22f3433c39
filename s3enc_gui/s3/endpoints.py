"""Whether an endpoint belongs to AWS."""

from __future__ import annotations

from urllib.parse import urlsplit

_AMAZON = (".amazonaws.com", ".amazonaws.com.cn", ".api.aws", ".amazonaws.eu")


def is_amazon(url: str) -> bool:
    """Whether an endpoint is AWS's own, rather than an S3-compatible server."""
    return (urlsplit(url).hostname or "").endswith(_AMAZON)
