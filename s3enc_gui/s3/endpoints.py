"""Whether an endpoint belongs to AWS."""

from __future__ import annotations

from urllib.parse import urlsplit

from s3enc_gui.domain.partitions import is_aws_host


def is_amazon(url: str) -> bool:
    """Whether an endpoint is AWS's own, rather than an S3-compatible server."""
    return is_aws_host(urlsplit(url).hostname or "")
