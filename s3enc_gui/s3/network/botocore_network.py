"""Makes botocore trust the same authorities and use the same proxies as the fast transport.

Logs its responses, too.

botocore reads the CA bundle again for each connection, and brings authorities of its own where
none is given. All its clients, also those that its credential chain makes, get their HTTP session
in `botocore.args`; that is replaced once a process. Slow to import, as botocore is.
"""

from __future__ import annotations

import ssl
from typing import Any

import botocore.args
from botocore.endpoint import EndpointCreator
from botocore.exceptions import ProxyConnectionError
from botocore.httpsession import ProxyConfiguration, URLLib3Session

from s3enc_gui.s3.errors.proxy_errors import (
    AUTHENTICATION_REQUIRED,
    InvalidProxy,
    authentication_required,
    proxy_error,
)
from s3enc_gui.s3.network.address_family import IPV6_ONLY
from s3enc_gui.s3.network.proxies import proxies_for
from s3enc_gui.s3.network.request_log import log_responses
from s3enc_gui.s3.network.settings import network
from s3enc_gui.s3.network.trust import tls_context
from s3enc_gui.s3.transport.http.proxy import Proxy

_SCHEMES = ("http", "https")
_TUNNEL_FAILED = "Tunnel connection failed: "  # of Python's http.client, before the status


def install() -> None:
    """Make botocore clients that are created from now on use the network of this process."""
    botocore.args.EndpointCreator = _EndpointCreator  # type: ignore[misc]


class _Proxies(ProxyConfiguration):
    """Keeps user names and passwords out of URLs, and so out of messages and logs."""

    def __init__(self, proxies: dict[str, str], settings: Any) -> None:  # noqa: ANN401 - untyped
        super().__init__({}, settings)
        try:
            self._parsed = {
                scheme: Proxy.parse(proxies[scheme]) for scheme in _SCHEMES if proxies.get(scheme)
            }
        except ValueError as error:
            raise InvalidProxy from error

    def proxy_for(self, url: str) -> Proxy | None:
        """Return the proxy for a URL."""
        return self._parsed.get(url.partition(":")[0].lower())

    def proxy_url_for(self, url: str) -> str | None:  # type: ignore[override]  # as botocore's
        """Return its URL without user name and password (botocore)."""
        proxy = self.proxy_for(url)
        return proxy.url if proxy else None

    def proxy_headers_for(self, proxy_url: str) -> dict[str, str]:
        """Return the headers with them (botocore): all requests of a client have one scheme."""
        return next(one.headers for one in self._parsed.values() if one.url == proxy_url)


class Session(URLLib3Session):
    """botocore's HTTP session, with the TLS context of this process."""

    def __init__(self, verify: Any = True, proxies: Any = None, **more: Any) -> None:  # noqa: ANN401 - untyped
        self.ipv6_only = False
        bundle = verify if isinstance(verify, str) else network.settings().ca_bundle
        self.context = tls_context(bundle)
        super().__init__(verify=verify, **more)
        self._proxies = _Proxies(proxies or {}, more.get("proxies_config"))
        self._proxy_config = self._proxies

    def proxy_for(self, url: str) -> Proxy | None:
        """Return the proxy for a URL."""
        return self._proxies.proxy_for(url)

    def use_ipv6_only(self) -> None:
        """Connect to IPv6 addresses only; call it before the first request."""
        self.ipv6_only = True
        self._manager.connection_pool_kw.update(IPV6_ONLY)  # type: ignore[attr-defined]

    def send(self, request: Any) -> Any:  # noqa: ANN401 - untyped
        """Send a request (botocore). Raises also ProxyDenied."""
        try:
            response = super().send(request)
        except ProxyConnectionError as error:
            raise _refusal(error) or error from error
        if response.status_code == AUTHENTICATION_REQUIRED:
            proxy = self.proxy_for(request.url)
            raise authentication_required(proxy.url if proxy else request.url)
        return response

    def _get_pool_manager_kwargs(self, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - untyped
        kwargs: dict[str, Any] = super()._get_pool_manager_kwargs(**more)  # type: ignore[misc]
        more_kwargs = IPV6_ONLY if self.ipv6_only else {}
        return kwargs | {"ssl_context": self.context} | more_kwargs

    def _setup_proxy_ssl_context(self, proxy_url: str) -> ssl.SSLContext:
        own = super()._setup_proxy_ssl_context(proxy_url)  # type: ignore[misc]
        return own or self.context

    def _setup_ssl_cert(self, conn: Any, url: str, verify: object) -> None:  # noqa: ANN401 - untyped
        conn.cert_reqs, conn.ca_certs = "CERT_REQUIRED", None  # the authorities are in the context


class _EndpointCreator(EndpointCreator):
    def create_endpoint(self, *arguments: Any, **more: Any) -> Any:  # noqa: ANN401 - untyped
        log_responses(self._event_emitter)  # type: ignore[attr-defined]  # not in the stubs
        return super().create_endpoint(*arguments, **(more | {"http_session_cls": Session}))

    def _get_proxies(self, url: str) -> dict[str, str]:
        return proxies_for(url)


def _refusal(error: Any) -> Exception | None:  # noqa: ANN401 - its attributes are untyped
    """Return the exception for a proxy that responded with a refusal."""
    url, reason = error.kwargs["proxy_url"], str(error.kwargs.get("error", ""))
    _, found, line = reason.partition(_TUNNEL_FAILED)
    status = line[:3]
    return proxy_error(url, int(status), f"{found}{line}") if status.isdigit() else None
