"""The proxies of a botocore client."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from s3enc_gui.s3.transport.http.proxy import Proxy

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def proxies_of(client: S3Client) -> Callable[[str], Proxy | None]:
    """Return the function that finds the proxy for a URL as the client does."""
    session: Any = client._endpoint.http_session  # type: ignore[attr-defined]  # noqa: SLF001
    proxy_for: Callable[[str], Proxy | None] = session.proxy_for  # see botocore_network.py
    return proxy_for


def can_serve(client: S3Client) -> bool:
    """Whether the fast transport can: directly or through an http:// proxy.

    TLS to an https:// proxy would be around TLS to the server.
    """
    proxy = proxies_of(client)(client.meta.endpoint_url)
    return proxy is None or proxy.scheme == "http"
